package ai.hokus.remediation.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import java.util.Map;

/**
 * EventBridge: every minute. Sample: {@code events/scheduled.json}.
 *
 * <p>The same work as for an event, with no event at all, so that nothing depends on one arriving.
 * It takes the library's type, as its schedule sends nothing else and nothing in it is looked at.
 * What is none (a text, say, which only a person would send) Lambda's own parser refuses before
 * this code: the invocation fails, and nothing is changed.
 */
public final class Sweep implements RequestHandler<ScheduledEvent, Map<String, Object>> {
  private final Passes passes;

  /** For Lambda, once per cold start. */
  public Sweep() {
    this(PassWiring.fromEnvironment());
  }

  Sweep(Passes passes) {
    this.passes = passes;
  }

  /**
   * Looks at every guarded service; the event is not looked at.
   *
   * @throws ComeAgain if something could not be read or done now; nobody retries, the next minute
   *     does
   */
  @Override
  public Map<String, Object> handleRequest(ScheduledEvent event, Context context) {
    return passes.forAll(context);
  }
}
