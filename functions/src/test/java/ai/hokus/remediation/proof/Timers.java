package ai.hokus.remediation.proof;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How long the program may wait for what, in the tales. */
final class Timers {
  static final Duration BETWEEN_DEPLOYMENTS = Duration.ofMinutes(2);

  /** Of an invocation that was killed. */
  private static final Duration A_LEASE = Duration.ofMinutes(1);

  /** Until what was sent to Cloud Map, and failed or was heard of no more, is sent again. */
  private static final Duration SENT_AGAIN = Duration.ofMinutes(1);

  static final Duration NAME_REPAIR_BUDGET = Duration.ofMinutes(1);

  /** As long as the eight passes take that have to see the name good in any case. */
  static final Duration RESTORE_AFTER = Duration.ofMinutes(8);

  static final Duration MISSING_FOR = Duration.ofMinutes(2);
  static final Duration LAST_INSTANCE_KEPT = Duration.ofMinutes(2);

  /**
   * Of several tasks that ECS forgot, one in five goes at a time: three times, and not in the sweep
   * that comes less than a minute later.
   */
  private static final Duration TURNS = Duration.ofMinutes(4);

  /** Those that may have to run one after the other before an endpoint is by its name again. */
  private static final List<Duration> OF_ENDPOINTS =
      List.of(A_LEASE, NAME_REPAIR_BUDGET, SENT_AGAIN, RESTORE_AFTER, BETWEEN_DEPLOYMENTS);

  /** The same, before each instance is as it has to be. */
  private static final List<Duration> OF_INSTANCES =
      List.of(A_LEASE, MISSING_FOR, LAST_INSTANCE_KEPT, SENT_AGAIN);

  /** The same, of many. */
  private static final List<Duration> OF_MANY =
      Stream.concat(OF_INSTANCES.stream(), Stream.of(TURNS)).toList();

  private Timers() {}

  /** In minutes, until the last one has run that can apply, after nothing befalls a tale. */
  static int minutes() {
    return Math.max(minutes(OF_ENDPOINTS), minutesOfInstances());
  }

  /** The same, where no endpoint is ever moved. */
  static int minutesOfInstances() {
    return minutes(OF_INSTANCES);
  }

  /** The same, where there are many. */
  static int minutesOfMany() {
    return minutes(OF_MANY);
  }

  private static int minutes(List<Duration> inTurn) {
    return (int) inTurn.stream().reduce(Duration.ZERO, Duration::plus).toMinutes();
  }

  /** The configuration's {@code settings}, as a JSON object. */
  static String settings() {
    return settings("");
  }

  /** The same, with fallbacks that expire after such a time. */
  static String settings(Duration expiry) {
    return settings(", \"fallback\": {\"expiry\": \"" + expiry + "\"}");
  }

  private static String settings(String more) {
    return Map.of(
            "missingFor", MISSING_FOR,
            "lastInstanceKept", LAST_INSTANCE_KEPT,
            "nameRepairBudget", NAME_REPAIR_BUDGET,
            "restoreAfter", RESTORE_AFTER)
        .entrySet()
        .stream()
        .map(each -> "\"%s\": \"%s\"".formatted(each.getKey(), each.getValue()))
        .sorted()
        .collect(
            Collectors.joining(
                ", ",
                "{",
                ", \"redeploy\": {\"every\": \"" + BETWEEN_DEPLOYMENTS + "\"}" + more + "}"));
  }
}
