package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services of two deployments at a time: in colours, of which one is in production, or rolling. */
class ColoursTest {
  private static World world;

  @BeforeAll
  static void up() {
    world = World.up();
  }

  @AfterAll
  static void down() {
    world.close();
  }

  @ParameterizedTest(name = "situation.twoColours.world: {0}")
  @ValueSource(strings = {"CODE_DEPLOY", "EXTERNAL"})
  void registersOnlyTheColourInProduction(String controller) {
    var blue = only(world.tell("two-colours", "mlflow", controller));
    look();
    assertThat(registered()).containsExactly(blue);

    var green = other(blue, world.tell("next-colour", "mlflow"));
    assertThat(look().says("twoColours"))
        .singleElement()
        .satisfies(line -> assertThat(line).contains(green));
    assertThat(registered()).containsExactly(blue);

    world.tell("next-colour", "mlflow");
    look();
    assertThat(registered()).contains(green);

    world.tell("next-colour", "mlflow");
    look();
    assertThat(registered()).containsExactly(green);
  }

  @ParameterizedTest(name = "situation.twoColours.world: {0}")
  @ValueSource(strings = {"BLUE_GREEN", "LINEAR", "CANARY"})
  void onlyObservesWhereNobodyTellsWhichColourIsInProduction(String strategy) {
    var blue = only(world.tell("two-colours", "mlflow", strategy));
    look();
    assertThat(registered()).containsExactly(blue);

    var green = other(blue, world.tell("next-colour", "mlflow"));
    var mark = world.mark();
    assertThat(look().rows()).contains("twoColours");
    assertThat(world.writesSince(mark)).isEmpty();

    world.tell("next-colour", "mlflow");
    world.tell("next-colour", "mlflow");
    look();
    assertThat(registered()).containsExactly(green);
  }

  @Test
  @DisplayName("situation.rolling.world")
  void registersTheTasksOfEachDeploymentWhileOneReplacesTheOther() {
    world.tell("recreate-without-registries", "mlflow");
    world.hold();
    world.tell("deploy", "mlflow");
    stepUntil("PENDING");

    assertThat(look().rows()).contains("rolling");
    var old = registered();
    assertThat(old).hasSize(1);

    stepUntil("RUNNING");
    assertThat(look().rows()).contains("rolling");
    var ids = registered();
    assertThat(ids).isNotEqualTo(old).hasSize(1);

    world.letGo();
    assertThat(look().rows()).doesNotContain("rolling");
    assertThat(registered()).isEqualTo(ids);
  }

  private static void stepUntil(String status) {
    World.await(() ->
        world.step().events().stream()
            .anyMatch(event -> event.at("/detail/lastStatus").asText().equals(status)));
  }

  /** After the last event about a task of MLflow's that runs. */
  private static Told look() {
    return Told.by(world.invoke("TaskStateChanged", "task-running"));
  }

  private static List<String> registered() {
    return world.instances().stream().map(instance -> instance.get("id").asText()).toList();
  }

  private static String only(JsonNode colours) {
    var tasks = tasks(colours);
    assertThat(tasks).hasSize(1);
    return tasks.getFirst();
  }

  private static String other(String one, JsonNode colours) {
    var tasks = tasks(colours);
    assertThat(tasks).hasSize(2);
    return tasks.getFirst().equals(one) ? tasks.getLast() : tasks.getFirst();
  }

  private static List<String> tasks(JsonNode colours) {
    return StreamSupport.stream(colours.findValue("colours").spliterator(), false)
        .flatMap(colour -> StreamSupport.stream(colour.get("tasks").spliterator(), false))
        .map(JsonNode::asText)
        .toList();
  }
}
