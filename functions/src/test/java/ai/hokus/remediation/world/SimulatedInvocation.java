package ai.hokus.remediation.world;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** An invocation as Lambda runs it: over at its deadline, whatever it does then, or before. */
public final class SimulatedInvocation {
  private static final int NEVER = Integer.MAX_VALUE;

  /** What one of its calls meets. */
  public enum Meets {
    /** It is killed before it. After a call is before the next. */
    DEATH,
    /** The call has no effect, and it is told so: throttled at every try, or forbidden. */
    REFUSAL,
    /** The call takes effect, and nobody is told so: it times out. */
    SILENCE,
    /** The call takes effect, and the program is told at once that something failed. */
    FAILURE,
    /** The call has no effect, and times out. */
    NOTHING,
    /** The write times out, and takes effect after anybody's next write, or when all are gone. */
    OVERTAKEN,
    /** The call takes effect, its answer is lost, and it is sent again: that is answered. */
    TWICE,
    /** A read shows what it showed before. */
    THE_PAST,
    /** Of a list, or of what was asked about, only the first half comes. */
    HALF
  }

  private final Duration timeout;
  private final Meets meets;
  private final int at;
  private final Duration skew;
  private Instant deadline = Instant.MAX;
  private int calls;
  private boolean wasKilled;

  private SimulatedInvocation(Duration timeout, Meets meets, int at, Duration skew) {
    this.timeout = timeout;
    this.meets = meets;
    this.at = at;
    this.skew = skew;
  }

  public static SimulatedInvocation of(Duration timeout) {
    return new SimulatedInvocation(timeout, Meets.DEATH, NEVER, Duration.ZERO);
  }

  /** That one of its calls, from 1, meets this. */
  public SimulatedInvocation meets(Meets what, int call) {
    return new SimulatedInvocation(timeout, what, call, skew);
  }

  /** It makes so many calls less one, and is no longer there for the next. */
  public SimulatedInvocation killedAtCall(int call) {
    return meets(Meets.DEATH, call);
  }

  /** That one of its calls takes effect, and it is not told so. */
  public SimulatedInvocation withoutAnswerTo(int call) {
    return meets(Meets.SILENCE, call);
  }

  /** Its clock is fast by so much, or slow. */
  public SimulatedInvocation skewed(Duration by) {
    return new SimulatedInvocation(timeout, meets, at, by);
  }

  public Duration timeout() {
    return timeout;
  }

  public boolean wasKilled() {
    return wasKilled;
  }

  /** Whether it makes no call any more, even if it has not noticed. */
  public boolean isOver(Instant now) {
    return wasKilled || !now.isBefore(deadline);
  }

  Duration skew() {
    return skew;
  }

  void begins(Instant now) {
    deadline = now.plus(timeout);
  }

  /** What the call that was counted last meets; empty where it is answered. */
  Optional<Meets> meets() {
    return calls == at ? Optional.of(meets) : Optional.empty();
  }

  /** Whether it came to the call that was to meet something. */
  public boolean wasStruck() {
    return calls >= at;
  }

  /** How many calls it made. */
  public int calls() {
    return calls;
  }

  /** Counts a call that is about to take effect; false where it no longer can. */
  boolean mayCall(Instant now) {
    wasKilled = isOver(now) || (++calls >= at && meets == Meets.DEATH);
    return !wasKilled;
  }
}
