package ai.hokus.remediation.handlers;

import ai.hokus.remediation.view.Response;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The table's stream: a thread has messages that may be unsent. Sample: {@code
 * events/notify-stream.json}.
 *
 * <p>A stream, although the event is aws-lambda-java-events' {@code DynamodbEvent}: a few names of
 * it are all that is needed, and what cannot be read as one must get an answer.
 */
public final class Notify implements RequestStreamHandler {
  private final Deliveries deliveries;

  /** For Lambda, once per cold start. */
  public Notify() {
    this(NotifyWiring.fromEnvironment());
  }

  Notify(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  /**
   * The records say whose boxes to look into. What is sent is read from the table, never from them.
   * The answer names the first record that has to come again.
   */
  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    var answer = Response.text(deliveries.answer(event.readAllBytes(), context));
    response.write(answer.getBytes(StandardCharsets.UTF_8));
  }
}
