package ai.hokus.remediation.ports;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;

/** Keeps what is done to so much in any second: each takes its turn first, in the order asked. */
public final class Pace {
  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final int aSecond;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final ArrayDeque<Instant> latest;

  /**
   * A pace that nobody has taken a turn of yet.
   *
   * @param aSecond turns in any second, at least one
   */
  public Pace(int aSecond, InstantSource clock, Sleeper sleeper) {
    this.aSecond = aSecond;
    this.latest = new ArrayDeque<>(aSecond);
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * Returns when the next turn has come.
   *
   * @return false, and at once, if its turn would not come before {@code deadline}; then it takes
   *     nobody else's
   */
  public boolean await(Instant deadline) {
    var wait = reserve(deadline);
    try {
      if (wait.filter(Duration::isPositive).isPresent()) {
        sleeper.sleep(wait.get());
      }
      return wait.isPresent();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted while waiting for a turn", e);
    }
  }

  private synchronized Optional<Duration> reserve(Instant deadline) {
    var now = clock.instant();
    var turn = latest.size() < aSecond ? now : later(now, latest.getFirst().plus(WINDOW));
    if (!turn.isBefore(deadline)) {
      return Optional.empty();
    }
    if (latest.size() == aSecond) {
      latest.removeFirst();
    }
    latest.addLast(turn);
    return Optional.of(Duration.between(now, turn));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
