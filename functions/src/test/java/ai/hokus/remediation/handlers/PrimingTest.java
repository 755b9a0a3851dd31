package ai.hokus.remediation.handlers;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.Rounds;
import ai.hokus.remediation.telemetry.Telemetry;
import ai.hokus.remediation.world.InMemoryWorld.Call;
import java.time.Duration;
import java.time.InstantSource;
import org.crac.Core;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrimingTest {

  private final Wired wired = new Wired();
  private InstantSource clock = wired.world;

  /** There is something to register, to withdraw and to release. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"observe", "repair", "sync"})
  void looksManyTimesAndWritesNothing(String policy) {
    wired.configured(Wired.guarding(policy, "mlflow"));
    wired
        .world
        .ecs(forgetful(1))
        .tasks(running(A, IP1), stopped(B, IP2, Duration.ofHours(1)))
        .instances(ours(B, IP2))
        .ok(IP1);

    prime();

    assertThat(wired.world.count(Call.LIST)).isEqualTo(20);
    assertThat(wired.world.count(Call.ASK)).isEqualTo(20);
    assertThat(wired.world.writes()).isZero();
    assertThat(wired.world.instances()).containsExactly(ours(B, IP2));
  }

  @Test
  void doesWithoutAConfiguration() {
    wired.configured("");

    prime();

    assertThat(wired.calls()).isZero();
  }

  /** A look at an AWS that does not answer takes long, and an initialization has its end. */
  @Test
  void looksOnceWhereAwsDoesNotAnswer() {
    wired.world.tasks(running(A, IP1)).instances(ofEcs(A, IP1)).ok(IP1).refuses(Call.RUNNING);

    prime();

    assertThat(wired.world.count(Call.LIST)).isEqualTo(1);
  }

  /** Each look is good, and takes ten seconds. */
  @Test
  void looksNoMoreOnceItsTimeIsOver() {
    wired.world.tasks(running(A, IP1)).instances(ofEcs(A, IP1)).ok(IP1);
    clock = () -> wired.world.instant().plusSeconds(10L * wired.world.count(Call.LIST));

    prime();

    assertThat(wired.world.count(Call.LIST)).isEqualTo(3);
  }

  /** A snapshot may be months old. */
  @Test
  void learnsWhatIsGuardedAgainAfterARestore() {
    var rounds = wired.rounds();
    rounds.learn();
    wired.configured(Wired.guarding("observe", "batch"));
    assertThat(rounds.ring("hokusai-batch-development", Duration.ofSeconds(30)).visits()).isEmpty();

    restore(rounds);

    assertThat(rounds.ring("hokusai-batch-development", Duration.ofSeconds(30)).visits())
        .hasSize(1);
    assertThat(rounds.ring("hokusai-mlflow-development", Duration.ofSeconds(30)).visits())
        .isEmpty();
  }

  /** Better nothing known, so that each event reads for itself, than something months old. */
  @Test
  void forgetsWhatWasGuardedWhereItCannotBeLearntAfterARestore() {
    var rounds = wired.rounds();
    rounds.learn();
    wired.withoutConfiguration();

    restore(rounds);

    wired.configured(Wired.guarding("observe", "batch")).withConfiguration();
    assertThat(rounds.ring("hokusai-batch-development", Duration.ofSeconds(30)).visits())
        .hasSize(1);
  }

  private void prime() {
    new Priming(wired.rounds(), new Telemetry(), clock).beforeCheckpoint(Core.getGlobalContext());
  }

  private void restore(Rounds rounds) {
    new Priming(rounds, new Telemetry(), clock).afterRestore(Core.getGlobalContext());
  }
}
