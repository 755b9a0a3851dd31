package ai.hokus.remediation.config;

import static ai.hokus.remediation.config.Documents.mistakesIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that people read and the reader that decides are of one mind. */
class ConfigurationSchemaTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String SCHEMA_TEXT = Documents.resource("configuration.schema.json");
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(SCHEMA_TEXT, InputFormat.JSON);

  /** What has this form, and yet is refused, has bits behind its prefix or is never asked. */
  private static final Pattern BLOCK =
      Pattern.compile(
          "\"OCTET(?:\\.OCTET){3}/(?:3[0-2]|[12]?[0-9])\""
              .replace("OCTET", "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"));

  /** Values that are right in one place and wrong in most. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "[]",
          "{}",
          "\"\"",
          "\" \"",
          "0",
          "-1",
          "1",
          "1.5",
          "200.0",
          "499",
          "500",
          "65535",
          "65536",
          "1e3",
          "1e300",
          "123456789012345678901234567890",
          "\"observe\"",
          "\"sync\"",
          "\"Repair\"",
          "\"onNameFailure\"",
          "\"never\"",
          "\"PT2S\"",
          "\"PT2.000S\"",
          "\"PT2.001S\"",
          "\"PT0S\"",
          "\"PT0.000S\"",
          "\"PT\"",
          "\"PT1H\"",
          "\"PT1H30M0S\"",
          "\"PT-1S\"",
          "\"P1D\"",
          "\"pt2s\"",
          "\"10.0.0.0/33\"",
          "\"0.0.0.0/0\"",
          "\"10.0.0.0/08\"",
          "\"10.0.0.256/32\"",
          "\"fd00::/8\"",
          "\"10.0.0.0\"",
          "\"http://10.0.0.1:5000\"",
          "\"https://name.example:65535/a?b=%20\"",
          "\"name.example:65536\"",
          "\"name.example:080\"",
          "\"a..b\"",
          "\"-a.b\"",
          "\"a_b.c\"",
          "\"/x y\"",
          "\"/%zz\"",
          "\"/aws/x-1\"",
          "\"GET\"",
          "\"DELETE\"",
          "\"a/b\"",
          "\"a\\nb\"",
          "\"a\\n\"",
          "\"é\"",
          "[200]",
          "[\"x\"]",
          "[null]",
          "{\"arn\": \"srv-1\"}",
          "{\"enter\": \"onNameFailure\"}",
          "{\"namespace\": \"a.b\", \"service\": \"c\"}");

  /** Every value of the sample in turn: taken away, then replaced by each of {@link #VALUES}. */
  @ParameterizedTest(name = "at {0}")
  @MethodSource("places")
  void agreesOnEveryValueAt(String place) throws IOException {
    var documents = new ArrayList<String>();
    documents.add(with(Documents.sample(), place, ""));
    documents.add(with(Documents.sampleWith("never", "onAlarm"), place, ""));
    for (var value : VALUES) {
      documents.add(with(Documents.sample(), place, value));
    }

    assertThat(documents)
        .allSatisfy(
            text -> assertThat(schemaAccepts(text)).as(text).isEqualTo(readerAccepts(text)));
  }

  static Stream<String> places() throws IOException {
    return below(JSON.readTree(Documents.sample()), "");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void acceptsWhatTheReaderAccepts(long seed) throws IOException {
    var random = new SplittableRandom(seed);
    var document = JSON.readTree(Documents.sample());
    for (int mutations = random.nextInt(1, 3); mutations > 0; mutations--) {
      mutate(document, random);
    }

    var text = JSON.writeValueAsString(document);

    assertThat(schemaAccepts(text)).as(text).isEqualTo(readerAccepts(text));
  }

  static LongStream seeds() {
    return LongStream.range(0, 250);
  }

  @Test
  void isTriedWithBothGoodAndBadDocuments() throws IOException {
    var rejected = 0;
    var places = new TreeSet<String>();
    for (var seed : seeds().toArray()) {
      var document = JSON.readTree(Documents.sample());
      mutate(document, new SplittableRandom(seed));
      var mistakes = mistakesIn(JSON.writeValueAsString(document));
      rejected += mistakes.isEmpty() ? 0 : 1;
      mistakes.forEach(mistake -> places.add(mistake.path()));
    }

    assertThat(rejected).isBetween(125, 240);
    assertThat(places).hasSizeGreaterThan(40);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "10.0.0.0/16",
        "10.0.0.0/32",
        "0.0.0.0/0",
        "10.0.0.0/33",
        "10.0.0.0/016",
        "010.0.0.0/8",
        "10.0.0/24",
        "10.0.0.0.0/24",
        "10.0.0.256/32",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "::/0",
        "ten"
      })
  void agreesOnBlocks(String block) {
    var text = Documents.sampleWith(block, "10.0.0.0/16");

    assertThat(schemaAccepts(text)).isEqualTo(mistakesIn(text).isEmpty());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "http://a",
        "https://a.b:1/c?d=e",
        "a",
        "a:5000",
        "a.b/c",
        "ftp://a",
        "http://",
        "http:///x",
        "http://a:",
        "http://a:0",
        "http://a:65536",
        "http://user@a",
        "http://10.0.0.1",
        "10.0.0.1:80",
        "10.0.0.1a",
        "http://[::1]:80",
        "http://a b",
        "http://a/b c",
        "http://a#b"
      })
  void agreesOnEndpoints(String byName) {
    var text = Documents.sampleWith(byName, "http://mlflow.example.local:5000");

    assertThat(schemaAccepts(text)).isEqualTo(mistakesIn(text).isEmpty());
  }

  @Test
  void leavesToTheReaderWhatItCannotSay() throws IOException {
    var twice = (ObjectNode) JSON.readTree(Documents.sample());
    ((ObjectNode) twice.at("/services/api")).put("ecsService", "mlflow-staging");
    var behindThePrefix = Documents.sampleWith("10.0.0.1/16", "10.0.0.0/16");
    var neverAsked = Documents.sampleWith("224.0.0.0/4", "10.0.0.0/16");

    for (var text : List.of(twice.toString(), behindThePrefix, neverAsked)) {
      assertThat(schemaAccepts(text)).isTrue();
      assertThat(mistakesIn(text)).hasSize(1).allMatch(ConfigurationSchemaTest::forTheReaderAlone);
    }
  }

  @Test
  void acceptsTheSampleConfiguration() throws IOException {
    var text = Files.readString(Path.of("..", "drill", "hokusai", "configuration.json"));

    assertThat(SCHEMA.validate(text, InputFormat.JSON)).isEmpty();
    assertThat(mistakesIn(text)).isEmpty();
  }

  @Test
  void givesExamplesThatAreRight() throws IOException {
    for (var example : JSON.readTree(SCHEMA_TEXT).path("examples")) {
      assertThat(SCHEMA.validate(example.toString(), InputFormat.JSON)).isEmpty();
      assertThat(mistakesIn(example.toString())).isEmpty();
    }
  }

  @Test
  void describesEveryKey() throws IOException {
    var silent = new ArrayList<String>();
    for (var object : JSON.readTree(SCHEMA_TEXT).findValues("properties")) {
      object
          .properties()
          .forEach(key -> {
            var shape = key.getValue();
            if (shape.has("type") && !shape.has("description")) {
              silent.add(key.getKey());
            }
          });
    }

    assertThat(silent).isEmpty();
  }

  private static boolean schemaAccepts(String text) {
    return SCHEMA.validate(text, InputFormat.JSON).isEmpty();
  }

  private static boolean readerAccepts(String text) {
    return mistakesIn(text).stream().allMatch(ConfigurationSchemaTest::forTheReaderAlone);
  }

  /** The rules that JSON Schema cannot say. */
  private static boolean forTheReaderAlone(Mistake mistake) {
    return mistake.wanted().equals("an ECS service that no other entry guards")
        || (mistake.path().startsWith("$.cidrs[") && BLOCK.matcher(mistake.found()).matches());
  }

  /** The document with one value replaced or, where {@code value} is empty, without it. */
  private static String with(String document, String place, String value) throws IOException {
    var root = JSON.readTree(document);
    var at = JsonPointer.compile(place);
    var step = at.last();
    switch (root.at(at.head())) {
      case ObjectNode object when value.isEmpty() -> object.remove(step.getMatchingProperty());
      case ObjectNode object -> object.set(step.getMatchingProperty(), JSON.readTree(value));
      case ArrayNode list when value.isEmpty() -> list.remove(step.getMatchingIndex());
      case ArrayNode list -> list.set(step.getMatchingIndex(), JSON.readTree(value));
      default -> throw new IllegalArgumentException(place);
    }
    return root.toString();
  }

  /** JSON pointers of all values. */
  private static Stream<String> below(JsonNode node, String place) {
    var steps =
        node.isArray()
            ? IntStream.range(0, node.size()).mapToObj(String::valueOf)
            : node.propertyStream().map(entry -> entry.getKey());
    return steps
        .map(step -> place + "/" + step)
        .flatMap(inside ->
            Stream.concat(
                Stream.of(inside), below(node.at(inside.substring(place.length())), inside)));
  }

  /** Changes one value somewhere in the document. */
  private static void mutate(JsonNode document, SplittableRandom random) throws IOException {
    var parents = parents(document).filter(parent -> !parent.isEmpty()).toList();
    var parent = parents.get(random.nextInt(parents.size()));
    if (parent instanceof ArrayNode list) {
      int index = random.nextInt(list.size());
      switch (random.nextInt(3)) {
        case 0 -> list.remove(index);
        case 1 -> list.set(index, another(list.get(index), random));
        default -> list.insert(index, another(list.get(index), random));
      }
    } else if (parent instanceof ObjectNode object) {
      var keys = object.properties().stream().map(entry -> entry.getKey()).toList();
      var key = keys.get(random.nextInt(keys.size()));
      switch (random.nextInt(6)) {
        case 0 -> object.remove(key);
        case 1 -> object.set(key + "s", object.remove(key));
        case 2 -> object.set("unknown", object.get(key));
        default -> object.set(key, another(object.get(key), random));
      }
    }
  }

  private static JsonNode another(JsonNode value, SplittableRandom random) throws IOException {
    if (value.isTextual() && random.nextInt(3) == 0) {
      var text = new StringBuilder(value.textValue());
      int at = random.nextInt(text.length() + 1);
      if (random.nextBoolean()) {
        text.insert(at, " /:.-_%9aZ\n".charAt(random.nextInt(11)));
      } else {
        text.delete(at, at + 1);
      }
      return JSON.getNodeFactory().textNode(text.toString());
    }
    return JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
  }

  private static Stream<JsonNode> parents(JsonNode node) {
    return node.isContainerNode()
        ? Stream.concat(
            Stream.of(node), node.valueStream().flatMap(ConfigurationSchemaTest::parents))
        : Stream.empty();
  }
}
