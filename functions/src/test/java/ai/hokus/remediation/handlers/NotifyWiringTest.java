package ai.hokus.remediation.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifyWiringTest {
  private final Map<String, String> environment =
      new TreeMap<>(
          Map.of(
              "AWS_REGION", "us-east-1",
              "LEDGER", "remediation-Ledger",
              "SLACK_WEBHOOK", "/remediation/slack-webhook",
              "CHAT_TOPIC", "arn:aws:sns:us-east-1:123456789012:chat"));

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"AWS_REGION", "LEDGER"})
  void namesTheVariableThatIsMissing(String variable) {
    environment.remove(variable);

    assertThatIllegalStateException()
        .isThrownBy(() -> NotifyWiring.from(environment))
        .withMessage("the environment variable " + variable + " is not set");
  }

  /** One channel will do. Putting together asks nobody anything: no credentials, no network. */
  @ParameterizedTest(name = "without {0}")
  @ValueSource(strings = {"SLACK_WEBHOOK", "CHAT_TOPIC", "nothing"})
  void putsTheFunctionTogether(String variable) {
    environment.computeIfPresent(variable, (_, _) -> "");

    assertThat(NotifyWiring.from(environment)).isNotNull();
  }

  /** It would take messages for sent that nobody got. */
  @Test
  void refusesToRunWithoutAChannel() {
    environment.put("SLACK_WEBHOOK", "");
    environment.remove("CHAT_TOPIC");

    assertThatIllegalStateException()
        .isThrownBy(() -> NotifyWiring.from(environment))
        .withMessage("neither of the environment variables SLACK_WEBHOOK and CHAT_TOPIC is set");
  }
}
