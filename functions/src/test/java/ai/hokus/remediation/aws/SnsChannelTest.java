package ai.hokus.remediation.aws;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.ports.Channel;
import ai.hokus.remediation.ports.Channel.Delivery;
import ai.hokus.remediation.world.Sample;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnsChannelTest {
  private static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:chat";
  private static final Message MESSAGE =
      new Message(
          "t",
          1,
          Sample.NOON,
          "mlflow",
          Message.Weight.GOOD,
          "all is well",
          List.of(),
          List.of(),
          List.of(),
          Optional.empty());

  private ScriptedAws aws;
  private Channel channel;

  @BeforeEach
  void open() {
    aws = new ScriptedAws();
    channel = ScriptedAws.ports().channel(TOPIC, message -> "{\"of\": " + message.number() + "}");
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void publishesWhatTheFormatMakesOfIt() {
    aws.answers(
        "Publish",
        "<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>");

    assertThat(channel.send(MESSAGE)).isEqualTo(new Delivery.Sent());

    assertThat(aws.asked("Publish"))
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.path("TopicArn").asText()).isEqualTo(TOPIC);
          assertThat(asked.path("Message").asText()).isEqualTo("{\"of\": 1}");
        });
  }

  @Test
  void refusesForEverWhatSnsDoesNotTake() {
    aws.refusesInXml("Publish", 400, "InvalidParameter", "Invalid parameter: Message too long");

    assertThat(channel.send(MESSAGE))
        .isEqualTo(
            new Delivery.Refused(
                "SNS at %s refused (publishing to %s): InvalidParameter: Invalid parameter: Message too long"
                    .formatted(aws.endpoint(), TOPIC)));
  }

  /** What is wrong with the topic, people can mend; and what is wrong with SNS, time. */
  @ParameterizedTest(name = "{1} {2}")
  @CsvSource({
    "400, InvalidParameter, Invalid parameter: TopicArn",
    "403, AuthorizationError, no",
    "404, NotFound, Topic does not exist",
    "400, KMSAccessDenied, no",
    "429, Throttled, Rate exceeded",
    "500, InternalError, we failed"
  })
  void triesAgain(int status, String code, String message) {
    aws.refusesInXml("Publish", status, code, message);

    assertThat(channel.send(MESSAGE))
        .isInstanceOfSatisfying(
            Delivery.TryAgain.class,
            again -> assertThat(again.why()).contains(code).contains(TOPIC));
  }

  @Test
  void triesAgainWhereNobodyIsThere() {
    aws.goesDown();

    assertThat(channel.send(MESSAGE))
        .isInstanceOfSatisfying(
            Delivery.TryAgain.class,
            again -> assertThat(again.why()).startsWith("could not reach SNS at "));
  }
}
