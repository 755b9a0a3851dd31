package ai.hokus.remediation;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.stopped;
import static ai.hokus.remediation.world.SampleConfiguration.BY_NAME;
import static ai.hokus.remediation.world.SampleConfiguration.PARAMETER;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.ports.Ledger.Turn;
import ai.hokus.remediation.world.InMemoryAlarmBoard;
import ai.hokus.remediation.world.InMemoryConsumers;
import ai.hokus.remediation.world.InMemoryEndpointStore;
import ai.hokus.remediation.world.InMemoryEndpointStore.Call;
import ai.hokus.remediation.world.InMemoryLedger;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.SampleConfiguration;
import ai.hokus.remediation.world.SimulatedInvocation;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A name that cannot be repaired, since every registration fails: the endpoint moves to the task's
 * address, follows it, and comes back. Swept once a minute, through all rooms but the adapters.
 */
class FallbackTest {
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final String ALARM = "hokusai-api-502-errors";
  private static final String API = "hokusai-api-development";
  private static final String OTHER = "/hokusai/development/mlflow/url";

  /** More calls than such an invocation makes, which each test checks. */
  private static final int MANY = 60;

  private InMemoryWorld world;
  private InMemoryLedger ledger;
  private InMemoryEndpointStore store;
  private InMemoryAlarmBoard alarms;
  private InMemoryConsumers consumers;
  private String document = SampleConfiguration.moving("repair", "onAlarm", "envAtStart");
  private long seed;

  @BeforeEach
  void nothingCanBeRegistered() {
    world =
        new InMemoryWorld()
            .ecs(forgetful(1))
            .tasks(running(A, IP1))
            .ok(IP1)
            .ends(A, InMemoryWorld.Ending.FAIL)
            .ends(B, InMemoryWorld.Ending.FAIL);
    ledger = new InMemoryLedger(world, Sample.GUARD.owner());
    store = new InMemoryEndpointStore().holds(PARAMETER, BY_NAME);
    alarms = new InMemoryAlarmBoard().shows(ALARM, Alarm.State.ALARM);
    consumers = new InMemoryConsumers(world).runs(API);
  }

  @Test
  void movesTheEndpointToAnAddressThatAnswers() {
    sweep();

    assertThat(store.value(PARAMETER)).contains(at(IP1));
    assertThat(fallback().before().value()).contains(BY_NAME);
    assertThat(fallback().position())
        .isInstanceOfSatisfying(Position.Pinned.class, pin -> assertThat(pin.task()).isEqualTo(A));
  }

  @Test
  void leavesItWhereNobodyCallsForHelp() {
    alarms.shows(ALARM, Alarm.State.OK);

    sweep();

    assertThat(store.value(PARAMETER)).contains(BY_NAME);
    assertThat(store.count(Call.PUT)).isZero();
  }

  @Test
  void leavesItWhereAnAlarmIsMuted() {
    alarms.mutes(ALARM);

    sweep();

    assertThat(store.count(Call.PUT)).isZero();
  }

  @Test
  void repairsTheNameFirst() {
    world.recovers();

    sweep();

    assertThat(world.instances()).containsExactly(ours(A, IP1));
    assertThat(store.count(Call.PUT)).isZero();
  }

  @Test
  void hasTheConsumerDeployedAnewOnce() {
    sweep();
    sweep();

    assertThat(consumers.count(InMemoryConsumers.Call.REDEPLOY)).isOne();
    consumers.settles(API);
    sweep();
    assertThat(consumers.count(InMemoryConsumers.Call.REDEPLOY)).isOne();
  }

  @Test
  void writesNothingAsLongAsNothingChanges() {
    sweep();
    consumers.settles(API);
    sweep();
    int puts = store.count(Call.PUT);

    sweep();
    sweep();

    assertThat(store.count(Call.PUT)).isEqualTo(puts);
  }

  @Test
  void followsTheTaskThatTakesItsPlace() {
    sweep();

    world.tasks(stopped(A, IP1), running(B, IP2)).ok(IP2).answers(IP1, new Verdict.Down("refused"));
    sweep();

    assertThat(store.value(PARAMETER)).contains(at(IP2));
    assertThat(dossier().entries()).hasSize(1);
  }

  @Test
  void waitsByNameWhileNobodyAnswers() {
    for (int minute = 0; minute < 3; minute++) {
      sweep();
      consumers.settles(API);
    }

    world.tasks(stopped(A, IP1)).answers(IP1, new Verdict.Down("refused"));
    sweep();
    assertThat(store.value(PARAMETER)).contains(BY_NAME);
    assertThat(fallback().position()).isInstanceOf(Position.Waiting.class);
    assertThat(consumers.count(InMemoryConsumers.Call.REDEPLOY)).as("for nobody").isOne();

    world.tasks(running(B, IP2)).ok(IP2);
    sweep();
    assertThat(store.value(PARAMETER)).contains(at(IP2));
    assertThat(consumers.count(InMemoryConsumers.Call.REDEPLOY)).isEqualTo(2);
  }

  /** The incident is older than the configuration, which was mended since. */
  @Test
  void followsTheParameterThatItMoved() {
    alarms.shows(ALARM, Alarm.State.OK);
    sweep();
    assertThat(dossier().incident()).isPresent();
    document = document.replace(PARAMETER, OTHER);
    store.holds(OTHER, BY_NAME);
    alarms.shows(ALARM, Alarm.State.ALARM);

    sweep();
    assertThat(store.value(OTHER)).contains(at(IP1));
    world.tasks(stopped(A, IP1), running(B, IP2)).ok(IP2).answers(IP1, new Verdict.Down("refused"));
    sweep();

    assertThat(store.value(OTHER)).contains(at(IP2));
    assertThat(store.value(PARAMETER)).contains(BY_NAME);
  }

  /** GetParameter may show a put a moment later: SSM's own answer to the put is believed. */
  @Test
  void believesTheAnswerOfAPutThatAReadDoesNotShowYet() {
    store.showsOneReadLate();

    isPinnedAfterTwoSweeps();
  }

  /** A put that was not answered may still arrive after the read that follows it. */
  @Test
  void keepsAPutInMindThatArrivesAfterItWasReadBack() {
    store.arrivesOneReadLate();

    isPinnedAfterTwoSweeps();
  }

  @Test
  void comesBackByteForByteOnceTheNameWasGoodForLongEnough() {
    sweep();
    var kept = store.keptWith(PARAMETER);

    world.recovers();
    alarms.shows(ALARM, Alarm.State.INSUFFICIENT_DATA);
    for (int minute = 0; minute < 9; minute++) {
      sweep();
    }
    assertThat(store.value(PARAMETER)).contains(at(IP1));
    for (int minute = 0; minute < 4; minute++) {
      sweep();
    }

    assertThat(store.value(PARAMETER)).contains(BY_NAME);
    assertThat(store.keptWith(PARAMETER)).isEqualTo(kept);
    assertThat(dossier().fallback()).isEmpty();
  }

  @Test
  void keepsASecretOutOfTheLedgerAndPutsItBack() {
    var secret = BY_NAME + "/?token=s3cr3t";
    store =
        new InMemoryEndpointStore()
            .holds(PARAMETER, Parameter.Type.SECURE_STRING, secret, Snapshot.Kept.NOTHING);
    sweep();
    assertThat(store.value(PARAMETER)).contains(at(IP1));
    assertThat(dossier().toString()).doesNotContain("s3cr3t");

    ledger.hold(
        "mlflow", new Hold(Hold.Kind.RESTORE, Optional.empty(), "we mended it", "alice", true));
    sweep();

    assertThat(store.value(PARAMETER)).contains(secret);
  }

  @Test
  void returnsToANameThatDoesNotAnswerOnlyIfForced() {
    sweep();

    ledger.hold("mlflow", new Hold(Hold.Kind.RESTORE, Optional.empty(), "back"));
    sweep();
    assertThat(store.value(PARAMETER)).contains(at(IP1));

    ledger.hold("mlflow", new Hold(Hold.Kind.RESTORE, Optional.empty(), "back", "alice", true));
    sweep();
    assertThat(store.value(PARAMETER)).contains(BY_NAME);
  }

  @Test
  void leavesSomebodyElsesValueAlone() {
    sweep();

    store.holds(PARAMETER, "http://other.example.local:5000");
    sweep();
    sweep();

    assertThat(store.value(PARAMETER)).contains("http://other.example.local:5000");
    assertThat(take().holds().inForce(Hold.Kind.ENDPOINT, world.instant())).isPresent();
  }

  @Test
  void showsUnderObserveWhatItWouldDo() {
    document = SampleConfiguration.moving("observe", "onAlarm", "envAtStart");

    sweep();

    assertThat(store.count(Call.PUT)).isZero();
  }

  @Test
  void movesNothingWhilePaused() {
    ledger.hold("mlflow", new Hold(Hold.Kind.PAUSE, Optional.empty(), "we move"));

    sweep();

    assertThat(store.count(Call.PUT)).isZero();
  }

  /** It was created while the pass looked around: before the put, though after the pass began. */
  @Test
  void hasAConsumerDeployedAnewThatReadTheParameterJustBeforeThePut() {
    store.before(Call.PUT, () -> consumers.deploys(API).settles(API));

    sweep();

    assertThat(consumers.count(InMemoryConsumers.Call.REDEPLOY)).isOne();
  }

  /** That we give way in the end is no put: who was deployed since others wrote read theirs. */
  @Test
  void leavesAConsumerAloneThatReadWhatOthersPutBack() {
    isPutBackByOthers();
    consumers.deploys(API).settles(API);

    standsBackUntilItIsOver();

    assertThat(consumers.count(InMemoryConsumers.Call.REDEPLOY)).isOne();
  }

  @Test
  void hasAConsumerDeployedAnewThatReadWhatOthersWroteOver() {
    isPutBackByOthers();

    standsBackUntilItIsOver();

    assertThat(consumers.count(InMemoryConsumers.Call.REDEPLOY)).isEqualTo(2);
  }

  private void isPutBackByOthers() {
    sweep();
    consumers.settles(API);
    sweep();
    store.holds(PARAMETER, BY_NAME);
    sweep();
    assertThat(fallback().position()).isInstanceOf(Position.StandingBack.class);
  }

  private void standsBackUntilItIsOver() {
    world.recovers();
    for (int minute = 0; minute < 12; minute++) {
      sweep();
    }
    assertThat(dossier().fallback()).isEmpty();
  }

  /** Somebody writes between our read and our put: his value is put back, and left alone. */
  @Test
  void putsBackWhatItWroteOver() {
    store.before(Call.PUT, () -> store.holds(PARAMETER, "http://other.example.local:5000"));
    sweep();
    store.before(Call.PUT, () -> {});

    sweep();
    sweep();

    assertThat(store.value(PARAMETER)).contains("http://other.example.local:5000");
  }

  @Test
  void theNextSweepEndsWhatWasBegunWhereverItWasKilled() {
    int killed = 0;
    for (int call = 1; call <= MANY; call++) {
      nothingCanBeRegistered();
      var mortal = SimulatedInvocation.of(Deployment.FOR_A_SWEEP).killedAtCall(call);

      deployment().sweeps(Duration.ZERO, mortal).run();
      sweep();
      sweep();

      killed += mortal.wasKilled() ? 1 : 0;
      assertThat(store.value(PARAMETER)).as("killed at call %d", call).contains(at(IP1));
      assertThat(fallback().before().value()).as("killed at call %d", call).contains(BY_NAME);
      assertThat(dossier().entries()).as("killed at call %d", call).hasSizeBetween(1, 2);
    }
    assertThat(killed).isBetween(15, MANY - 1);
  }

  @Test
  void theNextSweepEndsWhatTookEffectWithoutAWord() {
    int calls = 0;
    for (int call = 1; call <= MANY; call++) {
      nothingCanBeRegistered();
      var unlucky = SimulatedInvocation.of(Deployment.FOR_A_SWEEP).withoutAnswerTo(call);

      deployment().sweeps(Duration.ZERO, unlucky).run();
      sweep();
      sweep();

      calls = Math.max(calls, unlucky.calls());
      assertThat(store.value(PARAMETER)).as("no answer to call %d", call).contains(at(IP1));
      assertThat(fallback().before().value()).contains(BY_NAME);
    }
    assertThat(calls).isBetween(15, MANY - 1);
  }

  private void isPinnedAfterTwoSweeps() {
    sweep();
    sweep();

    assertThat(store.value(PARAMETER)).contains(at(IP1));
    assertThat(fallback().before().value()).contains(BY_NAME);
    assertThat(fallback().position()).isInstanceOf(Position.Pinned.class);
  }

  private void sweep() {
    var deployment = deployment().sweeps(MINUTE).run();
    // Whatever was planned for the endpoint was planned for a reason.
    assertThat(deployment.reports())
        .flatExtracting(report -> report.endpoint().outcomes())
        .allSatisfy(outcome -> assertThat(outcome.action().because()).isNotBlank())
        .noneSatisfy(outcome ->
            assertThat(outcome.action())
                .isInstanceOfSatisfying(
                    Action.Move.class,
                    move -> assertThat(move.situation()).isEqualTo(Situation.INCOMPLETE)));
  }

  private Deployment deployment() {
    return Deployment.over(world, ledger, new Interleaving(world, ++seed, Duration.ofMillis(100)))
        .moving(document, store, alarms, consumers);
  }

  private Fallback fallback() {
    return dossier().fallback().orElseThrow();
  }

  private ai.hokus.remediation.model.Dossier dossier() {
    return take().dossier();
  }

  private ai.hokus.remediation.model.Lease take() {
    var turn = ledger.take("mlflow", world.instant(), java.time.Instant.MAX);
    return ((Turn.Taken) turn).lease();
  }

  private static String at(Ipv4 address) {
    return "http://" + address + ":5000";
  }
}
