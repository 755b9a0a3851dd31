package ai.hokus.remediation.handlers;

import ai.hokus.remediation.aws.Aws;
import ai.hokus.remediation.chat.AmazonQNotification;
import ai.hokus.remediation.chat.SlackPayload;
import ai.hokus.remediation.delivery.Courier;
import ai.hokus.remediation.net.SlackChannel;
import ai.hokus.remediation.ports.Channel;
import ai.hokus.remediation.telemetry.ChatTelemetry;
import ai.hokus.remediation.telemetry.Telemetry;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Puts the function that sends messages together, once per cold start, from its environment.
 *
 * <pre>
 * AWS_REGION        set by Lambda
 * LEDGER            name of the table
 * SLACK_WEBHOOK     name of the SecureString with the webhook's URL; empty: nothing goes to Slack
 * CHAT_TOPIC        ARN of the SNS topic; empty: nothing is published
 * AWS_ENDPOINT_URL  of a local world, in which a webhook need not be encrypted
 * </pre>
 */
final class NotifyWiring {
  private NotifyWiring() {}

  /**
   * From the environment.
   *
   * @throws IllegalStateException naming the variable that is missing
   */
  static Deliveries fromEnvironment() {
    return from(System.getenv());
  }

  /** As {@link #fromEnvironment()}, from a given one. */
  static Deliveries from(Map<String, String> environment) {
    var clock = Clock.systemUTC();
    var aws = new Aws(Variables.needed(environment, "AWS_REGION"));
    var courier =
        new Courier(
            aws.outbox(Variables.needed(environment, "LEDGER")),
            channels(environment, aws, clock),
            clock,
            Thread::sleep);
    var chat = new ChatTelemetry();
    NotifyPriming.arrange(courier, chat, clock);
    return new Deliveries(courier, new Telemetry(), chat, clock);
  }

  private static List<Channel> channels(
      Map<String, String> environment, Aws aws, InstantSource clock) {
    var encrypted = given(environment, "AWS_ENDPOINT_URL").isEmpty();
    var slack =
        given(environment, "SLACK_WEBHOOK")
            .map(parameter ->
                new SlackChannel(
                    aws.secret(parameter, clock),
                    encrypted,
                    SlackPayload::of,
                    Executors.newVirtualThreadPerTaskExecutor()));
    var sns =
        given(environment, "CHAT_TOPIC").map(topic -> aws.channel(topic, AmazonQNotification::of));
    var channels = Stream.<Channel>concat(slack.stream(), sns.stream()).toList();
    if (channels.isEmpty()) {
      throw new IllegalStateException(
          "neither of the environment variables SLACK_WEBHOOK and CHAT_TOPIC is set");
    }
    return channels;
  }

  private static Optional<String> given(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
