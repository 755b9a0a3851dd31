package ai.hokus.remediation;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.running;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.ports.Bookmark;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.world.DelegatingLedger;
import ai.hokus.remediation.world.InMemoryLedger;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sweeps over many guarded services while the table behind ledger and bookmark hangs. */
class SilentLedgerTest {
  private final InMemoryWorld world = new InMemoryWorld();
  private final InMemoryLedger ledger = new InMemoryLedger(world, Sample.GUARD.owner());
  private final Interleaving interleaving = new Interleaving(world, 1, Duration.ofMillis(200));
  private final List<Instant> asked = new ArrayList<>();
  private boolean hangs = true;

  @BeforeEach
  void aTaskIsForgotten() {
    world.ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1);
  }

  @Test
  void observesTwoHundredInOneSweepAndWritesNothing() {
    var round = deployment(200).sweeps(Duration.ZERO).run().rounds().getFirst();

    assertThat(round.carriedOver()).isEmpty();
    assertThat(names(round)).hasSize(200);
    assertThat(round.visits()).noneMatch(this::isLed);
    assertThat(world.writes()).isZero();
  }

  /** The eight that begin together cannot know of each other; after them it is one at a time. */
  @Test
  void asksSeldomWhileNobodyAnswers() {
    deployment(200).sweeps(Duration.ZERO).run();

    assertThat(asked).hasSizeBetween(Circuit.AT_A_TIME, 2 * Circuit.AT_A_TIME);
  }

  /** Where the first stopped cannot be kept in the table either, so it has to be remembered. */
  @Test
  void beginsWhereTheLastOneStopped() {
    var rounds =
        deployment(400).sweeps(Duration.ZERO).sweeps(Duration.ofSeconds(60)).run().rounds();

    var visited = new HashSet<String>();
    rounds.forEach(round -> visited.addAll(names(round)));
    assertThat(visited).hasSize(400);
    assertThat(rounds.getLast().says().getFirst())
        .contains("so this one began with " + rounds.getFirst().carriedOver().getFirst() + ":");
  }

  /** But for those that began beside the one who asked for all. */
  @Test
  void leadsAgainOnceTheLedgerAnswers() {
    var deployment = deployment(200).sweeps(Duration.ZERO).run();
    hangs = false;
    world.instances(ofEcs(A, IP1)).passes(Duration.ofSeconds(20));

    var round = deployment.sweeps(Duration.ZERO).run().rounds().getLast();

    assertThat(names(round)).hasSize(200);
    assertThat(round.visits().stream().filter(this::isLed))
        .hasSizeGreaterThan(200 - Circuit.AT_A_TIME);
  }

  private boolean isLed(Visit visit) {
    return visit.last() instanceof Report report && report.isLed();
  }

  private static List<String> names(Round round) {
    return round.visits().stream().map(visit -> visit.service().name()).toList();
  }

  private Deployment deployment(int services) {
    var names = IntStream.range(0, services).mapToObj("s-%03d"::formatted).toList();
    return Deployment.over(world, hanging(), interleaving)
        .guarding(names, new HangingBookmark())
        .inOneEnvironment();
  }

  private DelegatingLedger hanging() {
    return new DelegatingLedger(ledger) {
      @Override
      public Turn take(String service, Instant until, Instant latest) {
        asked.add(world.instant());
        hang();
        hang();
        return super.take(service, until, latest);
      }
    };
  }

  private final class HangingBookmark implements Bookmark {
    @Override
    public Optional<String> read() {
      hang();
      return Optional.empty();
    }

    @Override
    public void put(Optional<String> next) {
      hang();
    }
  }

  /** As a call does whose every try gets no answer. */
  private void hang() {
    if (hangs) {
      interleaving.sleep(Duration.ofSeconds(3));
      throw new Unavailable("no answer in time");
    }
  }
}
