package ai.hokus.remediation;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.SampleConfiguration.BY_NAME;
import static ai.hokus.remediation.world.SampleConfiguration.alarm;
import static ai.hokus.remediation.world.SampleConfiguration.parameter;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.world.DelegatingLedger;
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
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many guarded services whose names alone are enough for a fallback; some look broken at once: they
 * have no instance in Cloud Map, and none can be registered.
 */
class WideOutageTest {
  private static final Duration MINUTE = Duration.ofSeconds(60);

  private final InMemoryWorld world =
      new InMemoryWorld().ecs(forgetful(1)).tasks(running(A, IP1)).instances(ofEcs(A, IP1)).ok(IP1);

  private final InMemoryLedger ledger = new InMemoryLedger(world, Sample.GUARD.owner());
  private final InMemoryEndpointStore store = new InMemoryEndpointStore();
  private final InMemoryAlarmBoard alarms = new InMemoryAlarmBoard();
  private Set<String> broken = Set.of();
  private long seed;

  @ParameterizedTest(name = "{0} of {1} services broken: {2} endpoints moved by one sweep")
  @CsvSource({
    "1, 1, 1",
    "2, 2, 2",
    "3, 3, 0",
    "2, 6, 2",
    "3, 8, 0",
    "3, 9, 3",
    "4, 9, 0",
    "6, 18, 6",
    "7, 18, 0"
  })
  void believesItsEyesUpToAThirdOfThem(int brokenOnes, int guarded, int moved) {
    breaks(brokenOnes, services(guarded));

    var round = sweep(services(guarded));

    assertThat(store.count(Call.PUT)).isEqualTo(moved);
    assertThat(ledger.holdsOnEvery().inForce(Hold.Kind.DOUBT, world.instant()).isPresent())
        .isEqualTo(moved == 0);
    assertThat(round.says()).hasSize(moved == 0 ? 1 : 0);
  }

  @Test
  void saysSo() {
    breaks(3, services(8));

    var round = sweep(services(8));

    assertThat(round.says())
        .containsExactly(
            "3 of 8 guarded services look broken at once, so our view may be wrong: no endpoint"
                + " leaves its name unless an alarm calls");
    sweep(services(8));
    assertThat(
            sweep(services(8)).visits().getFirst().passes().stream()
                .flatMap(
                    pass -> pass instanceof Report report ? report.says().stream() : Stream.empty())
                .filter(remark -> remark.situation() == Situation.FALLBACK_ENTER))
        .extracting(remark -> remark.because())
        .contains(
            "the endpoint is not moved: so many guarded services look broken at once that our view"
                + " may be wrong, and none of its alarms calls");
  }

  @Test
  void movesThoseWhoseAlarmCalls() {
    breaks(3, services(3));
    alarms.shows(alarm("s-01"), Alarm.State.ALARM);

    sweep(services(3));
    sweep(services(3));

    assertThat(store.value(parameter("s-01"))).contains("http://" + IP1 + ":5000");
    assertThat(store.value(parameter("s-00"))).contains(BY_NAME);
    assertThat(store.value(parameter("s-02"))).contains(BY_NAME);
  }

  /** Renewed by each sweep that sees it, over by itself four minutes after the last. */
  @Test
  void lastsAsLongAsItIsSeen() {
    breaks(3, services(8));
    IntStream.range(0, 5).forEach(_ -> sweep(services(8)));
    assertThat(store.count(Call.PUT)).isZero();

    breaks(2, services(8));
    IntStream.range(0, 3).forEach(_ -> sweep(services(8)));
    assertThat(store.count(Call.PUT)).isZero();
    IntStream.range(0, 2).forEach(_ -> sweep(services(8)));

    assertThat(store.count(Call.PUT)).isEqualTo(2);
  }

  /** Its leases keep the next one from looking at all. */
  @Test
  void outlastsASweepThatWasKilled() {
    breaks(4, services(9));
    sweep(services(9));
    deployment(services(9), ledger)
        .sweeps(MINUTE, SimulatedInvocation.of(Deployment.FOR_A_SWEEP).killedAtCall(17))
        .run();

    IntStream.range(0, 3).forEach(_ -> sweep(services(9)));

    assertThat(store.count(Call.PUT)).isZero();
  }

  /** An event's pass sees one service alone: the last sweep told it of the others. */
  @Test
  void holdsForWhatEventsRingFor() {
    breaks(3, List.of("mlflow", "s-00", "s-01"));
    sweep(List.of("mlflow", "s-00", "s-01"));

    deployment(List.of("mlflow", "s-00", "s-01"), ledger).rings(Duration.ofSeconds(5)).run();

    assertThat(store.count(Call.PUT)).isZero();
  }

  @Test
  void followsAndLeavesAsEver() {
    breaks(2, services(3));
    sweep(services(3));
    assertThat(store.count(Call.PUT)).isEqualTo(2);

    breaks(3, services(3));
    sweep(services(3));
    ledger.hold("s-00", new Hold(Hold.Kind.RESTORE, Optional.empty(), "back", "alice", true));
    sweep(services(3));

    assertThat(store.value(parameter("s-00"))).contains(BY_NAME);
    assertThat(store.value(parameter("s-01"))).contains("http://" + IP1 + ":5000");
  }

  /** This sweep knows it all the same. */
  @Test
  void movesNobodyInTheSweepThatCannotWriteItDown() {
    breaks(3, services(3));
    var silent =
        new DelegatingLedger(ledger) {
          @Override
          public void holdEvery(Hold hold) {
            throw new Unavailable("DynamoDB did not answer");
          }
        };

    var round = sweep(services(3), silent);

    assertThat(store.count(Call.PUT)).isZero();
    assertThat(round.says())
        .contains("that could not be written down for other passes: DynamoDB did not answer");
  }

  private void breaks(int many, List<String> services) {
    broken = services.stream().limit(many).collect(toSet());
  }

  private Round sweep(List<String> services) {
    return sweep(services, ledger);
  }

  private Round sweep(List<String> services, Ledger with) {
    return deployment(services, with).sweeps(MINUTE).run().rounds().getFirst();
  }

  private Deployment deployment(List<String> services, Ledger with) {
    services.stream()
        .filter(name -> store.value(parameter(name)).isEmpty())
        .forEach(name -> store.holds(parameter(name), BY_NAME));
    return Deployment.over(world, with, new Interleaving(world, ++seed, Duration.ofMillis(50)))
        .writingTo(emptied())
        .moving(
            SampleConfiguration.movingEach("repair", "onNameFailure", services),
            store,
            alarms,
            new InMemoryConsumers(world));
  }

  /**
   * The world's, in which the names of some are without any instance, and every registration fails
   * at once: they share a task, and none is to be in another's way.
   */
  private Registry emptied() {
    return (Registry)
        Proxy.newProxyInstance(
            Registry.class.getClassLoader(),
            new Class<?>[] {Registry.class},
            (_, method, arguments) -> {
              if (method.getName().equals("register")) {
                return new Operation.Failed("the hosted zone does not exist");
              }
              try {
                var answer = method.invoke(world, arguments);
                return arguments != null
                        && arguments[0] instanceof GuardedService service
                        && broken.contains(service.name())
                        && answer instanceof Reading.Complete<?>(Listing.Found(var found, _))
                    ? new Reading.Complete<Listing>(new Listing.Found(found, List.of()))
                    : answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static List<String> services(int count) {
    return IntStream.range(0, count).mapToObj("s-%02d"::formatted).toList();
  }
}
