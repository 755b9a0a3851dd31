package ai.hokus.remediation.proof;

import static ai.hokus.remediation.proof.Happening.ALARM_OFF;
import static ai.hokus.remediation.proof.Happening.A_STOPS;
import static ai.hokus.remediation.proof.Happening.MENDED;
import static ai.hokus.remediation.proof.Happening.at;
import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP4;
import static ai.hokus.remediation.world.Sample.foreign;
import static ai.hokus.remediation.world.SampleConfiguration.BY_NAME;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Sample;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What becomes of a name, and of who asks for it. */
final class TalesOfNames {
  private static final Verdict REFUSED = new Verdict.Down("refused");

  private TalesOfNames() {}

  static List<Tale> all() {
    return List.of(
        new Tale("nameLost", _ -> {}, List.of(at(90, ALARM_OFF, Stage::isQuiet)), BY_NAME)
            .expecting(10, 8, "the task is registered", stage -> stage.isRegistered(A)),
        new Tale(
                "chatIsDown",
                stage -> stage.chatIsDown(true),
                List.of(
                    at(90, ALARM_OFF, Stage::isQuiet),
                    at(150, "chat answers again", stage -> stage.chatIsDown(false))),
                BY_NAME)
            .expecting(50, 12, "the task is registered", stage -> stage.isRegistered(A)),
        new Tale(
            "healthyName", Stage::isWell, List.of(at(270, ALARM_OFF, Stage::isQuiet)), BY_NAME),
        new Tale(
            "nobodyAnswers",
            stage -> stage.nothingCanBeRegistered().world().answers(IP1, REFUSED),
            List.of(
                at(150, "the task answers again", stage -> stage.recovers().starts(A, IP1)),
                at(270, ALARM_OFF, Stage::isQuiet)),
            BY_NAME),
        new Tale(
            "lapse",
            Stage::isWell,
            List.of(
                at(65, "ECS knows nothing of task a", stage -> stage.world().forgets(A)),
                at(270, "ECS knows task a again", stage -> stage.starts(A, IP1))),
            BY_NAME),
        new Tale(
            "ecsThrottled",
            Stage::isWell,
            List.of(
                at(
                    65,
                    "ECS describes no task",
                    stage -> stage.world().refuses(InMemoryWorld.Call.DESCRIBE)),
                at(270, "ECS describes tasks again", stage -> stage.world().heals())),
            BY_NAME),
        new Tale(
                "serviceUnread",
                Stage::isWell,
                List.of(
                    at(
                        65,
                        "ECS does not describe the service",
                        stage -> stage.world().refuses(InMemoryWorld.Call.SERVICE)),
                    at(125, "task b replaces task a", stage -> stage.stops(A, IP1).starts(B, IP2)),
                    at(270, "ECS describes it again", stage -> stage.world().heals())),
                BY_NAME)
            .expecting(260, 3, "nobody new is registered", stage -> !stage.isRegistered(B)),
        new Tale(
            "foreignUnderItsId",
            stage -> stage.world().instances(foreign(A.value(), IP4)).answers(IP4, REFUSED),
            List.of(
                at(150, "its owner takes it away", stage -> stage.world().loses(A.value())),
                at(270, ALARM_OFF, stage -> stage.alarm(Alarm.State.OK))),
            BY_NAME),
        new Tale(
            "ecsTakesItBack",
            Stage::isWell,
            List.of(
                at(65, "Terraform names the registry", stage -> stage.world().ecs(Sample.ecs(1))),
                at(95, "task b starts, and ECS registers it", stage -> stage.isOfEcs(B, IP2)),
                at(125, A_STOPS, stage -> stage.stops(A, IP1))),
            BY_NAME),
        leftByEcs("leftByEcs", "sync"),
        leftByEcs(
                "leftToEcs",
                "repair",
                at(270, "ECS takes it away", stage -> stage.world().loses(A.value())))
            .expecting(150, 1, "ECS's own is left to it", stage -> stage.isRegistered(A)),
        new Tale(
            "ecsIsFaster",
            stage -> stage.world().ecs(Sample.ecs(1)).inFlight(Sample.ofEcs(A, IP1)),
            List.of(
                at(90, "ECS is at work on nobody's instance", Stage::recovers),
                at(150, ALARM_OFF, Stage::isQuiet)),
            BY_NAME),
        new Tale(
            "listedInVain",
            stage -> stage.nothingCanBeRegistered().world().listsWhatIsAccepted(),
            List.of(at(270, MENDED, Stage::isMended)),
            BY_NAME),
        new Tale(
                "neverEnds",
                stage -> stage.world().ends(A, InMemoryWorld.Ending.NEVER),
                List.of(at(390, MENDED, Stage::isMended)),
                BY_NAME)
            .expecting(170, 6, "the endpoint is by an address", Stage::isByAddress),
        new Tale(
                "busyForLong",
                stage ->
                    stage
                        .world()
                        .operationsTake(Duration.ofSeconds(20))
                        .ends(A, InMemoryWorld.Ending.BUSY),
                List.of(
                    at(25, "ECS's task state changes", _ -> {}),
                    at(35, "ECS's task state changes again", _ -> {}),
                    at(270, MENDED, Stage::isMended)),
                BY_NAME)
            .expecting(55, 8, "the endpoint is by its name", Stage::isByName)
            .expecting(170, 6, "the endpoint is by an address", Stage::isByAddress),
        new Tale(
                "endsLate",
                stage -> stage.world().operationsTake(Duration.ofSeconds(50)),
                List.of(
                    at(25, "the alarm calls", stage -> stage.alarm(Alarm.State.ALARM)),
                    at(270, MENDED, Stage::isMended)),
                BY_NAME)
            .expecting(50, 8, "the endpoint is by its name", Stage::isByName)
            .expecting(230, 8, "the endpoint is by its name", Stage::isByName),
        new Tale(
                "answersLate",
                stage -> stage.world().operationsTake(Duration.ofSeconds(50)).answers(IP1, REFUSED),
                List.of(
                    at(150, "the task answers", stage -> stage.starts(A, IP1)),
                    at(175, "ECS's task state changes", _ -> {}),
                    at(270, ALARM_OFF, Stage::isQuiet)),
                BY_NAME)
            .expecting(235, 8, "the endpoint is by its name", Stage::isByName),
        new Tale(
            "cloudMapGone",
            Stage::isWell,
            List.of(
                at(
                    65,
                    "the Cloud Map service is destroyed",
                    stage -> stage.alarm(Alarm.State.ALARM).world().cloudMapGone()),
                at(
                    270,
                    "it is there again, and the alarm is over",
                    stage -> stage.isQuiet().world().cloudMapIs(Sample.CLOUD_MAP))),
            BY_NAME),
        new Tale(
                "busy",
                stage -> stage.world().ends(A, InMemoryWorld.Ending.BUSY),
                List.of(
                    at(150, "nobody else is at work on task a's instance", Stage::recovers),
                    at(270, ALARM_OFF, Stage::isQuiet)),
                BY_NAME)
            .expecting(50, 8, "the endpoint is by its name", Stage::isByName)
            .expecting(110, 6, "the endpoint is by an address", Stage::isByAddress));
  }

  private static Tale leftByEcs(String name, String policy, Happening... more) {
    var replaced =
        at(
            65,
            "task b replaces task a, and ECS leaves the instance of a",
            stage -> stage.stops(A, IP1).isOfEcs(B, IP2));
    return new Tale(
        name,
        stage -> {
          stage.policy(policy).alarm(Alarm.State.OK).isOfEcs(A, IP1);
          stage.world().ecs(Sample.ecs(1));
        },
        Stream.concat(Stream.of(replaced), Stream.of(more)).toList(),
        BY_NAME);
  }
}
