package ai.hokus.remediation;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP3;
import static ai.hokus.remediation.world.Sample.foreign;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.healthy;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.stopped;
import static ai.hokus.remediation.world.Sample.unhealthy;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.world.InMemoryLedger;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.InMemoryWorld.Ending;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.SimulatedInvocation;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One invocation that has a task to register and another's instance to withdraw, killed between any
 * two of its calls; the next sweep ends what it began.
 */
class CrashTest {
  /** More calls than such an invocation makes, which each test checks. */
  private static final int MANY = 40;

  private static final String ID = A.value();

  private InMemoryWorld world;
  private InMemoryLedger ledger;

  @BeforeEach
  void oneTaskReplacedAnother() {
    world =
        new InMemoryWorld()
            .ecs(forgetful(1))
            .tasks(stopped(A, IP1), running(B, IP2))
            .instances(ours(A, IP1), foreign("by-hand", IP3))
            .ok(IP2, IP3);
    ledger = new InMemoryLedger(world, Sample.GUARD.owner());
  }

  @Test
  void theNextSweepEndsWhatWasBegun() {
    int killed = 0;
    for (int call = 1; call <= MANY; call++) {
      oneTaskReplacedAnother();
      var mortal = SimulatedInvocation.of(Deployment.FOR_AN_EVENT).killedAtCall(call);

      deployment(call).rings(Duration.ZERO, mortal).sweeps(Duration.ofSeconds(60)).run();

      killed += mortal.wasKilled() ? 1 : 0;
      assertThat(world.instances())
          .as("killed at call %d", call)
          .containsExactlyInAnyOrder(ours(B, IP2), foreign("by-hand", IP3));
      assertThat(ledger.isHeld("mlflow")).isFalse();
    }
    // As many as there are calls to be killed at.
    assertThat(killed).isBetween(10, MANY - 1);
  }

  @Test
  void theNextSweepEndsWhatTookEffectWithoutAWord() {
    int calls = 0;
    for (int call = 1; call <= MANY; call++) {
      oneTaskReplacedAnother();
      var unlucky = SimulatedInvocation.of(Deployment.FOR_AN_EVENT).withoutAnswerTo(call);

      deployment(call).rings(Duration.ZERO, unlucky).sweeps(Duration.ofSeconds(60)).run();

      calls = Math.max(calls, unlucky.calls());
      assertThat(world.instances())
          .as("no answer to call %d", call)
          .containsExactlyInAnyOrder(ours(B, IP2), foreign("by-hand", IP3));
    }
    assertThat(calls).isBetween(10, MANY - 1);
  }

  /** The lease of who was killed is waited for, and no longer than it lasts. */
  @Test
  void nobodyActsBeforeTheLeaseOfWhoWasKilledHasEnded() {
    var mortal = SimulatedInvocation.of(Deployment.FOR_AN_EVENT).killedAtCall(3);

    var deployment =
        deployment(1)
            .rings(Duration.ZERO, mortal)
            .rings(Duration.ofSeconds(34))
            .rings(Duration.ofSeconds(36))
            .run();

    assertThat(deployment.rounds()).hasSize(2);
    assertThat(deployment.reports()).hasSize(1);
    assertThat(world.instances()).containsExactlyInAnyOrder(ours(B, IP2), foreign("by-hand", IP3));
  }

  /**
   * The first was registered long ago and answers; the second one's operation FAILs, and Cloud Map
   * lists it all the same. Who was killed remembers neither.
   */
  @Test
  void aLaterSweepDoubtsWhatTheNameAnswersWithout() {
    int leftWithoutARecord = 0;
    for (int call = 1; call <= MANY; call++) {
      oneTaskReplacedAnother();
      world.tasks(running(A, IP1)).ok(IP1).ends(B, Ending.FAIL).listsWhatIsAccepted();
      var mortal = SimulatedInvocation.of(Deployment.FOR_AN_EVENT).killedAtCall(call);
      deployment(call).rings(Duration.ZERO, mortal).run();
      boolean isListed = world.instances().contains(ours(B, IP2));
      leftWithoutARecord += mortal.wasKilled() && isListed ? 1 : 0;
      assertThat(world.answeredWith()).doesNotContain(ours(B, IP2));

      world.recovers().passes(Duration.ofSeconds(60));
      deployment(call).sweeps(Duration.ZERO).sweeps(Duration.ofSeconds(60)).run();

      assertThat(world.answeredWith())
          .as("killed at call %d", call)
          .contains(ours(A, IP1), ours(B, IP2));
    }
    assertThat(leftWithoutARecord).isPositive();
  }

  /**
   * Its container was UNHEALTHY for the first time, so who was killed is the only one that knows of
   * having said so; and ECS need not have replaced it when it recovers.
   */
  @Test
  void aLaterSweepTakesBackWhatWasSaidOfAnUnhealthyTask() {
    int leftUnhealthy = 0;
    for (int call = 1; call <= MANY; call++) {
      oneTaskReplacedAnother();
      world.tasks(unhealthy(A, IP1)).instances(ours(B, IP2)).ok(IP1);
      var mortal = SimulatedInvocation.of(Deployment.FOR_AN_EVENT).killedAtCall(call);
      deployment(call).rings(Duration.ZERO, mortal).run();
      world.passes(InMemoryWorld.HEALTH_TAKES);
      boolean isMarked = world.answeredWith().stream().noneMatch(each -> each.id().equals(ID));
      leftUnhealthy += mortal.wasKilled() && isMarked ? 1 : 0;

      world.tasks(healthy(A, IP1)).passes(Duration.ofSeconds(60));
      deployment(call).sweeps(Duration.ZERO).sweeps(Duration.ofSeconds(60)).run();

      assertThat(world.answeredWith())
          .as("killed at call %d", call)
          .extracting(Instance::id)
          .contains(ID);
    }
    assertThat(leftUnhealthy).isPositive();
  }

  private Deployment deployment(long seed) {
    return Deployment.over(world, ledger, new Interleaving(world, seed, Duration.ofMillis(100)));
  }
}
