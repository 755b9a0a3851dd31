package ai.hokus.remediation.handlers;

import ai.hokus.remediation.view.Response;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * CloudWatch: an alarm changed, as EventBridge tells it ({@code events/alarm-state-change.json},
 * {@code events/alarm-composite.json}) or as the alarm's own Lambda action does ({@code
 * events/alarm-action-direct.json}, {@code events/alarm-action-composite.json}).
 *
 * <p>A stream, although aws-lambda-java-events has classes for the action: they do not read
 * EventBridge's envelope, and a malformed event must get an answer and not a retry.
 */
public final class AlarmChanged implements RequestStreamHandler {
  private final Passes passes;

  /** For Lambda, once per cold start. */
  public AlarmChanged() {
    this(PassWiring.forEvents());
  }

  AlarmChanged(Passes passes) {
    this.passes = passes;
  }

  /**
   * The event names an alarm. Which services it speaks for is in the configuration, whether it
   * calls is asked of CloudWatch, and what to do is read from AWS.
   *
   * @throws ComeAgain if something could not be read or done now, so that Lambda tries again
   */
  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    var answer = Response.text(passes.forAlarm(event, context));
    response.write(answer.getBytes(StandardCharsets.UTF_8));
  }
}
