package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Situations, played in the world and judged from outside. Every test has a world of its own and
 * begins in sync: one task of MLflow, registered by ECS.
 */
class SituationsTest {
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

  @Test
  @DisplayName("situation.registryForgotten.world")
  void registersATaskThatItsServiceForgot() {
    world.run("recreate-without-registries", "mlflow");
    assertThat(world.addresses()).isEmpty();

    world.invoke("TaskStateChanged", "task-running");

    assertThat(world.instances()).singleElement().satisfies(this::isOursAndLeadsToTheTask);
    assertThat(world.addresses()).isEqualTo(addressesOfTasks());
  }

  /**
   * Had anybody asked for the name while it was gone, its callers would wait out the negative TTL.
   */
  @Test
  void answersTheFirstCallerAtOnce() {
    world.run("recreate-without-registries", "mlflow");

    world.invoke("TaskStateChanged", "task-running");

    assertThat(world.callersStatus()).isEqualTo(200);
  }

  @Test
  void repairsWithoutAnyEvent() {
    world.run("recreate-without-registries", "mlflow");

    world.invoke("Sweep", "scheduled");

    assertThat(world.instances()).singleElement().satisfies(this::isOursAndLeadsToTheTask);
  }

  @Test
  @DisplayName("situation.alreadyThere.world")
  void writesNothingWhereAllIsWell() {
    var mark = world.mark();

    world.invoke("TaskStateChanged", "task-running");
    world.invoke("Sweep", "scheduled");

    assertThat(world.writesSince(mark)).isEmpty();
  }

  @Test
  void writesNothingASecondTime() {
    world.run("recreate-without-registries", "mlflow");
    world.invoke("TaskStateChanged", "task-running");
    var mark = world.mark();

    world.invoke("TaskStateChanged", "task-running");
    world.invoke("Sweep", "scheduled");

    assertThat(world.writesSince(mark)).isEmpty();
  }

  @Test
  void leavesWhatIsForeignAsItWas() {
    world.run("add-foreign-instance", "mlflow");
    var foreign = instancesOf("foreign");
    assertThat(foreign).hasSize(1);
    world.run("recreate-without-registries", "mlflow");

    world.invoke("TaskStateChanged", "task-running");
    world.invoke("Sweep", "scheduled");

    assertThat(instancesOf("ours")).hasSize(1);
    assertThat(instancesOf("foreign")).isEqualTo(foreign);
  }

  @Test
  @DisplayName("situation.oursDiffers.world")
  void setsRightWhatSomebodyChanged() {
    world.run("recreate-without-registries", "mlflow");
    world.invoke("TaskStateChanged", "task-running");
    var right = world.instances();
    world.overwrite(right.getFirst(), Map.of("AWS_INSTANCE_PORT", "5999"));

    world.invoke("Sweep", "scheduled");

    assertThat(world.instances()).isEqualTo(right);
  }

  @Test
  @DisplayName("situation.taskStopped.world")
  void followsAReplacedTask() {
    world.run("recreate-without-registries", "mlflow");
    world.invoke("TaskStateChanged", "task-running");
    world.run("replace-task", "mlflow");

    world.invoke("TaskStateChanged", "task-running");
    world.invoke("TaskStateChanged", "task-stopped");

    assertThat(world.instances()).singleElement().satisfies(this::isOursAndLeadsToTheTask);
  }

  @Test
  @DisplayName("situation.asleep.world")
  void releasesWhatIsOursWhenTheServiceSleeps() {
    world.run("recreate-without-registries", "mlflow");
    world.invoke("TaskStateChanged", "task-running");

    world.run("scale", "mlflow", "0");
    world.invoke("Sweep", "scheduled");

    assertThat(world.instances()).isEmpty();
  }

  private void isOursAndLeadsToTheTask(JsonNode instance) {
    assertThat(instance.get("owner").asText()).isEqualTo("ours");
    assertThat(instance.get("port").asInt()).isEqualTo(5000);
    assertThat(List.of(instance.get("ipv4").asText())).isEqualTo(addressesOfTasks());
  }

  private List<String> addressesOfTasks() {
    return world.runningTasks(MLFLOW).stream().map(task -> task.get("ip").asText()).toList();
  }

  private List<JsonNode> instancesOf(String owner) {
    return world.instances().stream()
        .filter(instance -> instance.get("owner").asText().equals(owner))
        .toList();
  }
}
