package ai.hokus.remediation.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SsmSecretTest {
  private final MovableClock clock = new MovableClock();
  private ScriptedAws aws;
  private Supplier<String> secret;

  @BeforeEach
  void open() {
    aws = new ScriptedAws();
    secret = ScriptedAws.ports().secret("/chat/webhook", clock);
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void isReadDecryptedOnceInFiveMinutes() {
    aws.answers("GetParameter", parameter("SecureString", "first"))
        .answers("GetParameter", parameter("SecureString", "second"));

    assertThat(secret.get()).isEqualTo("first");
    clock.pass(Duration.ofMinutes(5).minusSeconds(1));
    assertThat(secret.get()).isEqualTo("first");
    clock.pass(Duration.ofSeconds(1));
    assertThat(secret.get()).isEqualTo("second");

    assertThat(aws.asked("GetParameter"))
        .hasSize(2)
        .allSatisfy(asked -> {
          assertThat(asked.at("/Name").asText()).isEqualTo("/chat/webhook");
          assertThat(asked.at("/WithDecryption").asBoolean()).isTrue();
        });
  }

  @Test
  void isNoneWhereOthersCanReadIt() {
    aws.answers("GetParameter", parameter("String", "the-secret"));

    assertThatThrownBy(secret::get)
        .isInstanceOf(Unavailable.class)
        .hasMessage(
            "SSM at %s keeps /chat/webhook as a String, where others can read it: make it a SecureString"
                .formatted(aws.endpoint()));
  }

  @Test
  void namesTheParameterThatIsMissing() {
    aws.refuses("GetParameter", 400, "ParameterNotFound", "no");

    assertThatThrownBy(secret::get)
        .isInstanceOf(Unavailable.class)
        .hasMessage("SSM at %s has no parameter /chat/webhook".formatted(aws.endpoint()));
  }

  /** A failed reading is not kept. */
  @Test
  void isAskedForAgainWhereItCouldNotBeRead() {
    aws.refuses("GetParameter", 400, "AccessDeniedException", "no")
        .answers("GetParameter", parameter("SecureString", "first"));

    assertThatThrownBy(secret::get).isInstanceOf(Unavailable.class);
    assertThat(secret.get()).isEqualTo("first");
  }

  private static String parameter(String type, String value) {
    return "{\"Parameter\": {\"Name\": \"/chat/webhook\", \"Type\": \"%s\", \"Value\": \"%s\"}}"
        .formatted(type, value);
  }
}
