package ai.hokus.remediation;

import ai.hokus.remediation.ports.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Ever longer pauses, so that a burst of a thousand rings becomes a handful of passes. */
final class Pauses {
  private static final Duration FIRST = Duration.ofMillis(500);

  private final InstantSource clock;
  private final Sleeper sleeper;
  private final Instant latest;
  private Duration next = FIRST;

  /**
   * No pause has been made yet.
   *
   * @param latest when every pause is to be over
   */
  Pauses(InstantSource clock, Sleeper sleeper, Instant latest) {
    this.clock = clock;
    this.sleeper = sleeper;
    this.latest = latest;
  }

  /** Whether there is time for one more, and for what comes after it. */
  boolean isTimeLeft() {
    return left().isPositive();
  }

  /** Makes a pause, twice as long as the one before, or what is left of the time. */
  void pause() {
    var pause = next.compareTo(left()) < 0 ? next : left();
    next = next.multipliedBy(2);
    try {
      sleeper.sleep(pause);
    } catch (InterruptedException e) {
      // The next call says so.
      Thread.currentThread().interrupt();
    }
  }

  private Duration left() {
    return Duration.between(clock.instant(), latest);
  }
}
