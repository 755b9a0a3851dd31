package ai.hokus.remediation.chat;

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

class SlackPayloadTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Message MOVED =
      new Message(
          "mlflow-20260302T120000Z",
          2,
          Instant.parse("2026-03-02T12:00:07Z"),
          "mlflow",
          Message.Weight.ALERT,
          "the endpoint moved to 10.0.3.17 until 12:30 UTC",
          List.of("put /hokusai/endpoint: the name answers with no healthy task", "asked <ECS>"),
          List.of("10.0.3.17 answered 200"),
          List.of("add service_registries to its Terraform"),
          Optional.of("aws lambda invoke --payload '{\"action\": \"restore\"}' & true"));

  @Test
  void saysItInSevenBlocksAtMost() {
    assertThat(texts(MOVED))
        .containsExactly(
            "🔴 mlflow: the endpoint moved to 10.0.3.17 until 12:30 UTC",
            """
            Done:
            • put /hokusai/endpoint: the name answers with no healthy task
            • asked &lt;ECS&gt;\
            """,
            "Now:\n• 10.0.3.17 answered 200",
            "For you to do:\n• add service_registries to its Terraform",
            "Way back:\naws lambda invoke --payload '{\"action\": \"restore\"}' &amp; true",
            "message 2 of mlflow-20260302T120000Z, 2026-03-02 12:00:07 UTC, alert");
    assertThat(payload(MOVED).findValuesAsText("type"))
        .containsOnly("header", "section", "context", "plain_text");
    assertThat(payload(MOVED).at("/text").asText())
        .isEqualTo("🔴 mlflow: the endpoint moved to 10.0.3.17 until 12:30 UTC");
  }

  @Test
  void saysNothingOfWhatThereIsNone() {
    assertThat(texts(withHappened("all is well", List.of(), Optional.empty())))
        .containsExactly(
            "🔴 mlflow: all is well",
            "message 2 of mlflow-20260302T120000Z, 2026-03-02 12:00:07 UTC, alert");
  }

  @Test
  void saysBelowWhatTheHeaderHasNoRoomFor() {
    var happened = "the endpoint moved. ".repeat(20).strip();

    var texts = texts(withHappened(happened, List.of(), Optional.empty()));

    assertThat(texts.get(0)).endsWith("…").hasSizeLessThanOrEqualTo(150);
    assertThat(texts.get(1)).isEqualTo("🔴 mlflow: " + happened);
  }

  /** Half a command may be another one. */
  @Test
  void givesACommandWholeOrNotAtAll() {
    assertThat(texts(withHappened("x", List.of(), Optional.of("x".repeat(1_900)))))
        .contains("Way back:\n" + "x".repeat(1_900));
    assertThat(texts(withHappened("x", List.of(), Optional.of("x".repeat(1_901)))))
        .contains("Way back:\n" + Words.NOT_SHOWN);
  }

  @Test
  void saysHowManyLinesAreLeftOut() {
    var lines = Collections.nCopies(40, "y".repeat(500));

    assertThat(texts(withHappened("x", lines, Optional.empty())).get(1))
        .endsWith("\n… and 36 more: see the log");
  }

  /** The limits are Slack's, and the sum is what it was seen to refuse. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void keepsEveryLimit(long seed) {
    var message = Hostile.message(new SplittableRandom(seed));
    var payload = payload(message);

    assertThat(payload.at("/blocks")).hasSizeBetween(2, 50);
    assertThat(payload.at("/blocks/0/type").asText()).isEqualTo("header");
    assertThat(payload.at("/blocks/0/text/text").asText()).hasSizeBetween(1, 150);
    assertThat(texts(message)).allSatisfy(text -> assertThat(text).hasSizeBetween(1, 3_000));
    assertThat(SlackPayload.of(message).length() - payload.at("/text").asText().length())
        .isLessThanOrEqualTo(13_000);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void letsNoTextBeMoreThanText(long seed) {
    var message = Hostile.message(new SplittableRandom(seed));

    assertThat(payload(message).findValuesAsText("type")).doesNotContain("mrkdwn");
    assertThat(payload(message).findValuesAsText("text").stream().filter(text -> !text.isEmpty()))
        .allSatisfy(Harmless::isHarmless);
    assertThat(SlackPayload.of(message)).matches("[ -~]*");
  }

  /** So is one that comes twice. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void isRecognisable(long seed) {
    var message = Hostile.message(new SplittableRandom(seed));
    var again = SlackPayload.of(message);

    assertThat(SlackPayload.of(message)).isEqualTo(again);
    assertThat(texts(message).getLast()).startsWith("message " + message.number() + " of ");
  }

  static LongStream seeds() {
    return LongStream.range(200, 300);
  }

  private static Message withHappened(String happened, List<String> done, Optional<String> back) {
    return new Message(
        MOVED.thread(),
        MOVED.number(),
        MOVED.at(),
        MOVED.service(),
        MOVED.weight(),
        happened,
        done,
        List.of(),
        List.of(),
        back);
  }

  private static List<String> texts(Message message) {
    return payload(message)
        .at("/blocks")
        .valueStream()
        .flatMap(block -> block.findValues("text").stream())
        .map(text -> text.isTextual() ? text : text.path("text"))
        .map(JsonNode::asText)
        .toList();
  }

  private static JsonNode payload(Message message) {
    try {
      return JSON.readTree(SlackPayload.of(message));
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON", e);
    }
  }
}
