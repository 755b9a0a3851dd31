package ai.hokus.remediation;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.stopped;
import static ai.hokus.remediation.world.Sample.stopping;
import static ai.hokus.remediation.world.SampleConfiguration.BY_NAME;
import static ai.hokus.remediation.world.SampleConfiguration.PARAMETER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.ByHand.Handled;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Estate;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.rollback.Reply.Ending;
import ai.hokus.remediation.rollback.RequestReader;
import ai.hokus.remediation.world.DelegatingLedger;
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
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
  private boolean isForbidden;
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

  /** Else it would keep the fallback's address, and nobody would look again. */
  @ParameterizedTest
  @EnumSource
  void isNotOverBeforeTheConsumerWasAsked(InMemoryConsumers.Call refused) {
    moves();
    document = NOBODY;
    consumers.refuses(refused);
    world.recovers().ecs(Sample.ecs(1)).instances(ofEcs(A, IP1));
    alarms.shows(ALARM, Alarm.State.OK);
    sweeps(15);

    assertThat(store.value(PARAMETER)).contains(BY_NAME);
    assertThat(ledger.dossier("mlflow").incident()).isPresent();
    consumers.heals();
    sweeps(3);

    assertThat(consumers.count(InMemoryConsumers.Call.REDEPLOY)).isGreaterThan(1);
    assertThat(ledger.dossier("mlflow").incident()).isEmpty();
    assertThat(ledger.estates()).isEmpty();
  }

  @Test
  void tellsWhatStandsAndOnlyWhatItDoesNotReachHowToTakeAwayByHand() {
    moves();
    world.instances(Sample.ours(A, IP1));
    sweep();
    document = NOBODY;
    sweeps(4);
    assertThat(told("noLongerConfigured"))
        .singleElement()
        .returns(Message.Weight.ALERT, Message::weight)
        .satisfies(message ->
            assertThat(message.you().getFirst()).contains("is no longer configured", A.value()));
    assertThat(told("outOfReach")).isEmpty();

    world.refuses(InMemoryWorld.Call.LIST);
    sweeps(4);

    assertThat(told("outOfReach"))
        .singleElement()
        .returns(Message.Weight.ALERT, Message::weight)
        .satisfies(message ->
            assertThat(message.you())
                .containsSubsequence(
                    "aws ssm put-parameter --overwrite --name '%s' --value '%s' --tier 'Standard' --data-type 'text'"
                        .formatted(PARAMETER, BY_NAME),
                    "aws servicediscovery deregister-instance --service-id '%s' --instance-id '%s'"
                        .formatted(Sample.CLOUD_MAP.id(), A)));
  }

  @Test
  void tellsOnceThatNothingStandsAnyMore() {
    sweep();
    document = NOBODY;
    sweeps(3);
    world.tasks(stopped(A, IP1)).answers(IP1, new Verdict.Down("refused")).ecs(forgetful(0));
    sweeps(14);

    assertThat(told("noLongerConfigured"))
        .extracting(Message::weight)
        .containsExactly(Message.Weight.ALERT, Message.Weight.GOOD);
    assertThat(ledger.estates()).isEmpty();
    assertThat(ledger.dossier("mlflow").findings()).isEmpty();
  }

  /** Environments keep a configuration for a minute, and may be of two minds for so long. */
  @Test
  void saysAndClosesNothingWhereOneEnvironmentReadsAnOlderConfiguration() {
    world.ends(A, InMemoryWorld.Ending.FAIL);
    alarms.shows(ALARM, Alarm.State.OK);
    sweep();
    var incident = ledger.dossier("mlflow").incident().orElseThrow().id();
    var before = document;

    document = NOBODY;
    sweep();
    document = before;
    sweep();

    assertThat(told("noLongerConfigured")).isEmpty();
    assertThat(ledger.dossier("mlflow").incident().orElseThrow().id()).isEqualTo(incident);
    assertThat(ledger.dossier("mlflow").findings()).containsKey("registryForgotten");
  }

  /** Nothing is registered any more, so it is not replaced: it stays until its time is over. */
  @Test
  void keepsTheLastOneAsLongAsItsTaskServes() {
    sweep();
    document = NOBODY;
    world.tasks(stopping(A, IP1), running(B, IP2)).ok(IP2);

    sweep();

    assertThat(ours()).containsExactly(A.value());
  }

  @Test
  void leavesTheInstancesToTheNameByWhichItIsConfiguredNow() {
    sweep();
    document =
        SampleConfiguration.moving("repair", "onAlarm", "envAtStart")
            .replace("\"mlflow\": {\"ecsService\"", "\"flow\": {\"ecsService\"");
    sweeps(4);

    assertThat(told("noLongerConfigured")).isEmpty();
    assertThat(ours()).containsExactly(A.value());
  }

  @Test
  void visitsTheOthersWhereOneCannotBeRead() {
    sweep();
    document = NOBODY;
    var sick = new Estate(Sample.MLFLOW, Optional.empty(), List.of("i"));
    ledger.hasOnFile("a-sick", Dossier.EMPTY.leaving(Optional.of(sick)));
    var others =
        new DelegatingLedger(ledger) {
          @Override
          public OnFile onFile(String service) {
            if (service.equals("a-sick")) {
              throw new Unavailable("it makes no sense");
            }
            return super.onFile(service);
          }
        };

    var round = deployment(others).sweeps(MINUTE).run().rounds().getLast();

    assertThat(round.visits())
        .extracting(visit -> visit.service().name())
        .containsExactly("mlflow");
    assertThat(round.says()).containsExactly("a-sick could not be looked after: it makes no sense");
  }

  @Test
  void isGuardedAgainAsEverWhereItIsConfiguredAgain() {
    sweep();
    var before = document;
    document = NOBODY;
    sweeps(3);
    document = before;
    world.tasks(stopped(A, IP1), running(B, IP2)).ok(IP2).answers(IP1, new Verdict.Down("refused"));

    sweeps(12);

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
    isForbidden = true;
    sweeps(3);
    assertThat(ledger.estates()).as("recorded, though not seen").containsExactly("mlflow");

    asks("{'action': 'release', 'service': 'mlflow', 'force': true, 'for': 'PT1H'}");
    sweeps(8);
    assertThat(ledger.estates()).as("it may be a throttle").containsExactly("mlflow");

    sweeps(4);
    assertThat(ledger.estates()).isEmpty();
    assertThat(sweep().visits()).isEmpty();
  }

  /** One call that could not be made says nothing of what the others reach. */
  @Test
  void forgetsByForceAConsumerThatItDoesNotReach() {
    moves();
    document = NOBODY;
    consumers.refuses(InMemoryConsumers.Call.LOOK);
    world.recovers().ecs(Sample.ecs(1)).instances(ofEcs(A, IP1));
    alarms.shows(ALARM, Alarm.State.OK);
    sweeps(15);
    assertThat(ledger.dossier("mlflow").incident()).isPresent();

    asks("{'action': 'release', 'service': 'mlflow', 'force': true, 'for': 'PT1H'}");
    sweeps(13);

    assertThat(store.value(PARAMETER)).contains(BY_NAME);
    assertThat(ledger.dossier("mlflow").incident()).isEmpty();
    assertThat(ledger.estates()).isEmpty();
  }

  @Test
  void forgetsNoFallbackThatItReaches() {
    moves();
    document = NOBODY;
    isForbidden = true;
    sweep();

    asks("{'action': 'release', 'service': 'mlflow', 'force': true, 'for': 'PT1H'}");
    sweeps(13);

    assertThat(ledger.dossier("mlflow").fallback()).isPresent();
    isForbidden = false;
    world.recovers().ecs(Sample.ecs(1)).instances(ofEcs(A, IP1));
    alarms.shows(ALARM, Alarm.State.OK);
    sweeps(12);
    assertThat(store.value(PARAMETER)).contains(BY_NAME);
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

  private void sweeps(int many) {
    for (int minute = 0; minute < many; minute++) {
      sweep();
      consumers.settles(API);
    }
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
    return deployment(ledger);
  }

  private Deployment deployment(Ledger with) {
    return Deployment.over(world, with, new Interleaving(world, ++seed, Duration.ofMillis(100)))
        .writingTo(cloudMap())
        .moving(document, store, alarms, consumers);
  }

  /** The world's, of which our role may not be allowed to list anything. */
  private Registry cloudMap() {
    return (Registry)
        Proxy.newProxyInstance(
            Registry.class.getClassLoader(),
            new Class<?>[] {Registry.class},
            (_, method, arguments) -> {
              try {
                return isForbidden && method.getName().equals("list")
                    ? new Reading.Partial<Listing>(new Listing.Unread(), "AccessDenied")
                    : method.invoke(world, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
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
