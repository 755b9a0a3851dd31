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

  /**
   * Makes a pause, twice as long as the one before, if the time left is as long.
   *
   * @return false, and at once, if no time is left, or this thread has to end
   */
  boolean pause() {
    var left = Duration.between(clock.instant(), latest);
    if (!left.isPositive()) {
      return false;
    }
    var pause = next.compareTo(left) < 0 ? next : left;
    next = next.multipliedBy(2);
    try {
      sleeper.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
