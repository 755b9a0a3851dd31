package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Something cannot be read: nothing is removed, and what is known to be missing is still added. */
class IncompleteTest {
  private static final String MLFLOW = "hokusai-mlflow-development";

  private static World world;

  @BeforeAll
  static void up() {
    world = World.up();
  }

  @AfterAll
  static void down() {
    world.close();
  }

  @BeforeEach
  void begin() {
    world.tell("recreate-without-registries", "mlflow");
    world.tell("scale", "mlflow", "2");
    world.invoke("TaskStateChanged", "task-running");
    assertThat(registered()).containsExactlyInAnyOrderElementsOf(running());
  }

  @AfterEach
  void mend() {
    world.tell("page-size", "off");
    world.tell("fail-pages", "off");
    world.tell("throttle", "off");
  }

  @Test
  @DisplayName("situation.incomplete.world: a page of the instances")
  void addsAndRemovesNothingWhileAPageOfInstancesFails() {
    world.tell("replace-task", "mlflow");
    world.tell("page-size", "1");
    world.tell("fail-pages", "ListInstances");

    comesAgainFor("listing the instances");
    isAddedAndNothingIsRemoved();

    world.tell("fail-pages", "off");
    isSettled();
  }

  @Test
  @DisplayName("situation.incomplete.world: throttled")
  void addsNobodyNewWhileTheServiceIsUnread() {
    var before = registered();
    world.tell("replace-task", "mlflow");
    world.tell("throttle", "DescribeServices");

    comesAgainFor("describing");
    assertThat(registered()).isEqualTo(before);

    world.tell("throttle", "off");
    isSettled();
  }

  private static void comesAgainFor(String unread) {
    int before = world.functionsLog().length();
    assertThatExceptionOfType(World.FunctionError.class)
        .isThrownBy(() -> world.invoke("TaskStateChanged", "task-running"))
        .withMessageContaining(unread);
    assertThat(world.functionsLog().substring(before)).contains("\"situation\":\"incomplete\"");
  }

  private static void isAddedAndNothingIsRemoved() {
    assertThat(registered()).hasSize(3).containsAll(running());
  }

  private static void isSettled() {
    world.invoke("TaskStateChanged", "task-running");
    assertThat(registered()).containsExactlyInAnyOrderElementsOf(running());
  }

  private static List<String> running() {
    return world.runningTasks(MLFLOW).stream().map(task -> task.get("id").asText()).toList();
  }

  private static List<String> registered() {
    return world.instances().stream().map(instance -> instance.get("id").asText()).toList();
  }
}
