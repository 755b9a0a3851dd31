package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.Audience;
import ai.hokus.remediation.model.Audience.Listener;
import ai.hokus.remediation.model.Audience.Rollout;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Gatherers;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * ECS, asked about the consumers of one cluster: a call each for the service, the list of its
 * tasks, and 100 of them.
 */
final class EcsConsumers implements Consumers {
  /** What one DescribeTasks takes. */
  private static final int BATCH = 100;

  private final EcsClient ecs;
  private final EcsClient once;
  private final String cluster;
  private final Place place;

  /**
   * @param once tries nothing a second time: a deployment that is asked for twice is two
   */
  EcsConsumers(EcsClient ecs, EcsClient once, Guard guard) {
    this.ecs = ecs;
    this.once = once;
    this.cluster = guard.clusterArn();
    this.place = Place.of("ECS", ecs.serviceClientConfiguration());
  }

  @Override
  public Reading<Optional<Audience>> look(String ecsService) {
    try {
      var answer = ecs.describeServices(asked -> asked.cluster(cluster).services(ecsService));
      var found =
          answer.services().stream()
              .filter(service -> !"INACTIVE".equals(service.status()))
              .findFirst();
      return found
          .<Reading<Optional<Audience>>>map(
              service -> listeners(ecsService).map(tasks -> audience(ecsService, service, tasks)))
          .orElseGet(() -> told(Optional.empty(), answer.failures(), ecsService));
    } catch (SdkException e) {
      return new Reading.Partial<>(Optional.empty(), place.why("describing " + ecsService, e));
    }
  }

  private static Optional<Audience> audience(
      String ecsService, Service service, List<Listener> tasks) {
    return Optional.of(new Audience(ecsService, tasks, rollouts(service.deployments())));
  }

  private static List<Rollout> rollouts(List<Deployment> deployments) {
    return deployments.stream()
        .filter(deployment -> !"INACTIVE".equals(deployment.status()))
        .map(deployment ->
            new Rollout(
                deployment.id(),
                Optional.ofNullable(deployment.rolloutStateAsString()).orElse(""),
                orLongAgo(deployment.createdAt())))
        .sorted(Comparator.comparing(Rollout::created).reversed())
        .toList();
  }

  private Reading<List<Listener>> listeners(String ecsService) {
    var seen = new ArrayList<Listener>();
    var failures = new ArrayList<Failure>();
    try {
      ecs
          .listTasksPaginator(asked -> asked.cluster(cluster).serviceName(ecsService))
          .taskArns()
          .stream()
          .gather(Gatherers.windowFixed(BATCH))
          .map(arns -> ecs.describeTasks(asked -> asked.cluster(cluster).tasks(arns)))
          .forEach(answer -> {
            answer.tasks().stream()
                .filter(task -> "RUNNING".equals(task.desiredStatus()))
                .map(EcsConsumers::listener)
                .forEach(seen::add);
            failures.addAll(answer.failures());
          });
      return told(seen, failures, ecsService);
    } catch (ServiceNotFoundException _) {
      return new Reading.Complete<>(List.of());
    } catch (SdkException e) {
      return new Reading.Partial<>(seen, place.why("reading the tasks of " + ecsService, e));
    }
  }

  private static Listener listener(Task task) {
    return new Listener(
        TaskId.ofArn(task.taskArn()),
        orLongAgo(task.createdAt()),
        Optional.ofNullable(task.startedAt()));
  }

  /** What is MISSING has gone since it was listed; any other failure says nothing. */
  private <T> Reading<T> told(T value, List<Failure> failures, String ecsService) {
    return failures.stream()
        .map(Failure::reason)
        .filter(Predicate.not("MISSING"::equals))
        .findFirst()
        .<Reading<T>>map(reason ->
            new Reading.Partial<>(
                value,
                "%s could not tell everything about %s: %s"
                    .formatted(place.name(), ecsService, reason)))
        .orElseGet(() -> new Reading.Complete<>(value));
  }

  /** Without its time nothing is newer than what we wrote. */
  private static Instant orLongAgo(@Nullable Instant time) {
    return Optional.ofNullable(time).orElse(Instant.EPOCH);
  }

  @Override
  public String redeploy(String ecsService) {
    var doing = "asking for a new deployment of " + ecsService;
    try {
      return once
          .updateService(
              asked -> asked.cluster(cluster).service(ecsService).forceNewDeployment(true))
          .service()
          .deployments()
          .stream()
          .filter(deployment -> "PRIMARY".equals(deployment.status()))
          .map(Deployment::id)
          .findFirst()
          .orElseThrow(() -> new Unavailable(place.name() + " named no deployment, " + doing));
    } catch (SdkException e) {
      throw place.unavailable(doing, e);
    }
  }
}
