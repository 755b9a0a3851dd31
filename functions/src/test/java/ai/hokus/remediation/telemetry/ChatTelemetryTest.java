package ai.hokus.remediation.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.delivery.Delivered;
import ai.hokus.remediation.delivery.Dispatch;
import ai.hokus.remediation.handlers.Invocation;
import ai.hokus.remediation.model.Text;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What comes out on standard output, in a JVM of its own with the environment that Lambda gives.
 */
class ChatTelemetryTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Text from outside that would like to be a log line. */
  private static final String FORGED = "no\n{\"message\":\"forged\"}\u2028\" }";

  /** Tells of all that can become of messages. */
  static final class Teller {
    private Teller() {}

    public static void main(String[] none) {
      var chat = new ChatTelemetry();
      new Telemetry()
          .during(
              new Invocation(),
              () -> {
                chat.tell(
                    new Delivered(
                        FORGED,
                        List.of(
                            new Dispatch.Sent("slack", 1),
                            new Dispatch.Refused("slack", 2, FORGED),
                            new Dispatch.Failed("slack", 3, FORGED),
                            new Dispatch.Sent("sns", 1),
                            new Dispatch.Sent("sns", 2))));
                chat.tell(new Delivered("a", List.of(new Dispatch.SetAside(FORGED))));
                chat.tell(new Delivered("b", List.of(new Dispatch.Unread(FORGED))));
                chat.tell(new Delivered("c", List.of()));
                return none;
              });
    }
  }

  @Test
  void tellsOfEachMessageAndCountsThem() throws Exception {
    var lines = lines();

    assertThat(lines)
        .extracting(line -> line.path("message").asText("metrics"))
        .containsExactly(
            "message sent",
            "message refused",
            "message not sent",
            "message sent",
            "message sent",
            "metrics",
            "metrics",
            "outbox set aside",
            "metrics",
            "outbox not read",
            "metrics");
    assertThat(lines.get(1).path("thread").asText()).isEqualTo(Text.line(FORGED));
    assertThat(lines.get(1).path("number").asInt()).isEqualTo(2);
    assertThat(lines.get(1).path("channel").asText()).isEqualTo("slack");
    assertThat(lines.get(1).path("why").asText()).isEqualTo(Text.line(FORGED));
    assertThat(lines.get(1).path("level").asText()).isEqualTo("WARN");
    assertThat(lines.stream().filter(line -> line.has("_aws")).map(ChatTelemetryTest::counts))
        .containsExactly(
            Map.of("Channel", "slack", "sent", 1, "refused", 1, "failed", 1),
            Map.of("Channel", "sns", "sent", 2, "refused", 0, "failed", 0),
            Map.of("Channel", "", "sent", 0, "refused", 1, "failed", 0),
            Map.of("Channel", "", "sent", 0, "refused", 0, "failed", 1));
  }

  /** Each combination of dimensions is a metric that somebody pays for. */
  @Test
  void metricsHaveOneSetOfDimensions() throws Exception {
    assertThat(
            lines().stream()
                .map(line -> line.at("/_aws/CloudWatchMetrics/0/Dimensions"))
                .filter(JsonNode::isArray))
        .extracting(JsonNode::toString)
        .containsExactly(
            "[[\"Service\",\"Channel\"]]",
            "[[\"Service\",\"Channel\"]]",
            "[[\"Service\"]]",
            "[[\"Service\"]]");
  }

  private static Map<String, Object> counts(JsonNode line) {
    return Map.of(
        "Channel", line.path("Channel").asText(),
        "sent", line.path("MessagesSent").asInt(),
        "refused", line.path("MessagesRefused").asInt(),
        "failed", line.path("MessagesFailed").asInt());
  }

  private static List<JsonNode> lines() throws IOException, InterruptedException {
    var java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Teller.class.getName())
            .redirectError(Redirect.INHERIT);
    java.environment()
        .putAll(
            Map.of(
                "AWS_LAMBDA_FUNCTION_NAME", "remediation",
                "POWERTOOLS_SERVICE_NAME", "remediation",
                "POWERTOOLS_METRICS_NAMESPACE", "Remediation",
                "POWERTOOLS_LOG_LEVEL", "INFO"));
    var process = java.start();
    var written = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return written.lines().map(ChatTelemetryTest::json).toList();
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }
}
