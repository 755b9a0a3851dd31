package ai.hokus.remediation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.event.ruler.Machine;

/**
 * Which events the stack's rules let through, decided by the matcher that EventBridge itself uses,
 * with the patterns as {@code template.yaml} has them.
 */
class EventPatternsTest {

  private static final Map<String, String> SAMPLE_STACK =
      Map.of(
          "AWS::Partition", "aws",
          "AWS::Region", "us-east-1",
          "AWS::AccountId", "123456789012",
          "ClusterName", "hokusai-development");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Machine RULES = Machine.builder().build();

  @BeforeAll
  static void addTheTemplatesRules() throws IOException {
    var template = Template.parse(Files.readString(Path.of("..", "template.yaml")), SAMPLE_STACK);
    for (var pattern : template.eventPatterns().entrySet()) {
      RULES.addRule(pattern.getKey(), JSON.writeValueAsString(pattern.getValue()));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("events")
  void letsThrough(String situation, JsonNode event, List<String> rules) {
    assertThat(RULES.rulesForJSONEvent(event)).isEqualTo(rules);
  }

  static Stream<Arguments> events() {
    var task = List.of("TaskOrService");
    var deployment = List.of("Deployment");
    var none = List.<String>of();
    var anotherName = "hokusai-development-2";
    return Stream.of(
        arguments("a pending task", sample("task-pending"), task),
        arguments("a running task", sample("task-running"), task),
        arguments("a stopped task", sample("task-stopped"), task),
        arguments(
            "a task in a state nobody knows", replaced("task-running", "RUNNING", "RESTING"), task),
        arguments("a service action", sample("service-steady-state"), task),
        arguments("an unhealthy instance", sample("service-discovery-instance-unhealthy"), task),
        arguments("a deployment", sample("deployment-completed"), deployment),
        arguments("not the schedule", sample("scheduled"), none),
        arguments("no task of another cluster", sample("task-of-another-cluster"), none),
        arguments(
            "no service action in another cluster", inAnotherCluster("service-steady-state"), none),
        arguments(
            "no deployment in another cluster", inAnotherCluster("deployment-completed"), none),
        arguments(
            "no task of a cluster whose name begins alike",
            replaced("task-running", "hokusai-development", anotherName),
            none),
        arguments(
            "no deployment in a cluster whose name begins alike",
            replaced("deployment-completed", "hokusai-development", anotherName),
            none),
        arguments("no task of another account", inAnotherAccount("task-running"), none),
        arguments(
            "no deployment in another account", inAnotherAccount("deployment-completed"), none),
        arguments(
            "no task of another Region", replaced("task-running", "us-east-1", "eu-west-1"), none),
        arguments(
            "nothing from another source", replaced("task-running", "aws.ecs", "my.ecs"), none),
        arguments(
            "no other kind of ECS event",
            replaced("task-running", "ECS Task", "ECS Container Instance"),
            none));
  }

  private static JsonNode inAnotherCluster(String name) {
    return replaced(name, "hokusai-development", "hokusai-staging");
  }

  private static JsonNode inAnotherAccount(String name) {
    return replaced(name, "123456789012", "210987654321");
  }

  private static JsonNode sample(String name) {
    return replaced(name, "", "");
  }

  private static JsonNode replaced(String name, String what, String with) {
    try {
      var file = Path.of("..", "events", name + ".json");
      return JSON.readTree(Files.readString(file).replace(what, with));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
