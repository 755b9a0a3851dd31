package ai.hokus.remediation.rollback;

import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.rollback.Request.Malformed;
import ai.hokus.remediation.rollback.Request.Word;
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
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a request as a person writes it: {@code {"action": "pause", "service": "mlflow", "for":
 * "PT1H", "by": "alice", "reason": "…"}}. A key that nobody knows is a mistake, and so is one that
 * the action does not take: a pause without its end is not what was meant.
 *
 * <pre>
 * action            | service      | incident | for      | force
 * ------------------+--------------+----------+----------+------
 * pause             | a name, or * |          | how long |
 * resume            | a name, or * |          |          |
 * restore, release  | a name       |          | how long | yes
 * fallback          | a name       |          | how long |
 * undo              | a name       | its id   |          | yes
 * rehearse          | a name       |          |          |
 * </pre>
 */
public final class RequestReader {
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private static final List<String> KEYS =
      List.of("action", "service", "incident", "for", "by", "reason", "force");
  private static final String ACTIONS =
      "pause, resume, restore, fallback, release, undo or rehearse";
  private static final String EVERY = "*";

  /** Which of the keys that not every action takes. */
  private static final Map<String, List<String>> TAKES =
      Map.of(
          "pause", List.of("for"),
          "resume", List.of(),
          "restore", List.of("for", "force"),
          "fallback", List.of("for"),
          "release", List.of("for", "force"),
          "undo", List.of("incident", "force"),
          "rehearse", List.of());

  /** A service's short name and a time. */
  private static final Pattern INCIDENT = Pattern.compile("[a-zA-Z0-9_-]{1,63}-[0-9]{8}T[0-9]{6}Z");

  /** As the configuration has it. */
  private static final Pattern SHORT_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,62}");

  /** Every service is looked at once a minute. */
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  /** Whoever means longer than this means <em>until I resume</em>. */
  private static final Duration LONGEST = Duration.ofDays(7);

  /** As many as fit into a report's line with the rest of it. */
  private static final int LONGEST_WORDS = 200;

  private static final String OBJECT = "an object with action and service";
  private static final String FOR = "how long, from PT1M to P7D";

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
    return Stream.of(
            unknownKey(request),
            service(request),
            words(request, "by"),
            words(request, "reason"),
            force(request),
            lasting(request))
        .flatMap(Optional::stream)
        .<Request>map(malformed -> malformed)
        .findFirst()
        .orElseGet(() -> ofAction(request));
  }

  private static Request ofAction(JsonNode request) {
    var action = request.path("action").asText();
    return Stream.of("incident", "for", "force")
        .filter(key -> !TAKES.getOrDefault(action, KEYS).contains(key))
        .flatMap(key -> without(request, key).stream())
        .findFirst()
        .orElseGet(() -> ofAction(request, action));
  }

  private static Request ofAction(JsonNode request, String action) {
    var word = new Word(request.path("by").asText(), request.path("reason").asText());
    var lasting = request.optional("for").flatMap(RequestReader::duration);
    var service =
        Optional.of(request.path("service").textValue()).filter(name -> !name.equals(EVERY));
    return switch (action) {
      case "pause" -> new Request.Pause(service, lasting, word);
      case "resume" -> new Request.Resume(service);
      case "restore" -> ask(request, Hold.Kind.RESTORE, service, lasting, word);
      case "fallback" -> ask(request, Hold.Kind.FALLBACK, service, lasting, word);
      case "release" -> ask(request, Hold.Kind.RELEASE, service, lasting, word);
      case "undo" -> undo(request, service, word);
      case "rehearse" ->
          service.<Request>map(Request.Rehearse::new).orElseGet(() -> onlyOne(request));
      default -> malformed("$.action", request.path("action"), ACTIONS);
    };
  }

  /** The incident stands in the hold's words: so those who read it know what was undone. */
  private static Request undo(JsonNode request, Optional<String> service, Word word) {
    var incident = request.path("incident");
    if (!incident.isTextual() || !INCIDENT.matcher(incident.textValue()).matches()) {
      return malformed("$.incident", incident, "an incident's id, as messages and answers have it");
    }
    var reason = word.reason().isEmpty() ? "" : ": " + word.reason();
    return ask(
        request,
        Hold.Kind.UNDO,
        service,
        Optional.empty(),
        new Word(word.by(), incident.textValue() + reason));
  }

  private static Request ask(
      JsonNode request,
      Hold.Kind kind,
      Optional<String> service,
      Optional<Duration> lasting,
      Word word) {
    if (service.isEmpty()) {
      return onlyOne(request);
    }
    return new Request.Ask(
        kind, service.get(), lasting, request.path("force").asBoolean(false), word);
  }

  private static Malformed onlyOne(JsonNode request) {
    return malformed(
        "$.service", request.path("service"), "one service's short name: only pauses are for *");
  }

  /** What is wrong where the action does not take a key. */
  private static Optional<Request> without(JsonNode request, String key) {
    return request
        .optional(key)
        .map(found -> malformed("$." + key, found, "nothing: this action does not take it"));
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

  private static Optional<Malformed> words(JsonNode request, String key) {
    var words = request.path(key);
    boolean right =
        words.isMissingNode() || (words.isTextual() && words.textValue().length() <= LONGEST_WORDS);
    return right
        ? Optional.empty()
        : Optional.of(
            malformed("$." + key, words, "text of at most %d characters".formatted(LONGEST_WORDS)));
  }

  private static Optional<Malformed> force(JsonNode request) {
    var force = request.path("force");
    return force.isMissingNode() || force.isBoolean()
        ? Optional.empty()
        : Optional.of(malformed("$.force", force, "true or false"));
  }

  private static Optional<Malformed> lasting(JsonNode request) {
    return request
        .optional("for")
        .filter(lasting -> duration(lasting).isEmpty())
        .map(lasting -> malformed("$.for", lasting, FOR));
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
