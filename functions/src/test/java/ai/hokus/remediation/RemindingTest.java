package ai.hokus.remediation;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.running;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.ports.Outbox;
import ai.hokus.remediation.world.InMemoryLedger;
import ai.hokus.remediation.world.InMemoryOutbox;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.Sample;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages whose delivery used its retries up, and the sweep that comes along. */
class RemindingTest {
  private final InMemoryWorld world =
      new InMemoryWorld().tasks(running(A, IP1)).instances(ofEcs(A, IP1)).ok(IP1);
  private final InMemoryOutbox outbox = new InMemoryOutbox();
  private long seed;

  @Test
  void hasForgottenMessagesSentAndLeavesTheOthersTheirTime() {
    world.at(NOON);
    file("of-a-closed-incident", Duration.ofDays(1));
    file("of-just-now", Duration.ofMinutes(1));

    assertThat(sweep().says())
        .containsExactly("messages of 1 threads were not sent for 5 minutes, and are tried again");
    assertThat(outbox.forgotten(world.instant(), 10)).isEmpty();
    assertThat(sweep().says()).isEmpty();
  }

  @Test
  void triesAgainAfterFiveMinutes() {
    file("mlflow", Duration.ofHours(1));
    sweep();
    world.passes(Outbox.FORGOTTEN_AFTER);

    assertThat(sweep().says()).hasSize(1);
  }

  @Test
  void touchesSoManyInASweepThatItEnds() {
    IntStream.range(0, Reminding.AT_ONCE + 5)
        .forEach(number -> file("t-" + number, Duration.ofHours(1)));

    sweep();
    assertThat(outbox.forgotten(world.instant(), 100)).hasSize(5);
    sweep();
    assertThat(outbox.forgotten(world.instant(), 100)).isEmpty();
  }

  @Test
  void saysThatTheyCouldNotBeLookedForAndFailsNothing() {
    file("mlflow", Duration.ofHours(1));
    outbox.fails(InMemoryOutbox.Fault.BEFORE);

    var round = sweep();

    assertThat(round.isGood()).isTrue();
    assertThat(round.says()).containsExactly("the outbox is not there");
  }

  private void file(String thread, Duration ago) {
    outbox.file(thread, 1, "{}", world.instant().minus(ago));
  }

  private Round sweep() {
    var interleaving = new Interleaving(world, ++seed, Duration.ofMillis(50));
    return Deployment.over(world, new InMemoryLedger(world, Sample.GUARD.owner()), interleaving)
        .reminding(outbox)
        .sweeps(Duration.ofSeconds(30))
        .run()
        .rounds()
        .getFirst();
  }
}
