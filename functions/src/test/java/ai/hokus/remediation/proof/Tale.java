package ai.hokus.remediation.proof;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP4;
import static ai.hokus.remediation.world.Sample.foreign;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.SampleConfiguration.BY_NAME;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.world.InMemoryLedger.Access;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What happens to a service and its endpoint, whatever becomes of the program meanwhile.
 *
 * @param before what is there when it begins
 * @param happenings each announced by an event, in the order of their times
 * @param end what the endpoint holds once everything has settled
 */
record Tale(String name, Consumer<Stage> before, List<Happening> happenings, String end) {
  private static final Verdict REFUSED = new Verdict.Down("refused");
  private static final String THEIRS = "http://other.example.local:5000";
  private static final EcsService.Deployment TWO = new EcsService.Deployment.TwoColours();
  private static final EcsService.Deployment ONE =
      new EcsService.Deployment.OneColour(Sample.DEPLOYMENT);
  private static final String ALARM_OFF = "the alarm is over";
  private static final String A_STOPS = "task a stops";
  private static final String B_STARTS = "task b starts";
  private static final String MENDED = "Cloud Map registers again, and the alarm is over";
  private static final String RESUMED = "a person resumes";

  /**
   * A change of the world.
   *
   * @param after the tale's begin
   */
  record Happening(Duration after, String what, Consumer<Stage> change) {}

  Tale {
    happenings = List.copyOf(happenings);
  }

  static Stream<Tale> all() {
    return Stream.of(
            ofNames().stream(), ofTasks().stream(), ofFallbacks().stream(), ofPeople().stream())
        .flatMap(tales -> tales);
  }

  static Tale named(String name) {
    return all()
        .filter(tale -> tale.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such tale: \"" + name + "\""));
  }

  private static List<Tale> ofNames() {
    return List.of(
        new Tale("nameLost", _ -> {}, List.of(at(90, ALARM_OFF, Tale::isQuiet)), BY_NAME),
        new Tale("healthyName", Tale::isWell, List.of(at(270, ALARM_OFF, Tale::isQuiet)), BY_NAME),
        new Tale(
            "nobodyAnswers",
            stage -> stage.nothingCanBeRegistered().world().answers(IP1, REFUSED),
            List.of(
                at(150, "the task answers again", stage -> stage.recovers().starts(A, IP1)),
                at(270, ALARM_OFF, Tale::isQuiet)),
            BY_NAME),
        new Tale(
            "lapse",
            Tale::isWell,
            List.of(
                at(65, "ECS knows nothing of task a", stage -> stage.world().forgets(A)),
                at(270, "ECS knows task a again", stage -> stage.starts(A, IP1))),
            BY_NAME),
        new Tale(
            "ecsThrottled",
            Tale::isWell,
            List.of(
                at(
                    65,
                    "ECS describes no task",
                    stage -> stage.world().refuses(InMemoryWorld.Call.DESCRIBE)),
                at(270, "ECS describes tasks again", stage -> stage.world().heals())),
            BY_NAME),
        new Tale(
            "foreignUnderItsId",
            stage -> stage.world().instances(foreign(A.value(), IP4)).answers(IP4, REFUSED),
            List.of(
                at(150, "its owner takes it away", stage -> stage.world().loses(A.value())),
                at(270, ALARM_OFF, stage -> stage.alarm(Alarm.State.OK))),
            BY_NAME),
        new Tale(
            "ecsTakesItBack",
            Tale::isWell,
            List.of(
                at(65, "Terraform names the registry", stage -> stage.world().ecs(Sample.ecs(1))),
                at(95, "task b starts, and ECS registers it", stage -> stage.isOfEcs(B, IP2)),
                at(125, A_STOPS, stage -> stage.stops(A, IP1))),
            BY_NAME));
  }

  private static List<Tale> ofTasks() {
    return List.of(
        new Tale(
            "rollingOne",
            Tale::isWell,
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
            BY_NAME),
        new Tale(
            "scaleIn",
            stage -> stage.has(10),
            List.of(at(65, "eight of ten tasks stop", stage -> stage.wants(2).stops(3, 10))),
            BY_NAME),
        new Tale(
            "toZeroAndBack",
            Tale::isWell,
            List.of(
                at(65, "nobody is wanted", stage -> stage.wants(0).stops(A, IP1)),
                at(190, B_STARTS, stage -> stage.wants(1).starts(B, IP2))),
            BY_NAME),
        new Tale(
            "twoColours",
            stage -> {
              isWell(stage);
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
                      stage.world().ecs(registering(Set.of(Sample.CLOUD_MAP.arn()), ONE));
                    })),
            BY_NAME),
        new Tale(
            "coloursForgotten",
            stage -> {
              isWell(stage);
              stage.world().ecs(registering(Set.of(), TWO));
            },
            List.of(
                at(65, "the other colour starts", stage -> stage.startsApart(B, IP2)),
                at(
                    185,
                    "it is in production",
                    stage -> {
                      stage.isInProduction(B).stops(A, IP1);
                      stage.world().ecs(registering(Set.of(), ONE));
                    })),
            BY_NAME),
        new Tale(
            "nobodyLeft",
            Tale::isWell,
            List.of(
                at(65, A_STOPS, stage -> stage.stops(A, IP1)),
                at(310, B_STARTS, stage -> stage.starts(B, IP2))),
            BY_NAME));
  }

  private static List<Tale> ofFallbacks() {
    return List.of(
        new Tale(
            "unrepairable",
            Stage::nothingCanBeRegistered,
            List.of(
                at(150, "task b replaces task a", stage -> stage.stops(A, IP1).starts(B, IP2)),
                at(270, MENDED, Tale::isMended)),
            BY_NAME),
        new Tale(
            "diesAlone",
            Stage::nothingCanBeRegistered,
            List.of(
                at(150, A_STOPS, stage -> stage.stops(A, IP1)),
                at(270, B_STARTS, stage -> stage.starts(B, IP2)),
                at(390, MENDED, Tale::isMended)),
            BY_NAME),
        new Tale(
            "terraformApply",
            Stage::nothingCanBeRegistered,
            List.of(
                at(150, "terraform apply", stage -> stage.edits(BY_NAME)),
                at(270, MENDED, Tale::isMended)),
            BY_NAME),
        new Tale(
            "writtenInMidPass",
            Stage::nothingCanBeRegistered,
            List.of(
                inMidPass("somebody writes the endpoint", stage -> stage.edits(THEIRS)),
                at(270, MENDED, Tale::isMended)),
            THEIRS),
        new Tale(
            "someoneElsesValue",
            Stage::nothingCanBeRegistered,
            List.of(
                at(150, "somebody writes the endpoint", stage -> stage.edits(THEIRS)),
                at(270, MENDED, Tale::isMended)),
            THEIRS),
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
            "budgetUsedUp",
            stage -> stage.nothingCanBeRegistered().hasEntered(3),
            List.of(at(270, MENDED, Tale::isMended)),
            BY_NAME),
        new Tale(
            "ledgerLost",
            Stage::nothingCanBeRegistered,
            List.of(
                at(
                    150,
                    "the ledger is lost",
                    stage -> stage.ledger().refuses(Access.READ).refuses(Access.WRITE)),
                at(400, "task b replaces task a", stage -> stage.stops(A, IP1).starts(B, IP2)),
                at(750, "the ledger answers again", stage -> stage.ledger().heals()),
                at(870, MENDED, Tale::isMended)),
            BY_NAME));
  }

  private static List<Tale> ofPeople() {
    return List.of(
        new Tale(
            "observed",
            stage -> stage.policy("observe").world().doesNotAnswerWith(ours(A, IP1)),
            List.of(
                at(210, "the policy becomes repair", stage -> stage.policy("repair")),
                at(390, ALARM_OFF, Tale::isQuiet)),
            BY_NAME),
        new Tale(
            "policyChanged",
            Stage::nothingCanBeRegistered,
            List.of(
                at(90, "the policy becomes observe", stage -> stage.policy("observe")),
                at(125, "Cloud Map registers again", Stage::recovers),
                at(150, "task b replaces task a", stage -> stage.stops(A, IP1).starts(B, IP2)),
                at(270, "the policy is repair again", stage -> stage.policy("repair")),
                at(390, ALARM_OFF, Tale::isQuiet)),
            BY_NAME),
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
                at(390, MENDED, Tale::isMended)),
            BY_NAME),
        new Tale(
            "askedBack",
            Stage::nothingCanBeRegistered,
            List.of(
                at(150, "a person restores", stage -> stage.asks(Hold.Kind.RESTORE, true)),
                at(270, RESUMED, Stage::resumes),
                at(390, MENDED, Tale::isMended)),
            BY_NAME),
        new Tale(
            "releasedInMidPass",
            Stage::nothingCanBeRegistered,
            List.of(
                inMidPass("a person releases", stage -> stage.asks(Hold.Kind.RELEASE, true)),
                at(150, RESUMED, Stage::resumes),
                at(270, MENDED, Tale::isMended)),
            BY_NAME),
        new Tale(
            "undone",
            Stage::nothingCanBeRegistered,
            List.of(
                at(150, "a person undoes the incident", Stage::undoes),
                at(270, RESUMED, Stage::resumes),
                at(390, MENDED, Tale::isMended)),
            BY_NAME),
        new Tale(
            "undoneInMidPass",
            Stage::nothingCanBeRegistered,
            List.of(
                inMidPass("a person undoes", stage -> stage.asks(Hold.Kind.UNDO, true)),
                at(150, RESUMED, Stage::resumes),
                at(270, MENDED, Tale::isMended)),
            BY_NAME));
  }

  /** The minute of the last happening. */
  int lastHappening() {
    return (int) happenings.getLast().after().toMinutes();
  }

  /** When all must have settled if nothing befalls it. */
  int minutes() {
    return lastHappening() + Timers.minutes();
  }

  /** How long it takes, with the time that the program keeps an endpoint by address. */
  Duration lasting() {
    return happenings.getLast().after().plusMinutes(Timers.minutes());
  }

  /** Whether nothing is left to be done by people in the end. */
  boolean isOver() {
    return end.equals(BY_NAME);
  }

  /** With ECS registering its tasks there, by itself. */
  private static EcsService registering(Set<String> registries, EcsService.Deployment deployed) {
    return new EcsService("ACTIVE", 1, registries, deployed);
  }

  private static void isMended(Stage stage) {
    stage.recovers().alarm(Alarm.State.OK);
  }

  private static void isQuiet(Stage stage) {
    stage.alarm(Alarm.State.OK);
  }

  private static void isWell(Stage stage) {
    stage.alarm(Alarm.State.OK).world().instances(ours(A, IP1));
  }

  private static Happening at(int seconds, String what, Consumer<Stage> change) {
    return new Happening(Duration.ofSeconds(seconds), what, change);
  }

  /** While the first pass is at work. */
  private static Happening inMidPass(String what, Consumer<Stage> change) {
    return new Happening(Duration.ofMillis(500), what, change);
  }

  @Override
  public String toString() {
    return name;
  }
}
