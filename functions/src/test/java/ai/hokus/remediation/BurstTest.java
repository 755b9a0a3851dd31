package ai.hokus.remediation;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.world.InMemoryLedger;
import ai.hokus.remediation.world.InMemoryLedger.Access;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.Sample;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BurstTest {
  private static final int EVENTS = 1_000;

  private final InMemoryWorld world = new InMemoryWorld();
  private final InMemoryLedger ledger = new InMemoryLedger(world, Sample.GUARD.owner());

  /** While it lasts, the pauses between passes grow; then the next event begins anew. */
  @ParameterizedTest(name = "in {0} s: {1} passes at most")
  @CsvSource({"0, 2", "1, 3", "10, 7", "30, 13"})
  void becomesAHandfulOfPasses(int seconds, int most) {
    world.ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1);
    var deployment =
        Deployment.over(world, ledger, new Interleaving(world, 1, Duration.ofMillis(200)));

    IntStream.range(0, EVENTS)
        .forEach(
            i -> deployment.rings(Duration.ofSeconds(seconds).multipliedBy(i).dividedBy(EVENTS)));
    deployment.run();

    assertThat(deployment.rounds()).hasSize(EVENTS);
    assertThat(deployment.reports()).hasSizeBetween(1, most);
    assertThat(world.writes()).isEqualTo(1);
    assertThat(world.instances()).containsExactly(ours(A, IP1));
    assertThat(ledger.count(Access.READ))
        .as("each in an environment that knows nothing yet: the owner id, the lease; a pass: holds")
        .isEqualTo(2 * EVENTS + deployment.reports().size());
  }
}
