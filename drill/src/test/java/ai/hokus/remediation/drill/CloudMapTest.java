package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cloud Map services that were made anew, also with other types of records. */
class CloudMapTest {
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

  /** It makes the resolver forget, too. */
  @BeforeEach
  void begin() {
    world.tell("hide-zone", "off");
  }

  @Test
  @DisplayName("situation.cloudMapRecreated.world")
  void registersInTheNewServiceWhatEcsRegistersWithTheOldOne() {
    world.tell("recreate-cloud-map-service", "mlflow", "A");
    world.tell("recreate-with-registries", "mlflow");
    // From now on the functions know the service that is going to be replaced.
    world.invoke("TaskStateChanged", "task-running");
    world.tell("recreate-cloud-map-service", "mlflow");
    assertThat(world.addresses()).isEmpty();

    var told = Told.by(world.invoke("TaskStateChanged", "task-running"));

    assertThat(told.rows()).contains("cloudMapRecreated");
    assertThat(told.done()).hasSize(1);
    assertThat(world.instances()).singleElement().satisfies(this::isOurs);
    assertThat(world.addresses()).isEqualTo(addressesOfTasks());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"SRV", "A,SRV"})
  void registersWithThePortWhereTheNameHasServiceRecords(String records) {
    world.tell("recreate-without-registries", "mlflow");
    world.tell("recreate-cloud-map-service", "mlflow", records);

    world.invoke("TaskStateChanged", "task-running");

    assertThat(world.instances()).singleElement().satisfies(this::isOurs);
    assertThat(world.addresses()).isEqualTo(addressesOfTasks());
    var sweep = World.unhurried(() -> world.invoke("Sweep", "scheduled"));
    assertThat(Told.by(sweep).passes().getFirst().get("name").asText()).startsWith("good: ");
    world.tell("replace-task", "mlflow");
    world.invoke("TaskStateChanged", "task-running");
    assertThat(world.addresses()).isEqualTo(addressesOfTasks());
  }

  private void isOurs(JsonNode instance) {
    assertThat(instance.get("owner").asText()).isEqualTo("ours");
    assertThat(instance.get("port").asInt()).isEqualTo(5000);
  }

  private List<String> addressesOfTasks() {
    return world.runningTasks(MLFLOW).stream().map(task -> task.get("ip").asText()).toList();
  }
}
