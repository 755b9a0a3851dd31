package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What Cloud Map is told of the health of instances that are ours; it takes effect a while later.
 */
class HealthTest {
  private static final String MLFLOW = "hokusai-mlflow-development";

  private static World world;

  @BeforeAll
  static void up() {
    world = World.up();
    world.tell("slow-health", "1");
  }

  @AfterAll
  static void down() {
    world.close();
  }

  @BeforeEach
  void begin() {
    world.tell("recreate-without-registries", "mlflow");
    world.tell("scale", "mlflow", "1");
    world.invoke("TaskStateChanged", "task-running");
  }

  @Test
  @DisplayName("situation.unhealthyTask.world: told, and told again when it recovers")
  void takesAnUnhealthyTaskOutOfTheAnswersUntilItRecovers() {
    world.tell("scale", "mlflow", "2");
    world.invoke("TaskStateChanged", "task-running");
    assertThat(world.addresses()).hasSize(2);
    var sick = world.tell("make-unhealthy", "mlflow").at("/unhealthy").asText();

    var told = sweep();

    assertThat(told.done())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("unhealthyTask"));
    World.await(() -> world.addresses().equals(addressesBut(sick)));
    var mark = world.mark();
    assertThat(sweep().rows()).contains("unhealthyTask");
    assertThat(world.writesSince(mark)).as("told once").isEmpty();

    world.tell("make-healthy", "mlflow");
    assertThat(sweep().done()).hasSize(1);

    World.await(() -> world.addresses().size() == 2);
    assertThat(world.instances()).hasSize(2);
  }

  @Test
  @DisplayName("situation.unhealthyTask.world: the only one")
  void saysThatTheOnlyTaskIsUnhealthyAndLeavesItInTheAnswers() {
    world.tell("make-unhealthy", "mlflow");
    var mark = world.mark();

    assertThat(sweep().says("unhealthyTask"))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("no other instance stands"));

    assertThat(world.writesSince(mark)).isEmpty();
    assertThat(world.addresses()).isEqualTo(addressesBut(""));
  }

  private Told sweep() {
    return Told.by(World.unhurried(() -> world.invoke("Sweep", "scheduled")));
  }

  private List<String> addressesBut(String task) {
    return world.runningTasks(MLFLOW).stream()
        .filter((JsonNode each) -> !each.get("id").asText().equals(task))
        .map(each -> each.get("ip").asText())
        .toList();
  }
}
