package ai.hokus.remediation.template;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Policy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who deploys the stack chooses among the policies that there are, in the configuration's words.
 */
class PolicyParameterTest {

  private static final String NOT_CHOSEN = "";

  private static Template template;

  @BeforeAll
  static void readTheTemplate() throws IOException {
    template = Template.parse(Files.readString(Path.of("..", "template.yaml")), Map.of());
  }

  @Test
  void takesEveryPolicyAndHasNoDefaultThatIsOne() {
    var parameter = template.parameter("Policy");
    var values = new HashSet<Object>((List<?>) parameter.get("AllowedValues"));

    assertThat(parameter.get("Default")).isEqualTo(NOT_CHOSEN);
    assertThat(values.remove(NOT_CHOSEN)).isTrue();
    assertThat(values)
        .isEqualTo(
            Stream.of(Policy.values())
                .map(policy -> policy.name().toLowerCase(Locale.ROOT))
                .collect(toSet()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("policies")
  void tellsWhoChoseNoneWhatEachDoes(JsonNode policy) {
    var does = policy.get("description").asText();

    assertThat(template.assertions("PolicyIsChosen"))
        .singleElement()
        .asString()
        .containsIgnoringCase("Policy=" + policy.get("const").asText() + ": " + unended(does));
  }

  static List<JsonNode> policies() throws IOException {
    try (var schema = Policy.class.getResourceAsStream("/configuration.schema.json")) {
      return List.copyOf(
          new ObjectMapper()
              .readTree(schema)
              .at("/properties/policy/oneOf")
              .valueStream()
              .toList());
    }
  }

  private static String unended(String sentence) {
    return sentence.substring(0, sentence.length() - 1);
  }
}
