package ai.hokus.remediation.proof;

import static ai.hokus.remediation.world.SampleConfiguration.BY_NAME;
import static ai.hokus.remediation.world.SampleConfiguration.PARAMETER;

import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the endpoint may be written, and its consumers deployed. */
final class EndpointRules {
  private static final Duration A_DAY = Duration.ofHours(24);

  /** By default. */
  private static final int MOST_ENTRIES = 3;

  /** By default. */
  private static final int MOST_TASKS = 2;

  private final Stage stage;
  private final Truth truth;
  private final Judge judge;

  /**
   * Of a stage.
   *
   * @param judge who knows what each invocation was told
   */
  EndpointRules(Stage stage, Judge judge) {
    this.stage = stage;
    this.truth = stage.truth();
    this.judge = judge;
  }

  void redeploys(String consumer) {
    judge.writes("a deployment");
    judge.must(
        9,
        !judge.isConfigured("consumer", "runtimeRead"),
        consumer + " is deployed, and reads the endpoint whenever it asks");
    judge.must(
        9,
        stage.version() > truth.deployedVersion(),
        consumer + " is deployed, and the endpoint is what it was at the last time");
    judge.must(
        9,
        !judge
            .now()
            .plus(Judge.ABOUT)
            .isBefore(truth.deployedAt().plus(Timers.BETWEEN_DEPLOYMENTS)),
        consumer + " is deployed again so soon");
    truth.deploys(stage.version(), judge.now());
  }

  /** With what is kept with it. */
  void puts(Snapshot carried, String value) {
    judge.mayWrite("the endpoint");
    if (!stage.hasEndpoint()) {
      judge.must(9, false, "a parameter is made that a person deleted");
      return;
    }
    judge.must(
        11,
        !judge.isAsked(Hold.Kind.PAUSE) || isWantedInThePause(value),
        "the endpoint is written in a pause");
    var fallback = stage.books().dossier(Stage.SERVICE).fallback();
    judge.must(5, fallback.isPresent(), "nothing is on file of what is written over");
    judge.must(
        5,
        fallback.filter(file -> file.underway().isPresent()).isPresent(),
        "what is written was not written down before");
    judge.must(
        5,
        fallback.map(Fallback::before).filter(truth::wasThere).isPresent(),
        "what is on file was never there");
    judge.must(
        5,
        carried.kept().equals(stage.store().keptWith(PARAMETER)),
        "what was kept with it is not written again");
    judge.must(
        7,
        judge.isDisturbed() || !value.equals(stage.endpoint()),
        "what is there is written again");
    if (truth.isPeoples(value) || value.equals(BY_NAME)) {
      boolean isForGood = isToBeLeft();
      judge.must(
          5,
          (!isForGood && value.equals(BY_NAME)) || truth.isToBePutBack(value),
          value + " is put back, and was not there");
      judge.must(
          6,
          !value.equals(BY_NAME)
              || isForGood
              || !truth.isMoved()
              || !judge.told(this::isPinnedWell),
          "the endpoint leaves an address that answers");
      judge.must(
          6,
          !isForGood
              || isAskedToLeave()
              || !truth.isMoved()
              || !judge.told(this::isPinnedWell)
              || truth.isGoodFor(Timers.RESTORE_AFTER.minus(Judge.ABOUT), judge.now()),
          "the endpoint returns to a name that was not good for long");
      truth.putsBack(stage.version() + 1, carried, value, isForGood);
    } else {
      pins(value);
    }
  }

  private void pins(String value) {
    var address = new EndpointValue(value).address();
    judge.must(5, address.isPresent(), value + " was never there");
    judge.must(
        4,
        judge.told(known -> address.filter(known::isVerified).isPresent()),
        value + " did not answer in this pass");
    judge.must(
        4,
        judge.told(known -> address.filter(known::isOfATask).isPresent()),
        value + " is the address of no task that runs");
    judge.must(
        4,
        !judge.told(known -> address.filter(known::isSickAt).isPresent()),
        value + " is the address of a task that is UNHEALTHY");
    judge.must(
        4,
        address.stream().flatMap(this::tasksAt).noneMatch(truth::isApart),
        value + " is the address of a task whose colour is not in production");
    if (!truth.isMoved()) {
      enters();
      truth.moves(stage.endpoint(), judge.told(Knowledge::isNameBroken));
    }
  }

  /** Those that run there, whoever knows of them. */
  private Stream<TaskId> tasksAt(Ipv4 address) {
    return truth.serving().stream()
        .map(TaskId::new)
        .filter(task ->
            stage.world().task(task.value()).flatMap(Task::address).equals(Optional.of(address)));
  }

  /** Whether a task runs and answers where the endpoint is. */
  private boolean isPinnedWell(Knowledge known) {
    return new EndpointValue(stage.endpoint())
        .address()
        .filter(address -> known.isVerified(address) && known.isOfATask(address))
        .isPresent();
  }

  /** As the name works, or as a person wants it. */
  private boolean isToBeLeft() {
    return judge.told(Knowledge::isNameGood) || isAskedToLeave();
  }

  private boolean isAskedToLeave() {
    return Stream.of(Hold.Kind.RESTORE, Hold.Kind.RELEASE, Hold.Kind.UNDO).anyMatch(judge::isAsked);
  }

  private void enters() {
    judge.must(
        11,
        !judge.isAsked(Hold.Kind.RESTORE),
        "the endpoint is moved, and was asked to be by name");
    judge.must(
        11, !judge.isAsked(Hold.Kind.RELEASE), "the endpoint is moved, and all was released");
    judge.must(11, !judge.isAsked(Hold.Kind.UNDO), "the endpoint is moved, and that was undone");
    if (judge.isAsked(Hold.Kind.FALLBACK)) {
      return;
    }
    judge.must(11, !judge.isObserving(), "the endpoint is moved, and the policy is observe");
    judge.must(8, !judge.told(Knowledge::isNameGood), "the endpoint leaves a name that works");
    judge.must(
        8,
        truth.untried().stream().noneMatch(this::isToBeRegistered),
        "the endpoint leaves a name that nobody tried to repair");
    judge.must(
        8,
        judge.isConfigured("consumer", "runtimeRead")
            || !truth.isRepairedSince(
                judge.now().minus(Timers.NAME_REPAIR_BUDGET.minus(Judge.ABOUT))),
        "the endpoint leaves a name that was just repaired");
    judge.must(
        6,
        judge.told(Knowledge::isCalled) || judge.isConfigured("enter", "onNameFailure"),
        "the endpoint is moved, and no alarm calls");
    judge.must(
        6,
        judge.told(known -> known.running() <= MOST_TASKS),
        "the endpoint is moved, and one has to serve for many");
    var since = judge.now().minus(A_DAY);
    truth.enters(judge.now());
    long entries = truth.entries(since);
    judge.must(6, entries <= MOST_ENTRIES, "the endpoint is moved " + entries + " times in a day");
  }

  private boolean isToBeRegistered(TaskId task) {
    return stage.world().hasCloudMap()
        && stage.standing(task.value()).isEmpty()
        && judge.told(known -> known.isRunning(task));
  }

  /** Who pauses, and then wants the endpoint there, has it moved once. */
  private boolean isWantedInThePause(String value) {
    var wanted =
        truth.isPeoples(value)
            ? judge.asked(Hold.Kind.RESTORE)
            : judge.asked(Hold.Kind.FALLBACK).filter(_ -> !truth.isMoved());
    return isAfter(wanted, judge.asked(Hold.Kind.PAUSE));
  }

  private static boolean isAfter(Optional<Hold> one, Optional<Hold> other) {
    return one.flatMap(Hold::since)
        .filter(at -> other.flatMap(Hold::since).filter(at::isBefore).isEmpty())
        .isPresent();
  }
}
