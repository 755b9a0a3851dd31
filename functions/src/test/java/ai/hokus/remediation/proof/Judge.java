package ai.hokus.remediation.proof;

import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.Reversal;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.world.Calls;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.SimulatedInvocation;
import ai.hokus.remediation.world.SimulatedInvocation.Meets;
import ai.hokus.remediation.world.Witness;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Is told of every call that changes the world before it does ({@link Watched}), and knows what its
 * caller was told. What the program says of itself is not asked.
 */
final class Judge implements Witness, Rules {
  private static final Duration A_DAY = Duration.ofHours(24);

  /** By default. */
  private static final int MOST_ENTRIES = 3;

  private final Stage stage;
  private final Interleaving interleaving;
  private final Map<SimulatedInvocation, Knowledge> knowing = new HashMap<>();
  private final Map<SimulatedInvocation, String> configured = new HashMap<>();
  private final List<Breach> breaches = new ArrayList<>();
  private Optional<SimulatedInvocation> holder = Optional.empty();
  private int writes;
  private long deployed;

  Judge(Stage stage) {
    this.stage = stage;
    this.interleaving = stage.interleaving();
    this.deployed = stage.version();
  }

  List<Breach> breaches() {
    return breaches;
  }

  /** Of which version of the endpoint the consumers were deployed last. */
  long deployed() {
    return deployed;
  }

  /** Goes on from there, where nobody is at work. */
  void begins(long lastDeployed) {
    deployed = lastDeployed;
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
      stage.isTried(((Registration) arguments.get(1)).task());
    }
    var known = meets.flatMap(_ -> Optional.ofNullable(knowing.get(by)));
    answer.ifPresent(told -> known.ifPresent(each -> each.hears(told)));
  }

  @Override
  public void act(String what) {
    // It is not the program's.
  }

  // What they are judged by.

  /** The lease was got, or renewed. */
  void begins(Holds holds) {
    holder = Optional.of(interleaving.current());
    knowing.put(interleaving.current(), new Knowledge(holds));
  }

  /** The lease was given back. */
  void ends() {
    holder = Optional.empty();
  }

  <T> T heard(T told) {
    knowledge().ifPresent(known -> known.hears(told));
    return told;
  }

  void redeploys(String consumer) {
    writes("a deployment");
    must(
        9,
        stage.version() > deployed,
        consumer + " is deployed, and the endpoint is what it was at the last time");
    deployed = stage.version();
  }

  void registers(Registration registration) {
    writes("a registration");
    var task = registration.task();
    isNobodys(task.value());
    must(3, !stage.isApart(task), task + " is registered, and its colour is not in production");
    must(11, !isAsked(Hold.Kind.RELEASE), task + " is registered, and all was released");
    must(11, undone(task).isEmpty(), task + " is registered, and that was undone");
    must(11, !isObserving(), task + " is registered, and the policy is observe");
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
            () -> {
              must(2, !stage.isServing(instance.id()), instance.id() + " serves, and is withdrawn");
              must(
                  2,
                  knowledge().filter(known -> known.isGoing(new TaskId(instance.id()))).isPresent(),
                  instance.id() + " is withdrawn, and nobody said that its task goes");
              must(2, isInTime(instance), instance.id() + " was the last, and is withdrawn early");
            });
  }

  /** To call one unhealthy counts as a removal. */
  void marks(Instance.Ours instance, boolean healthy) {
    writes("a health mark");
    var id = instance.id();
    isNobodys(id);
    must(11, !isObserving(), id + " is marked, and the policy is observe");
    if (!healthy) {
      must(3, isComplete(), id + " is called unhealthy after an incomplete read");
      must(2, anotherStands(id), id + " is the last, and is called unhealthy");
      must(
          2,
          knowledge().filter(known -> known.isSick(new TaskId(id))).isPresent(),
          id + " is called unhealthy, and nothing said that it is");
    }
  }

  private boolean isComplete() {
    return knowledge().filter(Knowledge::isIncomplete).isEmpty();
  }

  /** Another stands, or nobody is wanted, or the task has been gone for long. */
  private boolean isInTime(Instance.Removable instance) {
    var stopped = stage.world().task(instance.id()).flatMap(Task::stoppedAt);
    return anotherStands(instance.id())
        || stage.world().wantsNoTask()
        || stopped
            .filter(at -> !at.plus(Timers.LAST_INSTANCE_KEPT).isAfter(stage.world().instant()))
            .isPresent();
  }

  void puts(String value) {
    writes("the endpoint");
    var fallback = stage.ledger().dossier(Stage.SERVICE).fallback();
    must(5, fallback.isPresent(), "nothing is on file of what is written over");
    must(
        5,
        fallback.filter(file -> file.underway().isPresent()).isPresent(),
        "what is written was not written down before");
    must(
        5,
        fallback.flatMap(file -> file.before().value()).filter(stage::isPeoples).isPresent(),
        "what is on file was never there");
    var address = new EndpointValue(value).address();
    if (address.isPresent() && !stage.isPeoples(value)) {
      pins(address.get());
    }
  }

  private void pins(Ipv4 address) {
    must(
        4,
        knowledge().filter(known -> known.isVerified(address)).isPresent(),
        address + " did not answer in this pass");
    must(
        4,
        knowledge().filter(known -> known.isOfATask(address)).isPresent(),
        address + " is the address of no task that runs");
    // A fallback that waited by the name for somebody who answers goes on; it does not begin.
    boolean isOn =
        stage.ledger().dossier(Stage.SERVICE).fallback().flatMap(Fallback::written).isPresent();
    if (stage.isPeoples(stage.endpoint()) && !isOn) {
      enters();
    }
  }

  private void enters() {
    must(11, !isAsked(Hold.Kind.RESTORE), "the endpoint is moved, and was asked to be by name");
    must(11, !isAsked(Hold.Kind.RELEASE), "the endpoint is moved, and all was released");
    must(11, !isAsked(Hold.Kind.UNDO), "the endpoint is moved, and that was undone");
    if (isAsked(Hold.Kind.FALLBACK)) {
      return;
    }
    must(11, !isObserving(), "the endpoint is moved, and the policy is observe");
    must(
        8,
        knowledge().filter(Knowledge::isNameGood).isEmpty(),
        "the endpoint leaves a name that works");
    must(
        8,
        stage.untried().stream().noneMatch(task -> isToBeRegistered(task)),
        "the endpoint leaves a name that nobody tried to repair");
    var since = stage.world().instant().minus(A_DAY);
    stage.isEntered();
    long entries = stage.entries(since);
    must(6, entries <= MOST_ENTRIES, "the endpoint is moved " + entries + " times in a day");
  }

  private boolean isToBeRegistered(TaskId task) {
    return stage.world().hasCloudMap()
        && standing(task.value()).isEmpty()
        && knowledge().filter(known -> known.isRunning(task)).isPresent();
  }

  /** Whatever it is, it is changed by who may, and while nobody asked for a pause. */
  void writes(String what) {
    writes++;
    must(
        10,
        holder.equals(Optional.of(interleaving.current())),
        what + " is written without the lease");
    must(
        11,
        !isAsked(Hold.Kind.PAUSE) || isAsked(Hold.Kind.RESTORE) || isAsked(Hold.Kind.FALLBACK),
        what + " is written in a pause");
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
        && isConfigured("sync")
        && knowledge().filter(known -> known.hasStopped(new TaskId(id))).isPresent();
  }

  /** That of a task of which the invocation was told that it runs. */
  private boolean anotherStands(String id) {
    return stage.world().instances().stream()
        .map(Instance::id)
        .filter(other -> !other.equals(id))
        .anyMatch(
            other -> knowledge().filter(known -> known.isRunning(new TaskId(other))).isPresent());
  }

  private boolean isAsked(Hold.Kind kind) {
    return asked(kind).isPresent();
  }

  private Optional<Hold> asked(Hold.Kind kind) {
    return knowledge().flatMap(known -> known.asked(kind, stage.world().instant()));
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
    return isConfigured("observe");
  }

  private boolean isConfigured(String policy) {
    return Optional.ofNullable(configured.get(interleaving.current()))
        .filter(told -> told.contains("\"policy\": \"" + policy + "\""))
        .isPresent();
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
