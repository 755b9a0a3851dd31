package ai.hokus.remediation.handlers;

import ai.hokus.remediation.Reconciler;
import ai.hokus.remediation.Rounds;
import ai.hokus.remediation.aws.Aws;
import ai.hokus.remediation.config.InlineConfigurationSource;
import ai.hokus.remediation.doorbell.DoorbellReader;
import ai.hokus.remediation.execution.Executor;
import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.observation.Observer;
import ai.hokus.remediation.plan.Planner;
import ai.hokus.remediation.ports.ConfigurationSource;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.telemetry.Telemetry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * Puts the functions that run passes together, once per cold start, from their environment.
 *
 * <pre>
 * CLUSTER             ARN of the guarded ECS cluster
 * OWNER_ID            marks what this stack registers
 * REMEDIATION_CONFIG  the configuration itself, or ssm:NAME, or ssm-path:/PREFIX/
 * PROBE               name or ARN of the function Probe; direct; none
 * PROBE_CIDRS         for a direct probe, as {@link ProbeWiring} has it
 * RESOLVER            the same
 * </pre>
 */
final class PassWiring {
  private PassWiring() {}

  /** Names the variable that is missing or makes no sense. */
  static Passes fromEnvironment() {
    return from(System.getenv());
  }

  /** As {@link #fromEnvironment()}, from a given one. */
  static Passes from(Map<String, String> environment) {
    var guard =
        new Guard(
            Variables.needed(environment, "CLUSTER"), Variables.needed(environment, "OWNER_ID"));
    var clock = Clock.systemUTC();
    var telemetry = new Telemetry();
    var parallel = new Parallel(Executors.newVirtualThreadPerTaskExecutor());
    var aws = new Aws(guard.region());
    var registry = aws.registry(clock, Thread::sleep);
    var observer =
        new Observer(
            aws.catalog(guard, parallel), registry, prober(environment, aws), parallel, clock);
    var reconciler =
        new Reconciler(
            observer, new Planner(), new Executor(registry, parallel, clock), clock, guard);
    var rounds =
        new Rounds(
            configuration(
                Variables.needed(environment, "REMEDIATION_CONFIG"), aws, clock, telemetry),
            reconciler,
            parallel,
            clock);
    Priming.arrange(rounds, telemetry, clock);
    rounds.learn();
    return new Passes(new DoorbellReader(guard), rounds, telemetry);
  }

  private static ConfigurationSource configuration(
      String value, Aws aws, Clock clock, Telemetry telemetry) {
    return value.startsWith("ssm")
        ? aws.configuration(value, clock, telemetry::stale)
        : new InlineConfigurationSource(value);
  }

  private static Prober prober(Map<String, String> environment, Aws aws) {
    return switch (Variables.needed(environment, "PROBE")) {
      case "none" -> question -> Answer.unasked(question, "PROBE is none");
      case "direct" -> ProbeWiring.from(environment);
      case String function -> aws.prober(function);
    };
  }
}
