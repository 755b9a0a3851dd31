package ai.hokus.remediation.proof;

import static ai.hokus.remediation.world.SampleConfiguration.BY_NAME;
import static ai.hokus.remediation.world.SampleConfiguration.PARAMETER;

import ai.hokus.remediation.Deployment;
import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.Reversal;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.world.Calls;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.SimulatedInvocation;
import ai.hokus.remediation.world.SimulatedInvocation.Meets;
import ai.hokus.remediation.world.Witness;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Is told of every call that changes the world before it does ({@link Watched}), and knows what its
 * caller was told. What the program says of itself is not asked.
 */
final class Judge implements Witness, Rules, WatchedLedger.Leases {
  private static final Duration A_DAY = Duration.ofHours(24);

  /** By default. */
  private static final int MOST_ENTRIES = 3;

  /** By default. */
  private static final int MOST_TASKS = 2;

  /** The clocks of two invocations may be so far from each other. */
  private static final Duration CLOCKS_APART = Duration.ofSeconds(10);

  /** And the program counts from the begin of a pass. */
  private static final Duration ABOUT = CLOCKS_APART.plus(Deployment.FOR_AN_EVENT);

  /** Two looks that are nearer to each other may see one hiccup. */
  private static final Duration HICCUP_LASTS = Duration.ofSeconds(30);

  private final Stage stage;
  private final Truth truth;
  private final Interleaving interleaving;
  private final Map<SimulatedInvocation, Knowledge> knowing = new HashMap<>();
  private final Map<SimulatedInvocation, String> configured = new HashMap<>();
  private final List<Breach> breaches = new ArrayList<>();
  private Optional<SimulatedInvocation> holder = Optional.empty();
  private boolean isDisturbed = true;
  private int writes;

  Judge(Stage stage) {
    this.stage = stage;
    this.truth = stage.truth();
    this.interleaving = stage.interleaving();
    truth.deploys(stage.version(), Instant.MIN);
  }

  List<Breach> breaches() {
    return breaches;
  }

  /**
   * Goes on from a moment in which nobody is at work.
   *
   * @param isDisturbed whether anything befalls the tale: who was not told all may do it again
   */
  void begins(boolean isDisturbed) {
    this.isDisturbed = isDisturbed;
    knowing.clear();
    configured.clear();
    holder = Optional.empty();
    breaches.clear();
    writes = 0;
  }

  /** How many calls changed the world, or might have; the ledger's aside. */
  int writes() {
    return writes;
  }

  /** What the deployer has configured, as it is told to whoever asks. */
  String configuration() {
    var told = stage.configuration();
    configured.put(interleaving.current(), told);
    return told;
  }

  /** A lie is told in place of what the world would have said. */
  @Override
  public void call(
      SimulatedInvocation by,
      Method call,
      List<Object> arguments,
      Optional<Meets> meets,
      Optional<Object> answer) {
    if (Calls.name(call).equals("Registry.register")) {
      truth.tries(((Registration) arguments.get(1)).task());
    }
    var known = meets.flatMap(_ -> Optional.ofNullable(knowing.get(by)));
    answer.ifPresent(told -> known.ifPresent(each -> hears(each, arguments, told)));
  }

  @Override
  public void act(String what) {
    // It is not the program's.
  }

  // What they are judged by.

  @Override
  public void begins(String service, Holds holds) {
    holder = Optional.of(interleaving.current());
    knowing.put(interleaving.current(), new Knowledge(holds));
  }

  @Override
  public void ends(String service) {
    holder = Optional.empty();
  }

  <T> T heard(T told) {
    knowledge().ifPresent(known -> hears(known, List.of(), told));
    return told;
  }

  Answer heardOf(Question question, Answer told) {
    knowledge().ifPresent(known -> hears(known, List.of(question), told));
    return told;
  }

  Reading<List<Alarm>> heardOf(Reading<List<Alarm>> alarms) {
    knowledge().ifPresent(known -> known.hearsOf(alarms.value()));
    return heard(alarms);
  }

  private void hears(Knowledge known, List<Object> asked, Object told) {
    if (told instanceof Answer answer) {
      known.hears((Question) asked.getFirst(), answer);
    } else {
      known.hears(told);
    }
    truth.tells(told, now());
  }

  void redeploys(String consumer) {
    writes("a deployment");
    must(
        9,
        !isConfigured("consumer", "runtimeRead"),
        consumer + " is deployed, and reads the endpoint whenever it asks");
    must(
        9,
        stage.version() > truth.deployedVersion(),
        consumer + " is deployed, and the endpoint is what it was at the last time");
    must(
        9,
        !now().plus(ABOUT).isBefore(truth.deployedAt().plus(Timers.BETWEEN_DEPLOYMENTS)),
        consumer + " is deployed again so soon");
    truth.deploys(stage.version(), now());
  }

  void registers(Registration registration) {
    writes("a registration");
    var task = registration.task();
    isNobodys(task.value());
    must(
        7,
        isDisturbed || !isThere(registration),
        task + " is registered, and its name is answered with it");
    must(
        8,
        told(known -> known.runsAt(task, registration.address())),
        task + " is registered where it does not run");
    must(3, !truth.isApart(task), task + " is registered, and its colour is not in production");
    must(11, !isAsked(Hold.Kind.RELEASE), task + " is registered, and all was released");
    must(11, undone(task).isEmpty(), task + " is registered, and that was undone");
    must(11, !isObserving(), task + " is registered, and the policy is observe");
  }

  /** What came of it at once. */
  void sends(Registration registration, Object told) {
    if (told instanceof Operation.Running(var id)) {
      knowledge().ifPresent(known -> known.sends(registration.task(), id));
    }
  }

  /** What came of it in the end. */
  void follows(Operation.Running operation, Object told) {
    if (told instanceof Operation.Succeeded) {
      knowledge()
          .flatMap(known -> known.sent(operation.id()))
          .ifPresent(task -> truth.repairs(task, now()));
    }
  }

  private boolean isThere(Registration registration) {
    return standing(registration.task().value())
            .filter(instance -> instance.attributes().equals(registration.attributes()))
            .isPresent()
        && told(known -> known.isNamed(registration.address()));
  }

  void removes(Instance.Removable instance) {
    writes("a withdrawal");
    if (!isLeftToUs(instance.id())) {
      isNobodys(instance.id());
    }
    must(11, !isObserving(), instance.id() + " is withdrawn, and the policy is observe");
    must(3, isComplete(), instance.id() + " is withdrawn after an incomplete read");
    asked(Hold.Kind.RELEASE)
        .or(() -> undone(new TaskId(instance.id())))
        .ifPresentOrElse(
            hold ->
                must(
                    2,
                    hold.forced() || isInTime(instance),
                    instance.id() + " was the last, and nobody forced that it is withdrawn"),
            () -> removesForItself(instance));
  }

  private void removesForItself(Instance.Removable instance) {
    var task = new TaskId(instance.id());
    must(2, !truth.isServing(instance.id()), task + " serves, and is withdrawn");
    must(
        2,
        told(known -> known.isGoing(task)),
        task + " is withdrawn, and nobody said that it goes");
    must(2, isInTime(instance), task + " was the last, and is withdrawn early");
    must(
        2,
        !told(known -> known.isStopping(task)) || another(instance.id(), Knowledge::isUp),
        task + " is stopping, and no other answers");
    if (told(known -> known.isMissing(task))) {
      must(
          2,
          truth.isMissingFor(task, Timers.MISSING_FOR.minus(ABOUT), now()),
          task + " is withdrawn, and was not missing for long");
      must(2, told(Knowledge::takesFewMissing), "more than one in five are taken for stopped");
      must(
          2,
          stage.world().wantsNoTask() || !told(Knowledge::isViewWrong),
          task + " is withdrawn, and most are missing");
    }
  }

  /** To call one unhealthy counts as a removal. */
  void marks(Instance.Ours instance, boolean healthy) {
    writes("a health mark");
    var id = instance.id();
    isNobodys(id);
    must(11, !isObserving(), id + " is marked, and the policy is observe");
    if (!healthy) {
      must(3, isComplete(), id + " is called unhealthy after an incomplete read");
      must(2, another(id, Knowledge::isUp), id + " is the last, and is called unhealthy");
      must(
          2,
          told(known -> isSick(known, new TaskId(id))),
          id + " is called unhealthy, and nothing said that it is");
    }
  }

  /** By its container's check, or as it refused twice. */
  private boolean isSick(Knowledge known, TaskId task) {
    return known.isUnhealthy(task)
        || known
            .refusedAt(task)
            .filter(at -> truth.isDownFor(at, HICCUP_LASTS.minus(CLOCKS_APART), now()))
            .isPresent();
  }

  private boolean isComplete() {
    return !told(Knowledge::isIncomplete);
  }

  /** Another stands, or nobody is wanted, or the task has been gone for long. */
  private boolean isInTime(Instance.Removable instance) {
    var stopped = stage.world().task(instance.id()).flatMap(Task::stoppedAt);
    return another(instance.id(), Knowledge::isRunning)
        || stage.world().wantsNoTask()
        || stopped.filter(at -> !at.plus(Timers.LAST_INSTANCE_KEPT).isAfter(now())).isPresent();
  }

  /** With what is kept with it. */
  void puts(Snapshot carried, String value) {
    mayWrite("the endpoint");
    if (!stage.hasEndpoint()) {
      must(9, false, "a parameter is made that a person deleted");
      return;
    }
    must(
        11,
        !isAsked(Hold.Kind.PAUSE) || isWantedInThePause(value),
        "the endpoint is written in a pause");
    var fallback = stage.ledger().dossier(Stage.SERVICE).fallback();
    must(5, fallback.isPresent(), "nothing is on file of what is written over");
    must(
        5,
        fallback.filter(file -> file.underway().isPresent()).isPresent(),
        "what is written was not written down before");
    must(
        5,
        fallback.map(Fallback::before).filter(truth::wasThere).isPresent(),
        "what is on file was never there");
    must(
        5,
        carried.kept().equals(stage.store().keptWith(PARAMETER)),
        "what was kept with it is not written again");
    must(7, isDisturbed || !value.equals(stage.endpoint()), "what is there is written again");
    if (truth.isPeoples(value) || value.equals(BY_NAME)) {
      boolean isForGood = isToBeLeft();
      must(5, !isForGood || truth.isToBePutBack(value), value + " is put back, and was not there");
      must(
          6,
          !value.equals(BY_NAME) || isForGood || !truth.isMoved() || !told(this::isPinnedWell),
          "the endpoint leaves an address that answers");
      truth.putsBack(stage.version() + 1, carried, value, isForGood);
    } else {
      pins(value);
    }
  }

  private void pins(String value) {
    var address = new EndpointValue(value).address();
    must(5, address.isPresent(), value + " was never there");
    must(
        4,
        told(known -> address.filter(known::isVerified).isPresent()),
        value + " did not answer in this pass");
    must(
        4,
        told(known -> address.filter(known::isOfATask).isPresent()),
        value + " is the address of no task that runs");
    if (!truth.isMoved()) {
      enters();
      truth.moves(stage.endpoint());
    }
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
    return told(Knowledge::isNameGood)
        || Stream.of(Hold.Kind.RESTORE, Hold.Kind.RELEASE, Hold.Kind.UNDO).anyMatch(this::isAsked);
  }

  private void enters() {
    must(11, !isAsked(Hold.Kind.RESTORE), "the endpoint is moved, and was asked to be by name");
    must(11, !isAsked(Hold.Kind.RELEASE), "the endpoint is moved, and all was released");
    must(11, !isAsked(Hold.Kind.UNDO), "the endpoint is moved, and that was undone");
    if (isAsked(Hold.Kind.FALLBACK)) {
      return;
    }
    must(11, !isObserving(), "the endpoint is moved, and the policy is observe");
    must(8, !told(Knowledge::isNameGood), "the endpoint leaves a name that works");
    must(
        8,
        truth.untried().stream().noneMatch(task -> isToBeRegistered(task)),
        "the endpoint leaves a name that nobody tried to repair");
    must(
        8,
        isConfigured("consumer", "runtimeRead")
            || !truth.isRepairedSince(now().minus(Timers.NAME_REPAIR_BUDGET.minus(ABOUT))),
        "the endpoint leaves a name that was just repaired");
    must(
        6,
        told(Knowledge::isCalled) || isConfigured("enter", "onNameFailure"),
        "the endpoint is moved, and no alarm calls");
    must(
        6,
        told(known -> known.running() <= MOST_TASKS),
        "the endpoint is moved, and one has to serve for many");
    var since = now().minus(A_DAY);
    truth.enters(now());
    long entries = truth.entries(since);
    must(6, entries <= MOST_ENTRIES, "the endpoint is moved " + entries + " times in a day");
  }

  private boolean isToBeRegistered(TaskId task) {
    return stage.world().hasCloudMap()
        && standing(task.value()).isEmpty()
        && told(known -> known.isRunning(task));
  }

  /** Whatever it is, it is changed by who may, and while nobody asked for a pause. */
  private void writes(String what) {
    mayWrite(what);
    must(11, !isAsked(Hold.Kind.PAUSE), what + " is written in a pause");
  }

  private void mayWrite(String what) {
    writes++;
    must(
        10,
        holder.equals(Optional.of(interleaving.current())),
        what + " is written without the lease");
  }

  /** Who pauses, and then wants the endpoint there, has it moved once. */
  private boolean isWantedInThePause(String value) {
    var wanted =
        truth.isPeoples(value)
            ? asked(Hold.Kind.RESTORE)
            : asked(Hold.Kind.FALLBACK).filter(_ -> !truth.isMoved());
    return isAfter(wanted, asked(Hold.Kind.PAUSE));
  }

  private static boolean isAfter(Optional<Hold> one, Optional<Hold> other) {
    return one.flatMap(Hold::since)
        .filter(at -> other.flatMap(Hold::since).filter(at::isBefore).isEmpty())
        .isPresent();
  }

  private void isNobodys(String id) {
    must(
        1,
        standing(id).filter(instance -> !(instance instanceof Instance.Ours)).isEmpty(),
        "the instance " + id + " is not ours");
  }

  private Optional<Instance> standing(String id) {
    return stage.world().instances().stream()
        .filter(instance -> instance.id().equals(id))
        .findFirst();
  }

  /** ECS's own may go if the deployer says so, once ECS itself has said that the task stopped. */
  private boolean isLeftToUs(String id) {
    return standing(id).filter(Instance.Native.class::isInstance).isPresent()
        && isConfigured("policy", "sync")
        && told(known -> known.hasStopped(new TaskId(id)));
  }

  /** Whether one stands of which the invocation was told so. */
  private boolean another(String id, BiPredicate<Knowledge, TaskId> so) {
    return stage.world().instances().stream()
        .map(Instance::id)
        .filter(other -> !other.equals(id))
        .anyMatch(other -> told(known -> so.test(known, new TaskId(other))));
  }

  private boolean isAsked(Hold.Kind kind) {
    return asked(kind).isPresent();
  }

  private Optional<Hold> asked(Hold.Kind kind) {
    return knowledge().flatMap(known -> known.asked(kind, now()));
  }

  /** By whom it was asked that what was done for a task be taken back. */
  private Optional<Hold> undone(TaskId task) {
    return asked(Hold.Kind.UNDO)
        .filter(hold ->
            hold.undoes().isEmpty()
                || hold.undoes().stream().anyMatch(undone -> hasRegistered(undone, task)));
  }

  /** By then, or since. */
  private boolean hasRegistered(Reversal undone, TaskId task) {
    return undone.registered().contains(task)
        || stage
            .ledger()
            .dossier(Stage.SERVICE)
            .incident()
            .filter(open -> open.id().equals(undone.incident()))
            .filter(open -> open.registered().contains(task))
            .isPresent();
  }

  /** By what the invocation was told last. */
  private boolean isObserving() {
    return isConfigured("policy", "observe");
  }

  private boolean isConfigured(String what, String value) {
    return Optional.ofNullable(configured.get(interleaving.current()))
        .filter(told -> told.contains("\"" + what + "\": \"" + value + "\""))
        .isPresent();
  }

  /** Whether the invocation was told so. */
  private boolean told(Predicate<Knowledge> so) {
    return knowledge().filter(so).isPresent();
  }

  private Instant now() {
    return stage.world().instant();
  }

  private Optional<Knowledge> knowledge() {
    return Optional.ofNullable(knowing.get(interleaving.current()));
  }

  @Override
  public void must(int rule, boolean holds, String otherwise) {
    if (!holds) {
      breaches.add(new Breach(rule, otherwise));
    }
  }
}
