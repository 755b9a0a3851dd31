package ai.hokus.remediation.burst;

import ai.hokus.remediation.Circuit;
import ai.hokus.remediation.Patience;
import ai.hokus.remediation.Reconciler;
import ai.hokus.remediation.Retired;
import ai.hokus.remediation.Rounds;
import ai.hokus.remediation.Sweeper;
import ai.hokus.remediation.Turns;
import ai.hokus.remediation.Visits;
import ai.hokus.remediation.aws.AwsOfTheWorld;
import ai.hokus.remediation.config.InlineConfigurationSource;
import ai.hokus.remediation.config.LastReading;
import ai.hokus.remediation.doorbell.Doorbell;
import ai.hokus.remediation.doorbell.DoorbellReader;
import ai.hokus.remediation.execution.Executor;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.observation.Observer;
import ai.hokus.remediation.plan.Planner;
import ai.hokus.remediation.ports.Pace;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.world.Endpoints;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;

/**
 * One environment of {@code TaskStateChanged}, put together as its wiring does, with clients of its
 * own, which are more patient than its: who answers here may be slow, and a second try would be
 * seen as a second write. Nobody is probed.
 */
final class Environment {
  private static final Guard GUARD = AwsOfTheWorld.GUARD;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String CONFIGURATION =
      """
      {"policy": "repair", "cidrs": ["127.0.0.0/8"], "services": {"mlflow": {
        "ecsService": "hokusai-mlflow-development", "port": 5000,
        "cloudMap": {"namespace": "hokusai-development.local", "service": "mlflow"},
        "probe": {"path": "/health", "host": "mlflow.hokusai-development.local:5000"}}}}
      """;

  private final DoorbellReader doorbell = new DoorbellReader(GUARD);
  private final Rounds rounds;

  Environment(int number, Tape tape) {
    var taped = new Taped(number, tape);
    var clock = Clock.systemUTC();
    var parallel = new Parallel(Executors.newVirtualThreadPerTaskExecutor());
    var aws = AwsOfTheWorld.ports();
    var registry =
        taped.calls(
            Registry.class, aws.registry(new Pace(4, clock, Thread::sleep), clock, Thread::sleep));
    Prober nobody = question -> Answer.unasked(question, "there is no probe");
    var patience = new Patience(nobody, clock);
    var ledger =
        taped.leases(
            aws.ledger(
                "Ledger",
                GUARD.owner(),
                clock,
                () -> UUID.randomUUID().toString(),
                forgotten -> {
                  throw new AssertionError(forgotten);
                }));
    var turns =
        new Turns(
            ledger,
            new Reconciler(
                new Observer(
                    taped.calls(TaskCatalog.class, aws.catalog(GUARD, parallel)),
                    registry,
                    nobody,
                    parallel,
                    clock),
                new Planner()::plan,
                new Executor(registry, parallel, clock),
                Endpoints.none(nobody, parallel, clock)),
            patience,
            _ -> Optional.empty(),
            clock,
            Thread::sleep,
            GUARD,
            Policy.REPAIR);
    var visits = new Visits(turns, patience, clock, Thread::sleep);
    var circuit = new Circuit(parallel, aws.bookmark("Ledger"), clock, Thread::sleep);
    var retired = new Retired(ledger, parallel);
    rounds =
        new Rounds(
            new InlineConfigurationSource(CONFIGURATION),
            new LastReading(),
            visits,
            circuit,
            new Sweeper(visits, circuit, ledger, retired, List.of(), clock),
            retired,
            parallel,
            clock);
  }

  /** Delivers an event, which must be about MLflow; returns how many passes it made. */
  int ring(byte[] event) {
    return doorbell.read(event) instanceof Doorbell.Rings(var ecsService)
        ? passes(rounds.ring(ecsService, TIMEOUT))
        : 0;
  }

  private static int passes(Round round) {
    if (!round.isGood()) {
      throw new AssertionError("not good: " + round);
    }
    return round.visits().stream()
        .flatMap(visit -> visit.passes().stream())
        .filter(Report.class::isInstance)
        .toList()
        .size();
  }
}
