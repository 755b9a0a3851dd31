package ai.hokus.remediation.config;

import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.ports.ConfigurationSource.Document;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the documents of the configuration.
 *
 * <p>Each document is complete in itself: its policy, blocks and settings hold for its own services
 * and for no others. The services of all documents are united.
 */
public final class ConfigurationReader {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private record Parsed(String source, JsonNode root) {}

  private ConfigurationReader() {}

  /**
   * The configuration that these documents make up.
   *
   * @throws ConfigurationMistakes with every mistake of every document
   */
  public static Configuration read(List<Document> documents) {
    var mistakes = new ArrayList<Mistake>();
    if (documents.isEmpty()) {
      mistakes.add(new Mistake("configuration", "$", "no document", "at least one"));
    }
    var parsed = documents.stream().flatMap(each -> parse(each, mistakes::add).stream()).toList();
    parsed.forEach(each -> check(each, mistakes::add));
    checkGuardedOnce(parsed, mistakes::add);
    if (!mistakes.isEmpty()) {
      throw new ConfigurationMistakes(mistakes);
    }
    return new Configuration(
        parsed.stream().flatMap(each -> Services.of(each.root()).stream()).toList());
  }

  private static Optional<Parsed> parse(Document document, Consumer<Mistake> mistakes) {
    var text = document.json();
    if (text.isBlank()) {
      mistakes.accept(unreadable(document, 1, 1, "an empty text", "a JSON object"));
      return Optional.empty();
    }
    if (text.startsWith("\uFEFF")) {
      mistakes.accept(
          unreadable(document, 1, 1, "a byte order mark (U+FEFF)", "JSON that begins without one"));
      return Optional.empty();
    }
    try {
      return Optional.of(new Parsed(document.source(), JSON.readTree(text)));
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      mistakes.accept(
          unreadable(
              document,
              at == null ? 1 : at.getLineNr(),
              at == null ? 1 : at.getColumnNr(),
              e instanceof JsonEOFException
                  ? "the end of the text in the middle of it"
                  : Text.brief(e.getOriginalMessage()),
              "valid JSON"));
      return Optional.empty();
    }
  }

  private static Mistake unreadable(
      Document document, int line, int column, String found, String wanted) {
    var place = "line %d, column %d".formatted(line, column);
    return new Mistake(document.source(), place, found, wanted);
  }

  private static void check(Parsed document, Consumer<Mistake> mistakes) {
    var place = Place.root(document.source(), mistakes);
    DocumentShape.DOCUMENT.check(document.root(), place);
    services(document)
        .properties()
        .forEach(
            entry -> checkTogether(entry.getValue(), place.key("services").key(entry.getKey())));
  }

  /** What one key asks of another. */
  private static void checkTogether(JsonNode service, Place place) {
    boolean endpoint = service.has("endpoint");
    if (service.path("cloudMap").has("arn") && !endpoint && !service.path("probe").has("host")) {
      place
          .key("probe")
          .key("host")
          .wants(
              "the Host header that consumers send: an ARN and no endpoint say no name",
              MissingNode.getInstance());
    }
    var enter = service.path("fallback").path("enter").asText();
    if (enter.equals("onAlarm") && service.path("alarms").isEmpty()) {
      place
          .key("alarms")
          .wants("at least one alarm, since fallback.enter is onAlarm", service.path("alarms"));
    }
    if (!endpoint && (enter.equals("onAlarm") || enter.equals("onNameFailure"))) {
      place
          .key("endpoint")
          .wants("the endpoint that fallback.enter may move", MissingNode.getInstance());
    }
    if (!endpoint && service.has("consumers")) {
      place
          .key("endpoint")
          .wants("the endpoint that the consumers read", MissingNode.getInstance());
    }
  }

  private static void checkGuardedOnce(List<Parsed> documents, Consumer<Mistake> mistakes) {
    var names = new HashMap<String, Place>();
    var guards = new HashMap<String, Place>();
    for (var document : documents) {
      for (var entry : services(document).properties()) {
        var place = Place.root(document.source(), mistakes).key("services").key(entry.getKey());
        var sameName = names.putIfAbsent(entry.getKey(), place);
        if (sameName != null) {
          place.wants("a name of its own", "a service that " + sameName.source() + " has too");
        }
        var ecsService = entry.getValue().path("ecsService");
        if (ecsService.isTextual()) {
          var sameGuard = guards.putIfAbsent(ecsService.textValue(), place);
          if (sameGuard != null) {
            place
                .key("ecsService")
                .wants(
                    "an ECS service that no other entry guards",
                    "%s, which %s in %s guards"
                        .formatted(
                            Place.quoted(ecsService.textValue()),
                            sameGuard.path(),
                            sameGuard.source()));
          }
        }
      }
    }
  }

  private static JsonNode services(Parsed document) {
    return document.root().path("services");
  }
}
