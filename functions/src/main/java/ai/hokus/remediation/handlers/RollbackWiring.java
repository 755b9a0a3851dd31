package ai.hokus.remediation.handlers;

import ai.hokus.remediation.ByHand;
import ai.hokus.remediation.RehearsalsByHand;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.rollback.Clerk;
import ai.hokus.remediation.rollback.Drafts;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts the function that people ask together, once per cold start, from its environment: that of
 * {@link PassWiring}, but for {@code ROLLBACK}, as a function cannot be told its own ARN.
 *
 * <pre>
 * AWS_LAMBDA_FUNCTION_NAME  its own name, from Lambda
 * </pre>
 */
final class RollbackWiring {
  /** The template publishes every function behind it. */
  private static final String ALIAS = "live";

  private RollbackWiring() {}

  /** Names the variable that is missing or makes no sense. */
  static Requests fromEnvironment() {
    return from(System.getenv());
  }

  /** As {@link #fromEnvironment()}, from a given one. */
  static Requests from(Map<String, String> environment) {
    var parts = PassWiring.forPeople(knowingItself(environment));
    var clerk =
        new Clerk(parts.ledger(), parts.source(), parts.parallel(), parts.clock(), parts.sleeper());
    return new Requests(
        new ByHand(
            clerk,
            new Drafts(parts.source()),
            parts.rounds(),
            parts.ledger(),
            parts.clock(),
            parts.sleeper()),
        new RehearsalsByHand(parts.source(), parts.rehearsing(), parts.clock()),
        parts.telemetry());
  }

  /** The way back that its messages end with is itself. */
  private static Map<String, String> knowingItself(Map<String, String> environment) {
    var guard =
        new Guard(
            Variables.needed(environment, "CLUSTER"), Variables.needed(environment, "OWNER_ID"));
    var knowing = new TreeMap<>(environment);
    knowing.put(
        "ROLLBACK",
        guard.functionArn(Variables.needed(environment, "AWS_LAMBDA_FUNCTION_NAME")) + ":" + ALIAS);
    return knowing;
  }
}
