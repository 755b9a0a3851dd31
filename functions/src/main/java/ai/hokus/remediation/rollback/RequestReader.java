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
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a request as a person writes it: {@code {"action": "pause", "service": "mlflow", "for":
 * "PT1H", "by": "alice", "reason": "…"}}. A key that nobody knows is a mistake, and so is one that
 * the action does not take: a pause without its end is not what was meant.
 *
 * <pre>
 * action            | service      | incident | for      | force | dryRun
 * ------------------+--------------+----------+----------+-------+-------
 * pause             | a name, or * |          | how long |       | yes
 * resume            | a name, or * |          |          |       | yes
 * restore, release  | a name       |          | how long | yes   | yes
 * fallback          | a name       |          | how long |       | yes
 * undo              | a name       | its id   |          | yes   | yes
 * rehearse          | a name       |          |          |       |
 * status            | a name, or * |          |          |       |
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
      List.of("action", "service", "incident", "for", "by", "reason", "force", "dryRun");

  /** Those that not every action takes. */
  private static final List<String> SOME = List.of("incident", "for", "force", "dryRun");

  private static final String EVERY = "*";

  /** What is made of a request whose keys are each as they should be. */
  private record Action(
      String name, List<String> takes, BiFunction<JsonNode, Common, Request> of) {}

  /** What most requests have. */
  private record Common(Optional<String> service, Optional<Duration> lasting, Word word) {}

  private static final List<Action> ACTIONS =
      List.of(
          new Action("status", List.of(), (_, common) -> new Request.Status(common.service())),
          new Action(
              "pause",
              List.of("for", "dryRun"),
              (_, common) -> new Request.Pause(common.service(), common.lasting(), common.word())),
          new Action(
              "resume", List.of("dryRun"), (_, common) -> new Request.Resume(common.service())),
          new Action("restore", List.of("for", "force", "dryRun"), asking(Hold.Kind.RESTORE)),
          new Action("fallback", List.of("for", "dryRun"), asking(Hold.Kind.FALLBACK)),
          new Action("release", List.of("for", "force", "dryRun"), asking(Hold.Kind.RELEASE)),
          new Action("undo", List.of("incident", "force", "dryRun"), RequestReader::undo),
          new Action("rehearse", List.of(), RequestReader::rehearse));

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
            yesOrNo(request, "force"),
            yesOrNo(request, "dryRun"),
            lasting(request))
        .flatMap(Optional::stream)
        .<Request>map(malformed -> malformed)
        .findFirst()
        .orElseGet(() -> ofAction(request));
  }

  private static Request ofAction(JsonNode request) {
    return ACTIONS.stream()
        .filter(action -> action.name().equals(request.path("action").textValue()))
        .findFirst()
        .map(action -> of(action, request))
        .orElseGet(() -> malformed("$.action", request.path("action"), actions()));
  }

  private static String actions() {
    var names = ACTIONS.stream().map(Action::name).toList();
    return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
  }

  private static Request of(Action action, JsonNode request) {
    return SOME.stream()
        .filter(key -> !action.takes().contains(key))
        .flatMap(key -> without(request, key).stream())
        .findFirst()
        .orElseGet(() -> onPaper(request, action.of().apply(request, common(request))));
  }

  private static Request onPaper(JsonNode request, Request read) {
    return read instanceof Request.Order order && request.path("dryRun").asBoolean(false)
        ? new Request.DryRun(order)
        : read;
  }

  private static Common common(JsonNode request) {
    return new Common(
        Optional.of(request.path("service").textValue()).filter(name -> !name.equals(EVERY)),
        request.optional("for").flatMap(RequestReader::duration),
        new Word(request.path("by").asText(), request.path("reason").asText()));
  }

  private static Request undo(JsonNode request, Common common) {
    var incident = request.path("incident");
    return incident.isTextual() && INCIDENT.matcher(incident.textValue()).matches()
        ? common
            .service()
            .<Request>map(name ->
                new Request.Undo(name, incident.textValue(), isForced(request), common.word()))
            .orElseGet(() -> onlyOne(request))
        : malformed("$.incident", incident, "an incident's id, as messages and answers have it");
  }

  private static BiFunction<JsonNode, Common, Request> asking(Hold.Kind kind) {
    return (request, common) ->
        common
            .service()
            .<Request>map(name ->
                new Request.Ask(kind, name, common.lasting(), isForced(request), common.word()))
            .orElseGet(() -> onlyOne(request));
  }

  private static Request rehearse(JsonNode request, Common common) {
    return common.service().<Request>map(Request.Rehearse::new).orElseGet(() -> onlyOne(request));
  }

  private static Malformed onlyOne(JsonNode request) {
    return malformed(
        "$.service",
        request.path("service"),
        "one service's short name: only status, pause and resume are for *");
  }

  private static boolean isForced(JsonNode request) {
    return request.path("force").asBoolean(false);
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

  private static Optional<Malformed> yesOrNo(JsonNode request, String key) {
    var found = request.path(key);
    return found.isMissingNode() || found.isBoolean()
        ? Optional.empty()
        : Optional.of(malformed("$." + key, found, "true or false"));
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
