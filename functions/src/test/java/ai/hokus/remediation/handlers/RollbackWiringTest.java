package ai.hokus.remediation.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.hokus.remediation.world.Sample;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollbackWiringTest {
  private final Map<String, String> environment =
      new TreeMap<>(
          Map.of(
              "CLUSTER", Sample.GUARD.clusterArn(),
              "OWNER_ID", "our-stack",
              "LEDGER", "remediation-Ledger",
              "POLICY", "repair",
              "PROBE", "none",
              "AWS_LAMBDA_FUNCTION_NAME", "remediation-Rollback-1A2B",
              "REMEDIATION_CONFIG", Wired.guarding("repair", "mlflow")));

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "CLUSTER",
        "OWNER_ID",
        "LEDGER",
        "POLICY",
        "PROBE",
        "AWS_LAMBDA_FUNCTION_NAME",
        "REMEDIATION_CONFIG"
      })
  void namesTheVariableThatIsMissing(String variable) {
    environment.remove(variable);

    assertThatIllegalStateException()
        .isThrownBy(() -> RollbackWiring.from(environment))
        .withMessage("the environment variable " + variable + " is not set");
  }

  /** Putting together asks nobody anything, so it needs neither credentials nor a network. */
  @Test
  void putsTheFunctionTogether() {
    assertThat(RollbackWiring.from(environment)).isNotNull();
  }
}
