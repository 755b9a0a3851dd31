package ai.hokus.remediation.aws;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Audience;
import ai.hokus.remediation.model.Audience.Listener;
import ai.hokus.remediation.model.Audience.Rollout;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.world.Sample;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EcsConsumersTest {
  private static final String API = "hokusai-api-development";
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final String SERVICE =
      """
      {"services": [{"status": "ACTIVE", "deployments": [
        {"id": "ecs-svc/1", "status": "ACTIVE", "rolloutState": "COMPLETED", "createdAt": 1772452800},
        {"id": "ecs-svc/2", "status": "PRIMARY", "rolloutState": "IN_PROGRESS", "createdAt": 1772452860},
        {"id": "ecs-svc/0", "status": "INACTIVE", "createdAt": 1772452900}]}]}\
      """;

  private ScriptedAws aws;
  private Consumers consumers;

  @BeforeEach
  void open() {
    aws = new ScriptedAws();
    consumers = ScriptedAws.ports().consumers(Sample.GUARD);
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void seesWhoRunsWhoStartsAndWhichDeploymentIsTheNewest() {
    aws.answers("DescribeServices", SERVICE)
        .answers("ListTasks", "{\"taskArns\": [\"%s\", \"%s\"]}".formatted(arn(A), arn(B)))
        .answers(
            "DescribeTasks",
            """
            {"tasks": [
              {"taskArn": "%s", "desiredStatus": "RUNNING", "createdAt": 1772452800, "startedAt": 1772452830.5},
              {"taskArn": "%s", "desiredStatus": "RUNNING", "createdAt": 1772452860}]}\
            """
                .formatted(arn(A), arn(B)));

    assertThat(consumers.look(API))
        .isEqualTo(
            new Reading.Complete<>(
                Optional.of(
                    new Audience(
                        API,
                        List.of(
                            new Listener(A, NOON, Optional.of(NOON.plusMillis(30_500))),
                            new Listener(B, NOON.plusSeconds(60), Optional.empty())),
                        List.of(
                            new Rollout("ecs-svc/2", "IN_PROGRESS", NOON.plusSeconds(60)),
                            new Rollout("ecs-svc/1", "COMPLETED", NOON))))));
    assertThat(aws.asked("DescribeServices").getFirst().at("/cluster").asText())
        .isEqualTo(Sample.GUARD.clusterArn());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tasks")
  void countsWhoIsWanted(String situation, String answer, List<Listener> expected) {
    aws.answers("DescribeServices", SERVICE)
        .answers("ListTasks", "{\"taskArns\": [\"%s\"]}".formatted(arn(A)))
        .answers("DescribeTasks", answer);

    assertThat(consumers.look(API)).isInstanceOf(Reading.Complete.class);
    assertThat(audience(consumers.look(API)).tasks()).isEqualTo(expected);
  }

  static Stream<Arguments> tasks() {
    return Stream.of(
        arguments(
            "asked to stop since it was listed",
            "{\"tasks\": [{\"taskArn\": \"%s\", \"desiredStatus\": \"STOPPED\"}]}"
                .formatted(arn(A)),
            List.of()),
        arguments(
            "gone since it was listed",
            "{\"failures\": [{\"arn\": \"%s\", \"reason\": \"MISSING\"}]}".formatted(arn(A)),
            List.of()),
        arguments(
            "of no known age: older than whatever we wrote",
            "{\"tasks\": [{\"taskArn\": \"%s\", \"desiredStatus\": \"RUNNING\"}]}"
                .formatted(arn(A)),
            List.of(new Listener(A, Instant.EPOCH, Optional.empty()))));
  }

  @Test
  void takesADeploymentWithoutAStateAsItIs() {
    aws.answers(
            "DescribeServices",
            "{\"services\": [{\"status\": \"ACTIVE\", \"deployments\": [{\"id\": \"ecs-svc/1\", \"status\": \"PRIMARY\"}]}]}")
        .answers("ListTasks", "{}");

    assertThat(audience(consumers.look(API)).deployments())
        .containsExactly(new Rollout("ecs-svc/1", "", Instant.EPOCH));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nothings")
  void knowsNoService(String situation, String answer) {
    aws.answers("DescribeServices", answer);

    assertThat(consumers.look("gone")).isEqualTo(new Reading.Complete<>(Optional.empty()));
    assertThat(aws.asked("ListTasks")).isEmpty();
  }

  static Stream<Arguments> nothings() {
    return Stream.of(
        arguments("MISSING", "{\"failures\": [{\"arn\": \"arn:x\", \"reason\": \"MISSING\"}]}"),
        arguments("INACTIVE", "{\"services\": [{\"status\": \"INACTIVE\"}]}"));
  }

  @Test
  void describesAHundredTasksAtATime() {
    aws.answers("DescribeServices", SERVICE)
        .answers(
            "ListTasks",
            IntStream.range(0, 250)
                .mapToObj(i -> "\"" + arn(new TaskId("%032x".formatted(i))) + "\"")
                .collect(Collectors.joining(", ", "{\"taskArns\": [", "]}")))
        .answers("DescribeTasks", "{}");

    assertThat(consumers.look(API)).isInstanceOf(Reading.Complete.class);
    assertThat(aws.asked("DescribeTasks"))
        .extracting(asked -> asked.at("/tasks").size())
        .containsExactly(100, 100, 50);
  }

  @Test
  void isPartialWhereTheServiceCannotBeRead() {
    aws.refuses("DescribeServices", 400, "ClientException", "no");

    assertThat(consumers.look(API))
        .isEqualTo(
            new Reading.Partial<>(
                Optional.empty(),
                "ECS at %s refused (describing %s): ClientException: no"
                    .formatted(aws.endpoint(), API)));
  }

  @Test
  void keepsWhatItSawWhereTheTasksCannotBeRead() {
    aws.answers("DescribeServices", SERVICE).refuses("ListTasks", 400, "ClientException", "no");

    var reading = consumers.look(API);

    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Partial.class,
            partial ->
                assertThat(partial.why())
                    .isEqualTo(
                        "ECS at %s refused (reading the tasks of %s): ClientException: no"
                            .formatted(aws.endpoint(), API)));
    assertThat(audience(reading).deployments()).hasSize(2);
  }

  @Test
  void isPartialOnAnyFailureButMissing() {
    aws.answers("DescribeServices", SERVICE)
        .answers("ListTasks", "{\"taskArns\": [\"%s\"]}".formatted(arn(A)))
        .answers("DescribeTasks", "{\"failures\": [{\"arn\": \"x\", \"reason\": \"AGENT\"}]}");

    assertThat(consumers.look(API))
        .isInstanceOfSatisfying(
            Reading.Partial.class,
            partial ->
                assertThat(partial.why())
                    .isEqualTo(
                        "ECS at %s could not tell everything about %s: AGENT"
                            .formatted(aws.endpoint(), API)));
  }

  @Test
  void asksForADeploymentWithNothingChanged() throws Exception {
    aws.answers(
        "UpdateService",
        SERVICE.replace("{\"services\": [", "{\"service\": ").replace("]}]}", "]}}"));

    assertThat(consumers.redeploy(API)).isEqualTo("ecs-svc/2");
    assertThat(aws.asked("UpdateService"))
        .containsExactly(
            new ObjectMapper()
                .readTree(
                    "{\"cluster\": \"%s\", \"service\": \"%s\", \"forceNewDeployment\": true}"
                        .formatted(Sample.GUARD.clusterArn(), API)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void asksOnce(String code, int status) {
    aws.refuses("UpdateService", status, code, "no");

    assertThatThrownBy(() -> consumers.redeploy(API))
        .isInstanceOf(Unavailable.class)
        .hasMessage(
            "ECS at %s refused (asking for a new deployment of %s): %s: no",
            aws.endpoint(), API, code);
    assertThat(aws.asked("UpdateService")).hasSize(1);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments("ServerException", 500),
        arguments("ThrottlingException", 400),
        arguments("ServiceNotActiveException", 400));
  }

  @Test
  void saysThatNoDeploymentWasNamed() {
    aws.answers("UpdateService", "{\"service\": {\"status\": \"ACTIVE\"}}");

    assertThatThrownBy(() -> consumers.redeploy(API)).isInstanceOf(Unavailable.class);
  }

  private static Audience audience(Reading<Optional<Audience>> reading) {
    return reading.value().orElseThrow();
  }

  private static String arn(TaskId task) {
    return "arn:aws:ecs:us-east-1:123456789012:task/hokusai-development/" + task;
  }
}
