package ai.hokus.remediation;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.GUARD;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.guarded;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.execution.BrokenOff;
import ai.hokus.remediation.execution.Executor;
import ai.hokus.remediation.execution.LeftToAnother;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.observation.Observer;
import ai.hokus.remediation.plan.Planner;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Sleeper;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.world.Brief;
import ai.hokus.remediation.world.DelegatingLedger;
import ai.hokus.remediation.world.Endpoints;
import ai.hokus.remediation.world.InMemoryLedger;
import ai.hokus.remediation.world.InMemoryLedger.Access;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.InMemoryWorld.Call;
import ai.hokus.remediation.world.InMemoryWorld.Ending;
import ai.hokus.remediation.world.InlineExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private final InMemoryWorld world = new InMemoryWorld();
  private final InMemoryLedger ledger = new InMemoryLedger(world, "owner-of-the-ledger");

  /** What happens while the pass asks. */
  private Consumer<Question> meanwhile = _ -> {};

  private Sleeper sleeper = world::passes;
  private Ledger asked = ledger;

  @BeforeEach
  void aTaskIsForgotten() {
    world.ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1);
  }

  @Test
  void looksUnderALeaseAndGivesItBack() {
    meanwhile = _ -> assertThat(ledger.isHeld("mlflow")).isTrue();

    var visit = visit(Policy.REPAIR);

    assertThat(visit.passes()).hasSize(1);
    assertThat(visit.says()).isEmpty();
    assertThat(ledger.isHeld("mlflow")).isFalse();
  }

  @Test
  void holdsTheLeaseAsLongAsLambdaLetsItLiveAndFiveSeconds() {
    var busy = new Ledger.Turn.Busy(world.instant().plusSeconds(35));
    meanwhile = _ -> assertThat(ledger.take("mlflow", Instant.MAX, Instant.MAX)).isEqualTo(busy);

    assertThat(visit(Policy.REPAIR).last()).isInstanceOf(Report.class);
  }

  @Test
  void marksWhatItRegistersWithTheOwnerThatTheLedgerHas() {
    visit(Policy.REPAIR);

    assertThat(world.instances())
        .extracting(Instance::attributes)
        .extracting(attributes -> attributes.get(Registration.OWNER))
        .containsExactly("owner-of-the-ledger");
  }

  @Test
  void leavesItToTheOneWhoseTurnItIs() {
    ledger.take("mlflow", world.instant().plusSeconds(7), Instant.MAX);

    var visit = visit(Policy.REPAIR);

    assertThat(visit.last())
        .isEqualTo(new LeftToAnother(guarded(Policy.REPAIR), world.instant().plusSeconds(7)));
    assertThat(visit.isGood()).isTrue();
    assertThat(world.count(InMemoryWorld.Call.LIST)).isZero();
    assertThat(ledger.isMarked("mlflow")).isTrue();
  }

  @Test
  void remembersWhatThePassSaw() {
    visit(Policy.REPAIR);

    assertThat(ledger.memory("mlflow").succeeded()).isPresent();
  }

  @Test
  void looksAgainForWhoRangMeanwhile() {
    meanwhile = once(() -> ledger.take("mlflow", Instant.MAX, Instant.MAX));

    var visit = visit(Policy.REPAIR);

    assertThat(visit.passes()).hasSize(2);
    assertThat(world.writes()).isEqualTo(1);
    assertThat(ledger.isMarked("mlflow")).isFalse();
  }

  /** The second pass does not try again so soon; that alone makes nothing good. */
  @Test
  void isNoBetterForALookThatTriedNothingAgain() {
    meanwhile = once(() -> ledger.take("mlflow", Instant.MAX, Instant.MAX));
    world.ends(A, Ending.FAIL);

    var visit = visit(Policy.REPAIR);

    assertThat(visit.passes()).hasSize(2);
    assertThat(world.count(Call.REGISTER)).isEqualTo(1);
    assertThat(visit.isGood()).isFalse();
    assertThat(visit.last().unfinished())
        .singleElement()
        .asString()
        .contains("sent less than a minute ago");
  }

  /** It certainly had no effect, so nothing is to be waited for. */
  @Test
  void triesAgainInTheNextPassWhatWasRefused() {
    meanwhile = once(() -> ledger.take("mlflow", Instant.MAX, Instant.MAX));
    world.ends(A, Ending.REFUSED);
    sleeper =
        pause -> {
          world.passes(pause);
          world.recovers();
        };

    var visit = visit(Policy.REPAIR);

    assertThat(visit.passes()).hasSize(2);
    assertThat(world.count(Call.REGISTER)).isEqualTo(2);
    assertThat(visit.isGood()).isTrue();
    assertThat(world.instances()).hasSize(1);
  }

  /** A person's pause during a pass counts from the next one on. */
  @Test
  void looksAgainUnderThePauseThatCameMeanwhile() {
    meanwhile = once(() -> ledger.hold("mlflow", pause("deploying")));
    world.instances(ours(A, IP1)).answers(IP1, new Verdict.Ok(200));

    var visit = visit(Policy.REPAIR);

    assertThat(visit.passes()).hasSize(2);
    assertThat(stopped(visit)).contains("paused until a person resumes: deploying");
  }

  /** Or while the holder waits before it looks again. */
  @Test
  void looksAgainUnderThePauseThatCameBeforeThatLook() {
    meanwhile = once(() -> ledger.take("mlflow", Instant.MAX, Instant.MAX));
    sleeper =
        pause -> {
          world.passes(pause);
          ledger.hold("mlflow", pause("deploying"));
        };
    world.instances(ours(A, IP1)).answers(IP1, new Verdict.Ok(200));

    var visit = visit(Policy.REPAIR);

    assertThat(visit.passes()).hasSize(2);
    assertThat(stopped(visit)).contains("paused until a person resumes: deploying");
    assertThat(ledger.isMarked("mlflow")).isFalse();
  }

  @Test
  void onlyObservesWhilePaused() {
    ledger.hold("mlflow", pause("deploying\nnow"));

    var visit = visit(Policy.SYNC);

    assertThat(Brief.of(report(visit).execution())).containsExactly("held + a 10.0.0.1");
    assertThat(stopped(visit)).contains("paused until a person resumes: deploying now");
    assertThat(world.writes()).isZero();
    assertThat(visit.isGood()).isTrue();
  }

  @Test
  void writesAgainOnceThePauseIsOver() {
    var until = world.instant().plusSeconds(60);
    ledger.hold("mlflow", new Hold(Hold.Kind.PAUSE, Optional.of(until), ""));
    assertThat(stopped(visit(Policy.REPAIR))).contains("paused until " + until);

    world.at(until);

    assertThat(stopped(visit(Policy.REPAIR))).isEmpty();
    assertThat(world.writes()).isEqualTo(1);
  }

  @Test
  void goesNoFurtherThanTheDeploymentAllows() {
    var visit = visit(Policy.SYNC, Policy.OBSERVE);

    assertThat(Brief.of(report(visit).execution())).containsExactly("held + a 10.0.0.1");
    assertThat(report(visit).mandate().inWords()).isEqualTo("observe (POLICY; configured is sync)");
    assertThat(world.writes()).isZero();
  }

  @Test
  void goesNoFurtherThanTheServiceItself() {
    assertThat(report(visit(Policy.OBSERVE, Policy.SYNC)).mandate().inWords()).isEqualTo("observe");
    assertThat(world.writes()).isZero();
  }

  @Test
  void onlyObservesWhereTheLedgerCannotBeRead() {
    ledger.refuses(Access.READ);

    var visit = visit(Policy.SYNC);

    assertThat(Brief.of(report(visit).execution())).containsExactly("held + a 10.0.0.1");
    assertThat(stopped(visit))
        .contains(
            "only observed, since the ledger could not be read: the ledger refuses every READ");
    assertThat(world.writes()).isZero();
    assertThat(visit.isGood()).as("the sweep comes in any case").isTrue();
  }

  /** A thousand events would otherwise be a thousand looks at ECS, and the ledger is no brake. */
  @Test
  void observesOnceAMinuteWhereTheLedgerCannotBeRead() {
    ledger.refuses(Access.READ);
    var turns = turns(Policy.SYNC);
    var looks = new ArrayList<Boolean>();

    for (int event = 0; event < 5; event++) {
      var visit = turns.take(guarded(Policy.SYNC), budget(), Map.of()).visit();
      looks.add(visit.last() instanceof Report);
      assertThat(visit.isGood()).isTrue();
      world.passes(Duration.ofSeconds(20));
    }

    assertThat(looks).containsExactly(true, false, false, true, false);
    assertThat(world.count(InMemoryWorld.Call.LIST)).isEqualTo(2);
  }

  /** Each would pay for it with seconds, and a sweep would get no further than its first few. */
  @Test
  void asksOnceForAllWhileTheLedgerIsSilent() {
    ledger.refuses(Access.READ);
    var turns = turns(Policy.SYNC);

    assertThat(visit(turns, "first").last()).isInstanceOf(Report.class);
    int asked = ledger.count(Access.READ);
    world.passes(Duration.ofMillis(4_999));
    var second = visit(turns, "second");

    assertThat(ledger.count(Access.READ)).isEqualTo(asked);
    assertThat(report(second).isLed()).isFalse();
    assertThat(stopped(second)).get().asString().contains("the ledger refuses every READ");
    assertThat(world.writes()).isZero();
  }

  @Test
  void asksAgainAMomentLaterAndForAllOnceItAnswers() {
    ledger.refuses(Access.READ);
    var turns = turns(Policy.SYNC);
    visit(turns, "first");

    world.passes(Duration.ofSeconds(5));
    ledger.heals();

    assertThat(report(visit(turns, "second")).isLed()).isTrue();
    assertThat(report(visit(turns, "third")).isLed()).isTrue();
  }

  /** Who could be taken for another guard's instances otherwise. */
  @Test
  void knowsItsOwnByTheStacksOwnerIdWhereTheLedgerCouldNeverBeRead() {
    world.instances(ours(A, IP1));
    ledger.refuses(Access.READ);

    assertThat(report(visit(Policy.SYNC)).seen().guard()).isEqualTo(GUARD);
  }

  @Test
  void knowsItsOwnByWhatTheLedgerSaidBefore() {
    var turns = turns(Policy.SYNC);
    turns.learn();
    ledger.refuses(Access.READ);

    var marked = GUARD.marking("owner-of-the-ledger");
    assertThat(turns.observe(guarded(Policy.SYNC), budget()).seen().guard()).isEqualTo(marked);
    assertThat(report(visit(turns, Policy.SYNC)).seen().guard()).isEqualTo(marked);
  }

  @Test
  void asksForTheOwnerIdOnce() {
    var turns = turns(Policy.SYNC);
    turns.learn();
    visit(turns, Policy.SYNC);
    int accesses = ledger.count(Access.READ);

    visit(turns, Policy.SYNC);

    assertThat(ledger.count(Access.READ)).as("the lease, the holds").isEqualTo(accesses + 2);
  }

  @Test
  void saysThatTheLeaseCouldNotBeGivenBack() {
    meanwhile = _ -> ledger.refuses(Access.WRITE);

    var visit = visit(Policy.REPAIR);

    assertThat(Brief.of(report(visit).execution())).containsExactly("done + a 10.0.0.1");
    assertThat(visit.isGood()).isTrue();
    assertThat(visit.says())
        .containsExactly(
            "the lease could not be given back, and ends at 2025-08-01T12:00:35Z:"
                + " the ledger refuses every WRITE");
  }

  /** Otherwise the lease would be nobody's until it ends, and what was seen forgotten. */
  @Test
  void givesTheLeaseBackOnceMoreWhereTheAnswerWasLost() {
    asked =
        new DelegatingLedger(ledger) {
          private int lost = 1;

          @Override
          public Return giveBack(Lease lease, Memory memory) {
            if (lost-- > 0) {
              throw new Unavailable("no answer");
            }
            return super.giveBack(lease, memory);
          }
        };

    assertThat(visit(Policy.REPAIR).says()).isEmpty();
    assertThat(ledger.isHeld("mlflow")).isFalse();
    assertThat(ledger.memory("mlflow").succeeded()).isPresent();
  }

  /** Who rang is left to the sweep; else the lease would be nobody's until it ends. */
  @Test
  void leavesTheLeaseWhereItCannotRenewIt() {
    meanwhile = once(() -> ledger.take("mlflow", Instant.MAX, Instant.MAX));
    var renewing = hangsWhenRenewing();

    var visit = visit(Policy.REPAIR);

    assertThat(renewing).hasSize(2);
    assertThat(visit.passes()).hasSize(1);
    assertThat(visit.says()).containsExactly("who rang is left to the next sweep: no answer");
    assertThat(ledger.isHeld("mlflow")).isFalse();
    assertThat(ledger.memory("mlflow").succeeded()).isPresent();
  }

  /** No pass would fit after it. */
  @Test
  void renewsNothingThatThereIsNoTimeFor() {
    meanwhile =
        once(() -> {
          ledger.take("mlflow", Instant.MAX, Instant.MAX);
          world.passes(Duration.ofSeconds(10));
        });
    var renewing = hangsWhenRenewing();

    visit(Policy.REPAIR);

    assertThat(renewing).hasSize(1);
    assertThat(ledger.isHeld("mlflow")).isFalse();
  }

  private List<Instant> hangsWhenRenewing() {
    var asks = new ArrayList<Instant>();
    asked =
        new DelegatingLedger(ledger) {
          @Override
          public Optional<Lease> renew(Lease lease, Memory memory) {
            asks.add(world.instant());
            world.passes(Duration.ofSeconds(3));
            throw new Unavailable("no answer");
          }
        };
    return asks;
  }

  /** And what it may have taken is given back in what is left of it. */
  @Test
  void asksForATurnOnlyAsLongAsItsBudgetAllows() {
    var asks = new ArrayList<Instant>();
    asked =
        new DelegatingLedger(ledger) {
          @Override
          public Turn take(String service, Instant until, Instant latest) {
            asks.add(latest);
            return super.take(service, until, latest);
          }
        };
    var begun = world.instant();

    visit(Policy.REPAIR);
    var ends = world.instant().plusSeconds(10);
    turns(Policy.REPAIR)
        .take(guarded(Policy.REPAIR), TimeBudget.until(ends, Duration.ZERO), Map.of());

    assertThat(asks).containsExactly(begun.plusSeconds(6), ends.minusSeconds(7));
  }

  /** That it is too late for one invocation says nothing of the ledger. */
  @Test
  void onlyObservesWhereItIsTooLateForATurn() {
    var turns = turns(Policy.SYNC);
    var late = TimeBudget.until(world.instant().plusSeconds(7), Duration.ZERO);

    var visit = turns.take(guarded(Policy.SYNC), late, Map.of()).visit();

    assertThat(stopped(visit)).get().asString().contains("no time left to ask for the lease");
    assertThat(ledger.count(Access.READ)).isZero();
    assertThat(report(visit(turns, "next")).isLed()).isTrue();
  }

  /** A call that hangs would outlive the invocation, and with it everything that it has to tell. */
  @Test
  void asksTheLedgerNothingThatMightNotEndInTime() {
    meanwhile = _ -> world.passes(Duration.ofSeconds(26));

    var visit = visit(Policy.OBSERVE);

    assertThat(ledger.isHeld("mlflow")).as("until it ends by itself").isTrue();
    assertThat(visit.says()).singleElement().asString().endsWith("no time was left");
  }

  @Test
  void saysThatTheLeaseWasLost() {
    meanwhile =
        once(() -> {
          ledger.expires("mlflow");
          ledger.take("mlflow", Instant.MAX, Instant.MAX);
        });

    assertThat(visit(Policy.REPAIR).says())
        .containsExactly("the lease ended before the pass, and another took it");
  }

  @Test
  void keepsTheMarkWhereNoTimeIsLeftToLookAgain() {
    meanwhile =
        once(() -> {
          ledger.take("mlflow", Instant.MAX, Instant.MAX);
          world.passes(Duration.ofSeconds(16));
        });

    var visit = visit(Policy.REPAIR);

    assertThat(visit.passes()).hasSize(1);
    assertThat(ledger.isHeld("mlflow")).isFalse();
    assertThat(ledger.isMarked("mlflow")).isTrue();
  }

  @Test
  void leavesTheLeaseAndTheMemoryWhereAPassBreaksOff() {
    var memory = Memory.NONE.waiting(Map.of(A, world.instant().plusSeconds(60)));
    ledger.remembers("mlflow", memory);
    meanwhile =
        _ -> {
          throw new IllegalStateException("nobody thought of this");
        };

    var visit = visit(Policy.REPAIR);

    assertThat(visit.last()).isInstanceOf(BrokenOff.class);
    assertThat(ledger.isHeld("mlflow")).isFalse();
    assertThat(ledger.memory("mlflow")).isEqualTo(memory);
  }

  /** Another called it unhealthy, and Cloud Map answers without it whatever we register. */
  @Test
  void writesWhatIsHeldBackEveryFiveMinutesAtMost() {
    world.ecs(forgetful(2)).tasks(running(A, IP1), running(B, IP2)).ok(IP1, IP2).holdsBack(B);
    visit(Policy.REPAIR);
    int both = world.count(Call.REGISTER);

    for (int minute = 1; minute < 20; minute++) {
      world.passes(Duration.ofMinutes(1));
      visit(Policy.REPAIR);
    }

    assertThat(world.count(Call.REGISTER) - both).isEqualTo(3);
    assertThat(world.count(Call.PUSH_HEALTH)).isEqualTo(3);
    assertThat(world.count(Call.REMOVE)).isZero();
  }

  @Test
  void needsNoTurnToLookOnly() {
    ledger.take("mlflow", Instant.MAX, Instant.MAX);
    int accesses = ledger.count(Access.READ);

    var report = turns(Policy.SYNC).observe(guarded(Policy.SYNC), budget());

    assertThat(Brief.of(report.execution())).containsExactly("held + a 10.0.0.1");
    assertThat(ledger.count(Access.READ)).isEqualTo(accesses);
  }

  /** Rule 7: nothing but the lease itself is written about a world that stays as it is. */
  @Test
  void remembersTheSameOfAnUnchangedWorld() {
    world.instances(ofEcs(A, IP1));
    visit(Policy.REPAIR);
    var first = ledger.memory("mlflow");

    world.passes(Duration.ofMinutes(1));
    visit(Policy.REPAIR);

    assertThat(ledger.memory("mlflow")).isEqualTo(first);
  }

  private static Hold pause(String why) {
    return new Hold(Hold.Kind.PAUSE, Optional.empty(), why);
  }

  private static Consumer<Question> once(Runnable what) {
    var left = new ArrayDeque<>(List.of(what));
    return _ -> Optional.ofNullable(left.poll()).ifPresent(Runnable::run);
  }

  private static Report report(Visit visit) {
    return (Report) visit.last();
  }

  private static Optional<String> stopped(Visit visit) {
    return report(visit).mandate().stop().map(stop -> stop.inWords());
  }

  private Visit visit(Policy policy) {
    return visit(policy, Policy.SYNC);
  }

  private Visit visit(Policy policy, Policy most) {
    return visit(turns(most), policy);
  }

  private Visit visit(Turns turns, Policy policy) {
    return turns.take(guarded(policy), budget(), Map.of()).visit();
  }

  private Visit visit(Turns turns, String name) {
    var mlflow = guarded(Policy.SYNC);
    var service =
        new GuardedService(
            name,
            mlflow.policy(),
            mlflow.ecsService(),
            mlflow.port(),
            mlflow.cloudMap(),
            mlflow.probe(),
            mlflow.within(),
            mlflow.settings(),
            mlflow.endpoint(),
            mlflow.consumers(),
            mlflow.alarms(),
            mlflow.fallback());
    return turns.take(service, budget(), Map.of()).visit();
  }

  private TimeBudget budget() {
    return TimeBudget.until(world.instant().plusSeconds(30), Duration.ZERO);
  }

  private Turns turns(Policy most) {
    var inline = new Parallel(new InlineExecutor());
    Prober prober =
        question -> {
          meanwhile.accept(question);
          return world.ask(question);
        };
    return new Turns(
        asked,
        new Reconciler(
            new Observer(world, world, prober, inline, world),
            new Planner()::plan,
            new Executor(world, inline, world),
            Endpoints.none(prober, inline, world)),
        new Patience(prober, world),
        _ -> Optional.empty(),
        world,
        sleeper,
        GUARD,
        most);
  }
}
