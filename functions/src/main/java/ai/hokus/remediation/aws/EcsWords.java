package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.EcsService.Deployment;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentController;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceRegistry;

/**
 * What ECS says, in our words. The SDK's enumerations are never used: they lose a word that is
 * newer than the SDK.
 */
final class EcsWords {
  private static final Set<String> CONTROLLERS_OF_TWO_COLOURS = Set.of("CODE_DEPLOY", "EXTERNAL");

  private EcsWords() {}

  static EcsService service(Service service) {
    return new EcsService(
        service.status(),
        service.desiredCount(),
        service.serviceRegistries().stream()
            .map(ServiceRegistry::registryArn)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet()),
        deployment(service));
  }

  /** A service that names neither controller nor strategy is of the time when all were rolling. */
  private static Deployment deployment(Service service) {
    var controller =
        Optional.ofNullable(service.deploymentController()).map(DeploymentController::typeAsString);
    var strategy =
        Optional.ofNullable(service.deploymentConfiguration())
            .map(DeploymentConfiguration::strategyAsString);
    boolean rolling =
        controller.filter(CONTROLLERS_OF_TWO_COLOURS::contains).isEmpty()
            && strategy.filter(word -> !word.equals("ROLLING")).isEmpty();
    return rolling ? Deployment.ROLLING : Deployment.TWO_COLOURS;
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
