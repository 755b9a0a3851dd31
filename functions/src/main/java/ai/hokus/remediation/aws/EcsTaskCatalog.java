package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.TaskCatalog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;

/** ECS, asked about one cluster. */
final class EcsTaskCatalog implements TaskCatalog {
  /** What one DescribeTasks takes. */
  private static final int BATCH = 100;

  private final EcsClient ecs;
  private final String cluster;
  private final Parallel parallel;
  private final Place place;

  EcsTaskCatalog(EcsClient ecs, Guard guard, Parallel parallel) {
    this.ecs = ecs;
    this.cluster = guard.clusterArn();
    this.parallel = parallel;
    this.place = Place.of("ECS", ecs.serviceClientConfiguration());
  }

  @Override
  public Reading<Optional<EcsService>> service(String ecsService) {
    var doing = "describing " + ecsService;
    try {
      var answer = ecs.describeServices(asked -> asked.cluster(cluster).services(ecsService));
      return withFailures(
          answer.services().stream().findFirst().map(EcsWords::service), answer.failures(), doing);
    } catch (SdkException e) {
      return new Reading.Partial<>(Optional.empty(), place.why(doing, e));
    }
  }

  @Override
  public Reading<Set<TaskId>> running(String ecsService) {
    var ids = new TreeSet<TaskId>();
    try {
      ecs.listTasksPaginator(asked -> asked.cluster(cluster).serviceName(ecsService))
          .taskArns()
          .forEach(arn -> ids.add(TaskId.ofArn(arn)));
      return new Reading.Complete<>(ids);
    } catch (ServiceNotFoundException _) {
      return new Reading.Complete<>(Set.of());
    } catch (SdkException e) {
      return new Reading.Partial<>(ids, place.why("listing the tasks of " + ecsService, e));
    }
  }

  @Override
  public Reading<Tasks> describe(Collection<TaskId> ids) {
    var batches =
        ids.stream()
            .map(TaskId::value)
            .gather(Gatherers.windowFixed(BATCH))
            .<Callable<Reading<Tasks>>>map(batch -> () -> describeBatch(batch))
            .toList();
    return parallel.all(batches).stream()
        .reduce(new Reading.Complete<>(Tasks.NONE), EcsTaskCatalog::together);
  }

  private Reading<Tasks> describeBatch(List<String> ids) {
    var doing = "describing " + ids.size() + (ids.size() == 1 ? " task" : " tasks");
    try {
      var answer = ecs.describeTasks(asked -> asked.cluster(cluster).tasks(ids));
      var known = answer.tasks().stream().map(EcsWords::task).toList();
      var missing =
          answer.failures().stream()
              .filter(EcsTaskCatalog::isMissing)
              .map(failure -> TaskId.ofArn(failure.arn()))
              .collect(Collectors.toSet());
      return withFailures(new Tasks(known, missing), answer.failures(), doing);
    } catch (SdkException e) {
      return new Reading.Partial<>(Tasks.NONE, place.why(doing, e));
    }
  }

  /** A failure other than MISSING says nothing about what it was asked about. */
  private <T> Reading<T> withFailures(T value, List<Failure> failures, String doing) {
    return failures.stream()
        .filter(failure -> !isMissing(failure))
        .findFirst()
        .<Reading<T>>map(
            failure -> new Reading.Partial<>(value, place.name() + why(doing, failure)))
        .orElseGet(() -> new Reading.Complete<>(value));
  }

  private static String why(String doing, Failure failure) {
    return " could not tell everything (%s): %s for %s"
        .formatted(
            doing,
            Text.brief(String.valueOf(failure.reason())),
            Text.brief(String.valueOf(failure.arn())));
  }

  private static boolean isMissing(Failure failure) {
    return "MISSING".equals(failure.reason());
  }

  private static Reading<Tasks> together(Reading<Tasks> some, Reading<Tasks> others) {
    var known = new ArrayList<Task>(some.value().known());
    known.addAll(others.value().known());
    var missing = new TreeSet<>(some.value().missing());
    missing.addAll(others.value().missing());
    var tasks = new Tasks(known, missing);
    return others.restingOn(some).map(_ -> tasks);
  }
}
