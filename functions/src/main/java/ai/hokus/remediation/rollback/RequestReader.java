package ai.hokus.remediation.rollback;

import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.rollback.Request.Malformed;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a request as a person writes it: {@code {"action": "pause", "service": "mlflow", "for":
 * "PT1H", "why": "…"}}. A key that nobody knows is a mistake: a pause without its end is not what
 * was meant.
 */
public final class RequestReader {
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private static final List<String> KEYS = List.of("action", "service", "for", "why");
  private static final String EVERY = "*";

  /** As the configuration has it. */
  private static final Pattern SHORT_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,62}");

  /** Every service is looked at once a minute. */
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  /** Whoever means longer than this means <em>until I resume</em>. */
  private static final Duration LONGEST = Duration.ofDays(7);

  /** As many as fit into a report's line with the rest of it. */
  private static final int LONGEST_WHY = 200;

  private static final String OBJECT = "an object with action and service";
  private static final String FOR = "how long, from PT1M to P7D; without it: until resumed";

  private RequestReader() {}

  /** Never throws, whatever the bytes are. */
  public static Request read(byte[] request) {
    try {
      var root = JSON.readTree(request);
      return root.isObject() ? ofObject(root) : malformed("$", root, OBJECT);
    } catch (JsonProcessingException e) {
      return new Malformed("$", "no JSON" + where(e), OBJECT);
    } catch (IOException notEvenText) {
      // The bytes are all here: this is Jackson's word for an encoding that is none.
      return new Malformed("$", "bytes that are no text", OBJECT);
    }
  }

  private static Request ofObject(JsonNode request) {
    return Stream.of(unknownKey(request), service(request), why(request))
        .flatMap(Optional::stream)
        .<Request>map(malformed -> malformed)
        .findFirst()
        .orElseGet(() -> ofAction(request));
  }

  private static Request ofAction(JsonNode request) {
    var service =
        Optional.of(request.path("service").textValue()).filter(name -> !name.equals(EVERY));
    return switch (request.path("action").asText()) {
      case "pause" -> pause(service, request.path("for"), request.path("why").asText());
      case "resume" ->
          request.has("for")
              ? malformed("$.for", request.path("for"), "nothing: only a pause lasts")
              : new Request.Resume(service);
      default -> malformed("$.action", request.path("action"), "pause or resume");
    };
  }

  private static Request pause(Optional<String> service, JsonNode lasting, String why) {
    if (lasting.isMissingNode()) {
      return new Request.Pause(service, Optional.empty(), why);
    }
    return duration(lasting)
        .<Request>map(each -> new Request.Pause(service, Optional.of(each), why))
        .orElseGet(() -> malformed("$.for", lasting, FOR));
  }

  private static Optional<Malformed> unknownKey(JsonNode request) {
    return request.properties().stream()
        .filter(entry -> !KEYS.contains(entry.getKey()))
        .findFirst()
        .map(entry ->
            new Malformed(
                "$." + Text.brief(entry.getKey()),
                "a key that is not known",
                "one of " + String.join(", ", KEYS)));
  }

  private static Optional<Malformed> service(JsonNode request) {
    var service = request.path("service");
    boolean right =
        service.isTextual()
            && (service.textValue().equals(EVERY)
                || SHORT_NAME.matcher(service.textValue()).matches());
    return right
        ? Optional.empty()
        : Optional.of(
            malformed("$.service", service, "a service's short name in the configuration, or *"));
  }

  private static Optional<Malformed> why(JsonNode request) {
    var why = request.path("why");
    boolean right =
        why.isMissingNode() || (why.isTextual() && why.textValue().length() <= LONGEST_WHY);
    return right
        ? Optional.empty()
        : Optional.of(
            malformed("$.why", why, "text of at most %d characters".formatted(LONGEST_WHY)));
  }

  private static Optional<Duration> duration(JsonNode lasting) {
    try {
      return Optional.of(Duration.parse(lasting.asText()))
          .filter(each -> each.compareTo(SHORTEST) >= 0 && each.compareTo(LONGEST) <= 0);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Malformed malformed(String field, JsonNode found, String wanted) {
    return new Malformed(
        field, found.isMissingNode() ? "nothing" : Text.brief(found.toString()), wanted);
  }

  private static String where(JsonProcessingException e) {
    var at = e.getLocation();
    return at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }
}
