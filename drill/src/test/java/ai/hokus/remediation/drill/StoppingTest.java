package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tasks that end, or that ECS no longer knows, of a service that forgot its registry: so their
 * instances are ours.
 */
class StoppingTest {
  private static final String MLFLOW = "hokusai-mlflow-development";

  private static World world;

  @BeforeAll
  static void up() {
    world = World.up();
    world.tell("configure", "settings", "{\"missingFor\": \"PT1S\"}");
  }

  @AfterAll
  static void down() {
    world.close();
  }

  @BeforeEach
  void begin() {
    world.letGo();
    world.tell("hold-task", "off");
    world.tell("forget-task", "off");
    world.tell("recycle-addresses", "off");
    world.tell("recreate-without-registries", "mlflow");
    world.tell("scale", "mlflow", "1");
    world.invoke("TaskStateChanged", "task-running");
  }

  @Test
  @DisplayName("situation.taskStopping.world")
  void withdrawsATaskThatDrainsOnceAnotherStands() {
    var old = registered();
    world.tell("hold-task", "DEACTIVATING");
    world.hold();
    world.tell("stop-task", "mlflow");
    var stopping = drained();
    var mark = world.mark();

    var alone = deliver(stopping);

    assertThat(alone.says("taskStopping")).hasSize(1);
    assertThat(world.writesSince(mark)).isEmpty();
    assertThat(registered()).isEqualTo(old);

    world.letGo();
    var another = Told.by(world.invoke("TaskStateChanged", "task-running"));

    assertThat(another.done()).anySatisfy(line -> assertThat(line).contains("taskStopping"));
    assertThat(world.tasks(MLFLOW, "DEACTIVATING")).hasSize(1);
    assertThat(registered()).isEqualTo(ids(world.runningTasks(MLFLOW)));
  }

  @Test
  @DisplayName("situation.taskStopped.world: the next one has its address")
  void followsATaskWhoseAddressIsTheNextOnes() {
    var old = registered();
    var address = world.addresses();
    world.tell("recycle-addresses", "on");
    world.tell("scale", "mlflow", "0");
    world.tell("scale", "mlflow", "1");
    assertThat(world.runningTasks(MLFLOW))
        .extracting(task -> task.get("ip").asText())
        .isEqualTo(address);

    var told = Told.by(world.invoke("TaskStateChanged", "task-running"));

    assertThat(told.done()).anySatisfy(line -> assertThat(line).contains("taskStopped"));
    assertThat(registered()).isEqualTo(ids(world.runningTasks(MLFLOW))).isNotEqualTo(old);
    assertThat(world.addresses()).isEqualTo(address);
  }

  @Test
  @DisplayName("situation.taskMissing.world")
  void withdrawsATaskThatEcsHasForgottenInTwoPasses() {
    world.tell("scale", "mlflow", "2");
    world.invoke("TaskStateChanged", "task-running");
    assertThat(registered()).hasSize(2);
    world.tell("replace-task", "mlflow");
    world.tell("forget-task", "mlflow");
    var forgotten = ids(world.tasks(MLFLOW, "STOPPED")).getLast();

    var first = Told.by(world.invoke("TaskStateChanged", "task-running"));

    assertThat(first.says("taskMissing"))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("stays").contains("counts as stopped"));
    assertThat(registered()).hasSize(3).contains(forgotten);

    World.await(() ->
        Told.by(world.invoke("Sweep", "scheduled")).done().toString().contains("taskMissing"));
    assertThat(registered()).hasSize(2).doesNotContain(forgotten);
    assertThat(world.addresses())
        .containsExactlyInAnyOrderElementsOf(
            world.runningTasks(MLFLOW).stream().map(task -> task.get("ip").asText()).toList());
  }

  /** The event of the task that drains, while its replacement does not run yet. */
  private static JsonNode drained() {
    var made = new ArrayList<JsonNode>();
    World.await(() -> {
      world.step().events().stream().filter(StoppingTest::drains).forEach(made::add);
      return !made.isEmpty();
    });
    return made.getLast();
  }

  private static boolean drains(JsonNode event) {
    return event.at("/detail/lastStatus").asText().equals("DEACTIVATING");
  }

  private Told deliver(JsonNode event) {
    return Told.by(world.invokeWith("TaskStateChanged", event.toString()));
  }

  /** The ids of the instances, which are those of their tasks. */
  private List<String> registered() {
    return ids(world.instances());
  }

  private static List<String> ids(List<JsonNode> things) {
    return things.stream().map(thing -> thing.get("id").asText()).toList();
  }
}
