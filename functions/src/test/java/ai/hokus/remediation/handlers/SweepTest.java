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

import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.world.DelegatingCatalog;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.InMemoryWorld.Call;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTest {

  @Test
  void looksAtEveryGuardedService() throws IOException {
    var wired = new Wired().configured(Wired.guarding("repair", "api", "mlflow"));
    wired.world.tasks(running(A, IP1)).instances(ofEcs(A, IP1)).ok(IP1);

    var answer = sweep(wired, sample());

    assertThat(answer)
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
  }

  /** Whoever invokes it by hand has no event. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"source\": \"nobody\", \"detail\": {\"group\": \"service:x\"}, \"a\": 1}"
      })
  void looksAtNothingInItsEvent(String event) throws IOException {
    var wired = new Wired();
    wired.world.ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1);

    sweep(wired, event);

    assertThat(wired.world.instances()).containsExactly(ours(A, IP1));
  }

  /** Lambda itself refuses the first two; a direct caller of the class would not. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                     | $           | nothing
          {"source":             | $           | no JSON at line 1, column 11
          []                     | $           | a list
          [{}]                   | $           | a list
          null                   | $           | null
          "text"                 | $           | text of 4 characters
          5                      | $           | a number
          {"time": "yesterday"}  | $.time      | text of 9 characters
          {"detail": 5}          | $.detail    | a number
          {"resources": [{}]}    | $.resources | a list
          """)
  void answersWhatIsNoEventOfASchedule(String event, String field, String found)
      throws IOException {
    var wired = new Wired();

    assertThat(sweep(wired, event))
        .contains(
            "\"ending\" : \"never again\"",
            "\"field\" : \"%s\"".formatted(field),
            "\"found\" : \"%s\"".formatted(found));
    assertThat(wired.calls()).isZero();
    assertThat(wired.configurationReads()).isZero();
  }

  /** The next sweep is a minute away, so nobody waits for a young task. */
  @Test
  void asksEachTaskOnce() throws IOException {
    var wired = new Wired();
    wired.world.tasks(running(A, IP1, Duration.ofSeconds(5))).ok(IP1);

    sweep(wired);

    assertThat(wired.world.questions())
        .allSatisfy(
            question -> assertThat(question.addresses().values()).containsOnly(Duration.ZERO));
  }

  @Test
  void saysForEachGuardedServiceWhatIsUnfinished() {
    var wired = new Wired().configured(Wired.guarding("repair", "api", "mlflow"));
    wired.world.tasks(running(A, IP1)).instances(ofEcs(A, IP1)).ok(IP1).refuses(Call.SERVICE);

    assertThatExceptionOfType(ComeAgain.class)
        .isThrownBy(() -> sweep(wired))
        .withMessage("api: SERVICE was throttled\nmlflow: SERVICE was throttled");
  }

  @Test
  void comesAgainWithOneLineWhereTheConfigurationCannotBeRead() {
    assertThatExceptionOfType(ComeAgain.class)
        .isThrownBy(() -> sweep(new Wired().withoutConfiguration()))
        .withMessage("could not reach SSM")
        .withNoCause();
  }

  /** No mistake of ours over one service may cost another one its repair. */
  @Test
  void looksAtTheOthersWhereOneBreaksOff() {
    var world = new InMemoryWorld();
    var wired = new Wired(breakingFor(world, "hokusai-api-development"), world);
    wired.configured(Wired.guarding("repair", "api", "mlflow"));
    world.ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1);

    assertThatExceptionOfType(ComeAgain.class)
        .isThrownBy(() -> sweep(wired))
        .withMessage(
            "api: the pass broke off: java.lang.IllegalStateException: nobody thought of this");
    assertThat(world.instances()).containsExactly(ours(A, IP1));
  }

  private static String sweep(Wired wired) throws IOException {
    return sweep(wired, "{}");
  }

  private static String sweep(Wired wired, String event) throws IOException {
    var answer = new ByteArrayOutputStream();
    new Sweep(wired.passes())
        .handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new Invocation());
    return answer.toString(UTF_8);
  }

  private static String sample() throws IOException {
    var resource = SweepTest.class.getResourceAsStream("/events/scheduled.json");
    try (var in = Objects.requireNonNull(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static TaskCatalog breakingFor(TaskCatalog world, String unlucky) {
    return new DelegatingCatalog(world) {
      @Override
      public Reading<Set<TaskId>> running(String ecsService) {
        if (ecsService.equals(unlucky)) {
          throw new IllegalStateException("nobody\nthought of this");
        }
        return super.running(ecsService);
      }
    };
  }
}
