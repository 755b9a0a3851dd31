package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.wire.Malformed;
import ai.hokus.remediation.wire.ProbeMessages;
import java.time.Duration;
import java.util.Comparator;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** Asks through the function {@code Probe}, which is inside the VPC as its consumers are. */
final class LambdaProber implements Prober {
  /** For a cold start, the name's query and its probes, and the way there and back. */
  private static final Duration BESIDE_PATIENCE = Duration.ofSeconds(5);

  /** Kept back from what is left, so that no answer still becomes a report. */
  private static final Duration TO_REPORT = Duration.ofSeconds(1);

  private final LambdaClient lambda;
  private final String function;
  private final Supplier<Duration> left;
  private final Place place;

  LambdaProber(LambdaClient lambda, String function, Supplier<Duration> left) {
    this.lambda = lambda;
    this.function = function;
    this.left = left;
    this.place = Place.of("Lambda", lambda.serviceClientConfiguration());
  }

  @Override
  public Answer ask(Question question) {
    if (question.isEmpty()) {
      return Answer.unasked(question, "nothing was asked");
    }
    var limit = limit(question);
    return limit.isPositive()
        ? invoke(question, limit)
        : Answer.unasked(question, "no time was left to ask");
  }

  private Answer invoke(Question question, Duration limit) {
    try {
      return answer(
          question,
          lambda.invoke(call ->
              call.functionName(function)
                  .payload(SdkBytes.fromByteArrayUnsafe(ProbeMessages.write(question)))
                  .overrideConfiguration(
                      each -> each.apiCallTimeout(limit).apiCallAttemptTimeout(limit))));
    } catch (SdkException e) {
      return Answer.unasked(question, place.why("invoking " + function, e));
    }
  }

  private static Answer answer(Question question, InvokeResponse response) {
    if (response.functionError() != null) {
      return Answer.unasked(
          question, "Probe failed: " + Text.brief(response.payload().asUtf8String()));
    }
    try {
      return ProbeMessages.readAnswer(response.payload().asByteArray());
    } catch (Malformed e) {
      return Answer.unasked(question, "Probe's answer: " + e.getMessage());
    }
  }

  /** How long the answer may take: the longest patience, one last probe, and what is beside. */
  private Duration limit(Question question) {
    var patience =
        question.addresses().values().stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    var wanted = patience.plus(question.request().timeout()).plus(BESIDE_PATIENCE);
    var possible = left.get().minus(TO_REPORT);
    return wanted.compareTo(possible) <= 0 ? wanted : possible;
  }
}
