package ai.hokus.remediation.proof;

import static ai.hokus.remediation.proof.Happening.A_STOPS;
import static ai.hokus.remediation.proof.Happening.B_STARTS;
import static ai.hokus.remediation.proof.Happening.at;
import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.SampleConfiguration.BY_NAME;

import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Sample;
import java.util.List;

/** Tasks come and go. */
final class TalesOfTasks {
  private static final Verdict REFUSED = new Verdict.Down("refused");

  private TalesOfTasks() {}

  static List<Tale> all() {
    return List.of(
        new Tale(
            "drains",
            Stage::isWell,
            List.of(
                at(
                    65,
                    "task b starts, and task a is asked to stop",
                    stage -> stage.starts(B, IP2).drains(A, IP1)),
                at(155, A_STOPS, stage -> stage.stops(A, IP1))),
            BY_NAME),
        new Tale(
            "drainsForNobody",
            Stage::isWell,
            List.of(
                at(
                    65,
                    "task b starts and refuses, and task a is asked to stop",
                    stage -> stage.starts(B, IP2).drains(A, IP1).world().answers(IP2, REFUSED)),
                at(
                    155,
                    "task a stops, and task b answers",
                    stage -> stage.stops(A, IP1).starts(B, IP2))),
            BY_NAME),
        new Tale(
            "sick",
            Stage::isWellWithTwo,
            List.of(
                at(65, "task b's container fails its check", stage -> stage.sickens(B, IP2)),
                at(270, "it passes it again", stage -> stage.isHealthy(B, IP2))),
            BY_NAME),
        new Tale(
                "oneFails",
                stage ->
                    stage
                        .isQuiet()
                        .wants(2)
                        .starts(B, IP2)
                        .world()
                        .ends(A, InMemoryWorld.Ending.FAIL),
                List.of(at(270, "Cloud Map registers task a again", Stage::recovers)),
                BY_NAME)
            .expecting(50, 10, "task b is registered", stage -> stage.isRegistered(B)),
        new Tale(
            "addressReused",
            Stage::isWell,
            List.of(
                at(
                    65,
                    "task b replaces task a, and has its address",
                    stage -> stage.stops(A, IP1).starts(B, IP1))),
            BY_NAME),
        new Tale(
            "rollingOne",
            Stage::isWell,
            List.of(
                at(65, B_STARTS, stage -> stage.starts(B, IP2)),
                at(125, A_STOPS, stage -> stage.stops(A, IP1))),
            BY_NAME),
        new Tale(
                "rollingFour",
                stage -> stage.has(4),
                List.of(
                    at(65, "two new tasks start", stage -> stage.starts(5, 6)),
                    at(95, "two old tasks stop", stage -> stage.stops(1, 2)),
                    at(125, "two more start", stage -> stage.starts(7, 8)),
                    at(155, "the last old ones stop", stage -> stage.stops(3, 4))),
                BY_NAME)
            .ofMany(),
        new Tale(
                "scaleIn",
                stage -> stage.has(10),
                List.of(at(65, "eight of ten tasks stop", stage -> stage.wants(2).stops(3, 10))),
                BY_NAME)
            .ofMany(),
        new Tale(
                "someVanish",
                stage -> stage.has(10),
                List.of(
                    at(
                        65,
                        "ECS forgets four that have gone",
                        stage -> stage.wants(6).vanish(7, 10))),
                BY_NAME)
            .ofMany(),
        new Tale(
                "mostVanish",
                stage -> stage.has(4),
                List.of(
                    at(
                        65,
                        "ECS forgets three that have gone",
                        stage -> stage.wants(1).vanish(2, 4))),
                BY_NAME)
            .ofMany(),
        new Tale(
                "mostForgotten",
                stage -> stage.has(4),
                List.of(
                    at(65, "ECS forgets three that serve", stage -> stage.areForgotten(2, 4)),
                    at(330, "it knows them again", stage -> stage.starts(2, 4))),
                BY_NAME)
            .ofMany(),
        new Tale(
            "toZeroAndBack",
            Stage::isWell,
            List.of(
                at(65, "nobody is wanted", stage -> stage.wants(0).stops(A, IP1)),
                at(190, B_STARTS, stage -> stage.wants(1).starts(B, IP2))),
            BY_NAME),
        new Tale(
            "twoColours",
            stage -> {
              stage.isWell();
              stage.world().ecs(Sample.twoColours(1)).loses(A.value());
              stage.isOfEcs(A, IP1);
            },
            List.of(
                at(65, "the other colour starts", stage -> stage.startsApart(B, IP2)),
                at(
                    125,
                    "it is in production",
                    stage -> {
                      stage.isOfEcs(B, IP2).stops(A, IP1).world().loses(A.value());
                      stage.world().ecs(Sample.oneColour(1));
                    })),
            BY_NAME),
        new Tale(
            "coloursForgotten",
            stage -> stage.isWell().hasTwoColours(),
            List.of(
                at(65, "the other colour starts", stage -> stage.startsApart(B, IP2)),
                at(
                    185,
                    "it is in production",
                    stage -> stage.isInProduction(B).stops(A, IP1).hasOneColour())),
            BY_NAME),
        new Tale(
            "nobodyLeft",
            Stage::isWell,
            List.of(
                at(65, A_STOPS, stage -> stage.stops(A, IP1)),
                at(310, B_STARTS, stage -> stage.starts(B, IP2))),
            BY_NAME));
  }
}
