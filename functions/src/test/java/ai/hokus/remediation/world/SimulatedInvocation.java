package ai.hokus.remediation.world;

import java.time.Duration;
import java.time.Instant;

/** An invocation as Lambda runs it: over at its deadline, whatever it does then, or before. */
public final class SimulatedInvocation {
  private static final int NEVER = Integer.MAX_VALUE;

  private final Duration timeout;
  private final int killedAtCall;
  private final int unansweredCall;
  private final int refusedCall;
  private Instant deadline = Instant.MAX;
  private int calls;
  private boolean wasKilled;

  private SimulatedInvocation(
      Duration timeout, int killedAtCall, int unansweredCall, int refusedCall) {
    this.timeout = timeout;
    this.killedAtCall = killedAtCall;
    this.unansweredCall = unansweredCall;
    this.refusedCall = refusedCall;
  }

  public static SimulatedInvocation of(Duration timeout) {
    return new SimulatedInvocation(timeout, NEVER, NEVER, NEVER);
  }

  /** It makes so many calls less one, and is no longer there for the next. */
  public SimulatedInvocation killedAtCall(int call) {
    return new SimulatedInvocation(timeout, call, unansweredCall, refusedCall);
  }

  /** That one of its calls takes effect, and it is not told so. */
  public SimulatedInvocation withoutAnswerTo(int call) {
    return new SimulatedInvocation(timeout, killedAtCall, call, refusedCall);
  }

  /** That one of its calls has no effect, and it is told so. */
  public SimulatedInvocation refusedCall(int call) {
    return new SimulatedInvocation(timeout, killedAtCall, unansweredCall, call);
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

  void begins(Instant now) {
    deadline = now.plus(timeout);
  }

  /** Whether the call that was counted last is answered. */
  boolean isAnswered() {
    return calls != unansweredCall;
  }

  /** Whether the call that was counted last is refused. */
  boolean isRefused() {
    return calls == refusedCall;
  }

  /** How many calls it made. */
  public int calls() {
    return calls;
  }

  /** Counts a call that is about to take effect; false where it no longer can. */
  boolean mayCall(Instant now) {
    wasKilled = isOver(now) || ++calls >= killedAtCall;
    return !wasKilled;
  }
}
