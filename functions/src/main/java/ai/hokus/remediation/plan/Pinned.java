package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.model.Vigil;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is done while the endpoint is pinned to a task and holds what we wrote. The first row that
 * fits; <em>lost</em> is who fails, leaves or has stopped ({@link PinnedTask}), <em>another</em>
 * one who answered by his address in this pass ({@link Candidates}).
 *
 * <pre>
 * row                | the pinned task        | and                          | done
 * -------------------+------------------------+------------------------------+------------------
 * fallbackBlind      | not stopped            | nobody was asked             | stay; at expiry
 *                    | was not seen           |                              | moves on
 * pinnedLostNameGood | lost                   | the name is good (1)         | leave
 * follow             | lost                   | another answers              | follow
 * stoppingAlone      | leaves                 |                              | stay
 * stoppedAlone       | has stopped            |                              | byName, waiting
 * notAnswering       | runs, was asked, and   | no other answers             | stay; at expiry
 *                    | is not ok              |                              | byName, waiting,
 *                    |                        |                              | or (1) leave
 * restore            |                        | the name was good in 8 passes| leave
 *                    |                        | and for restoreAfter, and no |
 *                    |                        | alarm is in ALARM or unread; |
 *                    |                        | or good for an hour (1)      |
 * renew              |                        | else                         | stay; at expiry
 *                    |                        |                              | renew
 * </pre>
 *
 * (1) Not while a person asks for an address.
 */
final class Pinned {
  /** A name that was good for so long is left to itself, whatever an alarm says. */
  private static final Duration LONG_GOOD = Duration.ofHours(1);

  private final EndpointView view;
  private final Position.Pinned pin;
  private final Vigil vigil;
  private final Leaving leaving;
  private final PinnedTask task;
  private final Candidates candidates;
  private final boolean isWayBackOpen;

  Pinned(EndpointView view, Position.Pinned pin, Vigil vigil, Leaving leaving) {
    this.view = view;
    this.pin = pin;
    this.vigil = vigil;
    this.leaving = leaving;
    this.task = new PinnedTask(view, pin, vigil);
    this.candidates = new Candidates(view);
    this.isWayBackOpen = new ToldName(view).isGood() && !Entering.isAskedFor(view);
  }

  Decision decide() {
    return fallbackBlind()
        .or(this::pinnedLostNameGood)
        .or(this::follow)
        .or(this::stoppingAlone)
        .or(this::stoppedAlone)
        .or(this::notAnswering)
        .or(this::restore)
        .orElseGet(this::renew);
  }

  private Optional<Decision> fallbackBlind() {
    boolean isBlind =
        switch (task.state()) {
          case UNSEEN -> true;
          case RUNNING, FAILING, LEAVING -> candidates.isNobodyAsked();
          case STOPPED -> false;
        };
    return isBlind
        ? Optional.of(
            untilRenewed(
                Situation.FALLBACK_BLIND,
                "nobody could be asked; the endpoint stays at " + task.inWords()))
        : Optional.empty();
  }

  private Optional<Decision> pinnedLostNameGood() {
    return task.state().isLost() && isWayBackOpen
        ? Optional.of(
            leaving.leave(
                Situation.FALLBACK_PINNED_LOST_NAME_GOOD,
                "it was pinned to " + task.inWords() + ", and " + view.name().inWords()))
        : Optional.empty();
  }

  private Optional<Decision> follow() {
    return candidates
        .best()
        .filter(_ -> task.state().isLost())
        .map(to -> leaving.follow(to, "it was pinned to " + task.inWords()));
  }

  private Optional<Decision> stoppingAlone() {
    return task.state() == PinnedTask.State.LEAVING
        ? Optional.of(
            Decision.stay(
                Situation.FALLBACK_STOPPING_ALONE,
                "the endpoint stays at " + task.inWords() + ": nobody else answers"))
        : Optional.empty();
  }

  private Optional<Decision> stoppedAlone() {
    return task.state() == PinnedTask.State.STOPPED
        ? Optional.of(
            leaving.await(
                Situation.FALLBACK_STOPPED_ALONE,
                "it was pinned to "
                    + task.inWords()
                    + ", and nobody else answers: better no answer than another service's task"))
        : Optional.empty();
  }

  private Optional<Decision> notAnswering() {
    boolean isRefuted =
        switch (task.verdict()) {
          case Verdict.Ok _, Verdict.Unasked _ -> false;
          case Verdict.Rejected _, Verdict.Down _, Verdict.Silent _ -> true;
        };
    if (!isRefuted || candidates.best().isPresent()) {
      return Optional.empty();
    }
    var because = task.inWords() + ", and nobody else answers";
    return Optional.of(
        isExpired()
            ? endOfTime("it was pinned until " + pin.until() + " to " + because)
            : Decision.stay(
                Situation.FALLBACK_NOT_ANSWERING,
                "the endpoint stays until " + pin.until() + " at " + because));
  }

  private Decision endOfTime(String because) {
    return isWayBackOpen
        ? leaving.leave(Situation.FALLBACK_NOT_ANSWERING, because + "; " + view.name().inWords())
        : leaving.await(Situation.FALLBACK_NOT_ANSWERING, because);
  }

  private Optional<Decision> restore() {
    boolean isGoodAgain = hasBeenGoodFor(view.settings().restoreAfter()) && obstacle().isEmpty();
    if (!isWayBackOpen || !(isGoodAgain || hasBeenGoodFor(LONG_GOOD))) {
      return Optional.empty();
    }
    var since = vigil.goodSince().map(at -> ", since " + at).orElse("");
    var left = leaving.leave(Situation.FALLBACK_RESTORE, view.name().inWords() + since);
    return Optional.of(
        left.after(
            obstacle()
                .map(alarm -> new Remark(Situation.FALLBACK_RESTORE, "left all the same: " + alarm))
                .stream()
                .toList()));
  }

  private Decision renew() {
    return untilRenewed(
        Situation.FALLBACK_RENEW,
        "the endpoint is still at " + task.inWords() + "; its name: " + view.name().inWords());
  }

  private Decision untilRenewed(Situation row, String because) {
    var until = view.at().plus(view.settings().expiry());
    return isExpired()
        ? Decision.stay(row, because + "; renewed until " + until)
            .at(new Position.Pinned(pin.task(), pin.address(), until))
        : Decision.stay(row, because + "; until " + pin.until());
  }

  private boolean isExpired() {
    return !view.at().isBefore(pin.until());
  }

  private boolean hasBeenGoodFor(Duration atLeast) {
    Optional<Instant> since = vigil.goodSince();
    return vigil.goodPasses() >= VigilKeeper.ENOUGH
        && since.filter(start -> !view.at().isBefore(start.plus(atLeast))).isPresent();
  }

  /** Missing data is none: a count of errors is absent while there is no error. */
  private Optional<String> obstacle() {
    var inAlarm =
        view.alarms().value().stream()
            .filter(alarm -> alarm.state() == Alarm.State.ALARM)
            .map(Alarm::name)
            .collect(Collectors.joining(", "));
    if (!inAlarm.isEmpty()) {
      return Optional.of(inAlarm + " is in ALARM");
    }
    return view.alarms() instanceof Reading.Partial<List<Alarm>>(_, String why)
        ? Optional.of("the alarms could not all be read: " + why)
        : Optional.empty();
  }
}
