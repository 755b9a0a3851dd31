package ai.hokus.remediation;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.running;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.config.ConfigurationReader;
import ai.hokus.remediation.execution.LeftToAnother;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.ports.ConfigurationSource.Document;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.view.Response;
import ai.hokus.remediation.world.DelegatingLedger;
import ai.hokus.remediation.world.InMemoryBookmark;
import ai.hokus.remediation.world.InMemoryLedger;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.InMemoryWorld.Call;
import ai.hokus.remediation.world.InlineExecutor;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.SampleConfiguration;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sweeps over many guarded services, each in sync; a call takes up to a fifth of a second. */
class CircuitTest {
  private final InMemoryWorld world = new InMemoryWorld();
  private final InMemoryBookmark bookmark = new InMemoryBookmark();

  /** What the ledger was asked to begin, in this order. */
  private final List<String> begun = new ArrayList<>();

  private final List<Instant> begunAt = new ArrayList<>();
  private final Set<String> underWay = new HashSet<>();
  private int mostUnderWay;
  private Duration longest = Duration.ofSeconds(25);

  @BeforeEach
  void allIsWell() {
    world.tasks(running(A, IP1)).instances(ofEcs(A, IP1)).ok(IP1);
  }

  @Test
  void visitsTwoHundredInOneSweep() {
    var round = sweep(services(200), Duration.ofMillis(200));

    assertThat(round.visits()).hasSize(200);
    assertThat(round.visits()).extracting(visit -> visit.service().name()).isSorted();
    assertThat(round.isGood()).isTrue();
    assertThat(round.carriedOver()).isEmpty();
    assertThat(bookmark.writes()).isZero();
    assertThat(mostUnderWay).isBetween(2, Circuit.AT_A_TIME);
    assertThat(world.instant()).isBefore(Sample.NOON.plusSeconds(40));
  }

  /** What ECS and Cloud Map document, or is known of them, is Circuit's to say. */
  @Test
  void beginsNoMoreThanSixInAnySecond() {
    sweep(services(200), Duration.ofMillis(1));

    for (int i = Circuit.BEGUN_A_SECOND; i < begunAt.size(); i++) {
      assertThat(Duration.between(begunAt.get(i - Circuit.BEGUN_A_SECOND), begunAt.get(i)))
          // The ledger is asked up to a millisecond after a visit began.
          .isGreaterThanOrEqualTo(Duration.ofMillis(999));
    }
    assertThat(world.count(Call.LIST)).isEqualTo(200);
  }

  @Test
  void answersInALineForEachOfTwoHundred() {
    var answer = Response.text(Response.of(sweep(services(200), Duration.ofMillis(1))));

    assertThat(answer.lines()).hasSizeLessThan(210);
    assertThat(answer.length()).isLessThan(50_000);
  }

  /** Each visit takes some three seconds. */
  @Test
  void carriesOverWhatHasNoTurnBeforeTheFortiethSecond() {
    var round = sweep(services(200), Duration.ofSeconds(1));

    assertThat(begunAt).allSatisfy(at -> assertThat(at).isBefore(Sample.NOON.plusSeconds(42)));
    assertThat(round.carriedOver()).isNotEmpty().hasSizeLessThan(200);
    assertThat(round.visits()).hasSize(200 - round.carriedOver().size());
    assertThat(bookmark.next()).contains(round.carriedOver().getFirst());
    // Those that begin last may have no time to read what comes so slowly.
    assertThat(round.visits().subList(0, 50)).allMatch(Visit::isGood);
  }

  @Test
  void visitsAllInTurnWhereOneSweepIsNotEnough() {
    var visited = new HashSet<String>();
    for (int minute = 0; minute < 5; minute++) {
      sweep(services(200), Duration.ofSeconds(2));
      visited.addAll(begun);
    }

    assertThat(visited).hasSize(200);
  }

  @Test
  void beginsWhereTheLastSweepStopped() {
    bookmark.at("s-003");

    var round = oneByOne(services(5));

    assertThat(begun).containsExactly("s-003", "s-004", "s-000", "s-001", "s-002");
    assertThat(round.visits()).extracting(visit -> visit.service().name()).isSorted();
    assertThat(bookmark.next()).isEmpty();
    assertThat(bookmark.writes()).isEqualTo(1);
  }

  @Test
  void beginsWithTheNextWhereTheOneIsGuardedNoLonger() {
    bookmark.at("s-001a");

    oneByOne(services(3));

    assertThat(begun).containsExactly("s-002", "s-000", "s-001");
  }

  @Test
  void beginsWithTheFirstWhereTheBookmarkCannotBeRead() {
    bookmark.at("s-002").refuses();

    var round = oneByOne(services(3));

    assertThat(begun).containsExactly("s-000", "s-001", "s-002");
    assertThat(round.says())
        .containsExactly(
            "where the last sweep stopped could not be read, so this one began with the first:"
                + " the bookmark is not there");
    assertThat(round.isGood()).isTrue();
  }

  @Test
  void saysThatTheBookmarkCouldNotBeKept() {
    bookmark.refuses();

    assertThat(sweep(services(200), Duration.ofSeconds(2)).says())
        .hasSize(2)
        .last()
        .isEqualTo("where this sweep stopped could not be kept: the bookmark is not there");
  }

  /** Its lease is taken, and then the ledger is silent for 25 s. */
  @Test
  void theSlowestHoldsBackNobody() {
    var round = sweep(services(60), Duration.ofMillis(100), Set.of("s-000", "s-001"));

    assertThat(round.visits()).hasSize(60);
    assertThat(begunAt.getLast()).isBefore(Sample.NOON.plusSeconds(15));
  }

  /** What it has to tell of the others would be lost with it, and where it stopped, too. */
  @Test
  void tellsOfTheOthersWhereOneHangs() {
    longest = Duration.ofMinutes(2);

    var round = sweep(services(20), Duration.ofMillis(100), Set.of("s-000"));

    assertThat(round.visits()).hasSize(20);
    assertThat(round.visits().getFirst().last().unfinished())
        .containsExactly(
            "the pass broke off: java.lang.IllegalStateException: it did not end in time");
    assertThat(round.visits().subList(1, 20)).allMatch(Visit::isGood);
    assertThat(bookmark.writes()).isZero();
  }

  /** An alarm's services are nothing that a sweep could go on from. */
  @Test
  void goesApartWithoutTheBookmark() {
    bookmark.at("s-003");

    var round =
        circuit()
            .apart(guarded(services(5)), this::begin, TimeBudget.until(inAMinute(), Duration.ZERO));

    assertThat(begun).containsExactly("s-000", "s-001", "s-002", "s-003", "s-004");
    assertThat(round.visits()).hasSize(5);
    assertThat(round.carriedOver()).isEmpty();
    assertThat(bookmark.next()).contains("s-003");
    assertThat(bookmark.writes()).isZero();
  }

  @Test
  void saysWhomThereWasNoTimeForApart() {
    var round =
        circuit()
            .apart(
                guarded(services(3)),
                this::begin,
                TimeBudget.until(world.instant().plusSeconds(5), Duration.ZERO));

    assertThat(begun).isEmpty();
    assertThat(round.carriedOver()).containsExactly("s-000", "s-001", "s-002");
    assertThat(bookmark.writes()).isZero();
  }

  /** Eight visits at a time take six seconds each: nothing is seen, and each has its turn. */
  @Test
  void visitsAllInTurnWhileCloudMapHangs() {
    var visited = new HashSet<String>();
    for (int minute = 0; minute < 5; minute++) {
      begun.clear();
      var began = world.instant();
      var interleaving = new Interleaving(world, minute, Duration.ofMillis(50));
      var ledger = new InMemoryLedger(world, Sample.GUARD.owner());
      var round =
          Deployment.over(world, noting(ledger, Set.of(), interleaving), interleaving)
              .writingTo(hanging(interleaving))
              .guarding(services(200), bookmark)
              .sweeps(Duration.ZERO)
              .run()
              .rounds()
              .getFirst();

      assertThat(Duration.between(began, world.instant())).isLessThan(Duration.ofSeconds(55));
      assertThat(round.visits()).noneMatch(Visit::isGood);
      assertThat(round.carriedOver()).hasSizeLessThan(150);
      visited.addAll(begun);
    }
    assertThat(visited).hasSize(200);
    assertThat(world.writes()).isZero();
  }

  /** The same world, whose lists get no answer at any of their tries. */
  private Registry hanging(Interleaving interleaving) {
    return (Registry)
        Proxy.newProxyInstance(
            Registry.class.getClassLoader(),
            new Class<?>[] {Registry.class},
            (_, method, arguments) -> {
              if (!method.getName().equals("list")) {
                return method.invoke(world, arguments);
              }
              interleaving.sleep(TimeBudget.ONE_CALL);
              return new Reading.Partial<>(new Listing.Unread(), "no answer in time");
            });
  }

  private Round oneByOne(List<String> names) {
    return circuit().of(guarded(names), this::begin, TimeBudget.until(inAMinute(), Duration.ZERO));
  }

  private Circuit circuit() {
    return new Circuit(new Parallel(new InlineExecutor()), bookmark, world, world::passes);
  }

  private static List<GuardedService> guarded(List<String> names) {
    return ConfigurationReader.read(
            List.of(new Document("inline", SampleConfiguration.guarding("repair", names))))
        .services();
  }

  private Visit begin(GuardedService service) {
    begun.add(service.name());
    return Visit.of(new LeftToAnother(service, world.instant()));
  }

  private Instant inAMinute() {
    return world.instant().plusSeconds(55);
  }

  private static List<String> services(int count) {
    return IntStream.range(0, count).mapToObj("s-%03d"::formatted).toList();
  }

  private Round sweep(List<String> services, Duration longestCall) {
    return sweep(services, longestCall, Set.of());
  }

  private Round sweep(List<String> services, Duration longestCall, Set<String> slow) {
    begun.clear();
    var interleaving = new Interleaving(world, 1, longestCall);
    var ledger = new InMemoryLedger(world, Sample.GUARD.owner());
    return Deployment.over(world, noting(ledger, slow, interleaving), interleaving)
        .guarding(services, bookmark)
        .sweeps(Duration.ZERO)
        .run()
        .rounds()
        .getFirst();
  }

  private Ledger noting(Ledger ledger, Set<String> slow, Interleaving interleaving) {
    return new DelegatingLedger(ledger) {
      @Override
      public Turn take(String service, Instant until, Instant latest) {
        begun.add(service);
        begunAt.add(world.instant());
        underWay.add(service);
        mostUnderWay = Math.max(mostUnderWay, underWay.size());
        if (slow.contains(service)) {
          interleaving.sleep(longest);
        }
        return super.take(service, until, latest);
      }

      @Override
      public Return giveBack(Lease lease, Memory memory) {
        underWay.remove(lease.service());
        return super.giveBack(lease, memory);
      }
    };
  }
}
