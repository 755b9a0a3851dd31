package ai.hokus.remediation.handlers;

import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.wire.Malformed;
import ai.hokus.remediation.wire.ProbeMessages;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Asks tasks and DNS from inside the VPC, for the functions outside of it. Knows nothing of AWS and
 * may do nothing there. Sample: {@code events/probe.json}.
 */
public final class Probe implements RequestStreamHandler {
  private final Prober prober;

  /** For Lambda, once per cold start. */
  public Probe() {
    this(ProbeWiring.fromEnvironment());
    ProbePriming.arrange(ProbeWiring.ofThisMachine());
  }

  Probe(Prober prober) {
    this.prober = prober;
  }

  /** A question that makes no sense is answered with the field's name: asking again is no help. */
  @Override
  public void handleRequest(InputStream question, OutputStream answer, Context context)
      throws IOException {
    answer.write(answer(question.readAllBytes()));
  }

  private byte[] answer(byte[] question) {
    try {
      return ProbeMessages.write(prober.ask(ProbeMessages.readQuestion(question)));
    } catch (Malformed why) {
      return ProbeMessages.write(why);
    }
  }
}
