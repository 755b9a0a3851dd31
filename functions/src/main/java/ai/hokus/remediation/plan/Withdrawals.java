package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Task;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which instances should go on DescribeTasks' word on their very task: only after a complete
 * reading, and never so that the name is emptied before its time. Those whose task ECS no longer
 * knows are {@link MissingTasks}'.
 *
 * <pre>
 * the task            | goes when
 * --------------------+--------------------------------------------------------------------------
 * running             | never
 * asked to stop       | another instance stands: registered, and its task answered in this pass
 * stopped             | another running task of the service is registered, or has its address,
 *                     | or no task is wanted, or it has been dead for lastInstanceKept
 * </pre>
 */
final class Withdrawals {
  private final Observation seen;
  private final CloudMapService from;
  private final List<Instance> instances;
  private final Standing standing;

  Withdrawals(Observation seen, Listing.Found found, Standing standing) {
    this.seen = seen;
    this.from = found.service();
    this.instances = found.instances();
    this.standing = standing;
  }

  List<Step> steps() {
    return instances.stream()
        .filter(Instance.Removable.class::isInstance)
        .map(Instance.Removable.class::cast)
        .flatMap(this::forInstance)
        .toList();
  }

  private Stream<Step> forInstance(Instance.Removable instance) {
    return instance.task().flatMap(seen.tasks().value()::find).stream()
        .flatMap(task -> forKnown(instance, task));
  }

  private Stream<Step> forKnown(Instance.Removable instance, Task task) {
    return switch (instance) {
      case Instance.Ours ours when task.isStopped() -> forStopped(ours, task);
      case Instance.Ours ours when task.isStopping() -> forStopping(ours, task);
      case Instance.Native left when task.isStopped() ->
          left.standsFor(task)
              ? forStopped(left, task)
              : say(
                  Situation.NATIVE_LEFT_BEHIND,
                  left,
                  "stays: the stopped task of its id had another address");
      // ECS withdraws its own while the task drains; an early hand would only race it.
      case Instance.Ours _, Instance.Native _ -> Stream.empty();
    };
  }

  private Stream<Step> forStopping(Instance.Ours instance, Task task) {
    if (!instance.standsFor(task)) {
      return say(
          Situation.TASK_STOPPING,
          instance,
          "stays for now: its task is stopping, and has another address");
    }
    return standing.anotherStands(instance)
        ? withdraw(Situation.TASK_STOPPING, instance, "its task is stopping and another stands")
        : say(
            Situation.TASK_STOPPING,
            instance,
            "stays for now: its task is stopping and no other instance stands");
  }

  private Stream<Step> forStopped(Instance.Removable instance, Task task) {
    boolean mayGo = standing.mayGo(instance, task.stoppedAt());
    return mayGo
        ? withdraw(stopped(instance, mayGo), instance, "its task has stopped")
        : say(
            stopped(instance, mayGo),
            instance,
            "stays for now: its task has stopped, and it is the name's last instance");
  }

  private Situation stopped(Instance.Removable instance, boolean mayGo) {
    return switch (instance) {
      case Instance.Native _ -> Situation.NATIVE_LEFT_BEHIND;
      case Instance.Ours _ when mayGo && seen.isAsleep() -> Situation.ASLEEP;
      case Instance.Ours _ -> Situation.TASK_STOPPED;
    };
  }

  private Stream<Step> withdraw(Situation situation, Instance.Removable instance, String reason) {
    return seen.isComplete()
        ? Stream.of(new Action.Withdraw(from, instance, situation, reason))
        : say(
            situation, instance, "stays for now: " + reason + ", but not everything could be read");
  }

  private static Stream<Step> say(Situation situation, Instance instance, String text) {
    return Stream.of(new Remark(situation, instance.inWords() + " " + text));
  }
}
