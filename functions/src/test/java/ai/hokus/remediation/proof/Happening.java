package ai.hokus.remediation.proof;

import ai.hokus.remediation.rollback.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A change of the world, or what a person asks {@code Rollback} for.
 *
 * @param after the tale's begin
 * @param asked for, as things are then; empty where the world changes by itself
 */
record Happening(
    Duration after,
    String what,
    Consumer<Stage> change,
    Optional<Function<Stage, Optional<Request>>> asked) {
  static final String ALARM_OFF = "the alarm is over";
  static final String A_STOPS = "task a stops";
  static final String B_STARTS = "task b starts";
  static final String MENDED = "Cloud Map registers again, and the alarm is over";

  static Happening at(int seconds, String what, Consumer<Stage> change) {
    return new Happening(Duration.ofSeconds(seconds), what, change, Optional.empty());
  }

  /** While the first pass is at work. */
  static Happening inMidPass(String what, Consumer<Stage> change) {
    return new Happening(Duration.ofMillis(500), what, change, Optional.empty());
  }

  static Happening asks(int seconds, String what, Function<Stage, Optional<Request>> asked) {
    return new Happening(Duration.ofSeconds(seconds), what, _ -> {}, Optional.of(asked));
  }
}
