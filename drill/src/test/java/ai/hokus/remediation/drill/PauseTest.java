package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kill switch, pulled in the world while MLflow's service has lost its registry. */
class PauseTest {
  private static final String PAUSE =
      """
      {"action": "pause", "service": "mlflow", "for": "PT1H", "reason": "we move"}\
      """;
  private static final String PAUSE_EVERY =
      """
      {"action": "pause", "service": "*"}\
      """;
  private static final String RESUME =
      """
      {"action": "resume", "service": "*"}\
      """;

  private World world;

  @BeforeEach
  void up() {
    world = World.up();
    world.run("recreate-without-registries", "mlflow");
  }

  @AfterEach
  void down() {
    world.close();
  }

  @Test
  void holdsEveryWriteBackUntilSomebodyResumes() {
    assertThat(states(world.invokeWith("Rollback", PAUSE))).containsExactly("in force");
    var mark = world.mark();

    world.invoke("TaskStateChanged", "task-running");
    var sweep = world.invoke("Sweep", "scheduled");
    assertThat(world.writesSince(mark)).isEmpty();
    assertThat(sweep.at("/services/0/held/0").asText())
        .startsWith("register ")
        .contains("held: paused until ")
        .endsWith(": we move");

    assertThat(states(world.invokeWith("Rollback", RESUME)))
        .containsExactly("resumed", "resumed", "resumed");
    world.invoke("Sweep", "scheduled");
    assertThat(world.instances()).hasSize(1);
  }

  @Test
  void holdsEveryServiceBack() {
    assertThat(states(world.invokeWith("Rollback", PAUSE_EVERY)))
        .containsExactly("accepted", "in force", "in force");
    var mark = world.mark();

    world.invoke("TaskStateChanged", "task-running");
    world.invoke("Sweep", "scheduled");
    assertThat(world.writesSince(mark)).isEmpty();

    world.invokeWith("Rollback", RESUME);
    world.invoke("Sweep", "scheduled");
    assertThat(world.instances()).hasSize(1);
  }

  /** Its answer is a promise: from then on nothing is written. */
  @Test
  void waitsForThePassThatRuns() {
    // So that the pause comes before the end of the pass: no cold start of its own, and a slow one.
    world.invokeWith("Rollback", RESUME);
    world.run("slow-operations", "10");
    var mark = world.mark();
    var running = world.invokeAside("TaskStateChanged", "task-running");
    World.await(() -> world.callsSince(mark).contains("RegisterInstance"));

    assertThat(states(world.invokeWith("Rollback", PAUSE))).containsExactly("in force");

    var item = world.ledger("service/mlflow");
    assertThat(item.has("holder") && item.has("rang"))
        .as("held by one who has not read it")
        .isFalse();
    var after = world.mark();
    // It may have seen the end of what it sent, or have left that to the next pass.
    running.join();
    world.run("replace-task", "mlflow");
    world.invoke("Sweep", "scheduled");
    assertThat(world.writesSince(after)).isEmpty();
  }

  @Test
  void saysWhereNobodyCanWriteItDown() {
    world.run("fail-ledger", "before");

    var reply = world.invokeWith("Rollback", PAUSE);

    assertThat(reply.at("/ending").asText()).isEqualTo("come again");
    assertThat(states(reply)).containsExactly("unknown");
  }

  private static List<String> states(JsonNode reply) {
    return reply.at("/services").findValuesAsText("state");
  }
}
