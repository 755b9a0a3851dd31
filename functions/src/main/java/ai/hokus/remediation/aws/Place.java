package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.ports.Unavailable;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Where a client's calls go, for messages in one line.
 *
 * @param name the AWS service and where it is: {@code ECS in us-east-1}; with an endpoint of its
 *     own {@code ECS at http://127.0.0.1:4566}
 */
record Place(String name) {

  static Place of(String service, AwsServiceClientConfiguration client) {
    return new Place(
        client
            .endpointOverride()
            .map(endpoint -> service + " at " + endpoint)
            .orElseGet(() -> service + " in " + client.region().id()));
  }

  /** What {@code refusal} means to an operator. */
  Unavailable unavailable(String doing, SdkException refusal) {
    return new Unavailable(why(doing, refusal), refusal);
  }

  /**
   * The same without AWS's own words, and without the exception that has them: they may quote what
   * was sent, as a validation does.
   */
  Unavailable unavailableInSilence(String doing, SdkException refusal) {
    return new Unavailable(
        refusal instanceof AwsServiceException answered && !isForbidden(answered)
            ? "%s refused (%s): %s".formatted(name, doing, code(answered))
            : why(doing, refusal));
  }

  /**
   * What went wrong, in one line.
   *
   * @param doing what was asked for, {@code listing the tasks of hokusai-mlflow-development}
   */
  String why(String doing, SdkException refusal) {
    return switch (refusal) {
      case ApiCallTimeoutException _, ApiCallAttemptTimeoutException _ ->
          "no answer in time from " + name + " (" + doing + ")";
      case AwsServiceException answered when isForbidden(answered) ->
          "%s does not let this function's role do this (%s): %s; are the stack's parameters complete?"
              .formatted(name, doing, code(answered));
      case AwsServiceException answered ->
          "%s refused (%s): %s".formatted(name, doing, answer(answered));
      default ->
          "could not reach %s (%s): %s".formatted(name, doing, Text.brief(rootCause(refusal)));
    };
  }

  private static boolean isForbidden(AwsServiceException answered) {
    return code(answered).startsWith("AccessDenied");
  }

  private static String answer(AwsServiceException answered) {
    var message =
        Optional.ofNullable(answered.awsErrorDetails()).map(AwsErrorDetails::errorMessage);
    return code(answered) + message.map(text -> ": " + Text.brief(text)).orElse("");
  }

  private static String code(AwsServiceException answered) {
    return Optional.ofNullable(answered.awsErrorDetails())
        .map(AwsErrorDetails::errorCode)
        .map(Text::brief)
        .orElseGet(() -> "HTTP " + answered.statusCode());
  }

  /** The outer exceptions say that a request failed; only the innermost says why. */
  private static String rootCause(Throwable failure) {
    var innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return String.valueOf(innermost.getMessage());
  }
}
