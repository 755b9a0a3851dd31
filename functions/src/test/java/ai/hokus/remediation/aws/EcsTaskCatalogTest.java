package ai.hokus.remediation.aws;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.EcsService.Deployment;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.world.InlineExecutor;
import ai.hokus.remediation.world.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EcsTaskCatalogTest {
  private static final String MLFLOW = Sample.MLFLOW.ecsService();
  private static final String ENI =
      """
      [{"type": "ElasticNetworkInterface", "status": "ATTACHED", "details": [
        {"name": "subnetId", "value": "subnet-1"}, {"name": "privateIPv4Address", "value": "10.0.3.17"}]}]\
      """;

  private static final Deployment TWO_COLOURS = new Deployment.TwoColours();

  private ScriptedAws aws;
  private TaskCatalog catalog;

  @BeforeEach
  void open() {
    aws = new ScriptedAws();
    catalog = ScriptedAws.ports().catalog(Sample.GUARD, new Parallel(new InlineExecutor()));
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void describesAService() {
    aws.answers(
        "DescribeServices",
        """
        {"services": [{"status": "ACTIVE", "desiredCount": 2, "serviceRegistries": [
          {"registryArn": "arn:aws:servicediscovery:us-east-1:123456789012:service/srv-mlflow"}],
          "deployments": [{"id": "ecs-svc/1", "status": "PRIMARY"}]}]}\
        """);

    assertThat(catalog.service(MLFLOW))
        .isEqualTo(
            new Reading.Complete<>(
                Optional.of(
                    new EcsService(
                        "ACTIVE",
                        2,
                        Set.of(Sample.CLOUD_MAP.arn()),
                        new Deployment.Rolling(1, "ecs-svc/1")))));
    assertThat(aws.asked("DescribeServices"))
        .singleElement()
        .satisfies(asked ->
            assertThat(asked.at("/cluster").asText()).isEqualTo(Sample.GUARD.clusterArn()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deployments")
  void tellsHowTasksAreReplaced(String situation, String fields, Deployment expected) {
    aws.answers(
        "DescribeServices",
        "{\"services\": [{\"status\": \"ACTIVE\", \"desiredCount\": 1%s}]}".formatted(fields));

    assertThat(catalog.service(MLFLOW).value())
        .hasValueSatisfying(service -> assertThat(service.deployment()).isEqualTo(expected));
  }

  static Stream<Arguments> deployments() {
    return Stream.of(
        arguments("an old service says nothing", "", new Deployment.Rolling(0)),
        arguments(
            "ECS rolls",
            controller("ECS") + strategy("ROLLING") + deployments("PRIMARY"),
            new Deployment.Rolling(1, "ecs-svc/1")),
        arguments(
            "the old deployment still has tasks, an older one has none",
            strategy("ROLLING") + deployments("PRIMARY", "ACTIVE", "INACTIVE"),
            new Deployment.Rolling(2, "ecs-svc/1")),
        arguments("CodeDeploy, no task set yet", controller("CODE_DEPLOY"), TWO_COLOURS),
        arguments(
            "CodeDeploy: PRIMARY serves, the deployment of the service says nothing",
            controller("CODE_DEPLOY") + taskSets("ACTIVE", "PRIMARY") + deployments("PRIMARY"),
            new Deployment.OneColour("ecs-svc/2")),
        arguments(
            "task sets of somebody else's controller",
            controller("EXTERNAL") + taskSets("PRIMARY", "DRAINING"),
            new Deployment.OneColour("ecs-svc/1")),
        arguments(
            "none of them serves yet", controller("EXTERNAL") + taskSets("ACTIVE"), TWO_COLOURS),
        arguments(
            "blue/green at rest",
            controller("ECS") + strategy("BLUE_GREEN") + deployments("PRIMARY", "INACTIVE"),
            new Deployment.OneColour("ecs-svc/1")),
        arguments(
            "blue/green under way: PRIMARY is only the most recent",
            controller("ECS") + strategy("BLUE_GREEN") + deployments("PRIMARY", "ACTIVE"),
            TWO_COLOURS),
        arguments(
            "a strategy that is newer than this program",
            strategy("RAINBOW") + deployments("PRIMARY", "ACTIVE"),
            TWO_COLOURS));
  }

  @Test
  void findsTheRegistryOfTheTaskSetThatServes() {
    aws.answers(
        "DescribeServices",
        """
        {"services": [{"status": "ACTIVE", "desiredCount": 1,
          "deploymentController": {"type": "EXTERNAL"},
          "taskSets": [
            {"id": "ecs-svc/1", "status": "PRIMARY", "serviceRegistries": [{"registryArn": "one"}]},
            {"id": "ecs-svc/2", "status": "ACTIVE", "serviceRegistries": [{"registryArn": "two"}]}
          ]}]}\
        """);

    assertThat(catalog.service(MLFLOW).value())
        .hasValueSatisfying(service -> assertThat(service.registries()).containsExactly("one"));
  }

  private static String deployments(String... statuses) {
    return numbered("deployments", statuses);
  }

  private static String taskSets(String... statuses) {
    return numbered("taskSets", statuses);
  }

  /** Each with the id {@code ecs-svc/N}, counted from one. */
  private static String numbered(String name, String... statuses) {
    return IntStream.range(0, statuses.length)
        .mapToObj(i -> "{\"id\": \"ecs-svc/%d\", \"status\": \"%s\"}".formatted(i + 1, statuses[i]))
        .toList()
        .toString()
        .transform(all -> ", \"%s\": %s".formatted(name, all));
  }

  private static String controller(String type) {
    return ", \"deploymentController\": {\"type\": \"%s\"}".formatted(type);
  }

  private static String strategy(String strategy) {
    return ", \"deploymentConfiguration\": {\"strategy\": \"%s\"}".formatted(strategy);
  }

  @Test
  void knowsNoServiceThatIsMissing() {
    aws.answers(
        "DescribeServices", "{\"failures\": [{\"arn\": \"arn:x\", \"reason\": \"MISSING\"}]}");
    aws.refuses("ListTasks", 400, "ServiceNotFoundException", "Service not found.");

    assertThat(catalog.service("gone")).isEqualTo(new Reading.Complete<>(Optional.empty()));
    assertThat(catalog.running("gone")).isEqualTo(new Reading.Complete<>(Set.of()));
  }

  @Test
  void listsAllPages() {
    aws.answers("ListTasks", taskArns("\"nextToken\": \"2\", ", A))
        .answers("ListTasks", taskArns("", B));

    assertThat(catalog.running(MLFLOW)).isEqualTo(new Reading.Complete<>(Set.of(A, B)));
  }

  @Test
  void keepsWhatItSawBeforeAPageFailed() {
    aws.answers("ListTasks", taskArns("\"nextToken\": \"2\", ", A))
        .refuses("ListTasks", 400, "AccessDeniedException", "not authorized to perform");

    assertThat(catalog.running(MLFLOW))
        .isEqualTo(
            new Reading.Partial<>(
                Set.of(A),
                "ECS at %s does not let this function's role do this (listing the tasks of %s): AccessDeniedException; are the stack's parameters complete?"
                    .formatted(aws.endpoint(), MLFLOW)));
  }

  @Test
  void triesAgainWhenThrottled() {
    aws.refuses("ListTasks", 400, "ThrottlingException", "Rate exceeded")
        .answers("ListTasks", taskArns("", A));

    assertThat(catalog.running(MLFLOW)).isEqualTo(new Reading.Complete<>(Set.of(A)));
  }

  @Test
  void isPartialWhenAThrottleOutlastsTheRetries() {
    aws.refuses("ListTasks", 400, "ThrottlingException", "Rate exceeded");

    assertThat(catalog.running(MLFLOW))
        .isEqualTo(
            new Reading.Partial<>(
                Set.of(),
                "ECS at %s refused (listing the tasks of %s): ThrottlingException: Rate exceeded"
                    .formatted(aws.endpoint(), MLFLOW)));
    assertThat(aws.asked("ListTasks")).hasSize(3);
  }

  @Test
  void saysInOneLineWhatItCouldNotReach() {
    aws.goesDown();

    assertThat(catalog.running(MLFLOW))
        .isEqualTo(
            new Reading.Partial<>(
                Set.of(),
                "could not reach ECS at %s (listing the tasks of %s): socket connection refused."
                    .formatted(aws.endpoint(), MLFLOW)));
  }

  @Test
  void describesATask() {
    aws.answers(
        "DescribeTasks",
        tasks(
            """
            "lastStatus": "RUNNING", "desiredStatus": "RUNNING", "healthStatus": "HEALTHY",
            "availabilityZone": "us-east-1a", "startedBy": "ecs-svc/7", "startedAt": 1772452800.5,
            "taskDefinitionArn": "arn:aws:ecs:us-east-1:123456789012:task-definition/mlflow:7",
            "attachments":\
            """
                + ENI));

    assertThat(catalog.describe(List.of(A)).value().known())
        .containsExactly(
            new Task(
                A,
                "RUNNING",
                "RUNNING",
                Task.Health.HEALTHY,
                Optional.of(new Ipv4("10.0.3.17")),
                "us-east-1a",
                "mlflow",
                "ecs-svc/7",
                Optional.of(Instant.parse("2026-03-02T12:00:00.5Z")),
                Optional.empty()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("addresses")
  void findsTheAddressOfTheTask(String situation, String attachments, Optional<Ipv4> expected) {
    aws.answers("DescribeTasks", tasks("\"attachments\": " + attachments));

    assertThat(catalog.describe(List.of(A)).value().known())
        .singleElement()
        .satisfies(task -> assertThat(task.address()).isEqualTo(expected));
  }

  static Stream<Arguments> addresses() {
    return Stream.of(
        arguments("its own network interface", ENI, Optional.of(new Ipv4("10.0.3.17"))),
        arguments("bridge or host network", "[]", Optional.empty()),
        arguments(
            "no interface yet",
            "[{\"type\": \"ElasticNetworkInterface\", \"status\": \"PRECREATED\", \"details\": []}]",
            Optional.empty()),
        arguments(
            "IPv6 only",
            ENI.replace("privateIPv4Address", "ipv6Address").replace("10.0.3.17", "2001:db8::7"),
            Optional.empty()),
        arguments(
            "Service Connect's attachment",
            ENI.replace("ElasticNetworkInterface", "Service Connect"),
            Optional.empty()));
  }

  @Test
  void takesWordsThatAreNewerThanItself() {
    aws.answers(
        "DescribeTasks",
        tasks(
            "\"lastStatus\": \"HIBERNATING\", \"desiredStatus\": \"RUNNING\","
                + " \"healthStatus\": \"RECOVERING\", \"launchType\": \"ELSEWHERE\""));

    assertThat(catalog.describe(List.of(A)).value().known())
        .singleElement()
        .satisfies(task -> {
          assertThat(task.lastStatus()).isEqualTo("HIBERNATING");
          assertThat(task.health()).isEqualTo(Task.Health.UNKNOWN);
        });
  }

  @Test
  void tellsMissingTasksFromThoseItCouldNotRead() {
    aws.answers("DescribeTasks", failures("MISSING", "MISSING"));
    assertThat(catalog.describe(List.of(A, B)))
        .isEqualTo(new Reading.Complete<>(new Tasks(List.of(), Set.of(A, B))));
  }

  @Test
  void isPartialOnAnyOtherFailure() {
    aws.answers("DescribeTasks", failures("MISSING", "AGENT"));

    assertThat(catalog.describe(List.of(A, B)))
        .isEqualTo(
            new Reading.Partial<>(
                new Tasks(List.of(), Set.of(A)),
                "ECS at %s could not tell everything (describing 2 tasks): AGENT for %s"
                    .formatted(aws.endpoint(), arn(B))));
  }

  @Test
  void describesInBatchesOfAHundred() {
    aws.answers("DescribeTasks", "{}");

    var reading =
        catalog.describe(
            IntStream.range(0, 250).mapToObj(i -> new TaskId("%032x".formatted(i))).toList());

    assertThat(reading).isEqualTo(new Reading.Complete<>(Tasks.NONE));
    assertThat(aws.asked("DescribeTasks"))
        .extracting(asked -> asked.at("/tasks").size())
        .containsExactlyInAnyOrder(100, 100, 50);
  }

  @Test
  void isPartialWhenOneBatchFails() {
    aws.answers("DescribeTasks", failures("MISSING"))
        .refuses("DescribeTasks", 400, "ClientException", "no");

    var reading =
        catalog.describe(
            IntStream.range(0, 101).mapToObj(i -> new TaskId("%032x".formatted(i))).toList());

    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Partial.class,
            partial -> assertThat(partial.why()).contains("ClientException: no"));
    assertThat(reading.value().missing()).containsExactly(A);
  }

  @Test
  void keepsTheReasonOfEachBatchThatFails() {
    aws.refuses("DescribeTasks", 400, "ClientException", "one")
        .refuses("DescribeTasks", 400, "ClientException", "other");

    assertThat(
            catalog.describe(
                IntStream.range(0, 101).mapToObj(i -> new TaskId("%032x".formatted(i))).toList()))
        .isInstanceOfSatisfying(
            Reading.Partial.class,
            partial -> assertThat(partial.why()).contains(": one", "; ", ": other"));
  }

  @Test
  void asksNothingAboutNobody() {
    assertThat(catalog.describe(List.of())).isEqualTo(new Reading.Complete<>(Tasks.NONE));
    assertThat(aws.asked("DescribeTasks")).isEmpty();
  }

  private static String taskArns(String token, TaskId task) {
    return "{%s\"taskArns\": [\"%s\"]}".formatted(token, arn(task));
  }

  private static String arn(TaskId task) {
    return "arn:aws:ecs:us-east-1:123456789012:task/hokusai-development/" + task;
  }

  private static String tasks(String fields) {
    return "{\"tasks\": [{\"taskArn\": \"%s\", %s}]}".formatted(arn(A), fields);
  }

  /** Of A, and of B where there is a second reason. */
  private static String failures(String... reasons) {
    var tasks = List.of(A, B);
    return IntStream.range(0, reasons.length)
        .mapToObj(
            i -> "{\"arn\": \"%s\", \"reason\": \"%s\"}".formatted(arn(tasks.get(i)), reasons[i]))
        .toList()
        .toString()
        .transform("{\"failures\": %s}"::formatted);
  }
}
