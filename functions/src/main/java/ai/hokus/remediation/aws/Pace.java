package ai.hokus.remediation.aws;

import ai.hokus.remediation.ports.Sleeper;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;

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

  /**
   * Returns when the next write may go.
   *
   * @return false, and at once, if its turn would not come before {@code deadline}; then it takes
   *     nobody else's
   */
  boolean await(Instant deadline) {
    var wait = reserve(deadline);
    try {
      if (wait.filter(Duration::isPositive).isPresent()) {
        sleeper.sleep(wait.get());
      }
      return wait.isPresent();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted while waiting for the turn to write", e);
    }
  }

  private synchronized Optional<Duration> reserve(Instant deadline) {
    var now = clock.instant();
    var turn = latest.size() < WRITES ? now : later(now, latest.getFirst().plus(WINDOW));
    if (!turn.isBefore(deadline)) {
      return Optional.empty();
    }
    if (latest.size() == WRITES) {
      latest.removeFirst();
    }
    latest.addLast(turn);
    return Optional.of(Duration.between(now, turn));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
