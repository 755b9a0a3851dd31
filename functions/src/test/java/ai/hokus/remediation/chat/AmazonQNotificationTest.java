package ai.hokus.remediation.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Message;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AmazonQNotificationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The most that SNS takes, in bytes. */
  private static final int LARGEST = 262_144;

  private static final Message MOVED =
      new Message(
          "mlflow-20260302T120000Z",
          2,
          Instant.parse("2026-03-02T12:00:07Z"),
          "mlflow",
          Message.Weight.CHANGE,
          "the endpoint moved to 10.0.3.17",
          List.of("put /hokusai/endpoint: the *name* answers with `nothing`"),
          List.of("10.0.3.17 answered 200"),
          List.of("add service_registries, and tell @ops"),
          Optional.of("aws lambda invoke --payload '{\"action\": \"restore\"}' /dev/stdout"));

  @Test
  void isACustomNotification() {
    assertThat(notification(MOVED))
        .hasToString(
            """
            {"version":"1.0",\
            "source":"custom",\
            "id":"%s",\
            "content":{\
            "textType":"client-markdown",\
            "title":"🔵 mlflow: the endpoint moved to 10.0.3.17",\
            "description":"%s",\
            "nextSteps":["add service_registries, and tell ＠ops"],\
            "keywords":["mlflow","change"]},\
            "metadata":{\
            "threadId":"mlflow-20260302T120000Z",\
            "summary":"🔵 mlflow: the endpoint moved to 10.0.3.17",\
            "eventType":"remediation",\
            "relatedResources":["mlflow"],\
            "additionalContext":{"number":"2"}}}\
            """
                .formatted(
                    notification(MOVED).at("/id").asText(),
                    String.join(
                        "\\n",
                        "the endpoint moved to 10.0.3.17",
                        "",
                        "*Done*",
                        "• put /hokusai/endpoint: the ∗name∗ answers with ˋnothingˋ",
                        "",
                        "*Now*",
                        "• 10.0.3.17 answered 200",
                        "",
                        "*Way back*",
                        "```aws lambda invoke --payload '{\\\"action\\\": \\\"restore\\\"}' /dev/stdout```",
                        "",
                        "message 2 of mlflow-20260302T120000Z, 2026-03-02 12:00:07 UTC, change")));
  }

  /** Somebody will copy it. */
  @Test
  void givesACommandAsItIs() {
    assertThat(description(withBack("resume '{\"service\": \"*\"}' ~/[x]_ @ops")))
        .contains("```resume '{\"service\": \"*\"}' ~/[x]_ @ops```");
  }

  @Test
  void showsNoCommandThatEndsTheCode() {
    assertThat(description(withBack("```<!channel>"))).contains("```" + Words.NOT_SHOWN + "```");
  }

  @Test
  void leavesUnderscoresWithinWords() {
    assertThat(Markup.CLIENT_MARKDOWN.clean("service_registries _is_ empty"))
        .isEqualTo("service_registries ＿is＿ empty");
  }

  @Test
  void saysHowManyStepsAreLeftOut() {
    var steps =
        notification(withSteps(Collections.nCopies(40, "mend it"))).at("/content/nextSteps");

    assertThat(steps).hasSize(10);
    assertThat(steps.get(9).asText()).isEqualTo("… and 31 more: see the log");
  }

  /** The limits that AWS documents, and for what it does not, SNS's own. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void keepsEveryLimit(long seed) {
    var message = Hostile.message(new SplittableRandom(seed));
    var content = notification(message).path("content");

    assertThat(content.path("title").asText()).hasSizeBetween(1, 250);
    assertThat(content.path("description").asText()).hasSizeBetween(1, 8_000);
    assertThat(content.path("nextSteps"))
        .hasSizeLessThanOrEqualTo(10)
        .allSatisfy(step -> assertThat(step.asText()).hasSizeBetween(1, 350));
    assertThat(content.path("keywords"))
        .allSatisfy(keyword -> assertThat(keyword.asText()).hasSizeBetween(1, 75));
    assertThat(notification(message).at("/metadata/threadId").asText()).isNotEmpty();
    assertThat(AmazonQNotification.of(message).getBytes(UTF_8)).hasSizeLessThanOrEqualTo(LARGEST);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void letsNoTextBeMoreThanText(long seed) {
    var message = Hostile.message(new SplittableRandom(seed));
    var content = notification(message).path("content");

    assertThat(content.findValuesAsText("title")).allSatisfy(AmazonQNotificationTest::isText);
    assertThat(content.path("nextSteps")).allSatisfy(step -> isText(step.asText()));
    // Its own emphasis and code apart.
    Harmless.isHarmless(description(message));
    isText(
        description(message)
            .replaceAll("\\*(Done|Now|Way back)\\*\n", "")
            .replaceAll("```[^`\n]*```", ""));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void isRecognisable(long seed) {
    var message = Hostile.message(new SplittableRandom(seed));

    assertThat(AmazonQNotification.of(message)).isEqualTo(AmazonQNotification.of(message));
    assertThat(notification(message).at("/content/description").asText())
        .contains("message " + message.number() + " of ");
    assertThat(notification(message).at("/metadata/additionalContext/number").asText())
        .isEqualTo(String.valueOf(message.number()));
  }

  static LongStream seeds() {
    return LongStream.range(200, 300);
  }

  private static void isText(String text) {
    Harmless.isHarmless(text);
    assertThat(text).doesNotContainPattern("[*~`@\\[\\]]");
    assertThat(text).doesNotContainPattern("(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])");
  }

  private static Message withSteps(List<String> you) {
    return with(you, MOVED.back());
  }

  private static Message withBack(String command) {
    return with(MOVED.you(), Optional.of(command));
  }

  private static Message with(List<String> you, Optional<String> back) {
    return new Message(
        MOVED.thread(),
        MOVED.number(),
        MOVED.at(),
        MOVED.service(),
        MOVED.weight(),
        MOVED.happened(),
        MOVED.done(),
        MOVED.now(),
        you,
        back);
  }

  private static String description(Message message) {
    return notification(message).at("/content/description").asText();
  }

  private static JsonNode notification(Message message) {
    try {
      return JSON.readTree(AmazonQNotification.of(message));
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON", e);
    }
  }
}
