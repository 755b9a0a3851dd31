package ai.hokus.remediation.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hokus.remediation.ports.ConfigurationSource;
import ai.hokus.remediation.ports.ConfigurationSource.Document;
import ai.hokus.remediation.ports.ConfigurationSource.Stale;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SsmConfigurationSourceTest {
  private final MovableClock clock = new MovableClock();
  private final List<Stale> stale = new ArrayList<>();
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

  @Test
  void readsAgainAfterAMinute() {
    aws.answers("GetParameter", value("old")).answers("GetParameter", value("new"));
    var source = source("ssm:/r/c");

    source.documents();
    clock.pass(Duration.ofSeconds(59));
    assertThat(source.documents()).containsExactly(new Document("/r/c", "old"));
    clock.pass(Duration.ofSeconds(1));
    assertThat(source.documents()).containsExactly(new Document("/r/c", "new"));
    assertThat(stale).isEmpty();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({"400, ThrottlingException", "500, InternalServerError"})
  void keepsWhatItReadWhereSsmGivesNoAnswer(int status, String code) {
    aws.answers("GetParameter", value("old")).refuses("GetParameter", status, code, "not now");
    var source = source("ssm:/r/c");

    source.documents();
    clock.pass(Duration.ofMinutes(2));

    assertThat(source.documents()).containsExactly(new Document("/r/c", "old"));
    assertThat(stale)
        .singleElement()
        .satisfies(each -> {
          assertThat(each.age()).isEqualTo(Duration.ofMinutes(2));
          assertThat(each.why())
              .hasMessage(
                  "SSM at %s refused (reading the configuration from /r/c): %s: not now"
                      .formatted(aws.endpoint(), code));
        });
  }

  @Test
  void keepsWhatItReadBelowAPrefixWhereNobodyListens() {
    aws.answers("GetParametersByPath", parameter("", "/r/mlflow", "1"));
    var source = source("ssm-path:/r/");

    source.documents();
    aws.goesDown();
    clock.pass(Duration.ofMinutes(14));

    assertThat(source.documents()).containsExactly(new Document("/r/mlflow", "1"));
    assertThat(stale).extracting(Stale::age).containsExactly(Duration.ofMinutes(14));
  }

  /** A failed reading takes seconds, which a pass has better use for; but each one says it. */
  @Test
  void leavesSsmAloneForAMinuteAfterAFailure() {
    aws.answers("GetParameter", value("old"))
        .refuses("GetParameter", 400, "ThrottlingException", "not now");
    var source = source("ssm:/r/c");

    source.documents();
    clock.pass(Duration.ofMinutes(2));
    source.documents();
    int asked = aws.asked("GetParameter").size();
    clock.pass(Duration.ofSeconds(59));
    source.documents();

    assertThat(aws.asked("GetParameter")).hasSize(asked);
    assertThat(stale)
        .extracting(Stale::age)
        .containsExactly(Duration.ofSeconds(120), Duration.ofSeconds(179));
  }

  @Test
  void takesTheNewOneAsSoonAsSsmAnswers() {
    aws.answers("GetParameter", value("old"))
        .refuses("GetParameter", 400, "AccessDeniedException", "no")
        .answers("GetParameter", value("new"));
    var source = source("ssm:/r/c");

    source.documents();
    clock.pass(Duration.ofMinutes(2));
    assertThatThrownBy(source::documents).hasMessageContaining("AccessDeniedException");

    assertThat(source.documents()).containsExactly(new Document("/r/c", "new"));
    assertThat(stale).isEmpty();
  }

  @Test
  void keepsNothingForLongerThanAQuarterOfAnHour() {
    aws.answers("GetParameter", value("old"))
        .refuses("GetParameter", 400, "ThrottlingException", "not now");
    var source = source("ssm:/r/c");

    source.documents();
    clock.pass(Duration.ofSeconds(899));
    assertThat(source.documents()).hasSize(1);
    clock.pass(Duration.ofSeconds(1));

    assertThatThrownBy(source::documents)
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("ThrottlingException: not now");
  }

  /** Somebody has taken it away, or the right to read it: no reason to go on as if not. */
  @ParameterizedTest
  @ValueSource(strings = {"ParameterNotFound", "AccessDeniedException"})
  void keepsNothingWhereSsmRefusesForGood(String code) {
    aws.answers("GetParameter", value("old")).refuses("GetParameter", 400, code, "no");
    var source = source("ssm:/r/c");

    source.documents();
    clock.pass(Duration.ofMinutes(2));

    assertThatThrownBy(source::documents).isInstanceOf(Unavailable.class);
    assertThat(stale).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ssm:", "ssm-path:", "ssm-path:r", "s3://bucket"})
  void quotesWhatNamesNoSource(String text) {
    assertThatThrownBy(() -> source(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("neither ssm:NAME nor ssm-path:/PREFIX/: \"" + text + "\"");
  }

  private ConfigurationSource source(String text) {
    return ScriptedAws.ports().configuration(text, clock, stale::add);
  }

  private static String value(String value) {
    return "{\"Parameter\": {\"Name\": \"/r/c\", \"Value\": \"%s\"}}".formatted(value);
  }

  private static String parameter(String token, String name, String value) {
    return "{%s\"Parameters\": [{\"Name\": \"%s\", \"Value\": \"%s\"}]}"
        .formatted(token, name, value);
  }
}
