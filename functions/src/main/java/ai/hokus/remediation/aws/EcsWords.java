package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.EcsService.Deployment;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentController;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceRegistry;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/**
 * What ECS says, in our words. The SDK's enumerations are never used: they lose a word that is
 * newer than the SDK.
 */
final class EcsWords {
  private static final Set<String> CONTROLLERS_OF_TWO_COLOURS = Set.of("CODE_DEPLOY", "EXTERNAL");

  private EcsWords() {}

  static EcsService service(Service service) {
    return new EcsService(
        service.status(), service.desiredCount(), registries(service), deployment(service));
  }

  /** Under the controller EXTERNAL each task set has its own. */
  private static Set<String> registries(Service service) {
    return Stream.concat(
            service.serviceRegistries().stream(),
            inProduction(service).flatMap(colour -> colour.serviceRegistries().stream()))
        .map(ServiceRegistry::registryArn)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /**
   * <pre>
   * controller           | strategy | active | in production
   * ---------------------+----------+--------+-----------------------------------------------
   * CODE_DEPLOY, EXTERNAL|          |        | the one PRIMARY task set; else it cannot be told
   * ECS, none            | ROLLING, |        | every task
   *                      | none     |        |
   * ECS, none            | another  | one    | that deployment
   * ECS, none            | another  | more   | it cannot be told
   * </pre>
   *
   * Of task sets PRIMARY means <em>serving production traffic</em>; of deployments it only means
   * <em>the most recent</em>, which until its traffic is shifted is the colour that does not serve.
   * A service that names neither controller nor strategy is of the time when all were rolling.
   *
   * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskSet.html">ECS
   *     TaskSet, status</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html">ECS
   *     Deployment, status</a>
   */
  private static Deployment deployment(Service service) {
    if (Optional.ofNullable(service.deploymentController())
        .map(DeploymentController::typeAsString)
        .filter(CONTROLLERS_OF_TWO_COLOURS::contains)
        .isPresent()) {
      return onlyOne(inProduction(service).map(TaskSet::id));
    }
    var active =
        service.deployments().stream()
            .filter(deployment -> !"INACTIVE".equals(deployment.status()))
            .toList();
    return Optional.ofNullable(service.deploymentConfiguration())
            .map(DeploymentConfiguration::strategyAsString)
            .filter(strategy -> !strategy.equals("ROLLING"))
            .isEmpty()
        ? new Deployment.Rolling(active.size(), newest(active))
        : onlyOne(active.stream().map(software.amazon.awssdk.services.ecs.model.Deployment::id));
  }

  /** Of a rolling service's deployments PRIMARY is the newest. */
  private static String newest(
      List<software.amazon.awssdk.services.ecs.model.Deployment> deployments) {
    return deployments.stream()
        .filter(each -> "PRIMARY".equals(each.status()) && each.id() != null)
        .map(software.amazon.awssdk.services.ecs.model.Deployment::id)
        .findFirst()
        .orElse("");
  }

  private static Stream<TaskSet> inProduction(Service service) {
    return service.taskSets().stream().filter(tasks -> "PRIMARY".equals(tasks.status()));
  }

  private static Deployment onlyOne(Stream<String> ids) {
    var all = ids.filter(Objects::nonNull).toList();
    return all.size() == 1 ? new Deployment.OneColour(all.getFirst()) : new Deployment.TwoColours();
  }

  static Task task(software.amazon.awssdk.services.ecs.model.Task task) {
    return new Task(
        TaskId.ofArn(task.taskArn()),
        orEmpty(task.lastStatus()),
        orEmpty(task.desiredStatus()),
        health(orEmpty(task.healthStatusAsString())),
        address(task),
        orEmpty(task.availabilityZone()),
        family(orEmpty(task.taskDefinitionArn())),
        orEmpty(task.startedBy()),
        Optional.ofNullable(task.startedAt()),
        Optional.ofNullable(task.stoppedAt()));
  }

  private static Task.Health health(String word) {
    return switch (word) {
      case "HEALTHY" -> Task.Health.HEALTHY;
      case "UNHEALTHY" -> Task.Health.UNHEALTHY;
      default -> Task.Health.UNKNOWN;
    };
  }

  /** DescribeTasks' name of the attachment; events call the same thing {@code eni}. */
  private static Optional<Ipv4> address(software.amazon.awssdk.services.ecs.model.Task task) {
    return task.attachments().stream()
        .filter(attachment -> "ElasticNetworkInterface".equals(attachment.type()))
        .flatMap(eni -> eni.details().stream())
        .filter(detail -> "privateIPv4Address".equals(detail.name()))
        .map(KeyValuePair::value)
        .filter(address -> address != null && !address.isEmpty())
        .map(Ipv4::new)
        .findFirst();
  }

  /** {@code FAMILY} of {@code arn:aws:ecs:REGION:ACCOUNT:task-definition/FAMILY:REVISION}. */
  private static String family(String definitionArn) {
    var name = definitionArn.substring(definitionArn.lastIndexOf('/') + 1);
    int revision = name.lastIndexOf(':');
    return revision < 0 ? name : name.substring(0, revision);
  }

  /** The SDK gives null for what ECS left out. */
  private static String orEmpty(@Nullable String word) {
    return word == null ? "" : word;
  }
}
