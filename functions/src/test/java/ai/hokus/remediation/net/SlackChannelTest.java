package ai.hokus.remediation.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.ports.Channel;
import ai.hokus.remediation.ports.Channel.Delivery;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.world.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackChannelTest {
  private static final String SECRET = "B00000000/XXXXXXXXXXXXXXXXXXXXXXXX";
  private static final Message MESSAGE =
      new Message(
          "t",
          7,
          Sample.NOON,
          "mlflow",
          Message.Weight.GOOD,
          "all is well",
          List.of(),
          List.of(),
          List.of(),
          Optional.empty());

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    executor.shutdownNow();
  }

  @Test
  void postsWhatTheFormatMakesOfIt() throws IOException {
    try (var slack = RawServer.saying("127.0.0.1", 0, answer(200, "", "ok"))) {
      assertThat(channel(slack).send(MESSAGE)).isEqualTo(new Delivery.Sent());

      assertThat(slack.requests())
          .singleElement()
          .asString()
          .startsWith("POST /services/" + SECRET + " HTTP/1.1")
          .contains("Content-Type: application/json")
          .endsWith("\r\n\r\n{\"text\": \"7\"}");
    }
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("answers")
  void hears(int status, String headers, String body, Delivery delivery) throws IOException {
    try (var slack = RawServer.saying("127.0.0.1", 0, answer(status, headers, body))) {
      assertThat(channel(slack).send(MESSAGE)).isEqualTo(delivery);
      assertThat(slack.connections()).isEqualTo(1);
    }
  }

  static Stream<Arguments> answers() {
    var none = Optional.<Duration>empty();
    var mend = ": see that the webhook is in force";
    return Stream.of(
        arguments(200, "", "x".repeat(100_000), new Delivery.Sent()),
        arguments(
            400, "", "invalid_blocks", new Delivery.Refused("Slack answered 400 invalid_blocks")),
        arguments(400, "", "<h1>no</h1>", new Delivery.Refused("Slack answered 400")),
        arguments(413, "", "", new Delivery.Refused("Slack answered 413")),
        arguments(
            403,
            "",
            "action_prohibited",
            new Delivery.TryAgain(none, "Slack answered 403 action_prohibited" + mend)),
        arguments(
            404,
            "",
            "no_service",
            new Delivery.TryAgain(none, "Slack answered 404 no_service" + mend)),
        arguments(
            410,
            "",
            "channel_is_archived",
            new Delivery.TryAgain(none, "Slack answered 410 channel_is_archived" + mend)),
        arguments(
            429,
            "Retry-After: 30\r\n",
            "rate_limited",
            new Delivery.TryAgain(
                Optional.of(Duration.ofSeconds(30)), "Slack answered 429 rate_limited")),
        arguments(
            429,
            "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n",
            "",
            new Delivery.TryAgain(none, "Slack answered 429")),
        arguments(500, "", "", new Delivery.TryAgain(none, "Slack answered 500")),
        arguments(
            503,
            "Retry-After: 5\r\n",
            "",
            new Delivery.TryAgain(Optional.of(Duration.ofSeconds(5)), "Slack answered 503")),
        arguments(
            302,
            "Location: http://127.0.0.1:1/\r\n",
            "",
            new Delivery.TryAgain(none, "Slack answered 302")));
  }

  /** Whether it arrived, nobody knows. */
  @Test
  void triesAgainWhereTheAnswerIsLost() throws IOException {
    try (var slack = RawServer.at("127.0.0.1", 0, caller -> {})) {
      assertThat(channel(slack).send(MESSAGE))
          .isInstanceOfSatisfying(
              Delivery.TryAgain.class,
              again -> assertThat(again.why()).startsWith("no answer from Slack: "));
    }
  }

  @ParameterizedTest(name = "after \"{0}\"")
  @ValueSource(
      strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"})
  void triesAgainWhereNothingMoreComes(String said) throws IOException {
    var over = new CountDownLatch(1);
    try (var slack =
        RawServer.at(
            "127.0.0.1",
            0,
            caller -> {
              caller.getOutputStream().write(said.getBytes(ISO_8859_1));
              await(over);
            })) {
      assertThat(channel(slack, Duration.ofSeconds(1)).send(MESSAGE))
          .isInstanceOfSatisfying(
              Delivery.TryAgain.class,
              again ->
                  assertThat(again.why())
                      // On a busy machine it may not even be connected in that time.
                      .matches("no answer from Slack( in 1 s|: HttpConnectTimeoutException.*)"));
      over.countDown();
    }
  }

  @Test
  void triesAgainWhereNobodyIsThere() throws IOException {
    var slack = RawServer.at("127.0.0.1", 0, caller -> {});
    slack.close();

    assertThat(channel(slack).send(MESSAGE))
        .isInstanceOfSatisfying(
            Delivery.TryAgain.class,
            again -> assertThat(again.why()).startsWith("no answer from Slack: "));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "http://hooks.slack.com/services/" + SECRET,
        "hooks.slack.com/services/" + SECRET,
        "https:/services/" + SECRET,
        "https://hooks slack com/services/" + SECRET,
        "file:///services/" + SECRET,
        ""
      })
  void asksNobodyWithoutEncryption(String webhook) {
    var channel = new SlackChannel(() -> webhook, true, _ -> "{}", executor);

    assertThat(channel.send(MESSAGE))
        .isEqualTo(
            new Delivery.TryAgain(
                Optional.empty(), "what should be the webhook is no URL of https"));
  }

  @Test
  void saysWhyThereIsNoWebhook() {
    Supplier<String> none =
        () -> {
          throw new Unavailable("SSM has no parameter /chat/webhook");
        };

    assertThat(new SlackChannel(none, true, _ -> "{}", executor).send(MESSAGE))
        .isEqualTo(new Delivery.TryAgain(Optional.empty(), "SSM has no parameter /chat/webhook"));
  }

  /** Whoever has the URL can write there. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {200, 302, 400, 404, 429, 500})
  void neverTellsTheWebhook(int status) throws IOException {
    var echo = answer(status, "Location: /services/" + SECRET + "\r\n", "/services/" + SECRET);
    try (var slack = RawServer.saying("127.0.0.1", 0, echo)) {
      var channel = channel(slack);

      assertThat(channel.send(MESSAGE).toString() + channel)
          .doesNotContain(SECRET)
          .doesNotContain("services");
    }
  }

  private Channel channel(RawServer slack) {
    return channel(slack, Duration.ofSeconds(20));
  }

  private Channel channel(RawServer slack, Duration limit) {
    return new SlackChannel(
        () -> "http://127.0.0.1:" + slack.port() + "/services/" + SECRET,
        false,
        message -> "{\"text\": \"" + message.number() + "\"}",
        executor,
        limit);
  }

  private static String answer(int status, String headers, String body) {
    return "HTTP/1.1 %d Whatever\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(status, headers, body.length(), body);
  }

  private static void await(CountDownLatch over) {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
