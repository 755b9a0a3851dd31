package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** ECS registers its tasks itself, and the list of instances does not show it yet. */
class ListingLagTest {
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
  @DisplayName("situation.ecsStillRegistering.world")
  void leavesToEcsWhatItsListDoesNotShowYet() {
    world.tell("lag-lists", "on");
    world.tell("replace-task", "mlflow");
    var mark = world.mark();

    var told = Told.by(world.invoke("TaskStateChanged", "task-running"));

    assertThat(told.says("ecsStillRegistering")).hasSize(1);
    assertThat(world.writesSince(mark)).isEmpty();
    isEcsOwn();
  }

  private void isEcsOwn() {
    assertThat(world.instances())
        .singleElement()
        .satisfies(instance -> {
          assertThat(instance.get("owner").asText()).isEqualTo("native");
          assertThat(instance.get("id")).isEqualTo(task().get("id"));
        });
  }

  private JsonNode task() {
    return world.runningTasks(MLFLOW).getFirst();
  }
}
