package ai.hokus.remediation.model;

import java.time.Duration;
import java.time.Instant;

/**
 * The time that one pass may take, shared out so that a call that hangs still becomes a report.
 * Each share is computed when it is needed: how long the calls before it took is then known.
 *
 * @param ends when the report has to be on its way
 * @param patience how long a young task may be asked again, if there is time for it
 */
public record TimeBudget(Instant ends, Duration patience) {
  /** All tries of one call to AWS, and the waits between them: the clients keep to it. */
  public static final Duration ONE_CALL = Duration.ofSeconds(6);

  /**
   * One question to {@code Probe} without patience: at most 5 s for the name and then its
   * addresses, the rest for a cold start and the way.
   */
  public static final Duration ONE_QUESTION = Duration.ofSeconds(9);

  /**
   * How long, at {@code now}, to wait for what is being read: then there is time to ask and write.
   */
  public Duration toRead(Instant now) {
    var possible = left(now).minus(ONE_QUESTION).minus(ONE_CALL);
    return possible.isNegative() ? Duration.ZERO : possible;
  }

  /** What is left of the patience at {@code now}, with room after it to answer and to register. */
  public Duration patienceAt(Instant now) {
    var possible = toRead(now);
    return possible.compareTo(patience) < 0 ? possible : patience;
  }

  /** Whether a question may still be asked at {@code now}. */
  public boolean allowsAQuestion(Instant now) {
    return left(now).compareTo(ONE_QUESTION) >= 0;
  }

  /** When to begin no more call: one that began before it and hangs ends with the budget. */
  public Instant lastCall() {
    return ends.minus(ONE_CALL);
  }

  private Duration left(Instant now) {
    return Duration.between(now, ends);
  }
}
