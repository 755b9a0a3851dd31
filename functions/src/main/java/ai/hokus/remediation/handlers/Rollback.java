package ai.hokus.remediation.handlers;

import ai.hokus.remediation.view.Response;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A person: the way back, by hand. Samples: {@code events/rollback-status.json} and its like, one
 * for each action.
 */
public final class Rollback implements RequestStreamHandler {
  private final Requests requests;

  /** For Lambda, once per cold start. */
  public Rollback() {
    this(RollbackWiring.fromEnvironment());
  }

  Rollback(Requests requests) {
    this.requests = requests;
  }

  /** Every request has an answer, also one that cannot be understood or written down. */
  @Override
  public void handleRequest(InputStream request, OutputStream response, Context context)
      throws IOException {
    var answer = Response.text(requests.answer(request.readAllBytes(), context));
    response.write(answer.getBytes(StandardCharsets.UTF_8));
  }
}
