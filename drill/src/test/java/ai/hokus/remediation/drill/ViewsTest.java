package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Situations of what can be seen and told, each in a world of its own. */
class ViewsTest {
  private static final String MLFLOW = "hokusai-mlflow-development";

  private World world;

  @BeforeEach
  void up() {
    world = World.up();
  }

  @AfterEach
  void down() {
    world.close();
  }

  @ParameterizedTest(name = "situation.incomplete.world: {0}")
  @ValueSource(strings = {"ListTasks", "DescribeTasks", "DescribeServices", "ListInstances"})
  void removesNothingWhileSomethingCannotBeRead(String refused) {
    world.tell("recreate-without-registries", "mlflow");
    Told.byEvent(world, "task-running");
    world.tell("replace-task", "mlflow");
    Told.byEvent(world, "task-running");
    world.tell("recreate-without-registries", "mlflow");
    var before = world.listed();
    world.tell("throttle", refused);

    assertThatExceptionOfType(World.FunctionError.class).isThrownBy(() -> Told.bySweep(world));

    world.tell("throttle", "off");
    assertThat(world.listed()).containsAllEntriesOf(before);
    Told.bySweep(world);
    assertThat(world.listed().keySet()).containsExactlyElementsOf(ids(world.runningTasks(MLFLOW)));
  }

  @Test
  @DisplayName("situation.cloudMapRecreated.world")
  void usesTheCloudMapServiceThatNowHasTheName() {
    world.tell("recreate-cloud-map-service", "mlflow", "A");

    assertThat(Told.bySweep(world).rows()).contains("cloudMapRecreated");

    assertThat(world.instances())
        .singleElement()
        .satisfies(instance -> assertThat(instance.get("owner").asText()).isEqualTo("ours"));
  }

  @ParameterizedTest(name = "situation.twoColours.world: {0}")
  @ValueSource(strings = {"CODE_DEPLOY", "EXTERNAL"})
  void registersOnlyTheColourInProduction(String controller) {
    world.tell("two-colours", "mlflow", controller);
    var colours = world.tell("next-colour", "mlflow").get("colours");

    assertThat(Told.byEvent(world, "task-running").rows()).contains("twoColours");
    assertThat(world.listed().keySet()).containsExactlyElementsOf(inProduction(colours));

    colours = world.tell("next-colour", "mlflow").get("colours");
    Told.bySweep(world);
    assertThat(world.listed().keySet()).containsAll(inProduction(colours));
  }

  @Test
  @DisplayName("situation.twoColours.world: which is in production cannot be told")
  void onlyObservesWhereProductionCannotBeTold() {
    world.tell("two-colours", "mlflow", "BLUE_GREEN");
    world.tell("next-colour", "mlflow");

    assertThat(Told.byEvent(world, "task-running").rows()).contains("twoColours");

    assertThat(world.listed()).isEmpty();
  }

  private static List<String> inProduction(JsonNode colours) {
    return StreamSupport.stream(colours.spliterator(), false)
        .filter(colour -> colour.get("inProduction").asBoolean())
        .flatMap(colour -> StreamSupport.stream(colour.get("tasks").spliterator(), false))
        .map(JsonNode::asText)
        .toList();
  }

  private static List<String> ids(List<JsonNode> tasks) {
    return tasks.stream().map(task -> task.get("id").asText()).toList();
  }
}
