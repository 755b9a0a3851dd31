package ai.hokus.remediation.schedules;

import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges what passes make of the instances, knowing what ECS knows. */
final class Judge {
  private final Ecs ecs;
  private final List<Breach> breaches = new ArrayList<>();

  Judge(Ecs ecs) {
    this.ecs = ecs;
  }

  /** What was found so far; empty where every promise was kept. */
  List<Breach> breaches() {
    return breaches;
  }

  /** One pass was made, and nothing else happened. */
  void pass(List<Instance> before, List<Instance> after) {
    var gone = without(before, after);
    hold(Promise.FOREIGN_INSTANCES_STAY, of(Instance.Foreign.class, gone));
    hold(Promise.NATIVE_INSTANCES_STAY, of(Instance.Native.class, gone));
    hold(
        Promise.ONLY_WHO_RUNS_IS_REGISTERED,
        without(after, before).stream().filter(written -> !leadsTo(Task::isRunning, written)));
    hold(
        Promise.WHO_RUNS_KEEPS_ITS_PLACE,
        gone.stream()
            .filter(taken -> after.stream().noneMatch(left -> left.id().equals(taken.id())))
            .filter(taken -> leadsTo(Task::isRunning, taken)));
    hold(
        Promise.THE_NAME_IS_NEVER_EMPTIED,
        after.stream().anyMatch(left -> leadsTo(ecs::serves, left))
            ? Stream.of()
            : gone.stream().filter(taken -> leadsTo(ecs::serves, taken)));
  }

  /** A stage is over, at whose end these are registered in a world without this program. */
  void stage(Set<TaskId> withoutIt) {
    var lost = new TreeSet<>(withoutIt);
    lost.removeAll(registered());
    if (!lost.isEmpty()) {
      breaches.add(new Breach(Promise.NEVER_WORSE_THAN_WITHOUT_IT, "tasks " + lost));
    }
  }

  /** The last sweep was made, after the world had been left alone for minutes. */
  void lastSweep(int writes) {
    if (writes > 0) {
      breaches.add(new Breach(Promise.THE_WORLD_SETTLES, writes + " writes in the last sweep"));
    }
  }

  /** All is over. */
  void end(List<Instance> wanted) {
    var end = ecs.world().instances();
    if (!end.equals(wanted)) {
      breaches.add(new Breach(Promise.THE_SAME_END, end + " in place of " + wanted));
    }
  }

  /** The tasks that run and are registered. */
  Set<TaskId> registered() {
    return ecs.world().instances().stream()
        .flatMap(instance -> task(Task::isRunning, instance).stream())
        .map(Task::id)
        .collect(Collectors.toSet());
  }

  private boolean leadsTo(Predicate<Task> which, Instance instance) {
    return task(which, instance).isPresent();
  }

  /** The task of the instance's id and address, if it is such a one. */
  private Optional<Task> task(Predicate<Task> which, Instance instance) {
    return ecs.tasks().values().stream().filter(instance::standsFor).filter(which).findFirst();
  }

  private void hold(Promise promise, Stream<Instance> against) {
    against
        .findFirst()
        .ifPresent(instance ->
            breaches.add(new Breach(promise, instance.whose() + " instance " + instance.id())));
  }

  private static Stream<Instance> of(Class<? extends Instance> owner, List<Instance> instances) {
    return instances.stream().filter(owner::isInstance);
  }

  private static List<Instance> without(List<Instance> those, List<Instance> others) {
    return those.stream().filter(instance -> !others.contains(instance)).toList();
  }
}
