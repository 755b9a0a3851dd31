package ai.hokus.remediation;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.CLOUD_MAP;
import static ai.hokus.remediation.world.Sample.GUARD;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP3;
import static ai.hokus.remediation.world.Sample.ecs;
import static ai.hokus.remediation.world.Sample.foreign;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.guarded;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.stopped;
import static ai.hokus.remediation.world.Sample.stopping;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.execution.Executor;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Mandate;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Stop;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.observation.Observer;
import ai.hokus.remediation.plan.NameVerdict;
import ai.hokus.remediation.plan.Planner;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.ports.Journal;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.world.Brief;
import ai.hokus.remediation.world.Endpoints;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.InMemoryWorld.Call;
import ai.hokus.remediation.world.InMemoryWorld.Ending;
import ai.hokus.remediation.world.InlineExecutor;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whole passes, in the world in memory. */
class ReconcilerTest {

  private final InMemoryWorld world = new InMemoryWorld();
  private Optional<Stop> stop = Optional.empty();

  @Test
  void givesALostNameBackInOnePass() {
    world.ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1);

    var report = reconcile(Policy.REPAIR);

    assertThat(Brief.of(report.execution())).containsExactly("done + a 10.0.0.1");
    assertThat(report.remarks())
        .extracting(Remark::situation)
        .containsExactly(Situation.REGISTRY_FORGOTTEN);
    assertThat(report.name().row()).isEqualTo(NameVerdict.Row.GOOD);
    assertThat(world.instances()).containsExactly(ours(A, IP1));
  }

  @Test
  void writesNothingInASecondPass() {
    world.ecs(forgetful(1)).tasks(running(A, IP1)).instances(foreign("by-hand", IP3)).ok(IP1, IP3);
    reconcile(Policy.REPAIR);
    int written = world.writes();
    world.passes(CLOUD_MAP.recordTtl());

    var second = reconcile(Policy.REPAIR);

    assertThat(written).isEqualTo(1);
    assertThat(world.writes()).isEqualTo(written);
    assertThat(second.execution().outcomes()).isEmpty();
    assertThat(second.name().row()).isEqualTo(NameVerdict.Row.GOOD);
    assertThat(world.instances()).contains(foreign("by-hand", IP3));
  }

  /** Somebody asked for the empty name before us, and his resolver is ours. */
  @Test
  void settlesWhereAResolverKeepsANegativeAnswer() {
    world.ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1);
    observer().askName(guarded(Policy.REPAIR), CLOUD_MAP, budget());

    var report = reconcile(Policy.REPAIR);

    assertThat(report.name().row()).isEqualTo(NameVerdict.Row.SETTLING);
    world.passes(InMemoryWorld.NEGATIVE_TTL);
    assertThat(reconcile(Policy.REPAIR).name().row()).isEqualTo(NameVerdict.Row.GOOD);
  }

  @Test
  void tellsWhatCloudMapSaysWhenAnOperationFails() {
    world.ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1).ends(A, Ending.FAIL);

    var report = reconcile(Policy.REPAIR);

    assertThat(report.failed())
        .singleElement()
        .extracting(failed -> failed.why())
        .isEqualTo("operationFailed: Cloud Map: the hosted zone does not exist");
    assertThat(report.name().row()).isEqualTo(NameVerdict.Row.EMPTIED);
  }

  @Test
  void triesAgainInTheNextPassWhatFailed() {
    world.ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1).ends(A, Ending.FAIL);
    reconcile(Policy.REPAIR);

    var second = reconcile(Policy.REPAIR);
    world.ends(A, Ending.SUCCESS);
    var third = reconcile(Policy.REPAIR);

    assertThat(Brief.of(second.execution())).containsExactly("failed + a 10.0.0.1");
    assertThat(Brief.of(third.execution())).containsExactly("done + a 10.0.0.1");
  }

  /** Killed before it could remember what it sent: it is listed, and its operation FAILed. */
  @Test
  void registersAgainWhatAKilledPassLeftWithoutARecord() {
    world.ecs(forgetful(1)).tasks(running(A, IP1)).doesNotAnswerWith(ours(A, IP1)).ok(IP1);

    reconcile(Policy.REPAIR);

    assertThat(world.answeredWith()).containsExactly(ours(A, IP1));
  }

  /** In between, the name leads to the new task before the old one's instance goes. */
  @Test
  void replacesATaskThatIsStopping() {
    world
        .ecs(forgetful(1))
        .tasks(stopping(A, IP1), running(B, IP2))
        .instances(ours(A, IP1))
        .ok(IP1, IP2);

    var report = reconcile(Policy.REPAIR);

    assertThat(Brief.of(report.execution())).containsExactly("done + b 10.0.0.2", "done - a");
    assertThat(world.instances()).containsExactly(ours(B, IP2));
    assertThat(report.name().row()).isEqualTo(NameVerdict.Row.GOOD);
  }

  @Test
  void keepsADeadRecordUntilItsTime() {
    world.ecs(ecs(1)).tasks(stopped(A, IP1)).instances(ours(A, IP1));

    reconcile(Policy.REPAIR);
    assertThat(world.instances()).containsExactly(ours(A, IP1));

    world.passes(Duration.ofSeconds(110));
    reconcile(Policy.REPAIR);
    assertThat(world.instances()).isEmpty();
  }

  @Test
  void observesWithoutAWordToCloudMap() {
    world.ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1);

    var report = reconcile(Policy.OBSERVE);

    assertThat(world.writes()).isZero();
    assertThat(Brief.of(report.execution())).containsExactly("held + a 10.0.0.1");
    assertThat(report.name().row()).isEqualTo(NameVerdict.Row.EMPTIED);
  }

  @Test
  void onlyObservesWhilePaused() {
    world.ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1);
    stop = Optional.of(new Stop.Paused(new Hold(Hold.Kind.PAUSE, Optional.empty(), "deploying")));

    var report = reconcile(Policy.SYNC);

    assertThat(world.writes()).isZero();
    assertThat(report.held())
        .singleElement()
        .extracting(held -> held.why())
        .isEqualTo("paused until a person resumes: deploying");
    assertThat(report.isGood()).isTrue();
  }

  @Test
  void onlyObservesWithoutTheLedger() {
    world.ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1);
    stop = Optional.of(new Stop.LedgerUnread("it was throttled"));

    var report = reconcile(Policy.SYNC);

    assertThat(world.writes()).isZero();
    assertThat(report.isLed()).isFalse();
    assertThat(report.unfinished()).isEmpty();
  }

  @Test
  void releasesWhatEcsLeftBehindOnlyUnderSync() {
    world
        .ecs(ecs(1))
        .tasks(stopped(A, IP1), running(B, IP2))
        .instances(ofEcs(A, IP1), ofEcs(B, IP2))
        .ok(IP2);

    reconcile(Policy.REPAIR);
    assertThat(world.instances()).containsExactly(ofEcs(A, IP1), ofEcs(B, IP2));

    reconcile(Policy.SYNC);
    assertThat(world.instances()).containsExactly(ofEcs(B, IP2));
  }

  /** The list lags; the instance itself, asked directly, is there. */
  @Test
  void leavesToEcsWhatItsListDoesNotShowYet() {
    world.ecs(ecs(1)).tasks(running(A, IP1)).doesNotList(ofEcs(A, IP1)).ok(IP1);

    reconcile(Policy.REPAIR);

    assertThat(world.writes()).isZero();
  }

  @Test
  void registersOnEcsWordWhereNobodyCanAsk() {
    world.ecs(forgetful(1)).tasks(running(A, IP1)).refuses(Call.ASK);

    var report = reconcile(Policy.REPAIR);

    assertThat(Brief.of(report.execution())).containsExactly("done + a 10.0.0.1");
    assertThat(report.remarks()).extracting(Remark::situation).contains(Situation.UNASKED_ALL);
    assertThat(report.name().row()).isEqualTo(NameVerdict.Row.BLIND);
  }

  @Test
  void saysWhoRefusesAndRegistersAllTheSame() {
    world.ecs(forgetful(1)).tasks(running(A, IP1)).answers(IP1, new Verdict.Rejected(403));

    var report = reconcile(Policy.REPAIR);

    assertThat(Brief.of(report.execution())).containsExactly("done + a 10.0.0.1");
    assertThat(report.name().row()).isEqualTo(NameVerdict.Row.REJECTED_BOTH);
  }

  @Test
  void takesNothingAwayWhileAnythingIsUnread() {
    world
        .ecs(ecs(1))
        .tasks(stopped(A, IP1), running(B, IP2))
        .instances(ours(A, IP1), ofEcs(B, IP2))
        .ok(IP2)
        .refuses(Call.SERVICE);

    reconcile(Policy.SYNC);

    assertThat(world.instances()).containsExactly(ours(A, IP1), ofEcs(B, IP2));
  }

  private Report reconcile(Policy policy) {
    var reconciler =
        new Reconciler(
            observer(),
            new Planner()::plan,
            new Executor(world, new Parallel(new InlineExecutor()), world),
            Endpoints.none(world, new Parallel(new InlineExecutor()), world));
    return reconciler.reconcile(
        new Look(guarded(policy), GUARD, Memory.NONE, world.instant()),
        new Mandate(policy, Policy.SYNC, stop),
        Journal.CLOSED,
        budget());
  }

  private TimeBudget budget() {
    return new TimeBudget(world.instant().plus(Duration.ofSeconds(30)), Duration.ZERO);
  }

  private Observer observer() {
    return new Observer(world, world, world, new Parallel(new InlineExecutor()), world);
  }
}
