package ai.hokus.remediation.plan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.model.Snapshot.Kept;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AwsCommandsTest {
  private static final String BY_NAME = "http://mlflow.hokusai-development.local:5000";

  @Test
  void putsBackWhatWasThereWithAllThatAPutForgets() {
    var kept =
        new Kept(
            Optional.empty(),
            Optional.of("Advanced"),
            Optional.of("text"),
            Optional.of("^http.*$"),
            Optional.of("[{\"Type\":\"NoChangeNotification\"}]"));

    assertThat(AwsCommands.put(before(Parameter.Type.STRING, "http://before", kept), BY_NAME))
        .isEqualTo(
            "aws ssm put-parameter --overwrite --name '/mlflow/uri' --value 'http://before'"
                + " --tier 'Advanced' --data-type 'text' --allowed-pattern '^http.*$'"
                + " --policies '[{\"Type\":\"NoChangeNotification\"}]'");
  }

  /** The value of a secret is not known here, and the name of a service is none. */
  @Test
  void putsASecretToTheName() {
    var kept =
        new Kept(
            Optional.of("alias/mine"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(AwsCommands.put(before(Parameter.Type.SECURE_STRING, "s3cret", kept), BY_NAME))
        .isEqualTo(
            "aws ssm put-parameter --overwrite --name '/mlflow/uri' --value '"
                + BY_NAME
                + "' --type SecureString --key-id 'alias/mine'");
  }

  @Test
  void doesNotGoBackToAnAddress() {
    var before = before(Parameter.Type.STRING, "http://10.0.0.9:5000", Kept.NOTHING);

    assertThat(AwsCommands.put(before, BY_NAME)).endsWith(" --value '" + BY_NAME + "'");
  }

  /** What others wrote into a parameter or an instance is no part of a command. */
  @Test
  void letsTheShellReadNothingOfAValue() {
    var before = before(Parameter.Type.STRING, "$(reboot) 'now' `; \\", Kept.NOTHING);

    assertThat(AwsCommands.put(before, BY_NAME))
        .endsWith(" --value '$(reboot) '\\''now'\\'' `; \\'");
    assertThat(AwsCommands.deregister("srv-1", "a'; reboot"))
        .isEqualTo(
            "aws servicediscovery deregister-instance --service-id 'srv-1'"
                + " --instance-id 'a'\\''; reboot'");
  }

  private static Snapshot before(Parameter.Type type, String value, Kept kept) {
    return Snapshot.of(new Parameter("/mlflow/uri", type, value, 3), kept);
  }
}
