package ai.hokus.remediation.handlers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.hokus.remediation.config.ConfigurationMistakes;
import ai.hokus.remediation.world.Sample;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassWiringTest {

  private final Map<String, String> environment =
      new TreeMap<>(
          Map.of(
              "CLUSTER",
              Sample.GUARD.clusterArn(),
              "OWNER_ID",
              "our-stack",
              "LEDGER",
              "remediation-Ledger",
              "POLICY",
              "sync",
              "REMEDIATION_CONFIG",
              Wired.guarding("repair", "mlflow"),
              "PROBE",
              "none",
              "PROBE_CIDRS",
              "10.0.0.0/16"));

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"CLUSTER", "OWNER_ID", "LEDGER", "POLICY", "REMEDIATION_CONFIG", "PROBE"})
  void namesTheVariableThatIsMissing(String variable) {
    environment.remove(variable);

    assertThatIllegalStateException()
        .isThrownBy(() -> PassWiring.from(environment, 4))
        .withMessage("the environment variable " + variable + " is not set");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"CLUSTER", "OWNER_ID", "LEDGER", "POLICY", "REMEDIATION_CONFIG", "PROBE"})
  void takesAnEmptyVariableForAMissingOne(String variable) {
    environment.put(variable, " ");

    assertThatIllegalStateException()
        .isThrownBy(() -> PassWiring.from(environment, 4))
        .withMessage("the environment variable " + variable + " is not set");
  }

  @Test
  void asksNobodyDirectlyWithoutBlocks() {
    environment.put("PROBE", "direct");
    environment.remove("PROBE_CIDRS");

    assertThatIllegalStateException()
        .isThrownBy(() -> PassWiring.from(environment, 4))
        .withMessage("the environment variable PROBE_CIDRS is not set");
  }

  @Test
  void quotesAClusterThatIsNone() {
    environment.put("CLUSTER", "hokusai-development");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PassWiring.from(environment, 4))
        .withMessageContaining("\"hokusai-development\"");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"fix", "OBSERVE", "repair,sync"})
  void quotesAPolicyThatIsNone(String policy) {
    environment.put("POLICY", policy);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PassWiring.from(environment, 4))
        .withMessage("POLICY is none of observe, repair, sync: \"" + policy + "\"");
  }

  @Test
  void quotesAConfigurationThatStandsNowhere() {
    environment.put("REMEDIATION_CONFIG", "ssm:");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PassWiring.from(environment, 4))
        .withMessageContaining("\"ssm:\"");
  }

  /** Putting together asks nobody anything, so it needs neither credentials nor a network. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "none",
        "direct",
        "remediation-Probe",
        "arn:aws:lambda:us-east-1:123456789012:function:p:live"
      })
  void putsPassesTogether(String probe) {
    environment.put("PROBE", probe);

    assertThat(PassWiring.from(environment, 4)).isNotNull();
  }

  @Test
  void failsWithEveryMistakeOfTheConfigurationWhenItIsUsed() {
    environment.put("REMEDIATION_CONFIG", "{\"policy\": \"fix\", \"services\": []}");
    var sweep = new Sweep(PassWiring.from(environment, 4));

    assertThatExceptionOfType(ConfigurationMistakes.class)
        .isThrownBy(() ->
            sweep.handleRequest(
                new ByteArrayInputStream("{}".getBytes(UTF_8)),
                OutputStream.nullOutputStream(),
                new Invocation()))
        .withMessageStartingWith("the configuration cannot be used:\n")
        .withMessageContainingAll(
            "REMEDIATION_CONFIG, $.policy: ",
            "REMEDIATION_CONFIG, $.cidrs: ",
            "REMEDIATION_CONFIG, $.services: ");
  }
}
