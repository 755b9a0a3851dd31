package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which instances should go: only on DescribeTasks' word on that very task, only after a complete
 * reading, and never so that the name is emptied before its time.
 *
 * <pre>
 * the task            | goes when
 * --------------------+--------------------------------------------------------------------------
 * running             | never
 * asked to stop       | another instance stands: registered, and its task answered in this pass
 * stopped             | another running task of the service is registered, or has its address,
 *                     | or no task is wanted, or it has been dead for lastInstanceKept
 * unknown to ECS      | not here: one answer is no proof that it is gone
 * </pre>
 *
 * A registration of the same plan counts as another instance: it comes first, and the executor
 * holds every removal if it did not succeed.
 */
final class Withdrawals {
  private final Observation seen;
  private final Listing.Found found;
  private final List<Action.Register> planned;

  Withdrawals(Observation seen, Listing.Found found, List<Step> registrations) {
    this.seen = seen;
    this.found = found;
    this.planned =
        registrations.stream()
            .filter(Action.Register.class::isInstance)
            .map(Action.Register.class::cast)
            .toList();
  }

  List<Step> steps() {
    return found.instances().stream().flatMap(this::forInstance).toList();
  }

  private Stream<Step> forInstance(Instance instance) {
    return switch (instance) {
      case Instance.Ours ours -> forTask(ours);
      case Instance.Native left -> forTask(left).map(Withdrawals::leftBehind);
      case Instance.AnotherGuards _, Instance.Foreign _ -> Stream.empty();
    };
  }

  private Stream<Step> forTask(Instance.Removable instance) {
    if (!isTaskId(instance.id())) {
      return Stream.empty();
    }
    var id = new TaskId(instance.id());
    var tasks = seen.tasks().value();
    if (tasks.missing().contains(id)) {
      return say(
          Situation.TASK_MISSING,
          instance,
          "stays: ECS no longer knows its task, and one such answer does not prove it gone, not even"
              + " while no task is wanted; where you know that it is gone, deregister it by hand");
    }
    return tasks.find(id).stream().flatMap(task -> forKnown(instance, task));
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
    return anotherStands()
        ? withdraw(Situation.TASK_STOPPING, instance, "its task is stopping and another stands")
        : say(
            Situation.TASK_STOPPING,
            instance,
            "stays for now: its task is stopping and no other instance stands");
  }

  private Stream<Step> forStopped(Instance.Removable instance, Task task) {
    return mayGo(instance, task)
        ? withdraw(
            seen.isAsleep() ? Situation.ASLEEP : Situation.TASK_STOPPED,
            instance,
            "its task has stopped")
        : say(
            Situation.TASK_STOPPED,
            instance,
            "stays for now: its task has stopped, and it is the name's last instance");
  }

  private Stream<Step> withdraw(Situation situation, Instance.Removable instance, String reason) {
    return seen.isComplete()
        ? Stream.of(new Action.Withdraw(found.service(), instance, situation, reason))
        : say(
            situation, instance, "stays for now: " + reason + ", but not everything could be read");
  }

  /** Whether a stopped task's record may go although it might be the last. */
  private boolean mayGo(Instance instance, Task task) {
    var kept = seen.service().settings().lastInstanceKept();
    return registered().findAny().isPresent()
        || isTaken(instance)
        || seen.ecs().value().filter(ecs -> ecs.desiredCount() == 0).isPresent()
        || task.stoppedAt()
            .filter(stopped -> Duration.between(stopped, seen.at()).compareTo(kept) >= 0)
            .isPresent();
  }

  /**
   * Whether another running task has been given the address, of those that this pass saw: the tasks
   * of the guarded service. One of another service is not known here, so its address alone never
   * hastens a removal.
   */
  private boolean isTaken(Instance instance) {
    return instance.address().isPresent()
        && seen.tasks().value().running().stream()
            .anyMatch(task -> task.address().equals(instance.address()));
  }

  private boolean anotherStands() {
    return registered()
        .flatMap(task -> task.address().stream())
        .anyMatch(address -> seen.answer().of(address).answers());
  }

  /** The running tasks that are registered, or will be before anything is withdrawn. */
  private Stream<Task> registered() {
    return seen.tasks().value().running().stream().filter(this::isRegistered);
  }

  private boolean isRegistered(Task task) {
    return found.find(task.id().value()).filter(instance -> instance.standsFor(task)).isPresent()
        || planned.stream().anyMatch(register -> register.registration().task().equals(task.id()));
  }

  private static Step leftBehind(Step step) {
    return switch (step) {
      case Action.Withdraw(var from, var instance, _, var because) ->
          new Action.Withdraw(from, instance, Situation.NATIVE_LEFT_BEHIND, because);
      case Action other -> other;
      case Remark(_, var because) -> new Remark(Situation.NATIVE_LEFT_BEHIND, because);
    };
  }

  private static Stream<Step> say(Situation situation, Instance instance, String text) {
    return Stream.of(
        new Remark(
            situation,
            instance.whose()
                + " instance "
                + instance.id()
                + instance.address().map(address -> " (" + address + ")").orElse("")
                + " "
                + text));
  }

  private static boolean isTaskId(String id) {
    try {
      return id.equals(new TaskId(id).value());
    } catch (IllegalArgumentException notATaskId) {
      // An attribute may claim to be ours or ECS's; an id that is no task's has no task to ask
      // about.
      return false;
    }
  }
}
