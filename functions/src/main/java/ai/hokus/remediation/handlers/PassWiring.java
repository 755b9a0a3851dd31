package ai.hokus.remediation.handlers;

import ai.hokus.remediation.AlarmTelling;
import ai.hokus.remediation.Chore;
import ai.hokus.remediation.Circuit;
import ai.hokus.remediation.Diagnostician;
import ai.hokus.remediation.EndpointReconciler;
import ai.hokus.remediation.Patience;
import ai.hokus.remediation.Reconciler;
import ai.hokus.remediation.Rehearsal;
import ai.hokus.remediation.Rehearsing;
import ai.hokus.remediation.Reminding;
import ai.hokus.remediation.Retired;
import ai.hokus.remediation.Rounds;
import ai.hokus.remediation.Sweeper;
import ai.hokus.remediation.Turns;
import ai.hokus.remediation.Visits;
import ai.hokus.remediation.aws.Aws;
import ai.hokus.remediation.config.LastReading;
import ai.hokus.remediation.doorbell.AlarmReader;
import ai.hokus.remediation.doorbell.DoorbellReader;
import ai.hokus.remediation.execution.EndpointMover;
import ai.hokus.remediation.execution.Executor;
import ai.hokus.remediation.execution.Redeployer;
import ai.hokus.remediation.incidents.Commands;
import ai.hokus.remediation.incidents.Incidents;
import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.observation.EndpointObserver;
import ai.hokus.remediation.observation.Observer;
import ai.hokus.remediation.plan.EndpointPlanner;
import ai.hokus.remediation.plan.Planner;
import ai.hokus.remediation.ports.ConfigurationSource;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Pace;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Sleeper;
import ai.hokus.remediation.telemetry.Telemetry;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Puts the functions that run passes together, once per cold start, from their environment.
 *
 * <pre>
 * CLUSTER             ARN of the guarded ECS cluster
 * OWNER_ID            marks what this stack registers
 * LEDGER              name of the table that all invocations share
 * POLICY              the most that any service's own policy may do: observe, repair, sync
 * REMEDIATION_CONFIG  as {@link ConfigurationWiring} has it
 * CHANNELS            none: nobody sends messages, so none are written that would lie for nobody
 * SHADOW              name of the parameter on which fallbacks are rehearsed; empty: none is
 * ROLLBACK            name or ARN of the function that takes people's requests, for messages
 * PROBE               name or ARN of the function Probe; direct; none
 * PROBE_CIDRS         for a direct probe, as {@link ProbeWiring} has it
 * RESOLVER            the same
 * </pre>
 */
final class PassWiring {
  /**
   * Cloud Map's own limit is unpublished and shared with ECS; AWS's App Mesh controller keeps to
   * four as well.
   */
  private static final int WRITES_A_SECOND = 4;

  /** A sweep is never in such a hurry that events should have to share with it. */
  private static final int WRITES_A_SECOND_OF_A_SWEEP = 2;

  private PassWiring() {}

  /**
   * For what an event rings for.
   *
   * @throws IllegalStateException naming the variable that is missing
   * @throws IllegalArgumentException quoting what makes no sense
   */
  static Passes forEvents() {
    return from(System.getenv(), WRITES_A_SECOND);
  }

  /** For a sweep; the same otherwise. */
  static Passes forSweeps() {
    return from(System.getenv(), WRITES_A_SECOND_OF_A_SWEEP);
  }

  /** As both of them, from a given environment. */
  static Passes from(Map<String, String> environment, int writesASecond) {
    var parts = parts(environment, writesASecond);
    return new Passes(
        new DoorbellReader(parts.guard()),
        new AlarmReader(parts.guard()),
        parts.rounds(),
        parts.diagnostician(),
        parts.alarmTelling(),
        parts.telemetry());
  }

  /** What makes passes, and what else may be made of the same. */
  record Parts(
      Guard guard,
      Aws aws,
      Ledger ledger,
      ConfigurationSource source,
      Rounds rounds,
      Optional<Rehearsing> rehearsing,
      Diagnostician diagnostician,
      AlarmTelling alarmTelling,
      Parallel parallel,
      Telemetry telemetry,
      Clock clock,
      Sleeper sleeper) {}

  /** For what a person asks for: in as much of a hurry as an event. */
  static Parts forPeople(Map<String, String> environment) {
    return parts(environment, WRITES_A_SECOND);
  }

  private static Parts parts(Map<String, String> environment, int writesASecond) {
    var guard =
        new Guard(
            Variables.needed(environment, "CLUSTER"), Variables.needed(environment, "OWNER_ID"));
    var clock = Clock.systemUTC();
    var telemetry = new Telemetry();
    var parallel = new Parallel(Executors.newVirtualThreadPerTaskExecutor());
    var aws = new Aws(guard.region());
    Sleeper sleeper = Thread::sleep;
    var registry = aws.registry(new Pace(writesASecond, clock, sleeper), clock, sleeper);
    var prober = prober(environment, aws);
    var patience = new Patience(prober, clock);
    var endpoints = aws.endpoints();
    var consumers = aws.consumers(guard);
    var alarms = aws.alarms();
    var table = Variables.needed(environment, "LEDGER");
    var ledger = LedgerWiring.from(environment, aws, clock, telemetry);
    var isHeard = !"none".equals(environment.get("CHANNELS"));
    var incidents =
        new Incidents(new Commands(environment.getOrDefault("ROLLBACK", "Rollback")), isHeard);
    var policy = policy(Variables.needed(environment, "POLICY"));
    var observer = new Observer(aws.catalog(guard, parallel), registry, prober, parallel, clock);
    var endpointReconciler =
        new EndpointReconciler(
            new EndpointObserver(endpoints, alarms, consumers, prober, parallel, clock),
            new EndpointPlanner()::plan,
            new EndpointMover(endpoints, clock),
            new Redeployer(consumers),
            clock);
    var source = ConfigurationWiring.from(environment, aws, clock, telemetry);
    var turns =
        new Turns(
            ledger,
            new Reconciler(
                observer,
                new Planner()::plan,
                new Executor(registry, parallel, clock),
                endpointReconciler),
            patience,
            incidents::after,
            clock,
            sleeper,
            guard,
            policy);
    var rehearsing =
        shadow(environment)
            .map(parameter ->
                new Rehearsing(
                    new Rehearsal(
                        ledger,
                        observer,
                        endpointReconciler,
                        prober,
                        clock,
                        guard,
                        policy,
                        parameter),
                    aws.rehearsals(table),
                    ledger,
                    incidents,
                    clock));
    var reminding = Optional.of(new Reminding(aws.outbox(table), clock)).filter(_ -> isHeard);
    var diagnostician = new Diagnostician(alarms, aws.balancers(guard, parallel), parallel);
    var alarmTelling = new AlarmTelling(alarms, diagnostician, ledger, incidents, clock, sleeper);
    var visits = new Visits(turns, patience, clock, sleeper);
    var circuit = new Circuit(parallel, aws.bookmark(table), clock, sleeper);
    var retired = new Retired(ledger, parallel);
    var rounds =
        new Rounds(
            source,
            new LastReading(),
            visits,
            circuit,
            new Sweeper(
                visits,
                circuit,
                ledger,
                retired,
                Stream.of(reminding, Optional.of(alarmTelling), rehearsing)
                    .<Chore>flatMap(Optional::stream)
                    .toList(),
                clock),
            retired,
            parallel,
            clock);
    Priming.arrange(rounds, telemetry, clock);
    rounds.learn();
    return new Parts(
        guard,
        aws,
        ledger,
        source,
        rounds,
        rehearsing,
        diagnostician,
        alarmTelling,
        parallel,
        telemetry,
        clock,
        sleeper);
  }

  private static Optional<String> shadow(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("SHADOW")).filter(name -> !name.isBlank());
  }

  private static Policy policy(String word) {
    return Stream.of(Policy.values())
        .filter(policy -> policy.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "POLICY is none of observe, repair, sync: \"" + Text.brief(word) + "\""));
  }

  private static Prober prober(Map<String, String> environment, Aws aws) {
    return switch (Variables.needed(environment, "PROBE")) {
      case "none" -> question -> Answer.unasked(question, "PROBE is none");
      case "direct" -> ProbeWiring.from(environment);
      case String function -> aws.prober(function);
    };
  }
}
