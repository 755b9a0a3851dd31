package ai.hokus.remediation.rules;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Fallback.Written;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.model.Vigil;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.EndpointPlan;
import ai.hokus.remediation.plan.EndpointView;
import ai.hokus.remediation.plan.NameVerdict.Row;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.plan.Repair;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.world.Altered;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.Viewed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The planner of the endpoint, broken on purpose: what it sees embellished, what it says altered.
 * Each is one tempting mistake, and must be caught by its rule.
 *
 * @param does the mistake, in words
 */
public record BrokenEndpointMind(String does, EndpointRule caughtBy, EndpointMind mind) {

  /** The planner of who does this. */
  public static Function<EndpointView, EndpointPlan> planner(String does) {
    var mind = all().filter(broken -> broken.does().equals(does)).findFirst().orElseThrow().mind();
    return mind::plan;
  }

  static Stream<BrokenEndpointMind> all() {
    return Stream.of(whoMovesTooSoon(), whoWritesWhatIsNotHis(), whoNeverEnds(), whoCannotStop())
        .flatMap(kind -> kind);
  }

  private static Stream<BrokenEndpointMind> whoMovesTooSoon() {
    return Stream.of(
        new BrokenEndpointMind(
            "takes it that everybody answers",
            EndpointRule.AN_ADDRESS_IS_WRITTEN_ONLY_WHERE_A_TASK_ANSWERED,
            seeing(BrokenEndpointMind::everybodyOk)),
        new BrokenEndpointMind(
            "takes every deployment for a rolling one",
            EndpointRule.AN_ADDRESS_IS_WRITTEN_ONLY_WHERE_A_TASK_ANSWERED,
            seeing(view -> view.ecs(Sample.forgetful(1)))),
        new BrokenEndpointMind(
            "moves to who is down, for want of anything better",
            EndpointRule.WHERE_NOBODY_ANSWERS_NOTHING_IS_ENTERED_AND_IT_IS_SAID,
            seeing(BrokenEndpointMind::everybodyOk)),
        new BrokenEndpointMind(
            "says nothing where it does nothing",
            EndpointRule.WHERE_NOBODY_ANSWERS_NOTHING_IS_ENTERED_AND_IT_IS_SAID,
            saying((_, plan) -> with(plan, List.of()))),
        new BrokenEndpointMind(
            "waits for no alarm",
            EndpointRule.ENTERING_KEEPS_TO_ITS_LIMITS,
            seeing(view -> view.alarms(calling()))),
        new BrokenEndpointMind(
            "forgets how often it entered",
            EndpointRule.ENTERING_KEEPS_TO_ITS_LIMITS,
            seeing(view -> view.dossier(withoutEntries(view.view())))),
        new BrokenEndpointMind(
            "has one task serve for many",
            EndpointRule.ENTERING_KEEPS_TO_ITS_LIMITS,
            seeing(view -> view.tasks(firstTwo(view.view().seen().tasks().value())))),
        new BrokenEndpointMind(
            "enters although a person had it undone",
            EndpointRule.ENTERING_KEEPS_TO_ITS_LIMITS,
            seeing(Altered::holds)),
        new BrokenEndpointMind(
            "falls back first, and sees to the name second",
            EndpointRule.NOBODY_ENTERS_WHILE_THE_NAME_WORKS_OR_A_REGISTRATION_MAY_HELP,
            seeing(view -> view.name(Row.EMPTIED))),
        new BrokenEndpointMind(
            "gives a registration no time",
            EndpointRule.NOBODY_ENTERS_WHILE_THE_NAME_WORKS_OR_A_REGISTRATION_MAY_HELP,
            seeing(view -> view.repair(Repair.CANNOT_HELP))));
  }

  private static Stream<BrokenEndpointMind> whoWritesWhatIsNotHis() {
    return Stream.of(
        new BrokenEndpointMind(
            "puts the name there, whatever was there before",
            EndpointRule.WHAT_WAS_THERE_BEFORE_COMES_BACK,
            saying(BrokenEndpointMind::alwaysByName)),
        new BrokenEndpointMind(
            "makes a parameter anew that is gone",
            EndpointRule.NO_PARAMETER_IS_MADE,
            saying(BrokenEndpointMind::makingItAnew)),
        new BrokenEndpointMind(
            "puts back an address that nobody knows any more",
            EndpointRule.WHAT_WAS_THERE_BEFORE_COMES_BACK,
            seeing(
                onFile((_, file) ->
                    new Fallback(
                        asIfByName(file.before()),
                        file.entered(),
                        file.position(),
                        file.written(),
                        file.underway())))),
        new BrokenEndpointMind(
            "takes what it wrote for what was there before",
            EndpointRule.WHAT_WAS_THERE_BEFORE_COMES_BACK,
            seeing(onFile(BrokenEndpointMind::asIfBegunNow))),
        new BrokenEndpointMind(
            "takes what is there for its own",
            EndpointRule.WHAT_OTHERS_WROTE_IS_LEFT_TO_THEM,
            seeing(onFile(BrokenEndpointMind::asIfWritten))),
        new BrokenEndpointMind(
            "takes a failed reading for a parameter that is gone",
            EndpointRule.AN_UNREAD_PARAMETER_DECIDES_NOTHING,
            seeing(
                view -> view.parameter(new Reading.Complete<>(view.view().parameter().value())))),
        new BrokenEndpointMind(
            "goes on while it is paused",
            EndpointRule.WHAT_IS_PAUSED_MOVES_FOR_NOBODY_BUT_A_PERSON,
            seeing(Altered::holds)),
        new BrokenEndpointMind(
            "returns to a name that is broken",
            EndpointRule.ITS_NAME_IS_RETURNED_TO_ONLY_WHERE_IT_IS_GOOD,
            seeing(view -> view.name(Row.GOOD))));
  }

  private static Stream<BrokenEndpointMind> whoNeverEnds() {
    return Stream.of(
        new BrokenEndpointMind(
            "pins for a day",
            EndpointRule.A_FALLBACK_HAS_AN_END_AND_A_REASON,
            saying(BrokenEndpointMind::pinnedForADay)),
        new BrokenEndpointMind(
            "keeps its hands off, and leaves no word of it",
            EndpointRule.A_FALLBACK_HAS_AN_END_AND_A_REASON,
            saying((_, plan) -> with(plan, Optional.<Hold>empty()))),
        new BrokenEndpointMind(
            "takes following for entering",
            EndpointRule.WHAT_GOES_ON_GOES_ON_WITHOUT_A_BUDGET,
            saying((view, plan) -> isSpent(view) ? moving(plan, Optional.empty()) : plan)),
        new BrokenEndpointMind(
            "forgets that the name was good",
            EndpointRule.A_FALLBACK_ENDS,
            seeing(view -> view.vigil(Vigil.NONE))),
        new BrokenEndpointMind(
            "stands back for ever",
            EndpointRule.A_FALLBACK_ENDS,
            saying((_, plan) ->
                plan.settled().map(Fallback::position).orElse(NOWHERE)
                        instanceof Position.StandingBack
                    ? at(plan, Optional.empty())
                    : plan)));
  }

  private static Stream<BrokenEndpointMind> whoCannotStop() {
    return Stream.of(
        new BrokenEndpointMind(
            "writes what is there",
            EndpointRule.A_SECOND_PASS_DOES_NOTHING,
            saying(BrokenEndpointMind::writingWhatIsThere)),
        new BrokenEndpointMind(
            "renews in every pass",
            EndpointRule.A_SECOND_PASS_DOES_NOTHING,
            saying(BrokenEndpointMind::renewing)),
        new BrokenEndpointMind(
            "counts for ever",
            EndpointRule.AN_UNCHANGED_WORLD_LEAVES_THE_VIGIL_AS_IT_WAS,
            saying((view, plan) ->
                with(
                    plan,
                    plan.vigil()
                        .ofName(
                            plan.vigil().troubledSince(),
                            plan.vigil().goodSince(),
                            view.seen().memory().vigil().goodPasses() + 1,
                            plan.vigil().zoneUnseenSince())))),
        new BrokenEndpointMind(
            "takes a put that nobody heard of for one that was not made",
            EndpointRule.WHO_IS_KILLED_IS_FOLLOWED_BY_ONE_WHO_FINISHES,
            seeing(onFile((_, file) -> file.withoutUnderway()))),
        new BrokenEndpointMind(
            "follows a whim", EndpointRule.THE_SAME_VIEW_GIVES_THE_SAME_PLAN, whimsical()));
  }

  @Override
  public String toString() {
    return does + ", caught by " + caughtBy;
  }

  private static final Position NOWHERE = new Position.Left(Sample.NOON);

  private static EndpointMind seeing(UnaryOperator<Altered> embellished) {
    return view -> EndpointMind.SOUND.plan(embellished.apply(new Altered(view)).view());
  }

  private static EndpointMind saying(BiFunction<EndpointView, EndpointPlan, EndpointPlan> altered) {
    return view -> altered.apply(view, EndpointMind.SOUND.plan(view));
  }

  /** Every other plan says nothing. */
  private static EndpointMind whimsical() {
    var calls = new AtomicInteger();
    return view -> {
      var plan = EndpointMind.SOUND.plan(view);
      return calls.getAndIncrement() % 2 == 0 ? plan : with(plan, List.of());
    };
  }

  private static UnaryOperator<Altered> onFile(
      BiFunction<EndpointView, Fallback, Fallback> altered) {
    return view -> {
      var dossier = view.view().seen().look().dossier();
      return dossier
          .incident()
          .filter(each -> each.standing().isPresent())
          .map(each -> each.with(altered.apply(view.view(), each.standing().orElseThrow())))
          .map(each -> view.dossier(dossier.with(each)))
          .orElse(view);
    };
  }

  private static Altered everybodyOk(Altered view) {
    var ok = new Verdict.Ok(200);
    return view.byAddress(
        new Answer(
            Map.of(Sample.IP1, ok, Sample.IP2, ok, Sample.IP3, ok),
            view.view().byAddress().resolution()));
  }

  private static Reading<List<Alarm>> calling() {
    return new Reading.Complete<>(List.of(new Alarm(Viewed.ALARM, Alarm.State.ALARM, false)));
  }

  private static Dossier withoutEntries(EndpointView view) {
    var dossier = view.seen().look().dossier();
    return new Dossier(dossier.incident(), List.of(), dossier.returns(), Map.of());
  }

  private static Tasks firstTwo(Tasks tasks) {
    return new Tasks(tasks.known().stream().limit(2).toList(), Set.of());
  }

  private static boolean isSpent(EndpointView view) {
    return view.seen().look().dossier().entries().size() > 2;
  }

  private static Fallback asIfWritten(EndpointView view, Fallback file) {
    return view.parameter()
        .value()
        .map(now -> new Written(now.endpoint(), now.version(), Viewed.ENTERED))
        .map(put -> file.settled(put, file.position(), put.at()))
        .orElse(file);
  }

  private static Fallback asIfBegunNow(EndpointView view, Fallback file) {
    return view.parameter()
        .value()
        .map(now ->
            new Fallback(
                asIfByName(Snapshot.of(now, file.before().kept())),
                file.entered(),
                file.position(),
                file.written(),
                file.underway()))
        .orElse(file);
  }

  private static Snapshot asIfByName(Snapshot before) {
    return new Snapshot(
        before.parameter(),
        before.type(),
        before.version(),
        before.value(),
        false,
        before.fingerprint(),
        before.kept());
  }

  private static EndpointPlan alwaysByName(EndpointView view, EndpointPlan plan) {
    return moving(
        plan,
        plan.move()
            .map(move ->
                move.to() instanceof Action.Target.Before
                    ? move(move.read(), view.endpoint().byName(), move.then())
                    : move));
  }

  private static EndpointPlan makingItAnew(EndpointView view, EndpointPlan plan) {
    var name = view.endpoint().parameter();
    return view.parameter() instanceof Reading.Complete<?>
            && view.parameter().value().isEmpty()
            && !view.seen().isAsleep()
        ? moving(
            plan,
            Optional.of(
                move(
                    new Parameter(name, Parameter.Type.STRING, "", 0),
                    view.endpoint().byName(),
                    NOWHERE)))
        : plan;
  }

  private static EndpointPlan pinnedForADay(EndpointView view, EndpointPlan plan) {
    return at(
        plan,
        plan.position()
            .map(next ->
                next instanceof Position.Pinned(var task, var address, _)
                    ? new Position.Pinned(task, address, view.at().plus(Duration.ofDays(1)))
                    : next));
  }

  private static EndpointPlan writingWhatIsThere(EndpointView view, EndpointPlan plan) {
    return moving(
        plan,
        plan.move()
            .or(() ->
                plan.standing()
                    .filter(file -> file.position() instanceof Position.Pinned)
                    .flatMap(file ->
                        view.parameter()
                            .value()
                            .map(now -> move(now, now.value(), file.position())))));
  }

  private static EndpointPlan renewing(EndpointView view, EndpointPlan plan) {
    return at(
        plan,
        plan.position()
            .or(() ->
                plan.standing().map(Fallback::position).filter(Position.Pinned.class::isInstance)));
  }

  private static Action.Move move(Parameter now, String value, Position then) {
    return new Action.Move(
        now,
        new Action.Target.Value(new EndpointValue(value)),
        then,
        Situation.FALLBACK_RENEW,
        "broken on purpose");
  }

  private static EndpointPlan moving(EndpointPlan plan, Optional<Action.Move> move) {
    return new EndpointPlan(
        plan.row(),
        plan.settled(),
        move,
        plan.position(),
        plan.hold(),
        plan.says(),
        plan.unseen(),
        plan.vigil());
  }

  private static EndpointPlan at(EndpointPlan plan, Optional<Position> position) {
    return new EndpointPlan(
        plan.row(),
        plan.settled(),
        plan.move(),
        position,
        plan.hold(),
        plan.says(),
        plan.unseen(),
        plan.vigil());
  }

  private static EndpointPlan with(EndpointPlan plan, Optional<Hold> hold) {
    return new EndpointPlan(
        plan.row(),
        plan.settled(),
        plan.move(),
        plan.position(),
        hold,
        plan.says(),
        plan.unseen(),
        plan.vigil());
  }

  private static EndpointPlan with(EndpointPlan plan, List<Remark> says) {
    return new EndpointPlan(
        plan.row(),
        plan.settled(),
        plan.move(),
        plan.position(),
        plan.hold(),
        says,
        plan.unseen(),
        plan.vigil());
  }

  private static EndpointPlan with(EndpointPlan plan, Vigil vigil) {
    return new EndpointPlan(
        plan.row(),
        plan.settled(),
        plan.move(),
        plan.position(),
        plan.hold(),
        plan.says(),
        plan.unseen(),
        vigil);
  }
}
