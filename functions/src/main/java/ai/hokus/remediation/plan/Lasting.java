package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Vigil;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is done while a fallback is on file. The first row that fits where it stands; what is
 * <em>over</em> is judged anew, as if no fallback were on file ({@link Unmoved}).
 *
 * <pre>
 * it stands     | row                | fits where                            | done
 * --------------+--------------------+---------------------------------------+------------------
 * hands off     | wroteOverOthers    | we owe what others wrote; not paused  | put back, if none
 *               |                    |                                       | wrote since
 *               | held               | paused or hands off, and nobody asked | stay
 *               |                    | for the name since                    |
 *               |                    | else: a person resumed, or asked      | over
 * anywhere else | held               | paused or hands off, and nobody asked | stay
 *               |                    | for the name                          |
 *               | parameterGone      | there is no parameter                 | hands off
 * standing back | returnedByOthers   | its time is not over, and nobody      | stay
 *               |                    | asked for the name                    |
 *               |                    | else                                  | over
 * pinned,       | held               | asked for the name: good, or forced   | leave; if others
 * waiting       |                    |                                       | wrote: over
 *               | returnedByOthers   | it holds byName or what was there     | stand back; again
 *               |                    | before, and we did not write that     | in 24 h: hands off
 *               | takenByOthers      | it holds anything else not ours       | hands off
 *               | held               | a person had the incident undone      | leave
 *               | asleep             | nobody is wanted, and nobody runs (1) | leave
 * pinned        | {@link Pinned}
 * waiting       | pinnedLostNameGood | the name is good (1)                  | leave
 *               | follow             | somebody answers by his address       | follow
 *               | stoppedAlone       | else                                  | stay
 * </pre>
 *
 * (1) Not while a person asks for an address. Who asks for the name is heard once that is good, or
 * if he forces it: {@link ReturnAskedFor}.
 */
final class Lasting {
  private final EndpointView view;
  private final Fallback file;
  private final Vigil vigil;
  private final Optional<Parameter> now;
  private final ReturnAskedFor asked;

  /**
   * Of {@code file}, in which nothing is under way.
   *
   * @param vigil in which this pass is kept already
   */
  Lasting(EndpointView view, Fallback file, Vigil vigil) {
    this.view = view;
    this.file = file;
    this.vigil = vigil;
    this.now = view.parameter().value();
    this.asked = new ReturnAskedFor(view);
  }

  Decision decide() {
    return switch (file.position()) {
      case Position.HandsOff off -> handsOff(off);
      case Position.StandingBack(var until) ->
          held().or(this::parameterGone).orElseGet(() -> standingBack(until));
      case Position.Pinned pin ->
          whileOurs(leaving -> new Pinned(view, pin, vigil, leaving).decide());
      case Position.Waiting(var since) -> whileOurs(leaving -> waiting(since, leaving));
      case Position.Left _ -> over("it was left");
    };
  }

  private Decision handsOff(Position.HandsOff off) {
    return off.owed()
        .filter(_ -> !view.isHeld(Hold.Kind.PAUSE))
        .map(owed -> wroteOverOthers(off, owed))
        .or(() -> isNameAskedForSince(off.since()) ? Optional.empty() : stopped())
        .orElseGet(() -> over("a person resumed, or asked for the name, after " + off.row()));
  }

  /** Who asked before others wrote may not have meant what they wrote. */
  private boolean isNameAskedForSince(Instant since) {
    return asked.now().filter(hold -> view.askedAt(hold).isAfter(since)).isPresent();
  }

  private Decision wroteOverOthers(Position.HandsOff off, long owed) {
    var why = "we wrote over version " + owed + " of " + name() + ", which somebody else wrote";
    var row = Situation.FALLBACK_WROTE_OVER_OTHERS;
    var then = new Position.HandsOff(off.since(), off.row());
    return now.filter(each -> each.version() == owed + 1)
        .map(each ->
            Decision.move(new Action.Move(each, new Action.Target.Others(owed), then, row, why)))
        .orElseGet(() -> Decision.stay(row, why + "; by now they wrote it anew").at(then))
        .handsOff(why);
  }

  /** What a person asked for in so many words is done also while it is paused. */
  private Optional<Decision> held() {
    return asked.now().isPresent() ? Optional.empty() : stopped();
  }

  private Optional<Decision> stopped() {
    return view.hold(Hold.Kind.PAUSE)
        .or(() -> view.hold(Hold.Kind.ENDPOINT))
        .map(hold -> Decision.stay(Situation.FALLBACK_HELD, hold.inWords()));
  }

  private Optional<Decision> parameterGone() {
    return now.isPresent()
        ? Optional.empty()
        : Optional.of(
            handsOff(
                Situation.FALLBACK_PARAMETER_GONE,
                name() + " is gone while it was moved for a while: it is not made anew here"));
  }

  private Decision standingBack(Instant until) {
    return view.at().isBefore(until) && asked.now().isEmpty()
        ? Decision.stay(
                Situation.FALLBACK_RETURNED_BY_OTHERS,
                "somebody else put " + name() + " back: nothing is moved until " + until)
            .after(asked.notYet().stream().toList())
        : over("somebody else put " + name() + " back, and we stood back long enough");
  }

  /** The rows that come before those of where it stands. */
  private Decision whileOurs(Function<Leaving, Decision> rows) {
    return held()
        .or(this::parameterGone)
        .or(this::nameAskedFor)
        .or(this::returnedByOthers)
        .or(this::takenByOthers)
        .or(this::undone)
        .or(this::asleep)
        .or(() -> now.map(this::leaving).map(rows))
        .orElse(Decision.NOTHING)
        .after(asked.notYet().stream().toList());
  }

  private Optional<Decision> nameAskedFor() {
    return asked
        .now()
        .flatMap(hold ->
            now.map(each ->
                isOurs(each)
                    ? leaving(each).leave(Situation.FALLBACK_HELD, hold.inWords())
                    : over("somebody else wrote " + name())));
  }

  private Optional<Decision> returnedByOthers() {
    return now.filter(each -> !isOurs(each))
        .filter(each -> each.endpoint().equals(view.byName()) || file.before().hasValueOf(each))
        .map(_ -> isSecondReturn() ? returnedAgain() : returned());
  }

  private boolean isSecondReturn() {
    return Dossier.ofLastDay(view.seen().look().dossier().returns(), view.at()) > 0;
  }

  private Decision returned() {
    var until = view.at().plus(view.settings().restoreAfter());
    return Decision.stay(
            Situation.FALLBACK_RETURNED_BY_OTHERS,
            "somebody else put " + name() + " back: nothing is moved until " + until)
        .at(new Position.StandingBack(until));
  }

  private Decision returnedAgain() {
    return handsOff(
        Situation.FALLBACK_RETURNED_BY_OTHERS,
        "somebody else put "
            + name()
            + " back for the second time in 24 hours; if that is Terraform, let it"
            + " ignore_changes = [value]");
  }

  private Optional<Decision> takenByOthers() {
    return now.filter(each -> !isOurs(each))
        .map(each ->
            handsOff(
                Situation.FALLBACK_TAKEN_BY_OTHERS,
                "somebody else wrote " + each + ": it is theirs, and left as it is"));
  }

  private Optional<Decision> undone() {
    return view.hold(Hold.Kind.UNDO)
        .filter(hold -> view.incident().filter(open -> hold.undoes(open.id())).isPresent())
        .flatMap(
            hold -> now.map(each -> leaving(each).leave(Situation.FALLBACK_HELD, hold.inWords())));
  }

  private Optional<Decision> asleep() {
    return now.filter(_ -> view.seen().isAsleep() && !Entering.isAskedFor(view))
        .map(each -> leaving(each).leave(Situation.ASLEEP, "no task is wanted and none runs"));
  }

  private Decision waiting(Instant since, Leaving leaving) {
    var because = "by its name since " + since + ", when nobody answered by address";
    if (new ToldName(view).isGood() && !Entering.isAskedFor(view)) {
      return leaving.leave(
          Situation.FALLBACK_PINNED_LOST_NAME_GOOD, because + "; " + view.name().inWords());
    }
    return new Candidates(view)
        .best()
        .map(to -> leaving.follow(to, because))
        .orElseGet(() -> Decision.stay(Situation.FALLBACK_STOPPED_ALONE, because));
  }

  private Decision handsOff(Situation row, String why) {
    return Decision.stay(row, why).at(new Position.HandsOff(view.at(), row.row())).handsOff(why);
  }

  /**
   * Others wrote the parameter, so no fallback goes on; what it holds now is what was there before
   * another.
   */
  private Decision over(String why) {
    return new Unmoved(view)
        .decide()
        .at(new Position.Left(view.at(), Optional.of(othersWrote())))
        .after(List.of(new Remark(Situation.FALLBACK_HELD, why + ": judged anew")));
  }

  /** Not when they are given way to: who read it in between read what they wrote. */
  private Instant othersWrote() {
    return switch (file.position()) {
      case Position.HandsOff(var since, _, _) -> since;
      case Position.StandingBack _ -> lastReturn();
      case Position.Pinned _, Position.Waiting _ -> view.at();
      case Position.Left(var at, var others) -> others.orElse(at);
    };
  }

  private Instant lastReturn() {
    return view.seen().look().dossier().returns().stream()
        .max(Comparator.naturalOrder())
        .orElse(view.at());
  }

  private Leaving leaving(Parameter each) {
    return new Leaving(view, file, each);
  }

  private boolean isOurs(Parameter each) {
    return file.written().filter(put -> put.value().equals(each.endpoint())).isPresent();
  }

  private String name() {
    return view.endpoint().parameter();
  }
}
