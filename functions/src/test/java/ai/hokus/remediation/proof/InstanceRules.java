package ai.hokus.remediation.proof;

import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.Reversal;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Whether a change to an instance may be made, by what the invocation was told and by what is so.
 */
final class InstanceRules {
  /** Two looks that are nearer to each other may see one hiccup. */
  private static final Duration HICCUP_LASTS = Duration.ofSeconds(30);

  private final Stage stage;
  private final Truth truth;
  private final Judge judge;

  /**
   * Of a stage.
   *
   * @param judge who knows what each invocation was told
   */
  InstanceRules(Stage stage, Judge judge) {
    this.stage = stage;
    this.truth = stage.truth();
    this.judge = judge;
  }

  void registers(Registration registration) {
    judge.writes("a registration");
    var task = registration.task();
    if (!isTheRaceThatRemains(registration)) {
      mustBeOurs(task.value());
    }
    judge.must(
        7,
        judge.isDisturbed() || !isThere(registration),
        task + " is registered, and its name is answered with it");
    judge.must(
        8,
        judge.told(known -> known.runsAt(task, registration.address())),
        task + " is registered where it does not run");
    judge.must(
        8,
        judge.told(known -> known.refusedAt(task).isEmpty()),
        task + " is registered, and refuses");
    judge.must(
        3,
        judge.told(Knowledge::isServiceRead) || isOurs(task),
        task + " is new, and its ECS service was not read");
    judge.must(
        3, !truth.isApart(task), task + " is registered, and its colour is not in production");
    judge.must(
        11, !judge.isAsked(Hold.Kind.RELEASE), task + " is registered, and all was released");
    judge.must(11, undone(task).isEmpty(), task + " is registered, and that was undone");
    judge.must(11, !judge.isObserving(), task + " is registered, and the policy is observe");
  }

  /** What came of one in the end, whichever pass began it. */
  void follows(Operation.Running operation, Operation told) {
    if (told instanceof Operation.Succeeded(var at)) {
      stage.world().registeredBy(operation).ifPresent(task -> truth.repairs(task, at));
    }
  }

  private boolean isThere(Registration registration) {
    return stage
            .standing(registration.task().value())
            .filter(instance -> instance.attributes().equals(registration.attributes()))
            .isPresent()
        && judge.told(known -> known.isNamed(registration.address()));
  }

  void removes(Instance.Removable instance) {
    judge.writes("a withdrawal");
    if (!isLeftToUs(instance.id())) {
      mustBeOurs(instance.id());
    }
    judge.must(
        11, !judge.isObserving(), instance.id() + " is withdrawn, and the policy is observe");
    judge.must(3, isComplete(), instance.id() + " is withdrawn after an incomplete read");
    judge
        .asked(Hold.Kind.RELEASE)
        .or(() -> undone(new TaskId(instance.id())))
        .ifPresentOrElse(
            hold ->
                judge.must(
                    2,
                    hold.forced() || isInTime(instance),
                    instance.id() + " was the last, and nobody forced that it is withdrawn"),
            () -> removesForItself(instance));
  }

  private void removesForItself(Instance.Removable instance) {
    var task = new TaskId(instance.id());
    judge.must(2, !truth.isServing(instance.id()), task + " serves, and is withdrawn");
    judge.must(
        2,
        judge.told(known -> known.isGoing(task)),
        task + " is withdrawn, and nobody said that it goes");
    judge.must(2, isInTime(instance), task + " was the last, and is withdrawn early");
    judge.must(
        2,
        !judge.told(known -> known.isStopping(task)) || another(instance.id(), Knowledge::isUp),
        task + " is stopping, and no other answers");
    if (judge.told(known -> known.isMissing(task))) {
      judge.must(
          2,
          truth.isMissingFor(task, Timers.MISSING_FOR.minus(Judge.ABOUT), judge.now()),
          task + " is withdrawn, and was not missing for long");
      judge.must(
          2, judge.told(Knowledge::takesFewMissing), "more than one in five are taken for stopped");
      judge.must(
          2,
          stage.world().wantsNoTask() || !judge.told(Knowledge::isViewWrong),
          task + " is withdrawn, and most are missing");
    }
  }

  /** To call one unhealthy counts as a removal. */
  void marks(Instance.Ours instance, boolean healthy) {
    judge.writes("a health mark");
    var id = instance.id();
    mustBeOurs(id);
    judge.must(11, !judge.isObserving(), id + " is marked, and the policy is observe");
    if (!healthy) {
      judge.must(3, isComplete(), id + " is called unhealthy after an incomplete read");
      judge.must(2, another(id, Knowledge::isUp), id + " is the last, and is called unhealthy");
      judge.must(
          2,
          judge.told(known -> isSick(known, new TaskId(id))),
          id + " is called unhealthy, and nothing said that it is");
    }
  }

  /** By its container's check, or as it refused twice. */
  private boolean isSick(Knowledge known, TaskId task) {
    return known.isUnhealthy(task)
        || known
            .refusedAt(task)
            .filter(at -> truth.isDownFor(at, HICCUP_LASTS.minus(Judge.CLOCKS_APART), judge.now()))
            .isPresent();
  }

  private boolean isComplete() {
    return !judge.told(Knowledge::isIncomplete);
  }

  /** Another stands, or nobody is wanted, or the task has been gone for long. */
  private boolean isInTime(Instance.Removable instance) {
    var stopped = stage.world().task(instance.id()).flatMap(Task::stoppedAt);
    return another(instance.id(), Knowledge::isRunning)
        || stage.world().wantsNoTask()
        || stopped
            .filter(at -> !at.plus(Timers.LAST_INSTANCE_KEPT).isAfter(judge.now()))
            .isPresent();
  }

  private boolean isOurs(TaskId task) {
    return stage.standing(task.value()).filter(Instance.Ours.class::isInstance).isPresent();
  }

  private void mustBeOurs(String id) {
    judge.must(
        1,
        stage.standing(id).filter(instance -> !(instance instanceof Instance.Ours)).isEmpty(),
        "the instance " + id + " is not ours");
  }

  /**
   * ECS registered the same since the invocation looked: Cloud Map has no condition that could
   * refuse to write over it, as {@code docs/security.md} says.
   */
  private boolean isTheRaceThatRemains(Registration registration) {
    var task = registration.task();
    return stage
            .standing(task.value())
            .filter(Instance.Native.class::isInstance)
            .filter(instance -> instance.address().equals(Optional.of(registration.address())))
            .isPresent()
        && judge.told(known -> known.sawNoneOfEcs(task));
  }

  /** ECS's own may go if the deployer says so, once ECS itself has said that the task stopped. */
  private boolean isLeftToUs(String id) {
    return stage.standing(id).filter(Instance.Native.class::isInstance).isPresent()
        && judge.isConfigured("policy", "sync")
        && judge.told(known -> known.hasStopped(new TaskId(id)))
        && stage
            .world()
            .task(id)
            .flatMap(Task::address)
            .equals(stage.standing(id).flatMap(Instance::address));
  }

  /** Whether one stands of which the invocation was told so. */
  private boolean another(String id, BiPredicate<Knowledge, TaskId> so) {
    return stage.world().instances().stream()
        .map(Instance::id)
        .filter(other -> !other.equals(id))
        .anyMatch(other -> judge.told(known -> so.test(known, new TaskId(other))));
  }

  /** By whom it was asked that what was done for a task be taken back. */
  private Optional<Hold> undone(TaskId task) {
    return judge
        .asked(Hold.Kind.UNDO)
        .filter(hold ->
            hold.undoes().isEmpty()
                || hold.undoes().stream().anyMatch(undone -> hasRegistered(undone, task)));
  }

  /** By then, or since. */
  private boolean hasRegistered(Reversal undone, TaskId task) {
    return undone.registered().contains(task)
        || stage
            .books()
            .dossier(Stage.SERVICE)
            .incident()
            .filter(open -> open.id().equals(undone.incident()))
            .filter(open -> open.registered().contains(task))
            .isPresent();
  }
}
