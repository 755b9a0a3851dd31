package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.wire.Malformed;
import ai.hokus.remediation.wire.ProbeMessages;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** Asks through the function {@code Probe}, which is inside the VPC as its consumers are. */
final class LambdaProber implements Prober {
  private final LambdaClient lambda;
  private final String function;
  private final Place place;

  LambdaProber(LambdaClient lambda, String function) {
    this.lambda = lambda;
    this.function = function;
    this.place = Place.of("Lambda", lambda.serviceClientConfiguration());
  }

  @Override
  public Answer ask(Question question) {
    if (question.isEmpty()) {
      return new Answer(Map.of(), new Resolution.NotAsked("nothing was to be asked"));
    }
    var limit = limit(question);
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

  /** How long to wait for the answer. */
  static Duration limit(Question question) {
    var patience =
        question.addresses().values().stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    return patience.plus(TimeBudget.ONE_QUESTION);
  }
}
