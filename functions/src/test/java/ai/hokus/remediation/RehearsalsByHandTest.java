package ai.hokus.remediation;

import static ai.hokus.remediation.Deployment.SHADOW;
import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.running;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.incidents.Commands;
import ai.hokus.remediation.incidents.Incidents;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.observation.Observer;
import ai.hokus.remediation.ports.ConfigurationSource.Document;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.rollback.Reply;
import ai.hokus.remediation.rollback.Request;
import ai.hokus.remediation.rollback.Standing;
import ai.hokus.remediation.world.Endpoints;
import ai.hokus.remediation.world.InMemoryAlarmBoard;
import ai.hokus.remediation.world.InMemoryConsumers;
import ai.hokus.remediation.world.InMemoryEndpointStore;
import ai.hokus.remediation.world.InMemoryEndpointStore.Call;
import ai.hokus.remediation.world.InMemoryLedger;
import ai.hokus.remediation.world.InMemoryRehearsalBook;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.InlineExecutor;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.SampleConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RehearsalsByHandTest {
  private final InMemoryWorld world =
      new InMemoryWorld().tasks(running(A, IP1)).instances(ofEcs(A, IP1)).ok(IP1);
  private final InMemoryLedger ledger = new InMemoryLedger(world, Sample.GUARD.owner());
  private final InMemoryEndpointStore store =
      new InMemoryEndpointStore().holds(SHADOW, "http://nobody-reads-this.invalid");
  private final InMemoryRehearsalBook book = new InMemoryRehearsalBook();
  private String policy = "repair";

  @Test
  void answersThatTheExitOpens() {
    var reply = ask("mlflow");

    assertThat(reply.ending()).isEqualTo(Reply.Ending.DONE);
    assertThat(reply.standings())
        .containsExactly(new Standing.Rehearsed("mlflow", Optional.empty()));
    assertThat(reply.standings().getFirst().state()).isEqualTo("rehearsed");
    assertThat(store.version(SHADOW)).isEqualTo(3);
  }

  /** As often as it is asked for. */
  @Test
  void waitsForNoDay() {
    ask("mlflow");
    ask("mlflow");

    assertThat(store.version(SHADOW)).isEqualTo(5);
  }

  @Test
  void answersWhyItDoesNotOpen() {
    store.refuses(Call.PUT);

    var reply = ask("mlflow");

    assertThat(reply.standings().getFirst().state()).isEqualTo("failed");
    assertThat(reply.standings().getFirst().inWords())
        .startsWith("the rehearsal of the fallback failed: set " + SHADOW);
    assertThat(ledger.dossier("mlflow").findings()).containsKey("rehearsal");
  }

  /** What was done is answered, also where it could not be written down. */
  @Test
  void saysThatItCouldNotBeWrittenDown() {
    book.refuses();

    var reply = ask("mlflow");

    assertThat(reply.standings().getFirst().state()).isEqualTo("rehearsed");
    assertThat(reply.says())
        .containsExactly("how the rehearsal went could not be written down: the book is not there");
  }

  @Test
  void namesWhoIsGuarded() {
    var reply = ask("mlfow");

    assertThat(reply.ending()).isEqualTo(Reply.Ending.NEVER_AGAIN);
    assertThat(reply.says()).containsExactly("no guarded service is called mlfow; guarded: mlflow");
  }

  @Test
  void beginsNothingUnderObserve() {
    policy = "observe";

    var reply = ask("mlflow");

    assertThat(reply.says())
        .containsExactly("the rehearsal did not begin: policy observe: nothing is written");
    assertThat(store.count(Call.PUT)).isZero();
  }

  @Test
  void beginsNothingWhileTheServiceIsPaused() {
    ledger.hold("mlflow", new Hold(Hold.Kind.PAUSE, Optional.empty(), "we move"));

    var reply = ask("mlflow");

    assertThat(reply.ending()).isEqualTo(Reply.Ending.COME_AGAIN);
    assertThat(reply.says())
        .containsExactly("the rehearsal did not begin: paused until a person resumes: we move");
    assertThat(store.count(Call.PUT)).isZero();
  }

  @Test
  void beginsNothingWhileAllIsPaused() {
    ledger.holdEvery(new Hold(Hold.Kind.PAUSE, Optional.empty(), "we move"));

    var reply = ask("mlflow");

    assertThat(reply.ending()).isEqualTo(Reply.Ending.COME_AGAIN);
    assertThat(reply.says())
        .containsExactly("the rehearsal did not begin: paused until a person resumes: we move");
    assertThat(store.count(Call.PUT)).isZero();
  }

  @Test
  void beginsNothingWhileAnotherIsAtIt() {
    ledger.take(Rehearsal.STAGE, world.instant().plusSeconds(60), Instant.MAX);

    assertThat(ask("mlflow").says())
        .containsExactly("the rehearsal did not begin: another rehearsal is at it");
  }

  private Reply ask(String service) {
    var parallel = new Parallel(new InlineExecutor());
    var rehearsal =
        new Rehearsal(
            ledger,
            new Observer(world, world, world, parallel, world),
            Endpoints.over(
                store,
                new InMemoryAlarmBoard(),
                new InMemoryConsumers(world),
                world,
                parallel,
                world),
            world,
            world,
            Sample.GUARD,
            Policy.SYNC,
            SHADOW);
    var rehearsing =
        new Rehearsing(rehearsal, book, ledger, new Incidents(new Commands("live")), world);
    var document =
        new Document("inline", SampleConfiguration.moving(policy, "onAlarm", "runtimeRead"));
    return new RehearsalsByHand(() -> List.of(document), Optional.of(rehearsing), world)
        .ask(new Request.Rehearse(service), Duration.ofSeconds(30));
  }
}
