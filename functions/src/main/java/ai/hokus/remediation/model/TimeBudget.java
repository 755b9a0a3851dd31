package ai.hokus.remediation.model;

import java.time.Duration;
import java.time.Instant;

/**
 * The time that an invocation may take for its passes, shared out so that a call that hangs still
 * becomes a report. Each share is computed when it is needed: how long the calls before it took is
 * then known.
 *
 * @param ends when the report has to be on its way
 * @param patience how long young tasks may be asked again after a pass, if there is time for it
 */
public record TimeBudget(Instant ends, Duration patience) {
  /** All tries of one call to AWS, and the waits between them: the clients keep to it. */
  public static final Duration ONE_CALL = Duration.ofSeconds(6);

  /**
   * One question to {@code Probe} without patience: at most 5 s for the name and then its
   * addresses, the rest for a cold start and the way.
   */
  public static final Duration ONE_QUESTION = Duration.ofSeconds(9);

  /** The ledger's calls and their tries: it answers in milliseconds, and each end needs one. */
  public static final Duration ONE_LEDGER_CALL = Duration.ofSeconds(3);

  /** What a pass reads takes less than a second; a throttled call is tried again in this. */
  private static final Duration LEAST_TO_READ = Duration.ofSeconds(2);

  /**
   * With less than that no pass begins: it could not read, ask and give its lease back. A sweep of
   * 55 s begins its last one in its 40th.
   */
  private static final Duration ONE_PASS = LEAST_TO_READ.plus(ONE_QUESTION).plus(ONE_LEDGER_CALL);

  /** Kept back from an invocation's time for the report, its log lines and metrics. */
  private static final Duration TO_REPORT = Duration.ofSeconds(1);

  /** Lambda ends a late invocation at its deadline; clocks differ by less than the rest. */
  private static final Duration LEASE_AFTER_DEADLINE = Duration.ofSeconds(5);

  /** For an invocation that Lambda ends at {@code deadline}. */
  public static TimeBudget until(Instant deadline, Duration patience) {
    return new TimeBudget(deadline.minus(TO_REPORT), patience);
  }

  /** When a lease ends by itself: its holder has been ended by then. */
  public Instant leaseEnds() {
    return ends.plus(TO_REPORT).plus(LEASE_AFTER_DEADLINE);
  }

  /** When to begin no more pass. */
  public Instant lastPass() {
    return ends.minus(ONE_PASS);
  }

  /**
   * How long, at {@code now}, to wait for what is being read: then there is time to ask and, but
   * for a pass that began late, to write.
   */
  public Duration toRead(Instant now) {
    var left = left(now).minus(ONE_QUESTION).minus(ONE_LEDGER_CALL);
    return notNegative(longer(left.minus(ONE_CALL), shorter(left, LEAST_TO_READ)));
  }

  /**
   * When, at {@code now}, to begin no more call that asks for a turn: two that hang, one after the
   * other, are no turn. One that began before it and hangs still leaves time to give it back.
   */
  public Instant lastCallForATurn(Instant now) {
    var enough = now.plus(ONE_LEDGER_CALL.multipliedBy(2));
    var last = lastLedgerCall().minus(ONE_LEDGER_CALL);
    return enough.isBefore(last) ? enough : last;
  }

  /** What is left of the patience at {@code now}, with room for a pass after it. */
  public Duration patienceAt(Instant now) {
    return notNegative(shorter(patience, left(now).minus(ONE_PASS)));
  }

  /** Whether a question may still be asked at {@code now}, and the lease given back after it. */
  public boolean allowsAQuestion(Instant now) {
    return left(now).compareTo(ONE_QUESTION.plus(ONE_LEDGER_CALL)) >= 0;
  }

  /**
   * When to begin no more call of a pass: one that began before it and hangs leaves time to give
   * the lease back.
   */
  public Instant lastCall() {
    return lastLedgerCall().minus(ONE_CALL);
  }

  /** When to ask the ledger no more: a call that began before it and hangs ends with the budget. */
  public Instant lastLedgerCall() {
    return ends.minus(ONE_LEDGER_CALL);
  }

  private Duration left(Instant now) {
    return Duration.between(now, ends);
  }

  private static Duration notNegative(Duration possible) {
    return longer(possible, Duration.ZERO);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
