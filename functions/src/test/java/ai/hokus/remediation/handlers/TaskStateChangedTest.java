package ai.hokus.remediation.handlers;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.hokus.remediation.config.ConfigurationMistakes;
import ai.hokus.remediation.world.InMemoryWorld.Call;
import ai.hokus.remediation.world.InMemoryWorld.Ending;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskStateChangedTest {

  private final Wired wired = new Wired();

  @Test
  void answersWhatItRepaired() throws IOException {
    wired.world.ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1);

    var answer = invoke(sample("task-running"));

    assertThat(answer)
        .isEqualTo(
            """
            {
              "ending" : "done",
              "services" : [ {
                "service" : "mlflow",
                "policy" : "repair",
                "seen" : "1 of 1 task running, 0 instances",
                "done" : [ "register 10.0.0.1:5000 for task aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: \
            its ECS service does not register with mlflow.hokusai-development.local; \
            it answered 200 (registryForgotten)" ],
                "held" : [ ],
                "failed" : [ ],
                "says" : [ "registryForgotten: ECS service hokusai-mlflow-development does not \
            register with mlflow.hokusai-development.local (serviceRegistries is empty); \
            add service_registries { registry_arn = \\"arn:aws:servicediscovery:\
            us-east-1:123456789012:service/srv-mlflow\\" } to its Terraform" ],
                "name" : "good: mlflow.hokusai-development.local answers with 10.0.0.1"
              } ]
            }\
            """);
    assertThat(wired.world.instances()).containsExactly(ours(A, IP1));
  }

  @Test
  void answersThatAllIsWell() throws IOException {
    wired.world.tasks(running(A, IP1)).instances(ofEcs(A, IP1)).ok(IP1);

    var answer = invoke(sample("service-steady-state"));

    assertThat(answer)
        .isEqualTo(
            """
            {
              "ending" : "done",
              "services" : [ ],
              "inSync" : {
                "mlflow" : "repair: 1 of 1 task running, 1 instance (1 native); \
            good: mlflow.hokusai-development.local answers with 10.0.0.1"
              }
            }\
            """);
    assertThat(wired.world.writes()).isZero();
  }

  @Test
  void answersWhatMakesNoSenseWithItsField() throws IOException {
    var event = sample("task-running").replace("service:hokusai-mlflow", "service:hokusai mlflow");

    assertThat(invoke(event))
        .isEqualTo(
            """
            {
              "ending" : "never again",
              "malformed" : {
                "field" : "$.detail.group",
                "found" : "text of 34 characters",
                "wanted" : "service: and the name of an ECS service"
              }
            }\
            """);
  }

  @Test
  void answersThatTheEventIsForSomebodyElse() throws IOException {
    assertThat(invoke(sample("task-of-another-cluster")))
        .isEqualTo(
            """
            {
              "ending" : "done",
              "says" : "nothing to look at: a task of another cluster"
            }\
            """);
  }

  /** Lambda itself refuses most of these; a direct caller of the class would not. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''          | nothing
          {"source":  | no JSON at line 1, column 11
          []          | a list
          null        | null
          "text"      | text of 4 characters
          5           | a number
          """)
  void answersWhatIsNoEvent(String body, String found) throws IOException {
    assertThat(invoke(body)).contains("\"field\" : \"$\"", "\"found\" : \"" + found + "\"");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"task-of-another-cluster", "scheduled", "probe"})
  void asksNobodyWhereTheEventIsForSomebodyElse(String event) throws IOException {
    invoke(sample(event));

    assertThat(wired.calls()).isZero();
    assertThat(wired.configurationReads()).isZero();
  }

  @Test
  void asksNobodyAboutATaskThatNoServiceStarted() throws IOException {
    invoke(sample("task-running").replace("service:hokusai-mlflow-development", "family:batch"));

    assertThat(wired.calls()).isZero();
    assertThat(wired.configurationReads()).isZero();
  }

  /** What is guarded was read when the environment started, however long ago that was. */
  @Test
  void asksNobodyAboutAServiceThatNobodyGuards() throws IOException {
    var passes = wired.learnt();

    var answer = invoke(passes, aboutBatch());

    assertThat(answer)
        .contains(
            "nothing to look at: no guarded service is ECS service hokusai-batch-development");
    assertThat(wired.calls()).isZero();
    assertThat(wired.configurationReads()).isEqualTo(1);
  }

  /** A policy may have changed since, so what will be acted on is read again. */
  @Test
  void readsTheConfigurationWhereTheServiceIsGuarded() throws IOException {
    wired.world.tasks(running(A, IP1)).instances(ofEcs(A, IP1)).ok(IP1);
    var passes = wired.learnt();
    wired.configured(Wired.guarding("observe", "mlflow"));

    assertThat(invoke(passes, sample("task-running"))).contains("\"mlflow\" : \"observe: ");
  }

  /** Nothing was known when the environment started; the first event's reading is then enough. */
  @Test
  void readsOnlyTheConfigurationWhereNothingIsKnown() throws IOException {
    wired.withoutConfiguration();
    var passes = wired.learnt();
    wired.withConfiguration();

    invoke(passes, aboutBatch());
    invoke(passes, aboutBatch());

    assertThat(wired.calls()).isZero();
    assertThat(wired.configurationReads()).isEqualTo(2);
  }

  @Test
  void startsWithAConfigurationThatCannotBeUsed() {
    var passes = wired.configured("{}").learnt();

    assertThatExceptionOfType(ConfigurationMistakes.class)
        .isThrownBy(() -> invoke(passes, aboutBatch()));
  }

  @Test
  void comesAgainAfterAnIncompleteRead() {
    wired.world.tasks(running(A, IP1)).ok(IP1).refuses(Call.SERVICE, Call.LIST);

    assertThatExceptionOfType(ComeAgain.class)
        .isThrownBy(() -> invoke(sample("task-running")))
        .withMessage("mlflow: SERVICE was throttled\nmlflow: LIST was throttled")
        .satisfies(thrown -> assertThat(thrown.getStackTrace()).isEmpty());
  }

  @Test
  void comesAgainAfterAFailureAndDoesTheRest() {
    wired.world.ecs(forgetful(2)).tasks(running(A, IP1), running(B, IP2)).ok(IP1, IP2);
    wired.world.ends(A, Ending.FAIL);

    assertThatExceptionOfType(ComeAgain.class)
        .isThrownBy(() -> invoke(sample("task-running")))
        .withMessageStartingWith("mlflow: register ")
        .withMessageEndingWith(
            "; failed: operationFailed: Cloud Map: the hosted zone does not exist")
        .withMessageNotContaining("\n");
    assertThat(wired.world.instances()).containsExactly(ours(B, IP2));
  }

  @Test
  void comesAgainWithOneLineWhereTheConfigurationCannotBeRead() {
    wired.withoutConfiguration();

    assertThatExceptionOfType(ComeAgain.class)
        .isThrownBy(() -> invoke(sample("task-running")))
        .withMessage("could not reach SSM")
        .withNoCause()
        .satisfies(thrown -> assertThat(thrown.getStackTrace()).isEmpty());
  }

  @Test
  void failsWithEveryMistakeOfTheConfiguration() {
    wired.configured(
        """
        {"policy": "fix", "cidrs": ["10.0.0.0/33"], "services": []}\
        """);

    assertThatExceptionOfType(ConfigurationMistakes.class)
        .isThrownBy(() -> invoke(sample("task-running")))
        .withMessageContainingAll("$.policy", "$.cidrs[0]", "$.services");
    assertThat(wired.calls()).isZero();
  }

  private static String aboutBatch() throws IOException {
    return sample("task-running").replace("hokusai-mlflow", "hokusai-batch");
  }

  private String invoke(String event) throws IOException {
    return invoke(wired.passes(), event);
  }

  private static String invoke(Passes passes, String event) throws IOException {
    var answer = new ByteArrayOutputStream();
    new TaskStateChanged(passes)
        .handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new Invocation());
    return answer.toString(UTF_8);
  }

  private static String sample(String name) throws IOException {
    var resource = TaskStateChangedTest.class.getResourceAsStream("/events/" + name + ".json");
    try (var in = Objects.requireNonNull(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
