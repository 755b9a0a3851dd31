package ai.hokus.remediation.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The world around one guarded service, as one pass saw it. All that a decision may rest on is in
 * here, the time included.
 *
 * @param look what it started from
 * @param ecs absent where ECS knows no such service, or could not be asked (then the reading is
 *     partial)
 * @param tasks those listed as running, and those of ours and native instances: a list of running
 *     tasks leaves out the draining ones
 * @param dangling ARNs of Cloud Map services that ECS registers with, and that are no longer there
 * @param answer of the probe and the resolver
 */
public record Observation(
    Look look,
    Reading<Optional<EcsService>> ecs,
    Reading<Tasks> tasks,
    Reading<Listing> listing,
    Set<String> dangling,
    Answer answer) {
  public Observation {
    dangling = Set.copyOf(dangling);
  }

  public GuardedService service() {
    return look.service();
  }

  public Guard guard() {
    return look.guard();
  }

  /** What earlier passes saw. */
  public Memory memory() {
    return look.memory();
  }

  /** When the pass began. */
  public Instant at() {
    return look.at();
  }

  /** The same, with what the probe and the resolver said. */
  public Observation with(Answer told) {
    return new Observation(look, ecs, tasks, listing, dangling, told);
  }

  /** What could not be read; while it is not empty, nothing is removed. */
  public List<String> unread() {
    var unread = new ArrayList<String>();
    Stream.of(ecs, tasks, listing)
        .forEach(reading -> {
          if (reading instanceof Reading.Partial<?>(_, String why)) {
            unread.add(why);
          }
        });
    return List.copyOf(unread);
  }

  public boolean isComplete() {
    return unread().isEmpty();
  }

  /** Every instance that was seen; none where Cloud Map has no such service. */
  public List<Instance> instances() {
    return switch (listing.value()) {
      case Listing.Found found -> found.instances();
      case Listing.Gone _, Listing.Unread _ -> List.of();
    };
  }

  /** The instances of ours and of ECS whose task ECS no longer knows, in the order of their ids. */
  public List<Instance.Removable> missing() {
    return instances().stream()
        .filter(Instance.Removable.class::isInstance)
        .map(Instance.Removable.class::cast)
        .filter(instance -> instance.task().filter(tasks.value().missing()::contains).isPresent())
        .toList();
  }

  /**
   * Whether a task may be registered, as far as its state, its address and its probe say: an
   * address of its own that is admitted, and nothing that speaks against it.
   */
  public boolean isCandidate(Task task) {
    return task.isRunning()
        && task.health() != Task.Health.UNHEALTHY
        && task.address()
            .filter(service()::admits)
            .filter(address -> !answer.of(address).speaksAgainst())
            .isPresent();
  }

  /** Whether a running task is of the colour in production; yes where the colours are unread. */
  public boolean isInProduction(Task task) {
    return ecs.value()
        .map(EcsService::deployment)
        .map(deployment ->
            switch (deployment) {
              case EcsService.Deployment.Rolling _ -> true;
              case EcsService.Deployment.OneColour(var startedBy) ->
                  task.startedBy().equals(startedBy);
              case EcsService.Deployment.TwoColours _ -> false;
            })
        .orElse(true);
  }

  /** Whether it may still be starting inside. */
  public boolean isYoung(Task task) {
    return task.runningFor(at()).compareTo(service().settings().youngFor()) < 0;
  }

  /** Whether its container or its probe says that a running task does not serve. */
  public boolean isSick(Task task) {
    return task.health() == Task.Health.UNHEALTHY || verdict(task) instanceof Verdict.Down;
  }

  /** Whether it answers; or nobody could ask, and its container says that it serves. */
  public boolean isWell(Task task) {
    return switch (verdict(task)) {
      case Verdict.Ok _, Verdict.Rejected _ -> task.health() != Task.Health.UNHEALTHY;
      case Verdict.Unasked _ -> task.health() == Task.Health.HEALTHY;
      case Verdict.Down _, Verdict.Silent _ -> false;
    };
  }

  /** Whether neither its container nor its probe says anything of it. */
  public boolean canNobodyTell(Task task) {
    return task.health() == Task.Health.UNKNOWN && verdict(task) instanceof Verdict.Unasked;
  }

  /** What the probe said of the task's own address. */
  public Verdict verdict(Task task) {
    return task.address().map(answer::of).orElseGet(() -> new Verdict.Unasked("no address"));
  }

  /** Whether nobody serves at the instance's address, and not for want of a question. */
  public boolean failsItsProbe(Instance instance) {
    return instance.address().filter(address -> answer.of(address).speaksAgainst()).isPresent();
  }

  /** Nobody is wanted and nobody runs: on purpose, so it is no incident. */
  public boolean isAsleep() {
    return ecs.value().filter(EcsService::wantsNoTask).isPresent()
        && tasks instanceof Reading.Complete<Tasks>(Tasks all)
        && all.known().stream().allMatch(Task::isStopped);
  }
}
