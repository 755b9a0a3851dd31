package ai.hokus.remediation;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.C;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP3;
import static ai.hokus.remediation.world.Sample.IP4;
import static ai.hokus.remediation.world.Sample.foreign;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.stopped;
import static ai.hokus.remediation.world.Sample.stopping;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.world.DelegatingLedger;
import ai.hokus.remediation.world.InMemoryLedger;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.SimulatedInvocation;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Events and sweeps beside each other, some killed, over a world that changes under them: each run
 * is another order of their calls.
 */
class OneAtATimeTest {
  private static final int RUNS = 200;

  /** Of the invocations are killed, where any are. */
  private static final double SOME = 0.3;

  /**
   * What was seen of a run.
   *
   * @param unheard rings after which nobody looked, and of which no mark tells the next sweep
   */
  private record Run(int writes, int overlaps, long unheard) {}

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nobodyWritesBesideAnother(long seed) {
    assertThat(run(seed, SOME, (ledger, _) -> ledger).overlaps()).isZero();
  }

  /** Who is killed hears nobody; but then Lambda, or the sweep, comes again in any case. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void eachRingIsFollowedByALookOrLeftToTheSweep(long seed) {
    assertThat(run(seed, 0, (ledger, _) -> ledger).unheard()).isZero();
  }

  /** Otherwise the two above would show nothing. */
  @Test
  void somebodyWritesInMostRuns() {
    assertThat(seeds().filter(seed -> run(seed, SOME, (ledger, _) -> ledger).writes() > 1))
        .hasSizeGreaterThan(RUNS / 2);
  }

  @Test
  void seesALedgerThatGivesEverybodyATurn() {
    assertThat(
            seeds().filter(seed -> run(seed, SOME, (ledger, _) -> generous(ledger)).overlaps() > 0))
        .isNotEmpty();
  }

  @Test
  void seesLeasesThatEndBeforeTheirHolders() {
    assertThat(seeds().filter(seed -> run(seed, SOME, OneAtATimeTest::hasty).overlaps() > 0))
        .isNotEmpty();
  }

  @Test
  void seesALedgerThatDoesNotHearWhoRings() {
    assertThat(seeds().filter(seed -> run(seed, 0, (ledger, _) -> deaf(ledger)).unheard() > 0))
        .isNotEmpty();
  }

  static LongStream seeds() {
    return LongStream.range(0, RUNS);
  }

  private static Run run(long seed, double killed, BiFunction<Ledger, InMemoryWorld, Ledger> made) {
    var random = new Random(seed);
    var world = new InMemoryWorld().ecs(forgetful(2)).ok(IP1, IP2, IP3);
    world.tasks(running(A, IP1)).instances(foreign("by-hand", IP4));
    var interleaving = new Interleaving(world, seed, Duration.ofMillis(1_700));
    var watch = new Watch(interleaving, world);
    var ledger = new InMemoryLedger(world, Sample.GUARD.owner());
    var deployment =
        Deployment.over(world, watch.over(made.apply(ledger, world)), interleaving)
            .writingTo(watch.over(world));
    for (int event = 0; event < 8; event++) {
      deployment.rings(within(20, random), mortal(Deployment.FOR_AN_EVENT, killed, random));
    }
    deployment.sweeps(within(60, random), mortal(Deployment.FOR_A_SWEEP, killed, random));
    for (int change = 0; change < 6; change++) {
      var task = aTask(random);
      interleaving.invoke(
          within(40, random),
          SimulatedInvocation.of(Duration.ofMinutes(1)),
          () -> world.tasks(task));
    }
    deployment.run();
    return new Run(
        watch.writes(), watch.overlaps(), ledger.isMarked("mlflow") ? 0 : watch.unheard());
  }

  private static Duration within(int seconds, Random random) {
    return Duration.ofMillis(random.nextInt(seconds * 1_000));
  }

  /** That share is killed at one of its first calls. */
  private static SimulatedInvocation mortal(Duration timeout, double killed, Random random) {
    var invocation = SimulatedInvocation.of(timeout);
    return random.nextDouble() < killed
        ? invocation.killedAtCall(1 + random.nextInt(20))
        : invocation;
  }

  private static Task aTask(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> stopping(A, IP1);
      case 1 -> stopped(A, IP1);
      case 2 -> stopping(B, IP2);
      case 3 -> running(C, IP3);
      case 4 -> running(A, IP1);
      default -> running(B, IP2);
    };
  }

  private static Ledger generous(Ledger ledger) {
    return new DelegatingLedger(ledger) {
      @Override
      public Turn take(String service, Instant until, Instant latest) {
        return switch (super.take(service, until, latest)) {
          case Turn.Taken taken -> taken;
          case Turn.Busy _ -> new Turn.Taken(new Lease(service, 0, until, Holds.NONE, Memory.NONE));
        };
      }
    };
  }

  private static Ledger hasty(Ledger ledger, InMemoryWorld clock) {
    return new DelegatingLedger(ledger) {
      @Override
      public Turn take(String service, Instant until, Instant latest) {
        return super.take(service, clock.instant().plusSeconds(5), latest);
      }
    };
  }

  private static Ledger deaf(Ledger ledger) {
    return new DelegatingLedger(ledger) {
      @Override
      public Return giveBack(Lease lease, Memory memory) {
        var end = super.giveBack(lease, memory);
        if (end instanceof Return.Rung) {
          super.renew(lease, memory).ifPresent(held -> super.leave(held, memory));
          return new Return.Returned();
        }
        return end;
      }
    };
  }
}
