package ai.hokus.remediation.aws;

import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * What became of each attempt of one call. The SDK's exception tells of the last one only: a call
 * that was throttled in the end may have taken effect at its first try, whose answer was lost.
 */
final class Attempts {
  private static final ExecutionAttribute<Attempts> OF_CALL = new ExecutionAttribute<>("Attempts");

  private int sent;
  private int refused;

  /** For a client; it counts the attempts of those calls that ask for it. */
  static final class Counter implements ExecutionInterceptor {
    @Override
    public void beforeTransmission(
        Context.BeforeTransmission call, ExecutionAttributes attributes) {
      attributes.getOptionalAttribute(OF_CALL).ifPresent(Attempts::send);
    }

    @Override
    public void afterTransmission(Context.AfterTransmission call, ExecutionAttributes attributes) {
      int status = call.httpResponse().statusCode();
      // A fault of the caller's: what AWS did not take up. After a fault of its own it may have.
      if (status >= 400 && status < 500) {
        attributes.getOptionalAttribute(OF_CALL).ifPresent(Attempts::refuse);
      }
    }
  }

  /** For the one call whose attempts these are. */
  Consumer<AwsRequestOverrideConfiguration.Builder> counted() {
    return every -> every.putExecutionAttribute(OF_CALL, this);
  }

  /** Whether it certainly had no effect. */
  synchronized boolean wereAllRefused() {
    return sent > 0 && refused == sent;
  }

  private synchronized void send() {
    sent++;
  }

  private synchronized void refuse() {
    refused++;
  }
}
