package ai.hokus.remediation.handlers;

import ai.hokus.remediation.RehearsalsByHand;
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
 * POLICY, PROBE, …    for rehearsals, as {@link PassWiring} has them
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
    var source = ConfigurationWiring.from(environment, aws, clock, telemetry);
    var clerk =
        new Clerk(
            LedgerWiring.from(environment, aws, clock, telemetry),
            source,
            new Parallel(Executors.newVirtualThreadPerTaskExecutor()),
            clock,
            Thread::sleep);
    var rehearsals = new RehearsalsByHand(source, PassWiring.rehearsing(environment), clock);
    return new Requests(clerk, rehearsals, telemetry);
  }
}
