package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who is left when somebody goes.
 *
 * <p>A registration of the same plan counts: it comes first, and the executor holds every removal
 * if it did not succeed.
 */
final class Standing {
  private final Observation seen;
  private final Listing.Found found;
  private final List<TaskId> planned;

  Standing(Observation seen, Listing.Found found, List<Step> registrations) {
    this.seen = seen;
    this.found = found;
    this.planned =
        registrations.stream()
            .filter(Action.Register.class::isInstance)
            .map(step -> ((Action.Register) step).registration().task())
            .toList();
  }

  /**
   * Whether another than {@code instance} stands: registered for a running task in production that
   * answered in this pass, and neither ECS nor we called it unhealthy.
   */
  boolean anotherStands(Instance instance) {
    return registered()
        .filter(task -> !task.id().value().equals(instance.id()))
        .filter(task -> task.health() != Task.Health.UNHEALTHY)
        .filter(task -> !isToldUnhealthy(task.id()))
        .flatMap(task -> task.address().stream())
        .anyMatch(address -> seen.answer().of(address).answers());
  }

  /** Whether the last that Cloud Map heard of us about this task is that it is unhealthy. */
  boolean isToldUnhealthy(TaskId task) {
    var told = seen.memory().pushed().get(task);
    return told != null && !told.healthy();
  }

  /**
   * Whether the record of a task that has stopped may go although it might be the last.
   *
   * @param stopped when; empty where nobody knows
   */
  boolean mayGo(Instance instance, Optional<Instant> stopped) {
    var kept = seen.service().settings().lastInstanceKept();
    return registered().findAny().isPresent()
        || isTaken(instance)
        || seen.ecs().value().filter(EcsService::wantsNoTask).isPresent()
        || stopped
            .filter(since -> Duration.between(since, seen.at()).compareTo(kept) >= 0)
            .isPresent();
  }

  /**
   * Whether another running task has been given the address, of those that this pass saw: the tasks
   * of the guarded service. One of another service is not known here, so its address alone never
   * hastens a removal.
   */
  boolean isTaken(Instance instance) {
    return instance.address().isPresent()
        && seen.tasks().value().running().stream()
            .anyMatch(task -> task.address().equals(instance.address()));
  }

  /** Those in production that are registered, or will be before anything is withdrawn. */
  private Stream<Task> registered() {
    return seen.tasks().value().running().stream()
        .filter(seen::isInProduction)
        .filter(task -> planned.contains(task.id()) || isRegistered(task));
  }

  private boolean isRegistered(Task task) {
    return found
        .find(task.id().value())
        .filter(instance -> instance.standsFor(task))
        .filter(instance -> !isUnproven(instance, task))
        .isPresent();
  }

  /** Listed, and perhaps never in DNS. */
  private boolean isUnproven(Instance instance, Task task) {
    return instance instanceof Instance.Ours && seen.memory().unproven().containsKey(task.id());
  }
}
