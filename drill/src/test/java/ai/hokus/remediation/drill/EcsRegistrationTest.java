package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** ECS should have registered its tasks by now, as far as the list of instances shows. */
class EcsRegistrationTest {
  private static final String MLFLOW = "hokusai-mlflow-development";

  private static World world;

  @BeforeAll
  static void up() {
    world = World.up();
    world.tell("configure", "settings", "{\"ecsLag\": \"PT0.001S\"}");
  }

  @AfterAll
  static void down() {
    world.close();
  }

  @AfterEach
  void mend() {
    world.tell("lag-lists", "off");
    world.tell("fail-registration", "off");
    world.tell("recreate-with-registries", "mlflow");
    world.invoke("TaskStateChanged", "task-running");
  }

  @Test
  @DisplayName("situation.ecsDidNotRegister.world: only the list does not show it")
  void looksAtTheInstanceItselfBeforeItWrites() {
    world.tell("lag-lists", "on");
    world.tell("replace-task", "mlflow");
    var mark = world.mark();

    world.invoke("TaskStateChanged", "task-running");

    assertThat(world.callsSince(mark)).contains("GetInstance");
    assertThat(world.writesSince(mark)).isEmpty();
    isEcsOwn();
  }

  @Test
  @DisplayName("situation.ecsDidNotRegister.world")
  void registersATaskThatEcsShouldHaveRegistered() {
    world.tell("fail-registration", "on");
    world.tell("replace-task", "mlflow");
    assertThat(world.addresses()).isEmpty();

    var told = Told.by(world.invoke("TaskStateChanged", "task-running"));

    assertThat(told.done())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("ecsDidNotRegister"));
    assertThat(world.addresses()).containsExactly(task().get("ip").asText());
    assertThat(world.instances())
        .singleElement()
        .satisfies(instance -> assertThat(instance.get("owner").asText()).isEqualTo("ours"));
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
