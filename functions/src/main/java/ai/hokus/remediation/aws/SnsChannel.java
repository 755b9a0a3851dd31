package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.ports.Channel;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;

/** An SNS topic, which Amazon Q Developer in chat applications reads. */
final class SnsChannel implements Channel {
  private final SnsClient sns;
  private final String topic;
  private final Function<Message, String> format;
  private final Place place;

  SnsChannel(SnsClient sns, String topic, Function<Message, String> format) {
    this.sns = sns;
    this.topic = topic;
    this.format = format;
    this.place = Place.of("SNS", sns.serviceClientConfiguration());
  }

  @Override
  public String name() {
    return "sns";
  }

  @Override
  public Delivery send(Message message) {
    var text = format.apply(message);
    try {
      sns.publish(publish -> publish.topicArn(topic).message(text));
      return new Delivery.Sent();
    } catch (InvalidParameterException e) {
      return isAboutTheMessage(e)
          ? new Delivery.Refused(place.why("publishing to " + topic, e))
          : later(e);
    } catch (SdkException e) {
      return later(e);
    }
  }

  /** And not about the topic, which people can mend. */
  private static boolean isAboutTheMessage(InvalidParameterException e) {
    return String.valueOf(e.awsErrorDetails().errorMessage())
        .startsWith("Invalid parameter: Message");
  }

  private Delivery later(SdkException why) {
    return new Delivery.TryAgain(Optional.empty(), place.why("publishing to " + topic, why));
  }
}
