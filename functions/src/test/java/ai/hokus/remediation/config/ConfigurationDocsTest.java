package ai.hokus.remediation.config;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.EndpointSettings;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Settings;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written about the keys of a configuration is so: which there are, and which are used. */
class ConfigurationDocsTest {
  private static final JsonNode SCHEMA = schema();
  private static final String NOT_USED = "Accepted and checked; not used by this version";

  /** The table of {@code docs/configuration.md} is this text; where they differ, paste it there. */
  @Test
  void listsEveryKeyOfTheSchema() throws IOException {
    var page = Files.readString(Path.of("..", "docs", "configuration.md"));

    assertThat(page)
        .contains(
            "\n| key | form | default | used | what it says |\n| --- | --- | --- | --- | --- |\n"
                + String.join("\n", rows(SCHEMA, "", true))
                + "\n\n");
  }

  @Test
  void saysOfASettingThatItIsUsedWhereThePlannerGetsIt() {
    assertThat(saidToBeUsed(SCHEMA.at("/$defs/settings")))
        .isEqualTo(
            Stream.concat(
                    components(Settings.class).filter(name -> !name.equals("endpoint")),
                    components(EndpointSettings.class).map(ConfigurationDocsTest::key))
                .collect(toSet()));
  }

  /** Those of a fallback and of redeployments stand together in the document. */
  private static String key(String endpointSetting) {
    return switch (endpointSetting) {
      case "expiry", "entriesPerDay", "maxTasks" -> "fallback";
      case "redeployEvery", "redeploysPerIncident" -> "redeploy";
      default -> endpointSetting;
    };
  }

  /** As soon as somebody reads what was only accepted so far, the schema has to say so. */
  @Test
  void saysOfAKeyOfAServiceThatItIsUsedWhereSomebodyReadsIt() {
    var read =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("ai.hokus.remediation")
                .stream()
                .filter(user -> !user.getPackageName().matches(".*\\.(config|model)"))
                .flatMap(user -> user.getAccessesFromSelf().stream())
                .filter(access -> access.getTargetOwner().isEquivalentTo(GuardedService.class))
                .map(JavaAccess::getName)
                .collect(toSet());
    var service = SCHEMA.at("/$defs/service");

    assertThat(saidToBeUsed(service))
        .isEqualTo(
            service
                .path("properties")
                .propertyStream()
                .map(key -> key.getKey())
                // Of the endpoint the reader itself takes the Host header.
                .filter(key -> read.contains(key) || key.equals("endpoint"))
                .collect(toSet()));
  }

  private static Set<String> saidToBeUsed(JsonNode object) {
    return object
        .path("properties")
        .propertyStream()
        .filter(key -> isUsed(resolved(key.getValue())))
        .map(key -> key.getKey())
        .collect(toSet());
  }

  private static boolean isUsed(JsonNode shape) {
    return !shape.path("description").asText().contains(NOT_USED);
  }

  private static Stream<String> components(Class<? extends Record> type) {
    return Stream.of(type.getRecordComponents()).map(RecordComponent::getName);
  }

  /** A row for each key of an object and, of the objects in it. */
  private static List<String> rows(JsonNode object, String path, boolean used) {
    var rows = new ArrayList<String>();
    var required = object.path("required").valueStream().map(JsonNode::asText).collect(toSet());
    object
        .path("properties")
        .properties()
        .forEach(key -> {
          var shape = resolved(key.getValue());
          boolean usedToo = used && isUsed(shape);
          var name = path + key.getKey();
          rows.add(
              "| `%s` | %s | %s | %s | %s |"
                  .formatted(
                      name,
                      form(shape),
                      otherwise(shape, required.contains(key.getKey())),
                      usedToo ? "yes" : "no",
                      said(shape)));
          inside(shape)
              .forEach(inner -> rows.addAll(rows(inner.shape(), name + inner.step(), usedToo)));
        });
    return rows;
  }

  private record Inner(String step, JsonNode shape) {}

  /** The objects that a value is, holds in a list, or may be one of. */
  private static Stream<Inner> inside(JsonNode shape) {
    return Stream.of(
            Stream.of(new Inner(".", shape)),
            Stream.of(new Inner("[].", resolved(shape.path("items")))),
            Stream.of(new Inner(".NAME.", resolved(shape.path("additionalProperties")))),
            shape.path("oneOf").valueStream().map(one -> new Inner(".", one)))
        .flatMap(each -> each)
        .filter(each -> each.shape().has("properties"));
  }

  private static String form(JsonNode shape) {
    var words =
        Stream.concat(
                shape.path("enum").valueStream(),
                shape.path("oneOf").valueStream().map(one -> one.path("const")))
            .filter(JsonNode::isTextual)
            .map(word -> "`" + word.textValue() + "`")
            .collect(joining(", "));
    if (!words.isEmpty()) {
      return words;
    }
    if (shape.has("title")) {
      return shape.path("title").asText();
    }
    return switch (shape.path("type").asText("object")) {
      case "array" -> "list, each: " + form(resolved(shape.path("items")));
      case "integer" ->
          "whole number, %s to %s".formatted(shape.path("minimum"), shape.path("maximum"));
      case "boolean" -> "`true`, `false`";
      case "string" -> "text";
      case String other -> other;
    };
  }

  private static String otherwise(JsonNode shape, boolean required) {
    if (required) {
      return "required";
    }
    return shape.has("default") ? "`" + shape.path("default") + "`" : "";
  }

  /** The description, with those of the words that may be chosen. */
  private static String said(JsonNode shape) {
    var words =
        shape
            .path("oneOf")
            .valueStream()
            .filter(one -> one.has("const"))
            .map(one ->
                "`%s`: %s".formatted(one.path("const").asText(), one.path("description").asText()));
    return Stream.concat(Stream.of(shape.path("description").asText()), words)
        .filter(text -> !text.isEmpty())
        .collect(joining(" "))
        // The column before says as much.
        .replace(" " + NOT_USED + ".", "");
  }

  /** What a reference leads to; what stands beside it goes before. */
  private static JsonNode resolved(JsonNode shape) {
    if (!shape.has("$ref")) {
      return shape;
    }
    var target = SCHEMA.at(shape.path("$ref").asText().substring(1));
    var merged = new JsonMapper().createObjectNode();
    target.properties().forEach(key -> merged.set(key.getKey(), key.getValue()));
    shape.properties().forEach(key -> merged.set(key.getKey(), key.getValue()));
    return merged;
  }

  private static JsonNode schema() {
    try {
      return new JsonMapper().readTree(Documents.resource("configuration.schema.json"));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
