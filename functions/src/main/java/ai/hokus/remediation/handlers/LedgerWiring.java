package ai.hokus.remediation.handlers;

import ai.hokus.remediation.aws.Aws;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.telemetry.Telemetry;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/**
 * Puts the ledger together, from the environment.
 *
 * <pre>
 * LEDGER    name of the DynamoDB table
 * OWNER_ID  marks what this stack registers, if the ledger has no mark yet
 * </pre>
 */
final class LedgerWiring {
  private LedgerWiring() {}

  /** Names the variable that is missing. */
  static Ledger from(
      Map<String, String> environment, Aws aws, InstantSource clock, Telemetry telemetry) {
    return aws.ledger(
        Variables.needed(environment, "LEDGER"),
        Variables.needed(environment, "OWNER_ID"),
        clock,
        () -> UUID.randomUUID().toString(),
        telemetry::forgotten);
  }
}
