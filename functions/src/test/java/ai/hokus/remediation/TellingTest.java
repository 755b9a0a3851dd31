package ai.hokus.remediation;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.ecs;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.stopped;
import static ai.hokus.remediation.world.SampleConfiguration.BY_NAME;
import static ai.hokus.remediation.world.SampleConfiguration.PARAMETER;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.world.InMemoryAlarmBoard;
import ai.hokus.remediation.world.InMemoryConsumers;
import ai.hokus.remediation.world.InMemoryEndpointStore;
import ai.hokus.remediation.world.InMemoryLedger;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.SampleConfiguration;
import ai.hokus.remediation.world.SimulatedInvocation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people are told of a story, by whole passes: the name is lost, and nothing registers it. */
class TellingTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String ALARM = "hokusai-api-502-errors";
  private static final String API = "hokusai-api-development";

  /** More calls than such an invocation makes, which the test checks. */
  private static final int MANY = 60;

  private String document = SampleConfiguration.moving("repair", "onAlarm", "envAtStart");
  private InMemoryWorld world;
  private InMemoryLedger ledger;
  private InMemoryEndpointStore store;
  private InMemoryAlarmBoard alarms;
  private InMemoryConsumers consumers;
  private long seed;

  @BeforeEach
  void nothingCanBeRegistered() {
    world =
        new InMemoryWorld()
            .ecs(forgetful(1))
            .tasks(running(A, IP1))
            .ok(IP1)
            .ends(A, InMemoryWorld.Ending.FAIL)
            .ends(B, InMemoryWorld.Ending.FAIL);
    ledger = new InMemoryLedger(world, Sample.GUARD.owner());
    store = new InMemoryEndpointStore().holds(PARAMETER, BY_NAME);
    alarms = new InMemoryAlarmBoard().shows(ALARM, Alarm.State.ALARM);
    consumers = new InMemoryConsumers(world).runs(API);
  }

  @Test
  void tellsTheWholeStoryInOneThread() {
    sweep();
    consumers.settles(API);
    sweep();
    world.tasks(stopped(A, IP1), running(B, IP2)).ok(IP2).answers(IP1, new Verdict.Down("refused"));
    sweep();
    consumers.settles(API);
    sweep();
    world.recovers();
    alarms.shows(ALARM, Alarm.State.OK);
    for (int minute = 0; minute < 15; minute++) {
      sweep();
      consumers.settles(API);
    }
    sweep();
    sweep();

    assertThat(told())
        .containsExactly(
            "registryForgotten 1 ALERT its ECS service does not",
            "incident 1 ALERT the endpoint moved to 10.0.0.1",
            "incident 2 ALERT the endpoint followed to 10.0.0.2",
            "incident 3 CHANGE registered 10.0.0.2:5000 in Cloud Map,",
            "incident 4 CHANGE the endpoint is by its",
            "incident 5 GOOD all is well again: mlflow.hokusai-development.local");
  }

  @Test
  void isSilentWhereNothingChanges() {
    sweep();
    consumers.settles(API);
    sweep();
    var told = told();

    for (int minute = 0; minute < 20; minute++) {
      sweep();
    }

    assertThat(told()).isEqualTo(told);
  }

  @Test
  void remindsOfAFallbackThatLivesOn() {
    sweep();
    consumers.settles(API);
    for (int hour = 0; hour < 30; hour++) {
      sweepAfter(Duration.ofHours(1));
    }

    assertThat(told())
        .filteredOn(line -> line.startsWith("incident "))
        .containsExactly(
            "incident 1 ALERT the endpoint moved to 10.0.0.1",
            "incident 2 ALERT the fallback of the endpoint",
            "incident 3 ALERT the fallback of the endpoint",
            "incident 4 ALERT the fallback of the endpoint");
  }

  @Test
  void tellsOfATaskThatIsRegisteredInEcsStead() {
    world.recovers();
    sweep();
    sweep();
    world.tasks(stopped(A, IP1), running(B, IP2)).ok(IP2);
    sweep();
    sweep();
    sweep();

    assertThat(told())
        .containsExactly(
            "registryForgotten 1 ALERT registered 10.0.0.1:5000 in Cloud Map,",
            "registryForgotten 2 CHANGE registered 10.0.0.2:5000 in Cloud Map,");
  }

  @Test
  void tellsThatPeopleMendedTheRegistry() {
    world.recovers();
    sweep();
    world.ecs(ecs(1));
    for (int minute = 0; minute < 11; minute++) {
      sweep();
    }

    assertThat(told())
        .containsExactly(
            "registryForgotten 1 ALERT registered 10.0.0.1:5000 in Cloud Map,",
            "registryForgotten 2 GOOD mended, after 10 min: its");
  }

  @Test
  void tellsWhoseTheEndpointIsOnce() {
    sweep();
    consumers.settles(API);
    store.holds(PARAMETER, "http://other.example.local:5000");
    sweep();
    sweep();
    sweep();

    assertThat(told().getLast()).isEqualTo("incident 2 ALERT hands off the endpoint since");
  }

  @Test
  void tellsUnderObserveOnceWhatItWouldDo() {
    document = SampleConfiguration.moving("observe", "onNameFailure", "envAtStart");
    for (int minute = 0; minute < 5; minute++) {
      sweep();
    }

    assertThat(store.value(PARAMETER)).contains(BY_NAME);
    assertThat(told())
        .containsExactly(
            "registryForgotten 1 ALERT its ECS service does not",
            "incident 1 ALERT its name has been failing");
    assertThat(incident().getFirst().done())
        .anySatisfy(line -> assertThat(line).contains("held: policy observe"));
  }

  @Test
  void isSilentWhilePaused() {
    ledger.hold("mlflow", new Hold(Hold.Kind.PAUSE, Optional.empty(), "we move"));
    for (int minute = 0; minute < 5; minute++) {
      sweep();
    }

    assertThat(told()).isEmpty();
  }

  /** Rule 10: whatever a killed pass did, the next ones tell it, and nothing twice. */
  @Test
  void tellsWhatAKilledPassDidWhereverItWasKilled() {
    int killed = 0;
    for (int call = 1; call <= MANY; call++) {
      nothingCanBeRegistered();
      var mortal = SimulatedInvocation.of(Deployment.FOR_A_SWEEP).killedAtCall(call);
      deployment().sweeps(Duration.ZERO, mortal).run();
      sweep();
      consumers.settles(API);
      sweep();
      sweep();

      killed += mortal.wasKilled() ? 1 : 0;
      assertThat(told())
          .as("killed at call %d", call)
          .filteredOn(line -> line.contains("the endpoint moved to 10.0.0.1"))
          .hasSize(1);
      assertThat(incident())
          .as("killed at call %d", call)
          .extracting(Message::number)
          .isEqualTo(IntStream.rangeClosed(1, incident().size()).boxed().toList());
      assertThat(incident())
          .as("killed at call %d", call)
          .anySatisfy(message -> assertThat(message.back().orElse("")).contains("undo"));
    }
    assertThat(killed).isBetween(15, MANY - 1);
  }

  private void sweep() {
    sweepAfter(MINUTE);
  }

  private void sweepAfter(Duration time) {
    deployment().sweeps(time).run();
  }

  private Deployment deployment() {
    return Deployment.over(world, ledger, new Interleaving(world, ++seed, Duration.ofMillis(100)))
        .moving(document, store, alarms, consumers);
  }

  private List<Message> incident() {
    return messages().filter(message -> message.thread().startsWith("mlflow-")).toList();
  }

  private List<String> told() {
    return messages().map(TellingTest::start).toList();
  }

  private Stream<Message> messages() {
    return ledger.threads().stream().flatMap(thread -> ledger.messages(thread).stream());
  }

  /** Of which thread, its number and weight, and its first words. */
  private static String start(Message message) {
    var thread = message.thread().split("-", -1);
    return (thread[0].equals("mlflow") ? "incident" : thread[2])
        + " "
        + message.number()
        + " "
        + message.weight()
        + " "
        + Stream.of(message.happened().split(" ", -1)).limit(5).collect(Collectors.joining(" "));
  }
}
