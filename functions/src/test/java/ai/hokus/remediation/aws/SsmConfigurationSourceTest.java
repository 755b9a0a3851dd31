package ai.hokus.remediation.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hokus.remediation.ports.ConfigurationSource;
import ai.hokus.remediation.ports.ConfigurationSource.Document;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.world.Sample;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SsmConfigurationSourceTest {
  private ScriptedAws aws;

  @BeforeEach
  void open() {
    aws = new ScriptedAws();
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void readsOneParameterOncePerMinute() {
    aws.answers("GetParameter", "{\"Parameter\": {\"Name\": \"/r/c\", \"Value\": \"{}\"}}");
    var source = source("ssm:/r/c");

    assertThat(source.documents()).containsExactly(new Document("/r/c", "{}"));
    assertThat(source.documents()).containsExactly(new Document("/r/c", "{}"));
    assertThat(aws.asked("GetParameter"))
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.at("/Name").asText()).isEqualTo("/r/c");
          assertThat(asked.at("/WithDecryption").asBoolean()).isTrue();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"/r/", "/r"})
  void readsEveryParameterBelowAPrefix(String prefix) {
    aws.answers("GetParametersByPath", parameter("\"NextToken\": \"2\", ", "/r/mlflow", "1"))
        .answers("GetParametersByPath", parameter("", "/r/api/deep", "2"));
    var source = source("ssm-path:" + prefix);

    assertThat(source.documents())
        .containsExactly(new Document("/r/api/deep", "2"), new Document("/r/mlflow", "1"));
    assertThat(source.documents()).hasSize(2);
    assertThat(aws.asked("GetParametersByPath"))
        .hasSize(2)
        .allSatisfy(asked -> {
          assertThat(asked.at("/Recursive").asBoolean()).isTrue();
          assertThat(asked.at("/WithDecryption").asBoolean()).isTrue();
        });
  }

  @Test
  void namesTheParameterThatIsMissing() {
    aws.refuses("GetParameter", 400, "ParameterNotFound", "no")
        .answers("GetParametersByPath", "{}");

    assertThatThrownBy(source("ssm:/r/c")::documents)
        .isInstanceOf(Unavailable.class)
        .hasMessage("SSM at %s has no parameter /r/c".formatted(aws.endpoint()));
    assertThatThrownBy(source("ssm-path:/r/")::documents)
        .isInstanceOf(Unavailable.class)
        .hasMessage("SSM at %s has no parameter below /r/".formatted(aws.endpoint()));
  }

  @Test
  void saysWhatItCouldNotReach() {
    aws.goesDown();

    assertThatThrownBy(source("ssm:/r/c")::documents)
        .isInstanceOf(Unavailable.class)
        .hasMessage(
            "could not reach SSM at %s (reading the configuration from /r/c): socket connection refused."
                .formatted(aws.endpoint()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ssm:", "ssm-path:", "ssm-path:r", "s3://bucket"})
  void quotesWhatNamesNoSource(String text) {
    assertThatThrownBy(() -> source(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("neither ssm:NAME nor ssm-path:/PREFIX/: \"" + text + "\"");
  }

  private static ConfigurationSource source(String text) {
    return new Aws(Sample.GUARD.region()).configuration(text);
  }

  private static String parameter(String token, String name, String value) {
    return "{%s\"Parameters\": [{\"Name\": \"%s\", \"Value\": \"%s\"}]}"
        .formatted(token, name, value);
  }
}
