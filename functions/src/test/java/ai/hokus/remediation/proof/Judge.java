package ai.hokus.remediation.proof;

import ai.hokus.remediation.Deployment;
import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.world.CallKinds;
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
import java.util.function.Predicate;

/**
 * Knows what each invocation was told, and who holds the lease; what breaks a rule is said here.
 * What the program says of itself is not asked.
 */
final class Judge implements Witness, Rules, WatchedLedger.Leases {
  /** The clocks of two invocations may be so far from each other. */
  static final Duration CLOCKS_APART = Duration.ofSeconds(10);

  /** And the program counts from the begin of a pass. */
  static final Duration ABOUT = CLOCKS_APART.plus(Deployment.FOR_AN_EVENT);

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

  /** Whether anything befalls the tale. */
  boolean isDisturbed() {
    return isDisturbed;
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
    if (isTried(call, meets)) {
      truth.tries(((Registration) arguments.get(1)).task());
    }
    var known = meets.flatMap(_ -> Optional.ofNullable(knowing.get(by)));
    answer.ifPresent(told -> known.ifPresent(each -> hears(each, arguments, told)));
  }

  /** Whether it is tried to register somebody, whatever comes of it. */
  static boolean isTried(Method call, Optional<Meets> meets) {
    return CallKinds.name(call).equals("Registry.register")
        && !meets.equals(Optional.of(Meets.DEATH));
  }

  @Override
  public void taken(String service, Holds holds) {
    holder = Optional.of(interleaving.current());
    knowing.put(interleaving.current(), new Knowledge(holds));
  }

  @Override
  public void returned(String service) {
    holder = holder.filter(by -> !by.equals(interleaving.current()));
  }

  <T> T heard(T told) {
    knowledge().ifPresent(known -> hears(known, List.of(), told));
    return told;
  }

  Answer heardOf(Question question, Answer told) {
    knowledge().ifPresent(known -> hears(known, List.of(question), told));
    return told;
  }

  Reading<Optional<EcsService>> heardOfService(Reading<Optional<EcsService>> told) {
    knowledge().ifPresent(known -> known.hearsOfService(told));
    return heard(told);
  }

  Optional<Instance> heardOf(TaskId task, Optional<Instance> there) {
    knowledge().ifPresent(known -> known.hearsOf(task, there));
    return there;
  }

  Reading<List<Alarm>> heardOf(Reading<List<Alarm>> alarms) {
    knowledge().ifPresent(known -> known.hearsOf(alarms.value()));
    return heard(alarms);
  }

  private void hears(Knowledge known, List<Object> asked, Object told) {
    if (told instanceof Answer answer) {
      known.hears((Question) asked.getFirst(), answer);
      if (known.isNameGood()) {
        truth.hearsThatTheNameIsGood(now());
      }
    } else {
      known.hears(told);
    }
    truth.tells(told, now());
  }

  /** Whatever it is, it is changed by who may, and while nobody asked for a pause. */
  void writes(String what) {
    mayWrite(what);
    must(11, !isAsked(Hold.Kind.PAUSE), what + " is written in a pause");
  }

  /** The same, whatever anybody asked for. */
  void mayWrite(String what) {
    writes++;
    must(
        10,
        holder.equals(Optional.of(interleaving.current())),
        what + " is written without the lease");
  }

  boolean isAsked(Hold.Kind kind) {
    return asked(kind).isPresent();
  }

  Optional<Hold> asked(Hold.Kind kind) {
    return knowledge().flatMap(known -> known.asked(kind, now()));
  }

  boolean isObserving() {
    return isConfigured("policy", "observe");
  }

  /** Whether the invocation was told last that this setting has this value. */
  boolean isConfigured(String what, String value) {
    return Optional.ofNullable(configured.get(interleaving.current()))
        .filter(told -> told.contains("\"" + what + "\": \"" + value + "\""))
        .isPresent();
  }

  /** Whether the invocation was told so. */
  boolean told(Predicate<Knowledge> so) {
    return knowledge().filter(so).isPresent();
  }

  Instant now() {
    return stage.world().instant();
  }

  Optional<Knowledge> knowledge() {
    return Optional.ofNullable(knowing.get(interleaving.current()));
  }

  @Override
  public void must(int rule, boolean holds, String otherwise) {
    if (!holds) {
      breaches.add(new Breach(rule, otherwise));
    }
  }
}
