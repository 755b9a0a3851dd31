package ai.hokus.remediation;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.stopped;
import static ai.hokus.remediation.world.SampleConfiguration.BY_NAME;
import static ai.hokus.remediation.world.SampleConfiguration.PARAMETER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.ByHand.Handled;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Estate;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.rollback.Reply.Ending;
import ai.hokus.remediation.rollback.RequestReader;
import ai.hokus.remediation.world.InMemoryAlarmBoard;
import ai.hokus.remediation.world.InMemoryConsumers;
import ai.hokus.remediation.world.InMemoryEndpointStore;
import ai.hokus.remediation.world.InMemoryLedger;
import ai.hokus.remediation.world.InMemoryLedger.Access;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.SampleConfiguration;
import ai.hokus.remediation.world.SimulatedInvocation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What was ours and is no longer configured is still looked after: by whole sweeps, with the
 * configuration changed between them.
 */
class RetiredTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String ALARM = "hokusai-api-502-errors";
  private static final String API = "hokusai-api-development";
  private static final String NOBODY = SampleConfiguration.guarding("repair", List.of());

  private String document = SampleConfiguration.moving("repair", "onAlarm", "envAtStart");
  private InMemoryWorld world;
  private InMemoryLedger ledger;
  private InMemoryEndpointStore store;
  private InMemoryAlarmBoard alarms;
  private InMemoryConsumers consumers;
  private long seed;

  @BeforeEach
  void ecsForgotToRegister() {
    world = new InMemoryWorld().ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1);
    ledger = new InMemoryLedger(world, Sample.GUARD.owner());
    store = new InMemoryEndpointStore().holds(PARAMETER, BY_NAME);
    alarms = new InMemoryAlarmBoard().shows(ALARM, Alarm.State.ALARM);
    consumers = new InMemoryConsumers(world).runs(API);
  }

  @Test
  void knowsWhatStandsOfOurs() {
    sweep();

    assertThat(ledger.dossier("mlflow").estate())
        .map(Estate::instances)
        .contains(List.of(A.value()));
    assertThat(ledger.estates()).containsExactly("mlflow");
  }

  @Test
  void knowsNothingWhereEcsRegisters() {
    world.ecs(Sample.ecs(1)).instances(ofEcs(A, IP1));

    sweep();

    assertThat(ledger.estates()).isEmpty();
  }

  @Test
  void withdrawsWhatIsOursOnceItsTaskHasStopped() {
    sweep();
    document = NOBODY;
    sweep();
    assertThat(ours()).as("its task runs: nobody else answers for it").containsExactly(A.value());

    world.tasks(stopped(A, IP1), running(B, IP2)).ok(IP2).answers(IP1, new Verdict.Down("refused"));
    for (int minute = 0; minute < 4; minute++) {
      sweep();
    }

    assertThat(ours()).as("and nothing is registered").isEmpty();
    assertThat(ledger.estates()).isEmpty();
    assertThat(sweep().visits()).as("is left alone then").isEmpty();
  }

  @Test
  void beginsNothing() {
    world.ends(A, InMemoryWorld.Ending.FAIL);
    alarms.shows(ALARM, Alarm.State.OK);
    sweep();
    assertThat(ledger.dossier("mlflow").incident()).as("a registration failed").isPresent();
    document = NOBODY;
    world.recovers();
    alarms.shows(ALARM, Alarm.State.ALARM);

    for (int minute = 0; minute < 10; minute++) {
      sweep();
    }

    assertThat(ours()).isEmpty();
    assertThat(store.value(PARAMETER)).contains(BY_NAME);
    assertThat(ledger.dossier("mlflow").incident()).as("nothing is left to do in it").isEmpty();
  }

  @Test
  void followsAndLeavesTheFallback() {
    moves();
    document = NOBODY;

    world.tasks(stopped(A, IP1), running(B, IP2)).ok(IP2).answers(IP1, new Verdict.Down("refused"));
    sweep();
    assertThat(store.value(PARAMETER)).contains("http://" + IP2 + ":5000");

    // ECS registers again: the name is good, without a hand of ours.
    consumers.settles(API);
    world.recovers().ecs(Sample.ecs(1)).instances(ofEcs(B, IP2));
    alarms.shows(ALARM, Alarm.State.OK);
    for (int minute = 0; minute < 15; minute++) {
      sweep();
      consumers.settles(API);
    }
    assertThat(store.value(PARAMETER)).contains(BY_NAME);
    assertThat(ledger.dossier("mlflow").incident()).isEmpty();
    assertThat(ledger.estates()).isEmpty();
  }

  @Test
  void tellsWhatStandsAndHowToTakeItAwayByHand() {
    moves();
    world.instances(Sample.ours(A, IP1));
    sweep();
    document = NOBODY;
    sweep();
    sweep();

    assertThat(told("noLongerConfigured"))
        .singleElement()
        .satisfies(message -> {
          assertThat(message.weight()).isEqualTo(Message.Weight.ALERT);
          assertThat(message.you())
              .anySatisfy(line -> assertThat(line).contains("is no longer configured"))
              .contains(
                  "aws servicediscovery deregister-instance --service-id '%s' --instance-id '%s'"
                      .formatted(Sample.CLOUD_MAP.id(), A),
                  "aws ssm put-parameter --overwrite --name '%s' --value '%s' --tier 'Standard' --data-type 'text'"
                      .formatted(PARAMETER, BY_NAME));
        });
  }

  @Test
  void tellsOnceThatNothingStandsAnyMore() {
    sweep();
    document = NOBODY;
    sweep();
    world.tasks(stopped(A, IP1)).answers(IP1, new Verdict.Down("refused")).ecs(forgetful(0));
    for (int minute = 0; minute < 5; minute++) {
      sweep();
    }

    assertThat(told("noLongerConfigured"))
        .extracting(Message::weight)
        .containsExactly(Message.Weight.ALERT, Message.Weight.GOOD);
    assertThat(ledger.dossier("mlflow").findings()).isEmpty();
  }

  @Test
  void isGuardedAgainAsEverWhereItIsConfiguredAgain() {
    sweep();
    var before = document;
    document = NOBODY;
    sweep();
    document = before;
    world.tasks(stopped(A, IP1), running(B, IP2)).ok(IP2).answers(IP1, new Verdict.Down("refused"));

    for (int minute = 0; minute < 4; minute++) {
      sweep();
    }

    assertThat(ours()).containsExactly(B.value());
    assertThat(told("noLongerConfigured"))
        .extracting(Message::weight)
        .containsExactly(Message.Weight.ALERT, Message.Weight.GOOD);
  }

  @Test
  void looksAfterOthersWhereTheLedgerDoesNotTell() {
    sweep();
    document = NOBODY;
    ledger.refuses(Access.READ);

    var round = sweep();

    assertThat(round.visits()).isEmpty();
    assertThat(round.says())
        .anySatisfy(line ->
            assertThat(line).startsWith("what is configured no more could not be looked after: "));
  }

  @Test
  void canBeAskedByHand() {
    moves();
    document = NOBODY;

    assertThat(asks("{'action': 'status', 'service': 'mlflow'}").round().visits())
        .singleElement()
        .satisfies(visit -> assertThat(visit.service()).matches(GuardedService::retired));
    assertThat(asks("{'action': 'restore', 'service': 'mlflow', 'force': true}").reply().ending())
        .isEqualTo(Ending.DONE);

    assertThat(store.value(PARAMETER)).contains(BY_NAME);
  }

  @Test
  void forgetsByForceWhatItDoesNotReach() {
    sweep();
    document = NOBODY;
    world.refuses(InMemoryWorld.Call.LIST);
    sweep();
    assertThat(ledger.estates()).as("recorded, though not seen").containsExactly("mlflow");

    asks("{'action': 'release', 'service': 'mlflow', 'force': true, 'for': 'PT1H'}");

    assertThat(ledger.estates()).isEmpty();
    assertThat(sweep().visits()).isEmpty();
  }

  @Test
  void doesNotKnowANameOfWhichNothingStands() {
    document = NOBODY;

    assertThat(asks("{'action': 'release', 'service': 'mlflow'}").reply().ending())
        .isEqualTo(Ending.NEVER_AGAIN);
  }

  /** Nothing can be registered, and the alarm calls. */
  private void moves() {
    world.ends(A, InMemoryWorld.Ending.FAIL).ends(B, InMemoryWorld.Ending.FAIL);
    sweep();
    assertThat(store.value(PARAMETER)).contains("http://" + IP1 + ":5000");
    consumers.settles(API);
  }

  private Round sweep() {
    return deployment().sweeps(MINUTE).run().rounds().getLast();
  }

  private Handled asks(String request) {
    var read = RequestReader.read(request.replace('\'', '"').getBytes(UTF_8));
    return deployment()
        .asks(Duration.ofSeconds(1), read, SimulatedInvocation.of(Deployment.FOR_A_PERSON))
        .run()
        .handled()
        .getFirst();
  }

  private Deployment deployment() {
    return Deployment.over(world, ledger, new Interleaving(world, ++seed, Duration.ofMillis(100)))
        .moving(document, store, alarms, consumers);
  }

  private List<String> ours() {
    return world.instances().stream()
        .filter(Instance.Ours.class::isInstance)
        .map(Instance::id)
        .toList();
  }

  private List<Message> told(String row) {
    return ledger.threads().stream()
        .filter(thread -> thread.contains(row))
        .flatMap(thread -> ledger.messages(thread).stream())
        .toList();
  }
}
