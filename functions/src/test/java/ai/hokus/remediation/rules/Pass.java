package ai.hokus.remediation.rules;

import ai.hokus.remediation.execution.Execution;
import ai.hokus.remediation.execution.Executor;
import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Recollection;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.observation.Observer;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Plan;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.InlineExecutor;
import ai.hokus.remediation.world.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One pass of a mind over a world, and the instances before and after it.
 *
 * @param answering those after it that the name answers with
 * @param deployment how the ECS service is deployed, whether or not that was read
 * @param memory what it leaves for the next one
 * @param writes changes that were tried
 */
record Pass(
    Observation seen,
    Plan plan,
    Execution execution,
    Memory memory,
    List<Instance> before,
    List<Instance> after,
    List<Instance> answering,
    EcsService.Deployment deployment,
    int writes) {

  static Pass over(InMemoryWorld world, Policy policy, Memory memory, Mind mind) {
    return over(world, policy, Optional.empty(), memory, mind);
  }

  static Pass over(
      InMemoryWorld world, Policy policy, Optional<String> stopped, Memory memory, Mind mind) {
    var parallel = new Parallel(new InlineExecutor());
    var before = world.instances();
    int written = world.writes();
    var look = new Look(Sample.guarded(policy), Sample.GUARD, memory, world.instant());
    var seen =
        new Observer(world, world, world, parallel, world)
            .observe(
                look, new TimeBudget(world.instant().plus(Duration.ofSeconds(30)), Duration.ZERO));
    var plan = mind.planner().apply(seen);
    var execution =
        new Executor(world, parallel, world)
            .execute(
                look,
                mind.filter().under(policy, stopped, plan),
                world.instant().plus(Duration.ofMinutes(1)));
    return new Pass(
        seen,
        plan,
        execution,
        Recollection.of(seen, execution),
        before,
        world.instances(),
        world.answeredWith(),
        world.deployment(),
        world.writes() - written);
  }

  /** Those that are no longer there, or are there with other attributes or another owner. */
  List<Instance> changed() {
    return before.stream().filter(instance -> after.stream().noneMatch(instance::isStill)).toList();
  }

  /** Those under whose id nothing is left. */
  List<Instance> removed() {
    return before.stream()
        .filter(gone -> after.stream().noneMatch(left -> left.id().equals(gone.id())))
        .toList();
  }

  /** Those of them whose task ECS did not know. */
  List<Instance> removedAsMissing() {
    return removed().stream().filter(this::isMissing).toList();
  }

  boolean isMissing(Instance instance) {
    return seen.tasks().value().missing().contains(new TaskId(instance.id()));
  }

  /** Whether ECS did not know its task in an earlier pass, two minutes ago or more, either. */
  boolean wasMissingBefore(Instance instance) {
    var earlier = seen.memory().missing().get(new TaskId(instance.id()));
    return earlier != null && !earlier.since().plus(Duration.ofMinutes(2)).isAfter(seen.at());
  }

  Optional<Task> task(Instance instance) {
    return seen.tasks().value().known().stream()
        .filter(task -> task.id().value().equals(instance.id()))
        .findFirst();
  }

  /** Those that the name answers with, but for tasks of the colour that is not in production. */
  Stream<Instance> inProduction() {
    return answering.stream().filter(left -> task(left).filter(this::isOtherColour).isEmpty());
  }

  private boolean isOtherColour(Task task) {
    return switch (deployment) {
      case EcsService.Deployment.Rolling _ -> false;
      case EcsService.Deployment.OneColour(var startedBy) -> !task.startedBy().equals(startedBy);
      case EcsService.Deployment.TwoColours _ -> true;
    };
  }

  /** Whether an instance that is left serves, and neither ECS nor we ever said otherwise. */
  boolean anotherStands(Instance than) {
    return inProduction()
        .filter(left -> !left.id().equals(than.id()))
        .anyMatch(left ->
            task(left)
                .filter(Task::isRunning)
                .filter(left::standsFor)
                .filter(task -> task.health() != Task.Health.UNHEALTHY)
                .filter(task -> seen.verdict(task).answers())
                .filter(task -> !wasCalledUnhealthy(task.id()))
                .isPresent());
  }

  /** What it did, or tried to. */
  List<Action> tried() {
    return execution.outcomes().stream()
        .filter(outcome -> !(outcome instanceof Outcome.Held))
        .map(Outcome::action)
        .toList();
  }

  /** Whether it tried that, or to register that task, and did not see it end well. */
  boolean leftUnfinished(Action action) {
    boolean unproven =
        action instanceof Action.Register register
            && execution.unproven().containsKey(register.registration().task());
    return unproven || unfinished().contains(action);
  }

  /** What it did not see end well; some of it may have been written. */
  List<Action> unfinished() {
    return execution.outcomes().stream()
        .filter(outcome -> !(outcome instanceof Outcome.Done))
        .map(Outcome::action)
        .toList();
  }

  /** Whom it called unhealthy. */
  List<Instance.Ours> calledUnhealthy() {
    return execution.outcomes().stream()
        .filter(Outcome.Done.class::isInstance)
        .map(Outcome::action)
        .filter(action -> action instanceof Action.PushHealth push && !push.healthy())
        .map(action -> ((Action.PushHealth) action).instance())
        .toList();
  }

  private boolean wasCalledUnhealthy(TaskId task) {
    var told = seen.memory().pushed().get(task);
    return told != null && !told.healthy();
  }
}
