package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.GuardedService.Consumer;
import ai.hokus.remediation.model.GuardedService.EnterFallback;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.plan.Candidates.Candidate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the endpoint leaves its name for a task's address. It does if nothing stands against it:
 *
 * <pre>
 * it stands against it that                                 | also where a person asks for it
 * ----------------------------------------------------------+--------------------------------
 * it is configured no more                                  | yes
 * the configuration says fallback: never                    |
 * it says onAlarm, or many names are broken at once (or it  |
 *   is not known yet whether they are), and no alarm calls, |
 *   or it is not known whether one does                     |
 * the name is neither broken nor (where all consumers read  |
 *   at run time) settling                                   |
 * a registration was sent or succeeded less than            |
 *   nameRepairBudget ago, or none could be sent yet or ends,|
 *   and the name has been failing for less than that: it    |
 *   may help                                                |
 * who answers by its address did not when it was asked      |
 *   first, and so is to be registered first                 |
 * more than maxTasks run, or it is not known how many do    |
 * no task that may be used answered by its address          | yes
 * it was done entriesPerDay times in 24 hours               |
 * it is paused                                              | a pause is the permission's
 * a person's hold: restore, release, undo; or hands off     | yes: the strictest wins
 * </pre>
 */
final class Entering {
  private static final List<Hold.Kind> STRICTER =
      List.of(Hold.Kind.RESTORE, Hold.Kind.RELEASE, Hold.Kind.UNDO, Hold.Kind.ENDPOINT);

  private final EndpointView view;
  private final GuardedService service;
  private final Candidates candidates;
  private final NameVerdict.State name;

  Entering(EndpointView view) {
    this.view = view;
    this.service = view.seen().service();
    this.candidates = new Candidates(view);
    this.name = new ToldName(view).state();
  }

  /** Whether a person asked for an address, and nobody for anything that is stricter. */
  static boolean isAskedFor(EndpointView view) {
    return view.isHeld(Hold.Kind.FALLBACK) && stricter(view).isEmpty();
  }

  Decision decide(Parameter now) {
    var asked = view.hold(Hold.Kind.FALLBACK);
    var against = (asked.isPresent() ? againstAPerson() : againstUs()).toList();
    if (against.isEmpty()) {
      return enter(now, candidates.verified().getFirst(), asked.map(Hold::inWords));
    }
    return asked.isPresent() || isInTrouble()
        ? Decision.NOTHING.after(against.stream().map(Entering::say).toList())
        : Decision.NOTHING;
  }

  private Stream<String> againstUs() {
    return service.fallback() == EnterFallback.NEVER
        ? Stream.of("the configuration says fallback: never")
        : Stream.of(
                retired(),
                noAlarmCalls(),
                nameWorks(),
                registrationMayHelp(),
                answersOnlyNow(),
                manyTasks(),
                nobodyAnswers(),
                enteredTooOften(),
                held(Hold.Kind.PAUSE),
                heldMoreStrictly())
            .flatMap(Optional::stream);
  }

  private Stream<String> againstAPerson() {
    return Stream.of(retired(), nobodyAnswers(), heldMoreStrictly()).flatMap(Optional::stream);
  }

  private Optional<String> retired() {
    return service.retired() ? Optional.of("it is no longer configured") : Optional.empty();
  }

  private Decision enter(Parameter now, Candidate to, Optional<String> asked) {
    var because =
        asked.orElseGet(() -> view.name().inWords() + "; " + repairInWords())
            + "; task "
            + to.id()
            + " "
            + to.verdict().inWords()
            + " by its address";
    return Decision.move(
        new Action.Move(
            now,
            new Action.Target.Value(to.endpoint(view)),
            pinned(view, to),
            Situation.FALLBACK_ENTER,
            because));
  }

  /** At this one, with an end. */
  static Position.Pinned pinned(EndpointView view, Candidate to) {
    return new Position.Pinned(to.id(), to.address(), view.at().plus(view.settings().expiry()));
  }

  /** Only then is it worth a word that nothing is moved. */
  private boolean isInTrouble() {
    return name == NameVerdict.State.BROKEN || name == NameVerdict.State.SETTLING;
  }

  private Optional<String> noAlarmCalls() {
    return view.alarms().value().stream().anyMatch(Alarm::calls)
        ? Optional.empty()
        : needsAnAlarm()
            .map(why ->
                view.alarms() instanceof Reading.Partial<?>(_, String unread)
                    ? why + ", and its alarms could not all be read: " + unread
                    : why + ", and none of its alarms calls");
  }

  /** Why the name's word alone is not enough. */
  private Optional<String> needsAnAlarm() {
    return service.fallback() == EnterFallback.ON_ALARM
        ? Optional.of("the configuration says fallback: onAlarm")
        : view.hold(Hold.Kind.DOUBT).map(Hold::why);
  }

  private Optional<String> nameWorks() {
    return switch (name) {
      case BROKEN -> Optional.empty();
      case SETTLING ->
          isReadAtRunTime()
              ? Optional.empty()
              : Optional.of(
                  view.name().inWords()
                      + ": a consumer would have to be deployed anew, which is dearer than the"
                      + " wait");
      case GOOD, HALF, UNKNOWN, NOT_APPLICABLE -> Optional.of("the name is not broken");
    };
  }

  /** Of consumers that nobody named it is not known. */
  private boolean isReadAtRunTime() {
    return !service.consumers().isEmpty()
        && service.consumers().stream()
            .allMatch(consumer -> consumer.reads() == Consumer.Reads.RUNTIME_READ);
  }

  private Optional<String> registrationMayHelp() {
    return switch (view.repair()) {
      case CANNOT_HELP, FAILED -> Optional.empty();
      case PENDING -> Optional.of("a registration is under way or held back, and may help");
      case UNENDED -> inItsTime(lastSent(), "a registration has not ended, and may help");
      case UNSENT ->
          inItsTime(
              view.seen().memory().vigil().troubledSince(),
              "no registration could be sent yet, and one may help");
      case SUCCEEDED -> inItsTime(view.succeeded(), "a registration succeeded, and may help");
    };
  }

  /**
   * When the last was sent that is under way; or when the name began to fail, if that was later.
   */
  private Optional<Instant> lastSent() {
    var memory = view.seen().memory();
    var sent =
        memory.unproven().values().stream().filter(Memory.Sent::isUnderway).map(Memory.Sent::at);
    return memory
        .vigil()
        .troubledSince()
        .map(since -> sent.reduce(since, (one, other) -> one.isAfter(other) ? one : other));
  }

  /** Whatever is in its way, it is not waited for without an end. */
  private Optional<String> inItsTime(Optional<Instant> since, String mayHelp) {
    var until = since.map(at -> at.plus(view.settings().nameRepairBudget()));
    return until.filter(end -> !view.at().isBefore(end)).isPresent()
        ? Optional.empty()
        : Optional.of(mayHelp + until.map(end -> " until " + end).orElse(""));
  }

  /** Whoever was no candidate for the name a moment ago may be one for the next pass. */
  private Optional<String> answersOnlyNow() {
    return candidates.verified().stream()
        .filter(candidate -> !view.seen().isCandidate(candidate.task()))
        .filter(candidate -> !isRegistered(candidate))
        .findFirst()
        .map(candidate ->
            "task " + candidate.id() + " answers only now, and is to be registered first");
  }

  private boolean isRegistered(Candidate candidate) {
    return view.seen().instances().stream()
        .anyMatch(instance -> instance.id().equals(candidate.id().value()));
  }

  private String repairInWords() {
    return switch (view.repair()) {
      case CANNOT_HELP -> "registering cannot help";
      case FAILED -> "registering failed";
      case UNSENT -> "no registration could be sent";
      case SUCCEEDED -> "a registration that succeeded did not help";
      case UNENDED -> "no registration ends";
      case PENDING -> "a registration is under way";
    };
  }

  private Optional<String> manyTasks() {
    if (!(view.seen().tasks() instanceof Reading.Complete<?>)) {
      return Optional.of("how many tasks run is not known");
    }
    int running = view.seen().tasks().value().running().size();
    int most = view.settings().maxTasks();
    return running <= most
        ? Optional.empty()
        : Optional.of(
            running + " tasks run, and one would serve for all: fallback.maxTasks is " + most);
  }

  private Optional<String> nobodyAnswers() {
    return candidates.verified().isEmpty()
        ? Optional.of("nobody answers by address: " + candidates.inWords())
        : Optional.empty();
  }

  private Optional<String> enteredTooOften() {
    long entered = Dossier.ofLastDay(view.seen().look().dossier().entries(), view.at());
    int most = view.settings().entriesPerDay();
    return entered < most
        ? Optional.empty()
        : Optional.of(
            "it was moved " + entered + " times in 24 hours: fallback.entriesPerDay is " + most);
  }

  private Optional<String> heldMoreStrictly() {
    return stricter(view).map(Hold::inWords);
  }

  /** What stands against an address, the first of them. */
  private static Optional<Hold> stricter(EndpointView view) {
    return STRICTER.stream()
        .flatMap(kind -> view.hold(kind).stream())
        .filter(hold -> hold.forbidsMoving(view.incident()))
        .findFirst();
  }

  private Optional<String> held(Hold.Kind kind) {
    return view.hold(kind).map(Hold::inWords);
  }

  private static Remark say(String against) {
    return new Remark(Situation.FALLBACK_ENTER, "the endpoint is not moved: " + against);
  }
}
