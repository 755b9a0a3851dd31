package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** The endpoint is a SecureString with a KMS key of its own, and goes there and back. */
class SecretInTheWorldTest {
  private static final String PARAMETER = "/hokusai/development/mlflow/endpoint";
  private static final String ALARM = "hokusai-api-502-errors";

  /** Unlike what is configured in one character, so that it can be looked for. */
  private static final String BEFORE = "http://mlflow.hokusai-development.local:5000/";

  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Duration SWEEPS = Duration.ofSeconds(2);

  private World world;

  @BeforeEach
  void makeItASecret() {
    world = World.up("--negative-ttl", "2");
    world.tell(
        "configure",
        "settings",
        """
        {"restoreAfter": "PT2S", "nameRepairBudget": "PT2S", "redeploy": {"every": "PT1S"}}\
        """);
    world.tell("set-parameter", PARAMETER, BEFORE);
    world.tell("make-secret", PARAMETER);
    world.tell("deliver/messages");
    world.tell("recreate-without-registries", "mlflow");
    world.tell("fail-operations", "the hosted zone is gone", "mlflow");
    world.tell("set-alarm", ALARM, "ALARM");
  }

  @AfterEach
  void down() {
    world.close();
  }

  @Test
  void comesBackWithItsKeyAndStaysOutOfLedgerAndChat() {
    awaitAfterSweeps(() -> versions().size() == 2);
    assertThat(versions().getLast().value()).matches("http://127[.0-9]+:5000/?");

    world.tell("fail-operations", "off");
    world.tell("set-alarm", ALARM, "OK");
    awaitAfterSweeps(() -> versions().size() == 3);
    assertThat(versions().getLast().value()).isEqualTo(BEFORE);

    assertThat(versions())
        .extracting(ParameterHistory::type)
        .containsOnly(ParameterType.SECURE_STRING);
    assertThat(versions()).extracting(ParameterHistory::keyId).doesNotContainNull().hasSize(3);
    assertThat(versions().stream().map(ParameterHistory::keyId).distinct()).hasSize(1);
    World.await(SOON, () -> world.messages().toString().contains("by its name again"));
    assertThat(world.ledgerAsText()).doesNotContain(BEFORE);
    assertThat(world.messages().toString()).doesNotContain(BEFORE);
  }

  private List<ParameterHistory> versions() {
    return world.history(PARAMETER);
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

  /** It fails while operations do. */
  private void sweep() {
    try {
      world.invoke("Sweep", "scheduled");
    } catch (World.FunctionError failed) {
      assertThat(failed).hasMessageContaining("mlflow");
    }
  }
}
