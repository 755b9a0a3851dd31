package ai.hokus.remediation;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.stopped;
import static ai.hokus.remediation.world.SampleConfiguration.BY_NAME;
import static ai.hokus.remediation.world.SampleConfiguration.PARAMETER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.ByHand.Handled;
import ai.hokus.remediation.execution.LeftToAnother;
import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.incidents.Commands;
import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Reversal;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.ports.Ledger.Turn;
import ai.hokus.remediation.rollback.Reply.Ending;
import ai.hokus.remediation.rollback.Request;
import ai.hokus.remediation.rollback.RequestReader;
import ai.hokus.remediation.rollback.Standing;
import ai.hokus.remediation.view.RollbackResponse;
import ai.hokus.remediation.world.InMemoryAlarmBoard;
import ai.hokus.remediation.world.InMemoryConsumers;
import ai.hokus.remediation.world.InMemoryEndpointStore;
import ai.hokus.remediation.world.InMemoryEndpointStore.Call;
import ai.hokus.remediation.world.InMemoryLedger;
import ai.hokus.remediation.world.InMemoryLedger.Access;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.SampleConfiguration;
import ai.hokus.remediation.world.SimulatedInvocation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every line of <em>By hand</em> in the operator's page, through all rooms but the adapters. The
 * name is broken and every registration fails, but no alarm calls: what is moved, people move.
 */
class ByHandTest {
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final String ALARM = "hokusai-api-502-errors";
  private static final String API = "hokusai-api-development";
  private static final String ADDRESS = "http://" + IP1 + ":5000";

  /** More calls than such an invocation makes, which the test checks. */
  private static final int MANY = 60;

  private InMemoryWorld world;
  private InMemoryLedger ledger;
  private InMemoryEndpointStore store;
  private InMemoryAlarmBoard alarms;
  private InMemoryConsumers consumers;
  private long seed;

  @BeforeEach
  void nothingCanBeRegistered() {
    world =
        new InMemoryWorld()
            .ecs(forgetful(1))
            .tasks(running(A, IP1))
            .ok(IP1)
            .ends(A, InMemoryWorld.Ending.FAIL);
    ledger = new InMemoryLedger(world, Sample.GUARD.owner());
    store = new InMemoryEndpointStore().holds(PARAMETER, BY_NAME);
    alarms = new InMemoryAlarmBoard().shows(ALARM, Alarm.State.OK);
    consumers = new InMemoryConsumers(world).runs(API);
  }

  @Test
  void movesTheEndpointAtOnce() {
    var handled = asks("{'action': 'fallback', 'service': 'mlflow', 'by': 'alice'}");

    assertThat(store.value(PARAMETER)).contains(ADDRESS);
    assertThat(handled.reply().standings()).hasOnlyElementsOfType(Standing.InForce.class);
    assertThat(done(handled)).anySatisfy(line -> assertThat(line).contains("set " + PARAMETER));
  }

  @Test
  void askingTwiceIsHarmless() {
    asks("{'action': 'fallback', 'service': 'mlflow'}");
    consumers.settles(API);

    asks("{'action': 'fallback', 'service': 'mlflow'}");

    assertThat(store.count(Call.PUT)).isOne();
    assertThat(dossier().entries()).hasSize(1);
  }

  @Test
  void restoresAtOnceWhereTheNameIsGood() {
    asks("{'action': 'fallback', 'service': 'mlflow'}");
    world.recovers();
    sweep();

    asks("{'action': 'restore', 'service': 'mlflow'}");

    assertThat(store.value(PARAMETER)).contains(BY_NAME);
    sweep();
    assertThat(store.value(PARAMETER)).as("by its name for an hour").contains(BY_NAME);
  }

  @Test
  void refusesToRestoreToANameThatDoesNotAnswerUnlessForced() {
    asks("{'action': 'fallback', 'service': 'mlflow'}");

    var refused = asks("{'action': 'restore', 'service': 'mlflow'}");
    assertThat(store.value(PARAMETER)).contains(ADDRESS);
    assertThat(says(refused)).anySatisfy(line -> assertThat(line).contains("does not return yet"));

    asks("{'action': 'restore', 'service': 'mlflow', 'force': true}");
    assertThat(store.value(PARAMETER)).contains(BY_NAME);
  }

  @Test
  void undoesAnIncidentOnce() {
    asks("{'action': 'fallback', 'service': 'mlflow'}");
    var incident = open().id();

    asks(undo(incident));
    assertThat(store.value(PARAMETER)).contains(BY_NAME);
    assertThat(open().undone()).isPresent();

    var again = asks(undo(incident));
    assertThat(again.reply().ending()).isEqualTo(Ending.DONE);
    assertThat(again.reply().standings())
        .singleElement()
        .isInstanceOf(Standing.AlreadyUndone.class);
  }

  @Test
  void doesNotDoAgainWhatWasUndoneUntilSomebodyResumes() {
    alarms.shows(ALARM, Alarm.State.ALARM);
    sweep();
    assertThat(store.value(PARAMETER)).contains(ADDRESS);

    asks(undo(open().id()));
    sweep();
    sweep();
    assertThat(store.value(PARAMETER)).contains(BY_NAME);

    asks("{'action': 'resume', 'service': 'mlflow'}");
    assertThat(store.value(PARAMETER)).contains(ADDRESS);
    asks(undo(open().id()));
    assertThat(store.value(PARAMETER)).as("asked for anew").contains(BY_NAME);
  }

  /** What was done again since is not undone. */
  @Test
  void callsAnIncidentUndoneOnlyUntilSomebodyResumes() {
    alarms.shows(ALARM, Alarm.State.ALARM);
    sweep();
    assertThat(status()).contains("id=").doesNotContain("undone=");

    asks(undo(open().id()));
    assertThat(status()).contains("undone=");

    asks("{'action': 'resume', 'service': 'mlflow'}");
    assertThat(store.value(PARAMETER)).as("done again").contains(ADDRESS);
    assertThat(status()).contains("id=").doesNotContain("undone=");
  }

  private String status() {
    var asked = asks("{'action': 'status', 'service': 'mlflow'}");
    return RollbackResponse.status(asked.reply(), asked.round(), new Commands("live")).toString();
  }

  @Test
  void saysWhatIsNoLongerAsTheIncidentLeftIt() {
    asks("{'action': 'fallback', 'service': 'mlflow'}");
    store.holds(PARAMETER, "http://other.example.local:5000");

    var handled = asks(undo(open().id()));

    assertThat(store.value(PARAMETER)).contains("http://other.example.local:5000");
    assertThat(handled.reply().says())
        .anySatisfy(line -> assertThat(line).contains("others wrote it since"))
        .anySatisfy(
            line -> assertThat(line).contains("task " + A).contains("its instance is gone"));
  }

  /** Who looks only at what is listed would call it undone, and it came a moment later. */
  @Test
  void callsAnIncidentUndoneOnlyOnceNothingOfItIsUnderWay() {
    world.recovers().operationsTake(Duration.ofSeconds(90));
    asks("{'action': 'fallback', 'service': 'mlflow'}");
    var id = open().id();

    assertThat(asks(undo(id)).reply().says())
        .anySatisfy(line -> assertThat(line).contains("its registration may still come through"));
    assertThat(open().undone()).isEmpty();
  }

  @Test
  void answersWithTheIncidentsThatAreKnown() {
    asks("{'action': 'fallback', 'service': 'mlflow'}");
    int writes = ledger.count(Access.WRITE);

    var handled = asks(undo("mlflow-20200101T000000Z"));

    assertThat(handled.reply().ending()).isEqualTo(Ending.NEVER_AGAIN);
    assertThat(handled.reply().says())
        .containsExactly(
            "no incident mlflow-20200101T000000Z of mlflow is on file, and nothing was written;"
                + " known: "
                + open().id());
    assertThat(ledger.count(Access.WRITE)).isEqualTo(writes);
  }

  @Test
  void undoesNothingOfAnIncidentThatDidNothing() {
    var idle = Incident.open(Sample.MLFLOW, world.instant(), "the name has no record");
    ledger.hasOnFile("mlflow", Dossier.EMPTY.with(idle));

    var handled = asks(undo(idle.id()));

    assertThat(handled.reply().standings())
        .singleElement()
        .isInstanceOf(Standing.NothingToUndo.class);
    assertThat(ledger.onFile("mlflow").holds().all()).isEmpty();
  }

  @Test
  void undoesAnIncidentThatIsClosed() {
    world.recovers().instances(ours(A, IP1), ofEcs(Sample.B, Sample.IP2));
    world.tasks(running(A, IP1), running(Sample.B, Sample.IP2)).ok(IP1, Sample.IP2);
    var closed =
        Incident.open(Sample.MLFLOW, world.instant(), "the name has no record")
            .registering(List.of(A))
            .close(world.instant());
    files(closed);

    var handled = asks(undo(closed.id()));

    assertThat(world.instances()).containsExactly(ofEcs(Sample.B, Sample.IP2));
    assertThat(done(handled)).singleElement().asString().contains("withdraw");
    assertThat(ledger.incident(closed.id()).orElseThrow().undone()).isPresent();
    assertThat(asks(undo(closed.id())).reply().standings())
        .hasOnlyElementsOfType(Standing.AlreadyUndone.class);
  }

  @Test
  void undoesOneIncidentBesideAnother() {
    world.recovers().instances(ours(A, IP1), ofEcs(Sample.B, Sample.IP2));
    world.tasks(running(A, IP1), running(Sample.B, Sample.IP2)).ok(IP1, Sample.IP2);
    var opened = Incident.open(Sample.MLFLOW, world.instant(), "the name has no record");
    files(opened.registering(List.of(A)).close(world.instant()));
    asks(undo(opened.id()));

    var later = Incident.open(Sample.MLFLOW, world.instant().plusSeconds(9), "again");
    files(later.registering(List.of(Sample.C)).close(world.instant()));
    asks(undo(later.id()));

    assertThat(ledger.onFile("mlflow").holds().inForce(Hold.Kind.UNDO, world.instant()))
        .hasValueSatisfying(hold -> {
          assertThat(hold.undoes(opened.id())).isTrue();
          assertThat(hold.undoes(later.id())).isTrue();
        });
  }

  @Test
  void undoesTwoIncidentsAtTheSameMoment() {
    world.recovers().instances(ours(A, IP1), ofEcs(Sample.B, Sample.IP2));
    world.tasks(running(A, IP1), running(Sample.B, Sample.IP2)).ok(IP1, Sample.IP2);
    var one = Incident.open(Sample.MLFLOW, world.instant(), "the name has no record");
    files(one.registering(List.of(A)).close(world.instant()));
    var other = Incident.open(Sample.MLFLOW, world.instant().plusSeconds(9), "again");
    files(other.registering(List.of(Sample.C)).close(world.instant()));

    for (int round = 0; round < 10; round++) {
      ledger.resume("mlflow");
      later();
      var deployment = deployment();
      Stream.of(one, other)
          .forEach(incident ->
              deployment.asks(
                  Duration.ofSeconds(1),
                  read(undo(incident.id())),
                  SimulatedInvocation.of(Deployment.FOR_A_PERSON)));
      deployment.run();

      assertThat(ledger.onFile("mlflow").holds().inForce(Hold.Kind.UNDO, world.instant()))
          .hasValueSatisfying(hold ->
              assertThat(hold.undoes())
                  .extracting(Reversal::incident)
                  .containsExactlyInAnyOrder(one.id(), other.id()));
    }
  }

  @Test
  void releasesOnlyWhereAnotherAnswersUnlessForced() {
    world.recovers().instances(ours(A, IP1));

    var refused = asks("{'action': 'release', 'service': 'mlflow'}");
    assertThat(world.instances()).containsExactly(ours(A, IP1));
    assertThat(says(refused))
        .anySatisfy(line -> assertThat(line).contains("stays").contains("force it"));
    assertThat(refused.reply().standings()).containsExactly(new Standing.Refused("mlflow"));
    world.tasks(stopped(A, IP1), running(B, IP2)).answers(IP1, new Verdict.Down("refused")).ok(IP2);
    sweep();
    assertThat(world.instances()).as("nothing is held").containsExactly(ours(B, IP2));
    world.tasks(running(A, IP1)).ok(IP1).instances(ours(A, IP1)).forgets(B).loses(B.value());

    asks("{'action': 'release', 'service': 'mlflow', 'force': true}");
    assertThat(world.instances()).isEmpty();
    sweep();
    assertThat(world.instances()).as("until somebody resumes").isEmpty();

    asks("{'action': 'resume', 'service': 'mlflow'}");
    assertThat(world.instances()).containsExactly(ours(A, IP1));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "'action': 'fallback', 'service': 'mlflow'",
        "'action': 'restore', 'service': 'mlflow', 'force': true",
        "'action': 'release', 'service': 'mlflow', 'force': true",
        "'action': 'undo', 'service': 'mlflow', 'incident': 'OPEN'",
        "'action': 'pause', 'service': 'mlflow'",
        "'action': 'pause', 'service': '*'",
        "'action': 'resume', 'service': 'mlflow'",
        "'action': 'resume', 'service': '*'"
      })
  void writesNothingInADryRun(String asked) {
    sweep();
    var before = ledger.onFile("mlflow");
    int writes = ledger.count(Access.WRITE);
    int changes = world.writes();

    var handled = asks("{" + asked.replace("OPEN", open().id()) + ", 'dryRun': true}");

    assertThat(ledger.count(Access.WRITE)).isEqualTo(writes);
    assertThat(ledger.onFile("mlflow")).isEqualTo(before);
    assertThat(store.count(Call.PUT)).isZero();
    assertThat(world.writes()).isEqualTo(changes);
    assertThat(consumers.count(InMemoryConsumers.Call.REDEPLOY)).isZero();
    assertThat(handled.reply().ending()).isEqualTo(Ending.DONE);
    assertThat(done(handled)).isEmpty();
  }

  @Test
  void showsInADryRunWhatWouldBeDone() {
    var handled = asks("{'action': 'fallback', 'service': 'mlflow', 'dryRun': true}");

    assertThat(handled.reply().standings())
        .singleElement()
        .extracting(Standing::state, Standing::inWords)
        .containsExactly(
            "dry run",
            "would be: the endpoint by an address until 2025-08-01T13:00:01Z; nothing was written");
    assertThat(held(handled))
        .anySatisfy(line ->
            assertThat(line).contains("set " + PARAMETER).contains("dry run: said, not done"));
  }

  @Test
  void saysWhichServicesThereAre() {
    for (var asked : List.of("'status'", "'fallback', 'dryRun': true")) {
      var handled = asks("{'service': 'mlfow', 'action': " + asked + "}");

      assertThat(handled.reply().ending()).isEqualTo(Ending.NEVER_AGAIN);
      assertThat(handled.reply().says())
          .containsExactly("no guarded service is called mlfow; guarded: mlflow");
    }
  }

  @Test
  void looksAndWritesNothingForAStatus() {
    alarms.shows(ALARM, Alarm.State.ALARM);
    sweep();
    int writes = ledger.count(Access.WRITE);
    int puts = store.count(Call.PUT);

    var handled = asks("{'action': 'status', 'service': 'mlflow'}");

    assertThat(ledger.count(Access.WRITE)).isEqualTo(writes);
    assertThat(store.count(Call.PUT)).isEqualTo(puts);
    assertThat(report(handled).seen().look().dossier()).isEqualTo(dossier());
    assertThat(report(handled).seen().look().dossier().fallback()).isPresent();
  }

  @Test
  void looksAlsoWhereTheLedgerCannotBeRead() {
    ledger.refuses(Access.READ);

    var handled = asks("{'action': 'status', 'service': 'mlflow'}");

    assertThat(report(handled).isLed()).isFalse();
    assertThat(handled.reply().standings()).hasOnlyElementsOfType(Standing.LookedAt.class);
  }

  @Test
  void restoresOnceInSpiteOfAPause() {
    asks("{'action': 'fallback', 'service': 'mlflow'}");
    asks("{'action': 'pause', 'service': 'mlflow'}");
    later();

    asks("{'action': 'restore', 'service': 'mlflow', 'force': true}");
    assertThat(store.value(PARAMETER)).contains(BY_NAME);

    store.holds(PARAMETER, ADDRESS);
    sweep();
    assertThat(store.value(PARAMETER)).as("once").contains(ADDRESS);
  }

  @Test
  void movesTheEndpointOnceInSpiteOfAPause() {
    asks("{'action': 'pause', 'service': 'mlflow'}");
    later();

    asks("{'action': 'fallback', 'service': 'mlflow'}");
    assertThat(store.value(PARAMETER)).contains(ADDRESS);
    assertThat(world.count(InMemoryWorld.Call.REGISTER)).isZero();

    store.holds(PARAMETER, BY_NAME);
    sweep();
    assertThat(store.value(PARAMETER)).as("once").contains(BY_NAME);
  }

  @Test
  void doesNotDoWhatWasAskedForBeforeThePause() {
    world.answers(IP1, new Verdict.Down("refused"));
    asks("{'action': 'fallback', 'service': 'mlflow'}");
    later();
    asks("{'action': 'pause', 'service': 'mlflow'}");

    world.ok(IP1);
    sweep();

    assertThat(store.count(Call.PUT)).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"release", "undo"})
  void doesNothingElseWhilePaused(String action) {
    world.recovers();
    sweep();
    files(
        Incident.open(Sample.MLFLOW, world.instant(), "it was lost")
            .registering(List.of(A))
            .close(world.instant()));
    asks("{'action': 'pause', 'service': 'mlflow'}");
    later();

    var incident = action.equals("undo") ? ", 'incident': '" + closed() + "'" : "";
    asks("{'action': '" + action + "', 'service': 'mlflow', 'force': true" + incident + "}");

    assertThat(world.instances()).containsExactly(ours(A, IP1));
  }

  @Test
  void leavesItToAPassThatRunsOn() {
    var running = take();

    var handled = asks("{'action': 'fallback', 'service': 'mlflow'}");

    assertThat(handled.reply().standings()).hasOnlyElementsOfType(Standing.Accepted.class);
    assertThat(handled.reply().says())
        .singleElement()
        .asString()
        .startsWith("another pass is at work on the service");
    assertThat(handled.round().visits()).isEmpty();
    ledger.leave(running, Memory.NONE);
    sweep();
    assertThat(store.value(PARAMETER)).contains(ADDRESS);
  }

  @Test
  void comesAfterAPassThatRuns() {
    var deployment = deployment().sweeps(Duration.ZERO);
    deployment.asks(
        Duration.ofMillis(200),
        read("{'action': 'fallback', 'service': 'mlflow'}"),
        SimulatedInvocation.of(Deployment.FOR_A_PERSON));

    var handled = deployment.run().handled().getFirst();

    assertThat(store.value(PARAMETER)).contains(ADDRESS);
    assertThat(store.count(Call.PUT)).isOne();
    assertThat(handled.round().visits().getLast().last()).isNotInstanceOf(LeftToAnother.class);
  }

  @Test
  void askedAgainItEndsWhatWasBegunWhereverItWasKilled() {
    int killed = 0;
    for (int call = 1; call <= MANY; call++) {
      nothingCanBeRegistered();
      var mortal = SimulatedInvocation.of(Deployment.FOR_A_PERSON).killedAtCall(call);
      var request = read("{'action': 'fallback', 'service': 'mlflow'}");

      deployment().asks(Duration.ZERO, request, mortal).run();
      // Lambda has ended whoever was killed, and his lease with him.
      world.passes(Duration.ofMinutes(2));
      asks("{'action': 'fallback', 'service': 'mlflow'}");

      killed += mortal.wasKilled() ? 1 : 0;
      assertThat(store.value(PARAMETER)).as("killed at call %d", call).contains(ADDRESS);
      assertThat(dossier().fallback().orElseThrow().before().value()).contains(BY_NAME);
      asks(undo(open().id()));
      assertThat(store.value(PARAMETER)).as("killed at call %d", call).contains(BY_NAME);
    }
    assertThat(killed).isBetween(15, MANY - 1);
  }

  @Test
  void writesDownWhoSaysThatHeAsked() {
    asks("{'action': 'fallback', 'service': 'mlflow', 'by': 'alice', 'reason': 'it hurts'}");
    sweep();

    assertThat(open().timeline())
        .filteredOn(moment -> moment.what().startsWith("request request-"))
        .singleElement()
        .satisfies(moment -> {
          assertThat(moment.by()).contains("alice");
          assertThat(moment.what()).contains("somebody who says to be alice").contains("it hurts");
        });
  }

  private static String undo(String incident) {
    return "{'action': 'undo', 'service': 'mlflow', 'incident': '" + incident + "'}";
  }

  private Handled asks(String request) {
    return deployment()
        .asks(Duration.ofSeconds(1), read(request), SimulatedInvocation.of(Deployment.FOR_A_PERSON))
        .run()
        .handled()
        .getFirst();
  }

  private static Request read(String request) {
    return RequestReader.read(request.replace('\'', '"').getBytes(UTF_8));
  }

  private void sweep() {
    deployment().sweeps(MINUTE).run();
  }

  private void later() {
    world.passes(Duration.ofSeconds(5));
  }

  private Deployment deployment() {
    return Deployment.over(world, ledger, new Interleaving(world, ++seed, Duration.ofMillis(100)))
        .moving(
            SampleConfiguration.moving("repair", "onAlarm", "envAtStart"),
            store,
            alarms,
            consumers);
  }

  private Dossier dossier() {
    return ledger.dossier("mlflow");
  }

  private Incident open() {
    return dossier().incident().orElseThrow();
  }

  private Lease take() {
    var turn = ledger.take("mlflow", world.instant().plusSeconds(60), Instant.MAX);
    return ((Turn.Taken) turn).lease();
  }

  private void files(Incident closed) {
    var lease = take();
    ledger.file(
        lease,
        new Entry(
            lease.dossier().closing(closed), List.of(), Optional.of(closed), Optional.empty()));
    ledger.leave(lease, lease.memory());
  }

  private String closed() {
    return dossier().closed().getFirst();
  }

  private static Report report(Handled handled) {
    return (Report) handled.round().visits().getFirst().last();
  }

  private static List<String> done(Handled handled) {
    return reports(handled)
        .flatMap(report -> report.done().stream())
        .map(Outcome::inWords)
        .toList();
  }

  private static List<String> held(Handled handled) {
    return reports(handled)
        .flatMap(report -> report.held().stream())
        .map(Outcome::inWords)
        .toList();
  }

  private static List<String> says(Handled handled) {
    return reports(handled).flatMap(report -> report.says().stream()).map(Remark::because).toList();
  }

  private static Stream<Report> reports(Handled handled) {
    return handled.round().visits().stream()
        .flatMap(visit -> visit.passes().stream())
        .filter(Report.class::isInstance)
        .map(Report.class::cast);
  }
}
