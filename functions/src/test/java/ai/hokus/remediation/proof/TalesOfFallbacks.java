package ai.hokus.remediation.proof;

import static ai.hokus.remediation.proof.Happening.A_STOPS;
import static ai.hokus.remediation.proof.Happening.B_STARTS;
import static ai.hokus.remediation.proof.Happening.MENDED;
import static ai.hokus.remediation.proof.Happening.at;
import static ai.hokus.remediation.proof.Happening.inMidPass;
import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.C;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP3;
import static ai.hokus.remediation.world.SampleConfiguration.BY_NAME;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Verdict;
import java.time.Duration;
import java.util.List;

/** Registering does not help for a while. */
final class TalesOfFallbacks {
  private static final Verdict REFUSED = new Verdict.Down("refused");
  private static final String THEIRS = "http://other.example.local:5000";
  private static final String GONE = "http://10.0.0.99:5000";
  private static final String SECRET = BY_NAME + "/?token=of-nobody";

  private static final List<Happening> REPLACED_AND_MENDED =
      List.of(
          at(150, "task b replaces task a", stage -> stage.stops(A, IP1).starts(B, IP2)),
          at(270, MENDED, Stage::isMended));

  private TalesOfFallbacks() {}

  static List<Tale> all() {
    return List.of(
        new Tale("unrepairable", Stage::nothingCanBeRegistered, REPLACED_AND_MENDED, BY_NAME)
            .expecting(140, 6, "the endpoint is by an address", Stage::isByAddress)
            .expecting(200, 6, "the endpoint has followed", Stage::isByAddress),
        new Tale(
                "readWhenAsked",
                stage -> stage.nothingCanBeRegistered().isReadWhenAsked(),
                REPLACED_AND_MENDED,
                BY_NAME)
            .expecting(140, 6, "the endpoint is by an address", Stage::isByAddress),
        new Tale(
                "nameFails",
                stage -> stage.nothingCanBeRegistered().needsNoAlarm().isQuiet(),
                List.of(at(270, "Cloud Map registers again", Stage::recovers)),
                BY_NAME)
            .expecting(140, 6, "the endpoint is by an address", Stage::isByAddress),
        new Tale(
                "oneOfTwo",
                stage -> stage.nothingCanBeRegistered().wants(2).starts(B, IP2),
                List.of(
                    at(150, A_STOPS, stage -> stage.stops(A, IP1)),
                    at(210, "task c replaces task b", stage -> stage.stops(B, IP2).starts(C, IP3)),
                    at(270, MENDED, Stage::isMended)),
                BY_NAME)
            .expecting(140, 6, "the endpoint is by an address", Stage::isByAddress)
            .expecting(200, 6, "the endpoint has followed", Stage::isByAddress)
            .expecting(260, 6, "the endpoint has followed again", Stage::isByAddress),
        new Tale(
                "tooMany",
                stage -> stage.nothingCanBeRegistered().wants(3).starts(B, IP2).starts(C, IP3),
                List.of(at(270, MENDED, Stage::isMended)),
                BY_NAME)
            .expecting(200, 6, "the endpoint is by its name", Stage::isByName)
            .ofMany(),
        new Tale(
                "knownByName",
                stage -> stage.nothingCanBeRegistered().knowsItsAddress(IP1, false),
                List.of(
                    at(150, "MLflow knows its address", stage -> stage.knowsItsAddress(IP1, true)),
                    at(270, MENDED, Stage::isMended)),
                BY_NAME)
            .expecting(140, 4, "the endpoint is by its name", Stage::isByName),
        new Tale(
                "sickAlone",
                stage -> stage.nothingCanBeRegistered().sickens(A, IP1),
                List.of(
                    at(150, "its health check passes", stage -> stage.isHealthy(A, IP1)),
                    at(270, MENDED, Stage::isMended)),
                BY_NAME)
            .expecting(140, 4, "the endpoint is by its name", Stage::isByName)
            .expecting(260, 6, "the endpoint is by an address", Stage::isByAddress),
        new Tale(
                "otherColourAlone",
                stage -> stage.nothingCanBeRegistered().hasOneColour(),
                List.of(
                    at(65, "another colour is deployed", Stage::hasTwoColours),
                    at(125, "its task starts", stage -> stage.startsApart(B, IP2)),
                    at(150, A_STOPS, stage -> stage.stops(A, IP1)),
                    at(270, "it is in production", stage -> stage.isInProduction(B).hasOneColour()),
                    at(390, MENDED, Stage::isMended)),
                BY_NAME)
            .expecting(80, 6, "the endpoint is by an address", Stage::isByAddress)
            .expecting(260, 4, "the endpoint waits by its name", Stage::isByName)
            .expecting(350, 6, "the endpoint has followed", Stage::isByAddress),
        new Tale(
                "diesAlone",
                Stage::nothingCanBeRegistered,
                List.of(
                    at(150, A_STOPS, stage -> stage.stops(A, IP1)),
                    at(270, B_STARTS, stage -> stage.starts(B, IP2)),
                    at(390, MENDED, Stage::isMended)),
                BY_NAME)
            .expecting(140, 6, "the endpoint is by an address", Stage::isByAddress)
            .expecting(260, 6, "the endpoint waits by its name", Stage::isByName)
            .expecting(350, 6, "the endpoint has followed", Stage::isByAddress),
        new Tale(
            "drainsAlone",
            Stage::nothingCanBeRegistered,
            List.of(
                at(150, "task a is asked to stop", stage -> stage.drains(A, IP1)),
                at(210, A_STOPS, stage -> stage.stops(A, IP1)),
                at(270, B_STARTS, stage -> stage.starts(B, IP2)),
                at(390, MENDED, Stage::isMended)),
            BY_NAME),
        new Tale(
                "strangerAtItsAddress",
                Stage::nothingCanBeRegistered,
                List.of(
                    at(
                        150,
                        "task a stops, and a stranger has its address",
                        stage -> stage.stops(A, IP1).isReused(IP1)),
                    at(270, B_STARTS, stage -> stage.starts(B, IP2)),
                    at(390, MENDED, Stage::isMended)),
                BY_NAME)
            .expecting(260, 6, "the endpoint waits by its name", Stage::isByName)
            .expecting(350, 6, "the endpoint has followed", Stage::isByAddress),
        new Tale(
                "renewed",
                stage -> stage.nothingCanBeRegistered().expiringAfter(Duration.ofMinutes(2)),
                List.of(at(390, MENDED, Stage::isMended)),
                BY_NAME)
            .expecting(350, 6, "the fallback was renewed", Stage::isByAddress),
        new Tale(
                "expired",
                stage -> stage.nothingCanBeRegistered().expiringAfter(Duration.ofMinutes(2)),
                List.of(
                    at(90, "task a answers nobody", stage -> stage.world().answers(IP1, REFUSED)),
                    at(270, "it answers again", stage -> stage.world().ok(IP1)),
                    at(390, MENDED, Stage::isMended)),
                BY_NAME)
            .expecting(200, 6, "the endpoint waits by its name", Stage::isByName),
        new Tale(
                "terraformApply",
                Stage::nothingCanBeRegistered,
                List.of(
                    at(150, "terraform apply", stage -> stage.edits(BY_NAME)),
                    at(270, MENDED, Stage::isMended)),
                BY_NAME)
            .expecting(240, 6, "the endpoint is left by its name", Stage::isByName),
        new Tale(
                "writtenInMidPass",
                Stage::nothingCanBeRegistered,
                List.of(
                    inMidPass("somebody writes the endpoint", stage -> stage.edits(THEIRS)),
                    at(270, MENDED, Stage::isMended)),
                THEIRS)
            .expecting(260, 5, "theirs is left", TalesOfFallbacks::isTheirs),
        new Tale(
                "someoneElsesValue",
                Stage::nothingCanBeRegistered,
                List.of(
                    at(150, "somebody writes the endpoint", stage -> stage.edits(THEIRS)),
                    at(270, MENDED, Stage::isMended)),
                THEIRS)
            .expecting(260, 5, "theirs is left", TalesOfFallbacks::isTheirs),
        new Tale(
                "secret",
                stage -> stage.nothingCanBeRegistered().keepsASecret(SECRET),
                REPLACED_AND_MENDED,
                SECRET)
            .expecting(200, 6, "the endpoint has followed", Stage::isByAddress),
        new Tale(
            "addressBefore",
            stage -> stage.nothingCanBeRegistered().edits(GONE),
            REPLACED_AND_MENDED,
            BY_NAME),
        new Tale(
            "parameterGone",
            Stage::nothingCanBeRegistered,
            List.of(
                at(150, "a person deletes the parameter", Stage::losesItsEndpoint),
                at(270, "a person makes it anew", stage -> stage.edits(BY_NAME)),
                at(330, "a person resumes", Stage::resumes),
                at(390, MENDED, Stage::isMended)),
            BY_NAME),
        new Tale(
                "patternRefuses",
                stage -> stage.nothingCanBeRegistered().refusesAddresses(),
                List.of(at(270, MENDED, Stage::isMended)),
                BY_NAME)
            .expecting(200, 8, "the endpoint is by its name", Stage::isByName),
        new Tale(
                "noAlarm",
                stage -> stage.nothingCanBeRegistered().isQuiet(),
                List.of(at(270, "Cloud Map registers again", Stage::recovers)),
                BY_NAME)
            .expecting(200, 6, "the endpoint is by its name", Stage::isByName),
        new Tale(
            "insufficientData",
            Stage::nothingCanBeRegistered,
            List.of(
                at(
                    150,
                    "the alarm has no data",
                    stage -> stage.alarm(Alarm.State.INSUFFICIENT_DATA)),
                at(270, "Cloud Map registers again", Stage::recovers)),
            BY_NAME),
        new Tale(
                "lastEntry",
                stage -> stage.nothingCanBeRegistered().hasEntered(2),
                REPLACED_AND_MENDED,
                BY_NAME)
            .expecting(200, 6, "the endpoint has followed", Stage::isByAddress),
        new Tale(
            "budgetUsedUp",
            stage -> stage.nothingCanBeRegistered().hasEntered(3),
            List.of(at(270, MENDED, Stage::isMended)),
            BY_NAME),
        new Tale(
            "ledgerLost",
            Stage::nothingCanBeRegistered,
            List.of(
                at(150, "the ledger is lost", stage -> stage.books().breaks(true)),
                at(400, "task b replaces task a", stage -> stage.stops(A, IP1).starts(B, IP2)),
                at(750, "the ledger answers again", stage -> stage.books().breaks(false)),
                at(870, MENDED, Stage::isMended)),
            BY_NAME));
  }

  private static boolean isTheirs(Stage stage) {
    return stage.endpoint().equals(THEIRS);
  }
}
