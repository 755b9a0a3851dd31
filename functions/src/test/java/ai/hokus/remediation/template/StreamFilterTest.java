package ai.hokus.remediation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.event.ruler.Machine;

/**
 * Which changes to the table call {@code Notify}, decided by EventBridge's own matcher, whose rules
 * Lambda's filters follow.
 */
class StreamFilterTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Machine FILTERS = Machine.builder().build();

  @BeforeAll
  static void addTheTemplatesFilters() throws IOException {
    var template = Template.parse(Files.readString(Path.of("..", "template.yaml")), Map.of());
    for (var filter : template.streamFilters("Notify", "Outbox")) {
      FILTERS.addRule("Notify", filter);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void calls(String situation, JsonNode change, List<String> called) {
    assertThat(FILTERS.rulesForJSONEvent(change)).isEqualTo(called);
  }

  static Stream<Arguments> changes() {
    var notify = List.of("Notify");
    var nobody = List.<String>of();
    return Stream.of(
        arguments("a box in which something waits", with(_ -> {}), notify),
        arguments("one that is new", with(record -> record.put("eventName", "INSERT")), notify),
        arguments("one that was settled", with(record -> image(record).remove("due")), nobody),
        arguments(
            "one that DynamoDB took away",
            with(record -> {
              record.put("eventName", "REMOVE");
              ((ObjectNode) record.path("dynamodb")).remove("NewImage");
            }),
            nobody),
        arguments(
            "what is remembered of a service",
            with(record ->
                ((ObjectNode) record.at("/dynamodb/Keys/id")).put("S", "service/outbox/")),
            nobody));
  }

  private static ObjectNode image(ObjectNode record) {
    return (ObjectNode) record.at("/dynamodb/NewImage");
  }

  private static JsonNode with(Consumer<ObjectNode> change) {
    try {
      var sample = JSON.readTree(Path.of("..", "events", "notify-stream.json").toFile());
      var record = (ObjectNode) sample.at("/Records/0");
      change.accept(record);
      return record;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
