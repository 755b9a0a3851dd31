package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Situations of tasks that come and go, each in a world of its own. */
class TasksLivesTest {
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
  @DisplayName("situation.taskStopping.world")
  void withdrawsWhoDrainsOnceAnotherStands() {
    keepTwo();
    world.tell("hold-task", "DEPROVISIONING");
    var stopping = world.tell("stop-task", "mlflow").get("stopped").asText();
    World.await(() -> ids(world.tasks(MLFLOW, "DEPROVISIONING")).contains(stopping));

    var told = Told.byEvent(world, "task-deprovisioning");

    assertThat(told.done()).anyMatch(line -> line.contains("(taskStopping)"));
    assertThat(ids(world.tasks(MLFLOW, "DEPROVISIONING"))).contains(stopping);
    assertThat(world.listed()).doesNotContainKey(stopping).isNotEmpty();
  }

  @Test
  @DisplayName("situation.taskMissing.world")
  void withdrawsWhomEcsNoLongerKnowsOnlyAfterTheSecondLook() {
    world.tell("configure", "settings", "{\"missingFor\": \"PT1S\"}");
    keepTwo();
    var gone = world.tell("replace-task", "mlflow").get("stopped").asText();
    world.tell("forget-task", "mlflow");

    assertThat(Told.bySweep(world).rows()).contains("taskMissing");
    assertThat(world.listed()).containsKey(gone);

    World.await(
        () -> Told.bySweep(world).done().stream().anyMatch(line -> line.contains("(taskMissing)")));
    assertThat(world.listed().keySet()).containsExactlyInAnyOrderElementsOf(running());
  }

  @Test
  @DisplayName("situation.rolling.world")
  void followsADeploymentThatRolls() {
    world.tell("recreate-without-registries", "mlflow");
    Told.bySweep(world);
    world.hold();
    world.tell("deploy", "mlflow");
    while (world.tasks(MLFLOW, "ACTIVATING").isEmpty()) {
      world.step();
    }
    var before = world.listed();

    assertThat(Told.byEvent(world, "task-activating").rows()).contains("rolling");

    assertThat(world.listed()).isEqualTo(before).hasSize(1);
    world.letGo();
    World.await(() -> {
      Told.bySweep(world);
      return List.copyOf(world.listed().keySet()).equals(running());
    });
  }

  @Test
  @DisplayName("situation.ecsStillRegistering.world")
  void leavesToEcsWhomTheListDoesNotShowYet() {
    world.tell("lag-lists", "on");
    world.tell("replace-task", "mlflow");

    var told = Told.byEvent(world, "task-running");

    assertThat(told.rows()).contains("ecsStillRegistering");
    world.tell("lag-lists", "off");
    assertThat(owners()).containsExactly("native");
  }

  @Test
  @DisplayName("situation.ecsDidNotRegister.world")
  void registersWhomEcsFailedToRegister() {
    world.tell("configure", "settings", "{\"ecsLag\": \"PT1S\"}");
    world.tell("fail-registration", "on");
    world.tell("replace-task", "mlflow");

    World.await(() ->
        Told.bySweep(world).done().stream().anyMatch(line -> line.contains("(ecsDidNotRegister)")));

    assertThat(owners()).containsExactly("ours");
    assertThat(world.listed().keySet()).containsExactlyElementsOf(running());
  }

  @Test
  @DisplayName("situation.unhealthyTask.world: one that is registered")
  void marksWhoIsUnhealthyAndUnmarksWhoRecovers() {
    keepTwo();
    var mark = world.mark();

    world.tell("make-unhealthy", "mlflow");
    assertThat(Told.bySweep(world).done()).singleElement().asString().contains("(unhealthyTask)");
    Told.bySweep(world);
    assertThat(world.writesSince(mark)).containsExactly("UpdateInstanceCustomHealthStatus");

    world.tell("make-healthy", "mlflow");
    assertThat(Told.bySweep(world).done()).singleElement().asString().contains(" healthy");
    assertThat(world.listed()).hasSize(2);
  }

  /** Two tasks of a service that forgot them, both ours. */
  private void keepTwo() {
    world.tell("recreate-without-registries", "mlflow");
    world.tell("scale", "mlflow", "2");
    World.await(() -> {
      Told.bySweep(world);
      return world.listed().size() == 2;
    });
  }

  private List<String> running() {
    return ids(world.runningTasks(MLFLOW));
  }

  private List<String> owners() {
    return world.instances().stream().map(instance -> instance.get("owner").asText()).toList();
  }

  private static List<String> ids(List<JsonNode> tasks) {
    return tasks.stream().map(task -> task.get("id").asText()).toList();
  }
}
