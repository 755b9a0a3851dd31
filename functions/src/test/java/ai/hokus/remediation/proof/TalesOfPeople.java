package ai.hokus.remediation.proof;

import static ai.hokus.remediation.proof.Happening.ALARM_OFF;
import static ai.hokus.remediation.proof.Happening.MENDED;
import static ai.hokus.remediation.proof.Happening.asks;
import static ai.hokus.remediation.proof.Happening.at;
import static ai.hokus.remediation.proof.Happening.inMidPass;
import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.SampleConfiguration.BY_NAME;
import static java.util.Comparator.comparing;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.rollback.Request;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** People change what is wanted. */
final class TalesOfPeople {
  private static final String RESUMED = "a person resumes";

  private TalesOfPeople() {}

  static List<Tale> all() {
    return List.of(
        new Tale(
            "observed",
            stage -> stage.policy("observe").world().doesNotAnswerWith(ours(A, IP1)),
            List.of(
                at(210, "the policy becomes repair", stage -> stage.policy("repair")),
                at(390, ALARM_OFF, Stage::isQuiet)),
            BY_NAME),
        new Tale(
            "policyChanged",
            Stage::nothingCanBeRegistered,
            List.of(
                at(90, "the policy becomes observe", stage -> stage.policy("observe")),
                at(125, "Cloud Map registers again", Stage::recovers),
                at(150, "task b replaces task a", stage -> stage.stops(A, IP1).starts(B, IP2)),
                at(270, "the policy is repair again", stage -> stage.policy("repair")),
                at(390, ALARM_OFF, Stage::isQuiet)),
            BY_NAME),
        new Tale(
                "policyChangedInMidPass",
                Stage::nothingCanBeRegistered,
                List.of(
                    inMidPass("the policy becomes observe", stage -> stage.policy("observe")),
                    at(90, "Cloud Map registers again", Stage::recovers),
                    at(150, "the policy is repair again", stage -> stage.policy("repair")),
                    at(270, ALARM_OFF, Stage::isQuiet)),
                BY_NAME)
            .expecting(140, 11, "nothing is registered", stage -> !stage.isRegistered(A)),
        new Tale(
            "retired",
            Stage::nothingCanBeRegistered,
            List.of(
                at(90, "it is taken out of the configuration", Stage::retires),
                at(150, "task b replaces task a", stage -> stage.stops(A, IP1).starts(B, IP2)),
                at(
                    270,
                    "ECS registers task b, and the alarm is over",
                    stage -> stage.recovers().isOfEcs(B, IP2).alarm(Alarm.State.OK))),
            BY_NAME),
        new Tale(
                "pausedInMidPass",
                Stage::nothingCanBeRegistered,
                List.of(
                    inMidPass("a person pauses", stage -> stage.asks(Hold.Kind.PAUSE, false)),
                    at(150, "task b replaces task a", stage -> stage.stops(A, IP1).starts(B, IP2)),
                    at(270, RESUMED, Stage::resumes),
                    at(390, MENDED, Stage::isMended)),
                BY_NAME)
            .expecting(
                260,
                11,
                "the endpoint stays in the pause",
                stage -> stage.endpoint().equals("http://" + IP1 + ":5000")),
        new Tale(
            "askedBack",
            Stage::nothingCanBeRegistered,
            List.of(
                at(150, "a person restores", stage -> stage.asks(Hold.Kind.RESTORE, true)),
                at(270, RESUMED, Stage::resumes),
                at(390, MENDED, Stage::isMended)),
            BY_NAME),
        new Tale(
            "releasedInMidPass",
            Stage::nothingCanBeRegistered,
            List.of(
                inMidPass("a person releases", stage -> stage.asks(Hold.Kind.RELEASE, true)),
                at(150, RESUMED, Stage::resumes),
                at(270, MENDED, Stage::isMended)),
            BY_NAME),
        new Tale(
            "undone",
            Stage::nothingCanBeRegistered,
            List.of(
                at(150, "a person undoes the incident", Stage::undoes),
                at(270, RESUMED, Stage::resumes),
                at(390, MENDED, Stage::isMended)),
            BY_NAME),
        new Tale(
                "restoredByHand",
                Stage::nothingCanBeRegistered,
                resumedByHand(
                    asks(150, "a person restores", _ -> asked(Hold.Kind.RESTORE, true)),
                    at(510, MENDED, Stage::isMended)),
                BY_NAME)
            .expecting(200, 11, "the endpoint is by its name", Stage::isByName),
        new Tale(
                "movedByHand",
                Stage::isWell,
                resumedByHand(asks(65, "a person moves it", _ -> asked(Hold.Kind.FALLBACK, true))),
                BY_NAME)
            .expecting(120, 11, "the endpoint is by an address", Stage::isByAddress),
        new Tale(
                "movedInAPause",
                Stage::isWell,
                resumedByHand(
                    asks(65, "a person pauses", _ -> asked(Hold.Kind.PAUSE, false)),
                    asks(90, "a person moves it", _ -> asked(Hold.Kind.FALLBACK, true)),
                    at(190, "task b replaces task a", stage -> stage.stops(A, IP1).starts(B, IP2))),
                BY_NAME)
            .expecting(150, 11, "the endpoint is by an address", Stage::isByAddress),
        new Tale(
                "undoneByHand",
                Stage::nothingCanBeRegistered,
                resumedByHand(
                    asks(150, "a person undoes the incident", stage -> undone(stage, false)),
                    at(510, MENDED, Stage::isMended)),
                BY_NAME)
            .expecting(200, 11, "the endpoint is by its name", Stage::isByName),
        new Tale(
                "releasedByHand",
                stage -> stage.isWell().wants(2).isOfEcs(B, IP2),
                resumedByHand(asks(65, "a person releases", _ -> asked(Hold.Kind.RELEASE, false))),
                BY_NAME)
            .expecting(
                120,
                11,
                "only ECS's own is left",
                stage -> stage.isRegistered(B) && !stage.isRegistered(A)),
        new Tale(
                "repairUndoneByHand",
                Stage::nothingCanBeRegistered,
                resumedByHand(
                    at(90, "Cloud Map registers again", Stage::recovers),
                    asks(190, "a person undoes the incident", stage -> undone(stage, true)),
                    at(510, ALARM_OFF, Stage::isQuiet)),
                BY_NAME)
            .expecting(250, 11, "nothing is registered", stage -> !stage.isRegistered(A)),
        new Tale(
            "undoneInMidPass",
            Stage::nothingCanBeRegistered,
            List.of(
                inMidPass("a person undoes", stage -> stage.asks(Hold.Kind.UNDO, true)),
                at(150, RESUMED, Stage::resumes),
                at(270, MENDED, Stage::isMended)),
            BY_NAME));
  }

  /** With a person who resumes in the fifth minute: whoever gets no answer asks again. */
  private static List<Happening> resumedByHand(Happening... others) {
    var resumes =
        Stream.of(270, 330, 390)
            .map(at ->
                asks(
                    at, RESUMED, _ -> Optional.of(new Request.Resume(Optional.of(Stage.SERVICE)))));
    return Stream.concat(Stream.of(others), resumes).sorted(comparing(Happening::after)).toList();
  }

  private static Optional<Request> asked(Hold.Kind kind, boolean forced) {
    return Optional.of(
        new Request.Ask(kind, Stage.SERVICE, Optional.empty(), forced, Request.Word.NONE));
  }

  /** What the last incident did; where there was none, nobody asks. */
  private static Optional<Request> undone(Stage stage, boolean forced) {
    return stage.books().dossier(Stage.SERVICE).known().stream()
        .findFirst()
        .map(incident -> new Request.Undo(Stage.SERVICE, incident, forced, Request.Word.NONE));
  }
}
