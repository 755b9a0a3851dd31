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
import java.util.Set;
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

  private static final Map<String, Object> SAMPLE_STACK =
      Map.of(
          "AWS::Partition", "aws",
          "AWS::Region", "us-east-1",
          "AWS::AccountId", "123456789012",
          "ClusterName", "hokusai-development",
          "AlarmNames", List.of("hokusai-api-502-errors", "hokusai-api-slow"));

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of a deployer who names alarms, and of one who names none. */
  private static final Machine RULES = Machine.builder().build();

  private static final Machine RULES_OF_EVERY_ALARM = Machine.builder().build();

  @BeforeAll
  static void addTheTemplatesRules() throws IOException {
    add(RULES, Set.of("HasAlarmNames"));
    add(RULES_OF_EVERY_ALARM, Set.of());
  }

  private static void add(Machine rules, Set<String> conditions) throws IOException {
    var yaml = Files.readString(Path.of("..", "template.yaml"));
    var patterns = Template.parse(yaml, SAMPLE_STACK, conditions).eventPatterns();
    for (var pattern : patterns.entrySet()) {
      rules.addRule(pattern.getKey(), JSON.writeValueAsString(pattern.getValue()));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("events")
  void letsThrough(String situation, JsonNode event, List<String> rules) {
    assertThat(RULES.rulesForJSONEvent(event)).isEqualTo(rules);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("alarms")
  void letsEveryAlarmThroughWhereNoneIsNamed(
      String situation, JsonNode event, List<String> named, List<String> every) {
    assertThat(RULES.rulesForJSONEvent(event)).isEqualTo(named);
    assertThat(RULES_OF_EVERY_ALARM.rulesForJSONEvent(event)).isEqualTo(every);
  }

  static Stream<Arguments> alarms() {
    var alarm = List.of("Alarm");
    var none = List.<String>of();
    var name = "\"alarmName\": \"hokusai-api-502-errors\"";
    return Stream.of(
        arguments("an alarm", sample("alarm-state-change"), alarm, alarm),
        arguments("a composite one", sample("alarm-composite"), alarm, alarm),
        arguments("its end", replaced("alarm-state-change", "\"ALARM\"", "\"OK\""), alarm, alarm),
        arguments(
            "the second name",
            replaced("alarm-state-change", name, "\"alarmName\": \"hokusai-api-slow\""),
            alarm,
            alarm),
        arguments(
            "an alarm that nobody named",
            replaced("alarm-state-change", name, "\"alarmName\": \"hokusai-api-502-errors-2\""),
            none,
            alarm),
        arguments(
            "no change of a configuration",
            replaced("alarm-state-change", "State Change", "Configuration Change"),
            none,
            none),
        arguments(
            "no alarm of another account", inAnotherAccount("alarm-state-change"), none, none),
        arguments(
            "no alarm of another Region",
            replaced("alarm-state-change", "us-east-1", "eu-west-1"),
            none,
            none),
        arguments(
            "nothing from another source",
            replaced("alarm-state-change", "aws.cloudwatch", "my.cloudwatch"),
            none,
            none));
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
