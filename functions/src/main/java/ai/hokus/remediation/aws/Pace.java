package ai.hokus.remediation.aws;

import ai.hokus.remediation.ports.Sleeper;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;

/**
 * Keeps our writes to four in any second. Cloud Map's own limit is unpublished and shared with ECS;
 * AWS's App Mesh controller keeps to four as well.
 */
final class Pace {
  private static final int WRITES = 4;
  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final Sleeper sleeper;
  private final ArrayDeque<Instant> latest = new ArrayDeque<>(WRITES);

  Pace(InstantSource clock, Sleeper sleeper) {
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /** Returns when the next write may go. */
  void await() {
    var wait = reserve();
    if (!wait.isPositive()) {
      return;
    }
    try {
      sleeper.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted while waiting for the turn to write", e);
    }
  }

  private synchronized Duration reserve() {
    var now = clock.instant();
    var turn = latest.size() < WRITES ? now : later(now, latest.removeFirst().plus(WINDOW));
    latest.addLast(turn);
    return Duration.between(now, turn);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
