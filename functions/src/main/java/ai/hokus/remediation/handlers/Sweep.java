package ai.hokus.remediation.handlers;

import ai.hokus.remediation.view.Response;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * EventBridge: every minute. Sample: {@code events/scheduled.json}; a person's {@code {}} will do.
 *
 * <p>The same work as for an event, with no event at all, so that nothing depends on one arriving.
 *
 * <p>A stream, although the event is aws-lambda-java-events' {@code ScheduledEvent} and is read as
 * one: what Lambda itself cannot read as one fails the invocation, and must get an answer.
 */
public final class Sweep implements RequestStreamHandler {
  private final Passes passes;

  /** For Lambda, once per cold start. */
  public Sweep() {
    this(PassWiring.forSweeps());
  }

  Sweep(Passes passes) {
    this.passes = passes;
  }

  /**
   * Looks at every guarded service; nothing in the event says which.
   *
   * @throws ComeAgain if something could not be read or done now; nobody retries, the next minute
   *     does
   */
  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    var answer = Response.text(passes.forSchedule(event, context));
    response.write(answer.getBytes(StandardCharsets.UTF_8));
  }
}
