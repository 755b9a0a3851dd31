package ai.hokus.remediation.handlers;

import ai.hokus.remediation.aws.Aws;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.rollback.Clerk;
import ai.hokus.remediation.telemetry.Telemetry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * Puts the function that people ask together, once per cold start, from its environment.
 *
 * <pre>
 * CLUSTER             ARN of the guarded ECS cluster
 * OWNER_ID, LEDGER    as {@link LedgerWiring} has them
 * REMEDIATION_CONFIG  as {@link ConfigurationWiring} has it
 * </pre>
 */
final class RollbackWiring {
  private RollbackWiring() {}

  /** Names the variable that is missing or makes no sense. */
  static Requests fromEnvironment() {
    return from(System.getenv());
  }

  /** As {@link #fromEnvironment()}, from a given one. */
  static Requests from(Map<String, String> environment) {
    var guard =
        new Guard(
            Variables.needed(environment, "CLUSTER"), Variables.needed(environment, "OWNER_ID"));
    var clock = Clock.systemUTC();
    var telemetry = new Telemetry();
    var aws = new Aws(guard.region());
    var clerk =
        new Clerk(
            LedgerWiring.from(environment, aws, clock, telemetry),
            ConfigurationWiring.from(environment, aws, clock, telemetry),
            new Parallel(Executors.newVirtualThreadPerTaskExecutor()),
            clock,
            Thread::sleep);
    return new Requests(clerk, telemetry);
  }
}
