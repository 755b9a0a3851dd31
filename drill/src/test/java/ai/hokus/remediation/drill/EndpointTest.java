package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What is found in the endpoint parameter while the name works, and what an alarm comes to then: it
 * is told, and nothing is changed.
 */
class EndpointTest {
  private static final String PARAMETER = "/hokusai/development/mlflow/endpoint";
  private static final String BY_NAME = "http://mlflow.hokusai-development.local:5000";

  /** Of no namespace; one of the owners' files has it. */
  private static final String ANOTHER = "http://mlflow.hokusai.local:5000";

  private static World world;

  @BeforeAll
  static void up() {
    world = World.up();
    world.tell("deliver/messages");
  }

  @AfterAll
  static void down() {
    world.close();
  }

  @BeforeEach
  void begin() {
    world.tell("set-parameter", PARAMETER, BY_NAME);
  }

  @Test
  @DisplayName("situation.endpointMissing.world")
  void makesNoParameter() {
    world.tell("parameter-gone", PARAMETER);

    assertThat(told("endpointMissing")).contains(PARAMETER, "never created");

    assertThat(world.parameter(PARAMETER).isMissingNode()).isTrue();
    awaitFinding("endpointMissing");
  }

  /** The owners' hand-made workaround: it serves, so it is theirs. */
  @Test
  @DisplayName("situation.endpointAlreadyByAddress.world")
  void leavesAnAddressThatSomebodyWrote() {
    var task = world.runningTasks("hokusai-mlflow-development").getFirst();
    var byHand = "http://" + task.get("ip").asText() + ":5000";
    world.tell("set-parameter", PARAMETER, byHand);

    assertThat(told("endpointAlreadyByAddress"))
        .contains(byHand, task.get("id").asText(), "left as it is");

    assertThat(world.parameter(PARAMETER).at("/value").asText()).isEqualTo(byHand);
    awaitFinding("endpointAlreadyByAddress");
  }

  @Test
  @DisplayName("situation.endpointNamesAnother.world")
  void saysThatConsumersAreToldOfAnotherName() {
    world.tell("set-parameter", PARAMETER, ANOTHER);

    assertThat(told("endpointNamesAnother"))
        .contains(ANOTHER, "Cloud Map answers for mlflow.hokusai-development.local");

    assertThat(world.parameter(PARAMETER).at("/value").asText()).isEqualTo(ANOTHER);
    awaitFinding("endpointNamesAnother");
  }

  /**
   * The owners' own case: callers fail, and MLflow is well. The load balancer asks the API for a
   * path that it does not serve.
   */
  @Test
  void findsTheCauseOfAnAlarmThatNoNameCanMend() {
    world.tell("set-alarm", "hokusai-api-502-errors", "ALARM");
    var mark = world.mark();

    var answer = World.unhurried(() -> world.invoke("AlarmChanged", "alarm-state-change"));

    assertThat(answer.at("/ending").asText()).isEqualTo("done");
    assertThat(answer.at("/diagnosis"))
        .extracting(JsonNode::asText)
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .contains(
                        "hokusai-api-502-errors is in ALARM",
                        "mlflow answers by name",
                        "nothing was changed"),
            second ->
                assertThat(second)
                    .contains(
                        "hokusai-reg-api-development of hokusai-api-development",
                        "asks /health/alb for 200",
                        "[404]"));
    assertThat(world.writesSince(mark)).isEmpty();
    world.tell("set-alarm", "hokusai-api-502-errors", "off");

    awaitFinding("alarm");
    assertThat(messages("alarm"))
        .allSatisfy(message ->
            assertThat(message.at("/text").asText())
                .contains("hokusai-api-502-errors is in ALARM", "/health/alb"));
  }

  /** What a sweep says of the situation, having written nothing. */
  private static String told(String row) {
    var mark = world.mark();
    var told = Told.by(World.unhurried(() -> world.invoke("Sweep", "scheduled")));
    assertThat(world.writesSince(mark)).isEmpty();
    assertThat(told.says(row)).hasSize(1);
    return told.says(row).getFirst();
  }

  /** On both channels. */
  private static void awaitFinding(String row) {
    World.await(Duration.ofMinutes(1), () -> messages(row).size() == 2);
  }

  private static List<JsonNode> messages(String row) {
    return world.messages().stream()
        .filter(message -> message.at("/incident").asText().startsWith("finding-mlflow-" + row))
        .toList();
  }
}
