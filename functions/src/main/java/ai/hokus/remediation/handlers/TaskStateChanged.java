package ai.hokus.remediation.handlers;

import ai.hokus.remediation.view.Response;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * EventBridge: {@code ECS Task State Change}, {@code ECS Service Action} and {@code ECS Deployment
 * State Change} of the guarded cluster. Sample: {@code events/task-running.json}.
 *
 * <p>A stream, and not a class of aws-lambda-java-events: there is none for ECS, and a malformed
 * event must get an answer and not a retry.
 */
public final class TaskStateChanged implements RequestStreamHandler {
  private final Passes passes;

  /** For Lambda, once per cold start. */
  public TaskStateChanged() {
    this(PassWiring.forEvents());
  }

  TaskStateChanged(Passes passes) {
    this.passes = passes;
  }

  /**
   * The event says which service to look at. What to do is read from AWS, never from the event.
   *
   * @throws ComeAgain if something could not be read or done now, so that Lambda tries again
   */
  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    var answer = Response.text(passes.forEvent(event, context));
    response.write(answer.getBytes(StandardCharsets.UTF_8));
  }
}
