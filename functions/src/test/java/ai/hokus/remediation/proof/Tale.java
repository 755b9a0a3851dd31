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
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.world.InMemoryLedger.Access;
import ai.hokus.remediation.world.InMemoryWorld;
import java.time.Duration;
import java.util.List;
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

  /**
   * A change of the world.
   *
   * @param after the tale's begin
   */
  record Happening(Duration after, Consumer<Stage> change) {}

  Tale {
    happenings = List.copyOf(happenings);
  }

  static Stream<Tale> all() {
    return Stream.of(
        new Tale("nameLost", _ -> {}, List.of(at(90, Tale::isQuiet)), BY_NAME),
        new Tale(
            "healthyName",
            stage -> stage.world().instances(ours(A, IP1)),
            List.of(at(270, Tale::isQuiet)),
            BY_NAME),
        new Tale(
            "nobodyAnswers",
            stage -> stage.nothingCanBeRegistered().world().answers(IP1, REFUSED),
            List.of(at(150, stage -> stage.recovers().starts(A, IP1)), at(270, Tale::isQuiet)),
            BY_NAME),
        new Tale(
            "lapse",
            stage -> stage.alarm(Alarm.State.OK).world().instances(ours(A, IP1)),
            List.of(
                at(65, stage -> stage.world().forgets(A)), at(270, stage -> stage.starts(A, IP1))),
            BY_NAME),
        new Tale(
            "ecsThrottled",
            stage -> stage.alarm(Alarm.State.OK).world().instances(ours(A, IP1)),
            List.of(
                at(65, stage -> stage.world().refuses(InMemoryWorld.Call.DESCRIBE)),
                at(270, stage -> stage.world().heals())),
            BY_NAME),
        new Tale(
            "rollingOne",
            stage -> stage.alarm(Alarm.State.OK).world().instances(ours(A, IP1)),
            List.of(at(65, stage -> stage.starts(B, IP2)), at(125, stage -> stage.stops(A, IP1))),
            BY_NAME),
        new Tale(
            "unrepairable",
            Stage::nothingCanBeRegistered,
            List.of(at(150, stage -> stage.stops(A, IP1).starts(B, IP2)), at(270, Tale::isMended)),
            BY_NAME),
        new Tale(
            "diesAlone",
            Stage::nothingCanBeRegistered,
            List.of(
                at(150, stage -> stage.stops(A, IP1)),
                at(270, stage -> stage.starts(B, IP2)),
                at(390, Tale::isMended)),
            BY_NAME),
        new Tale(
            "terraformApply",
            Stage::nothingCanBeRegistered,
            List.of(at(150, stage -> stage.edits(BY_NAME)), at(270, Tale::isMended)),
            BY_NAME),
        new Tale(
            "writtenInMidPass",
            Stage::nothingCanBeRegistered,
            List.of(quietly(0, stage -> stage.edits(THEIRS)), at(270, Tale::isMended)),
            THEIRS),
        new Tale(
            "someoneElsesValue",
            Stage::nothingCanBeRegistered,
            List.of(at(150, stage -> stage.edits(THEIRS)), at(270, Tale::isMended)),
            THEIRS),
        new Tale(
            "insufficientData",
            Stage::nothingCanBeRegistered,
            List.of(
                at(150, stage -> stage.alarm(Alarm.State.INSUFFICIENT_DATA)),
                at(270, Tale::isMended)),
            BY_NAME),
        new Tale(
            "pausedInMidPass",
            Stage::nothingCanBeRegistered,
            List.of(
                quietly(0, stage -> stage.asks(Hold.Kind.PAUSE, false)),
                at(150, stage -> stage.stops(A, IP1).starts(B, IP2)),
                at(270, Stage::resumes),
                at(390, Tale::isMended)),
            BY_NAME),
        new Tale(
            "askedBack",
            Stage::nothingCanBeRegistered,
            List.of(
                at(150, stage -> stage.asks(Hold.Kind.RESTORE, true)),
                at(270, Stage::resumes),
                at(390, Tale::isMended)),
            BY_NAME),
        new Tale(
            "ledgerLost",
            Stage::nothingCanBeRegistered,
            List.of(
                at(150, stage -> stage.ledger().refuses(Access.READ).refuses(Access.WRITE)),
                at(400, stage -> stage.stops(A, IP1).starts(B, IP2)),
                at(750, stage -> stage.ledger().heals()),
                at(870, Tale::isMended)),
            BY_NAME),
        new Tale(
            "foreignUnderItsId",
            stage -> stage.world().instances(foreign(A.value(), IP4)).answers(IP4, REFUSED),
            List.of(
                at(150, stage -> stage.world().loses(A.value())),
                at(270, stage -> stage.alarm(Alarm.State.OK))),
            BY_NAME));
  }

  /** How long it takes, with the time that the program keeps an endpoint by address. */
  Duration lasting() {
    return happenings.getLast().after().plus(Play.TO_SETTLE);
  }

  /** Whether nothing is left to be done by people in the end. */
  boolean isOver() {
    return end.equals(BY_NAME);
  }

  private static void isMended(Stage stage) {
    stage.recovers().alarm(Alarm.State.OK);
  }

  private static void isQuiet(Stage stage) {
    stage.alarm(Alarm.State.OK);
  }

  private static Happening at(int seconds, Consumer<Stage> change) {
    return new Happening(Duration.ofSeconds(seconds), change);
  }

  /** While the first pass is at work. */
  private static Happening quietly(int seconds, Consumer<Stage> change) {
    return new Happening(Duration.ofSeconds(seconds).plusMillis(500), change);
  }

  @Override
  public String toString() {
    return name;
  }
}
