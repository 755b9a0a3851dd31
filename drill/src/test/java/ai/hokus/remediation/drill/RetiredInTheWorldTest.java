package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * MLflow is taken out of the configuration while something of ours still stands for it. Functions
 * read the configuration anew within a minute.
 */
class RetiredInTheWorldTest {
  private static final String PARAMETER = "/hokusai/development/mlflow/endpoint";
  private static final String ALARM = "hokusai-api-502-errors";
  private static final String BY_NAME = "http://mlflow.hokusai-development.local:5000";
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Duration SWEEPS = Duration.ofSeconds(2);

  private World world;

  @BeforeEach
  void lose() {
    world = World.up("--negative-ttl", "2");
    world.tell(
        "configure",
        "settings",
        """
        {"restoreAfter": "PT2S", "nameRepairBudget": "PT2S", "lastInstanceKept": "PT1S", "redeploy": {"every": "PT1S"}}\
        """);
    world.tell("recreate-without-registries", "mlflow");
  }

  @AfterEach
  void down() {
    world.close();
  }

  @Test
  @DisplayName("situation.noLongerConfigured.world")
  void withdrawsWhatIsOursOnceItsTaskHasStopped() {
    awaitAfterSweeps(() -> world.instances().size() == 1);
    assertThat(world.instances().getFirst().get("owner").asText()).isEqualTo("ours");

    takeOut();
    awaitWord("noLongerConfigured");
    assertThat(world.instances()).as("its task runs").hasSize(1);

    world.tell("replace-task", "mlflow");
    awaitAfterSweeps(() -> world.instances().isEmpty());
    awaitAfterSweeps(this::isForgotten);
    assertThat(world.instances()).as("the new task is not registered").isEmpty();
  }

  @Test
  @DisplayName("the endpoint goes back to its name also where the service is no longer configured")
  void leavesAFallbackThatWasEnteredBefore() {
    world.tell("fail-operations", "the hosted zone is gone", "mlflow");
    world.tell("set-alarm", ALARM, "ALARM");
    awaitAfterSweeps(() -> !value().equals(BY_NAME));

    takeOut();
    awaitWord("noLongerConfigured");

    world.tell("fail-operations", "off");
    world.tell("recreate-with-registries", "mlflow");
    world.tell("set-alarm", ALARM, "OK");
    awaitAfterSweeps(() -> value().equals(BY_NAME));
    awaitAfterSweeps(this::isForgotten);
    assertThat(world.instances())
        .singleElement()
        .satisfies(instance ->
            assertThat(instance.get("owner").asText()).as("and it is ECS's").isEqualTo("native"));
  }

  private void takeOut() {
    world.tell("configure", "services", "{}");
  }

  /** Functions keep a configuration for a minute. */
  private void awaitWord(String row) {
    World.await(SOON, SWEEPS, () -> says(sweep()).anyMatch(line -> line.startsWith(row + ":")));
  }

  private void awaitAfterSweeps(BooleanSupplier condition) {
    World.await(
        SOON,
        SWEEPS,
        () -> {
          sweep();
          return condition.getAsBoolean();
        });
  }

  private static Stream<String> says(Optional<JsonNode> answer) {
    return answer.stream()
        .flatMap(each -> children(each.get("services")))
        .flatMap(service -> children(service.get("says")))
        .map(JsonNode::asText);
  }

  private static Stream<JsonNode> children(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  /** What a sweep answers; nothing where it fails, as it does while operations fail. */
  private Optional<JsonNode> sweep() {
    try {
      return Optional.of(world.invoke("Sweep", "scheduled"));
    } catch (World.FunctionError failed) {
      return Optional.empty();
    }
  }

  private String value() {
    return world.parameter(PARAMETER).at("/value").asText();
  }

  private boolean isForgotten() {
    return world.ledger("service/mlflow").at("/estate").isMissingNode();
  }
}
