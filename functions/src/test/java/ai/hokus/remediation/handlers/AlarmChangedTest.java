package ai.hokus.remediation.handlers;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.world.InMemoryWorld.Call;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmChangedTest {
  private static final String ALARM = "hokusai-api-502-errors";

  private final Wired wired = new Wired().configured(linked("repair", "mlflow"));

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "alarm-state-change",
        "alarm-composite",
        "alarm-action-direct",
        "alarm-action-composite"
      })
  void repairsWhatTheAlarmIsLinkedTo(String event) throws IOException {
    wired.world.ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1);

    assertThat(invoke(sample(event))).contains("register 10.0.0.1:5000 for task " + A);
    assertThat(wired.world.instances()).containsExactly(ours(A, IP1));
  }

  /** Whatever the event says of its state: what is broken is repaired when it is seen. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"OK", "INSUFFICIENT_DATA", "BORED"})
  void doesNotBelieveTheState(String state) throws IOException {
    wired.world.ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1);

    invoke(sample("alarm-state-change").replace("\"ALARM\"", "\"" + state + "\""));

    assertThat(wired.world.instances()).containsExactly(ours(A, IP1));
  }

  @Test
  void looksAtEachServiceThatTheAlarmIsLinkedTo() throws IOException {
    allIsWell();
    wired.configured(linked("repair", "api", "mlflow"));

    assertThat(invoke(sample("alarm-state-change")))
        .isEqualTo(
            """
            {
              "ending" : "done",
              "services" : [ ],
              "inSync" : {
                "api" : "repair: 1 of 1 task running, 1 instance (1 native); \
            good: mlflow.hokusai-development.local answers with 10.0.0.1",
                "mlflow" : "repair: 1 of 1 task running, 1 instance (1 native); \
            good: mlflow.hokusai-development.local answers with 10.0.0.1"
              }
            }\
            """);
    assertThat(wired.world.writes()).isZero();
  }

  @Test
  void leavesTheOthersAlone() throws IOException {
    allIsWell();
    wired.configured(
        linked("repair", "api", "mlflow").replaceFirst(ALARM, "hokusai-queue-too-long"));

    assertThat(invoke(sample("alarm-state-change"))).contains("\"mlflow\"").doesNotContain("api");
  }

  /** What is guarded was read when the environment started, however long ago that was. */
  @Test
  void asksNobodyAboutAnAlarmThatIsLinkedToNothing() throws IOException {
    var passes = wired.learnt();

    var answer = invoke(passes, sample("alarm-state-change").replace(ALARM, "EC2 \\\"hot\\\""));

    assertThat(answer)
        .isEqualTo(
            """
            {
              "ending" : "done",
              "says" : "nothing to look at: no guarded service is linked to alarm EC2 \\"hot\\""
            }\
            """);
    assertThat(wired.calls()).isZero();
    assertThat(wired.configurationReads()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"task-running", "scheduled", "probe"})
  void asksNobodyWhereTheEventIsForSomebodyElse(String event) throws IOException {
    invoke(sample(event));

    assertThat(wired.calls()).isZero();
    assertThat(wired.configurationReads()).isZero();
  }

  /** Lambda itself refuses some of these; a direct caller of the class would not. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                 | $             | nothing
          {"source":                                         | $             | no JSON at line 1, column 11
          [{"source": "aws.cloudwatch", "alarmData": {}}]    | $             | a list
          {"source": "aws.cloudwatch"}                       | $.detail-type | nothing
          {"source": "aws.cloudwatch", "alarmData": {}}      | $.accountId   | nothing
          """)
  void answersWhatMakesNoSenseWithItsField(String event, String field, String found)
      throws IOException {
    assertThat(invoke(event))
        .contains(
            "\"ending\" : \"never again\"",
            "\"field\" : \"%s\"".formatted(field),
            "\"found\" : \"%s\"".formatted(found));
    assertThat(wired.configurationReads()).isZero();
  }

  @Test
  void comesAgainAfterAnIncompleteRead() {
    wired.world.tasks(running(A, IP1)).ok(IP1).refuses(Call.SERVICE);

    assertThatExceptionOfType(ComeAgain.class)
        .isThrownBy(() -> invoke(sample("alarm-state-change")))
        .withMessage("mlflow: SERVICE was throttled");
  }

  @Test
  void comesAgainWithOneLineWhereTheConfigurationCannotBeRead() {
    wired.withoutConfiguration();

    assertThatExceptionOfType(ComeAgain.class)
        .isThrownBy(() -> invoke(sample("alarm-action-direct")))
        .withMessage("could not reach SSM")
        .withNoCause();
  }

  private void allIsWell() {
    wired.alarms.shows(ALARM, Alarm.State.OK);
    wired.world.tasks(running(A, IP1)).instances(ofEcs(A, IP1)).ok(IP1);
  }

  private static String linked(String policy, String... names) {
    return Wired.guarding(policy, names)
        .replace("\"port\": 5000,", "\"port\": 5000, \"alarms\": [\"" + ALARM + "\"],");
  }

  private String invoke(String event) throws IOException {
    return invoke(wired.passes(), event);
  }

  private static String invoke(Passes passes, String event) throws IOException {
    var answer = new ByteArrayOutputStream();
    new AlarmChanged(passes)
        .handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new Invocation());
    return answer.toString(UTF_8);
  }

  private static String sample(String name) throws IOException {
    var resource = AlarmChangedTest.class.getResourceAsStream("/events/" + name + ".json");
    try (var in = Objects.requireNonNull(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
