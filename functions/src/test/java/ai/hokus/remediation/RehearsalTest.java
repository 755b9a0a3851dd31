package ai.hokus.remediation;

import static ai.hokus.remediation.Deployment.SHADOW;
import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.SampleConfiguration.BY_NAME;
import static ai.hokus.remediation.world.SampleConfiguration.PARAMETER;
import static ai.hokus.remediation.world.SampleConfiguration.parameter;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.ProbeRequest;
import ai.hokus.remediation.model.Rehearsed;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.world.InMemoryAlarmBoard;
import ai.hokus.remediation.world.InMemoryConsumers;
import ai.hokus.remediation.world.InMemoryEndpointStore;
import ai.hokus.remediation.world.InMemoryEndpointStore.Call;
import ai.hokus.remediation.world.InMemoryLedger;
import ai.hokus.remediation.world.InMemoryRehearsalBook;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.SampleConfiguration;
import ai.hokus.remediation.world.SimulatedInvocation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All is well, and the emergency exit is tried all the same: by sweeps, through all rooms. */
class RehearsalTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final String HELD = "http://nobody-reads-this.invalid";
  private static final String ROW = "rehearsal";

  /** More calls than such an invocation makes, which each test checks. */
  private static final int MANY = 80;

  private InMemoryWorld world;
  private InMemoryLedger ledger;
  private InMemoryEndpointStore store;
  private InMemoryRehearsalBook book;
  private String document = SampleConfiguration.moving("repair", "onAlarm", "envAtStart");
  private Optional<Prober> prober = Optional.empty();
  private long seed;

  @BeforeEach
  void allIsWell() {
    world = new InMemoryWorld().tasks(running(A, IP1)).instances(ofEcs(A, IP1)).ok(IP1);
    ledger = new InMemoryLedger(world, Sample.GUARD.owner());
    store = new InMemoryEndpointStore().holds(PARAMETER, BY_NAME).holds(SHADOW, HELD);
    book = new InMemoryRehearsalBook();
  }

  @Test
  void goesThereAndBackOnTheShadowAlone() {
    var round = sweep();

    assertThat(store.valueOf(SHADOW, 2)).contains("http://" + IP1 + ":5000");
    assertThat(store.value(SHADOW)).contains(HELD);
    assertThat(store.version(SHADOW)).isEqualTo(3);
    assertThat(store.version(PARAMETER)).isOne();
    assertThat(kept().failure()).isEmpty();
    assertThat(round.says()).isEmpty();
    assertThat(ledger.threads()).isEmpty();
    assertThat(ledger.isHeld("mlflow")).isFalse();
  }

  @Test
  void doesItOnceADay() {
    sweep();
    sweep();
    assertThat(store.count(Call.PUT)).isEqualTo(2);

    sweep(DAY);
    assertThat(store.count(Call.PUT)).isEqualTo(4);
  }

  @Test
  void doesOneInASweep() {
    var services = List.of("api", "mlflow");
    document = SampleConfiguration.movingEach("repair", "onNameFailure", services);
    services.forEach(name -> store.holds(parameter(name), BY_NAME));

    sweep();
    assertThat(book.read()).containsOnlyKeys("api");
    sweep();
    assertThat(book.read()).containsOnlyKeys("api", "mlflow");
    assertThat(store.version(SHADOW)).isEqualTo(5);
  }

  @Test
  void tellsOfAFailureAndOfItsEnd() {
    store.gone(SHADOW);

    assertThat(sweep().says())
        .singleElement()
        .asString()
        .startsWith("the rehearsal of mlflow's fallback failed: there is no parameter " + SHADOW);
    assertThat(ledger.dossier("mlflow").findings()).containsKey(ROW);
    assertThat(messages().map(Message::weight)).containsExactly(Message.Weight.ALERT);

    store.holds(SHADOW, HELD);
    assertThat(sweep().says()).isEmpty();
    assertThat(kept().failure()).isPresent();
    sweep(Duration.ofHours(1));

    assertThat(kept().failure()).isEmpty();
    assertThat(ledger.dossier("mlflow").findings()).doesNotContainKey(ROW);
    assertThat(messages().map(Message::weight))
        .containsExactly(Message.Weight.ALERT, Message.Weight.GOOD);
  }

  @Test
  void failsWhereItMayNotWrite() {
    store.refuses(Call.PUT);

    sweep();

    assertThat(kept().failure()).isPresent();
    assertThat(store.value(SHADOW)).contains(HELD);
  }

  /** The name is fine, and on the day the exit would not open: the application wants its name. */
  @Test
  void findsOutThatTheApplicationRefusesItsAddress() {
    prober = Optional.of(refusingAddresses());

    sweep();

    assertThat(kept().failure().orElseThrow()).contains("nobody answers by address");
    assertThat(store.count(Call.PUT)).isZero();
  }

  @Test
  void failsWhereItCannotBePutBackAndMendsItNextTime() {
    store.before(Call.PUT, () -> store.before(Call.PUT, () -> store.refuses(Call.PUT)));

    sweep();
    assertThat(kept().failure().orElseThrow()).startsWith("it was not put back: ");
    assertThat(store.value(SHADOW)).contains("http://" + IP1 + ":5000");

    store.heals();
    sweep(Duration.ofHours(1));
    assertThat(kept().failure()).isEmpty();
    assertThat(store.value(SHADOW)).contains(HELD);
  }

  @Test
  void leavesWhoIsPausedAlone() {
    ledger.hold("mlflow", new Hold(Hold.Kind.PAUSE, Optional.empty(), "we move"));

    sweep();

    assertThat(store.count(Call.PUT)).isZero();
  }

  @Test
  void leavesWhoIsInTroubleAlone() {
    world.ecs(forgetful(1)).loses(A.value()).ends(A, InMemoryWorld.Ending.FAIL);

    sweep();

    assertThat(store.version(SHADOW)).isOne();
    assertThat(book.read()).isEmpty();
  }

  @Test
  void leavesAloneWhatMayNotBeMovedOrIsNotToBe() {
    for (var each :
        List.of(
            SampleConfiguration.moving("observe", "onAlarm", "runtimeRead"),
            SampleConfiguration.moving("repair", "never", "runtimeRead"),
            SampleConfiguration.guarding("repair", List.of("mlflow")))) {
      document = each;
      sweep();
    }

    assertThat(store.count(Call.PUT)).isZero();
    assertThat(book.read()).isEmpty();
  }

  /** The next one ends what was begun: nothing is left in the shadow, and nothing else touched. */
  @Test
  void isEndedByTheNextWhereverItWasKilled() {
    int killed = 0;
    for (int call = 1; call <= MANY; call++) {
      allIsWell();
      var mortal = SimulatedInvocation.of(Deployment.FOR_A_SWEEP).killedAtCall(call);

      deployment().sweeps(Duration.ZERO, mortal).run();
      sweep(Duration.ofMinutes(2));

      killed += mortal.wasKilled() ? 1 : 0;
      assertWell("killed at call " + call);
    }
    assertThat(killed).isBetween(25, MANY - 1);
  }

  @Test
  void isEndedWhateverTookEffectWithoutAWord() {
    int calls = 0;
    for (int call = 1; call <= MANY; call++) {
      allIsWell();
      var unlucky = SimulatedInvocation.of(Deployment.FOR_A_SWEEP).withoutAnswerTo(call);

      deployment().sweeps(Duration.ZERO, unlucky).run();
      sweep(Duration.ofMinutes(2));
      sweep(Duration.ofHours(1));

      calls = Math.max(calls, unlucky.calls());
      assertWell("no answer to call " + call);
    }
    assertThat(calls).isBetween(25, MANY - 1);
  }

  private void assertWell(String when) {
    assertThat(store.value(SHADOW)).as(when).contains(HELD);
    assertThat(ledger.dossier(Rehearsal.STAGE).fallback()).as(when).isEmpty();
    assertThat(kept()).as(when).extracting(Rehearsed::failure).isEqualTo(Optional.empty());
    assertThat(store.version(PARAMETER)).as(when).isOne();
  }

  private Stream<Message> messages() {
    return ledger.threads().stream().flatMap(thread -> ledger.messages(thread).stream());
  }

  /** Answers to its name, and refuses a Host that is an address. */
  private Prober refusingAddresses() {
    return question -> {
      var answer = world.ask(question);
      return question.request().host().contains(ProbeRequest.ADDRESS)
          ? new Answer(
              answer.verdicts().keySet().stream()
                  .collect(toMap(each -> each, _ -> new Verdict.Rejected(403))),
              answer.resolution())
          : answer;
    };
  }

  private Round sweep() {
    return sweep(MINUTE);
  }

  private Round sweep(Duration after) {
    return deployment().sweeps(after).run().rounds().getFirst();
  }

  private Rehearsed kept() {
    return Optional.ofNullable(book.read().get("mlflow")).orElseThrow();
  }

  private Deployment deployment() {
    var interleaving = new Interleaving(world, ++seed, Duration.ofMillis(50));
    var deployment =
        Deployment.over(world, ledger, interleaving)
            .moving(document, store, new InMemoryAlarmBoard(), new InMemoryConsumers(world));
    return prober.map(deployment::asking).orElse(deployment).rehearsing(book);
  }
}
