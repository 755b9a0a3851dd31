package ai.hokus.remediation.rollback;

import static ai.hokus.remediation.world.Sample.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.ports.ConfigurationSource;
import ai.hokus.remediation.ports.ConfigurationSource.Document;
import ai.hokus.remediation.ports.Ledger.Return;
import ai.hokus.remediation.ports.Ledger.Turn;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.rollback.Reply.Ending;
import ai.hokus.remediation.world.InMemoryLedger;
import ai.hokus.remediation.world.InMemoryLedger.Access;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.InlineExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ClerkTest {
  private static final Call REMAINING = new Call("request-1", Duration.ofSeconds(30));
  private static final Instant END = NOON.plusSeconds(60);
  private static final Optional<String> EVERY = Optional.empty();
  private static final Request.Pause MLFLOW =
      new Request.Pause(
          Optional.of("mlflow"), Optional.of(Duration.ofHours(1)), new Request.Word("", "we move"));
  private static final Hold HOLD =
      new Hold(Hold.Kind.PAUSE, Optional.of(NOON.plusSeconds(3600)), "we move")
          .asked(NOON, "request-1");

  private final InMemoryWorld clock = new InMemoryWorld();
  private final InMemoryLedger ledger = new InMemoryLedger(clock, "our-stack");

  /** Happens whenever the clerk waits, to the time that it is then. */
  private Consumer<Instant> meanwhile = _ -> {};

  private ConfigurationSource configuration =
      () -> List.of(new Document("REMEDIATION_CONFIG", guarding()));

  private final Clerk clerk =
      new Clerk(
          ledger,
          () -> configuration.documents(),
          new Parallel(new InlineExecutor()),
          clock,
          wait -> meanwhile.accept(clock.passes(wait).instant()));

  @Test
  void isInForceAtOnceWhereNoPassRuns() {
    assertThat(clerk.pause(MLFLOW, REMAINING)).isEqualTo(inForce());

    assertThat(clock.instant()).isEqualTo(NOON);
    assertThat(take("mlflow").holds()).isEqualTo(new Holds(List.of(HOLD)));
  }

  @Test
  void pausesUntilAWholeSecond() {
    clock.passes(Duration.ofNanos(999_999_999));

    assertThat(clerk.pause(MLFLOW, REMAINING).standings())
        .containsExactly(new Standing.InForce("mlflow", HOLD.asked(clock.instant(), "request-1")));
  }

  @Test
  void writesBeforeItAsksAnythingElse() {
    var documents = configuration;
    configuration =
        () -> {
          assertThat(ledger.count(Access.WRITE)).isEqualTo(1);
          return documents.documents();
        };

    assertThat(clerk.pause(MLFLOW, REMAINING)).isEqualTo(inForce());
  }

  @Test
  void isInForceOnceTheRunningPassHasReadIt() {
    var running = take("mlflow");
    meanwhile =
        now -> {
          if (now.equals(NOON.plusSeconds(3))) {
            assertThat(ledger.giveBack(running, Memory.NONE)).isEqualTo(new Return.Rung());
            assertThat(ledger.renew(running, Memory.NONE)).isPresent();
          }
        };

    assertThat(clerk.pause(MLFLOW, REMAINING)).isEqualTo(inForce());
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(3));
    assertThat(ledger.isHeld("mlflow")).isTrue();
  }

  @Test
  void isInForceOnceTheLeaseOfADeadHolderEnds() {
    ledger.take("mlflow", NOON.plusSeconds(7), Instant.MAX);

    assertThat(clerk.pause(MLFLOW, REMAINING)).isEqualTo(inForce());
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(7));
  }

  @Test
  void isOnlyAcceptedWhereAPassRunsOnAndOn() {
    take("mlflow");

    var reply = clerk.pause(MLFLOW, REMAINING);

    assertThat(reply.ending()).isEqualTo(Ending.DONE);
    assertThat(reply.standings())
        .singleElement()
        .isInstanceOfSatisfying(
            Standing.Accepted.class,
            accepted ->
                assertThat(accepted.inWords())
                    .isEqualTo(
                        "paused until 2025-08-01T13:00:00Z: we move; the running pass may still"
                            + " finish what it began, until 2025-08-01T12:01:00Z at the latest"));
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(20));
  }

  @Test
  void answersWhileThereIsTimeFor() {
    take("mlflow");

    var reply = clerk.pause(MLFLOW, new Call("request-1", Duration.ofSeconds(12)));

    assertThat(reply.standings()).singleElement().isInstanceOf(Standing.Accepted.class);
    assertThat(clock.instant()).as("a look may take 6 s").isEqualTo(NOON.plusSeconds(5));
  }

  @Test
  void goesOnWaitingWhereItCannotLook() {
    var running = take("mlflow");
    ledger.refuses(Access.READ);
    meanwhile =
        now -> {
          if (now.equals(NOON.plusSeconds(2))) {
            ledger.heals().leave(running, Memory.NONE);
          }
        };

    assertThat(clerk.pause(MLFLOW, REMAINING)).isEqualTo(inForce());
  }

  @Test
  void lastsUntilAPersonResumes() {
    var reply =
        clerk.pause(new Request.Pause(EVERY, Optional.empty(), Request.Word.NONE), REMAINING);

    assertThat(reply.standings())
        .extracting(Standing::inWords)
        .last()
        .isEqualTo("paused until a person resumes; no pass runs that has not read it");
  }

  @Test
  void needsNoConfigurationToPauseByName() {
    configuration = ClerkTest::unreadable;

    var reply = clerk.pause(MLFLOW, REMAINING);

    assertThat(reply)
        .isEqualTo(
            new Reply(
                Ending.DONE,
                inForce().standings(),
                List.of(
                    "whether a guarded service is called mlflow could not be read: SSM is down")));
  }

  @Test
  void needsNoRightConfigurationEither() {
    configuration = () -> List.of(new Document("REMEDIATION_CONFIG", "{}"));

    var reply = clerk.pause(MLFLOW, REMAINING);

    assertThat(reply.standings()).isEqualTo(inForce().standings());
    assertThat(reply.says())
        .singleElement()
        .asString()
        .startsWith(
            "whether a guarded service is called mlflow could not be read: the configuration"
                + " cannot be used: ");
  }

  @Test
  void saysWhatIsGuardedWhereNothingIsCalledSo() {
    take("mlfow");

    var reply =
        clerk.pause(
            new Request.Pause(Optional.of("mlfow"), Optional.empty(), Request.Word.NONE),
            REMAINING);

    assertThat(reply.ending()).isEqualTo(Ending.NEVER_AGAIN);
    assertThat(reply.says())
        .containsExactly(
            "no guarded service is called mlfow, though the ledger now knows the name;"
                + " guarded: api, mlflow");
    assertThat(clock.instant()).as("nobody is waited for").isEqualTo(NOON);
  }

  @Test
  void pausesEveryGuardedService() {
    take("mlflow");

    var reply =
        clerk.pause(new Request.Pause(EVERY, Optional.empty(), Request.Word.NONE), REMAINING);

    assertThat(reply.ending()).isEqualTo(Ending.DONE);
    assertThat(reply.standings())
        .extracting(standing -> standing.service() + " " + standing.state())
        .containsExactly("* accepted", "api in force", "mlflow accepted");
    assertThat(take("api").holds()).isEqualTo(ledger.holdsOnEvery());
  }

  @Test
  void waitsUntilEveryRunningPassHasReadIt() {
    var running = take("mlflow");
    meanwhile = _ -> ledger.renew(running, Memory.NONE);

    var reply =
        clerk.pause(new Request.Pause(EVERY, Optional.empty(), Request.Word.NONE), REMAINING);

    assertThat(reply.standings())
        .extracting(standing -> standing.service() + " " + standing.state())
        .containsExactly("* accepted", "api in force", "mlflow in force");
  }

  /** What was paused by its name stays so for as long as was asked for. */
  @Test
  void leavesThePausesOfSingleServicesAsTheyAre() {
    clerk.pause(MLFLOW, REMAINING);

    clerk.pause(
        new Request.Pause(EVERY, Optional.of(Duration.ofMinutes(1)), Request.Word.NONE), REMAINING);

    assertThat(take("mlflow").holds().inForce(Hold.Kind.PAUSE, NOON.plusSeconds(600)))
        .contains(HOLD);
  }

  @Test
  void pausesEveryServiceBeforeItAsksWhichThereAre() {
    configuration = ClerkTest::unreadable;

    var reply =
        clerk.pause(
            new Request.Pause(EVERY, Optional.empty(), new Request.Word("", "now")), REMAINING);

    assertThat(reply.ending()).isEqualTo(Ending.DONE);
    assertThat(reply.standings())
        .extracting(Standing::service, Standing::state, Standing::inWords)
        .containsExactly(
            tuple(
                "*",
                "accepted",
                "paused until a person resumes: now; passes that begin from now on read it, and any"
                    + " that runs ends by 2025-08-01T12:01:05Z"));
    assertThat(reply.says())
        .containsExactly(
            "no pass was waited for, as which services are guarded could not be read: SSM is down");
    assertThat(take("mlflow").holds().inForce(Hold.Kind.PAUSE, NOON)).isPresent();
  }

  @Test
  void resumesEveryServiceWithoutKnowingWhichThereAre() {
    clerk.pause(new Request.Pause(EVERY, Optional.empty(), Request.Word.NONE), REMAINING);
    configuration = ClerkTest::unreadable;

    var reply = clerk.resume(new Request.Resume(EVERY));

    assertThat(reply.ending()).isEqualTo(Ending.COME_AGAIN);
    assertThat(reply.standings())
        .extracting(Standing::inWords)
        .containsExactly("was: paused until a person resumes");
    assertThat(reply.says())
        .containsExactly(
            "what is paused by its name stays so, as which services are guarded could not be read:"
                + " SSM is down");
    assertThat(take("mlflow").holds()).isEqualTo(Holds.NONE);
  }

  @Test
  void saysThatEveryServiceIsStillPaused() {
    clerk.pause(MLFLOW, REMAINING);
    clerk.pause(
        new Request.Pause(EVERY, Optional.empty(), new Request.Word("", "we move")), REMAINING);

    var reply = clerk.resume(new Request.Resume(Optional.of("mlflow")));

    assertThat(reply.standings())
        .extracting(Standing::state, Standing::inWords)
        .containsExactly(
            tuple(
                "still held",
                "was: paused until 2025-08-01T13:00:00Z: we move; but every service is paused until"
                    + " a person resumes: we move; to end that, resume *"));
  }

  @Test
  void saysWhereTheLedgerDidNotAnswer() {
    ledger.refuses(Access.WRITE);

    assertThat(clerk.pause(MLFLOW, REMAINING))
        .isEqualTo(
            new Reply(
                Ending.COME_AGAIN,
                List.of(new Standing.Unknown("mlflow", "the ledger refuses every WRITE")),
                List.of()));
    assertThat(clerk.resume(new Request.Resume(EVERY)).standings())
        .hasSize(3)
        .hasOnlyElementsOfType(Standing.Unknown.class);
  }

  @Test
  void resumesAndSaysWhatWasHeld() {
    clerk.pause(MLFLOW, REMAINING);
    take("mlflow");

    var reply = clerk.resume(new Request.Resume(EVERY));

    assertThat(reply.ending()).isEqualTo(Ending.DONE);
    assertThat(reply.standings())
        .extracting(standing -> standing.service() + ": " + standing.inWords())
        .containsExactly(
            "*: nothing was held",
            "api: nothing was held",
            "mlflow: was: paused until 2025-08-01T13:00:00Z: we move");
    assertThat(clock.instant()).as("nobody is waited for").isEqualTo(NOON);
    assertThat(ledger.isMarked("mlflow")).as("the running pass looks again").isTrue();
  }

  private static Reply inForce() {
    return new Reply(Ending.DONE, List.of(new Standing.InForce("mlflow", HOLD)), List.of());
  }

  private Lease take(String service) {
    return ((Turn.Taken) ledger.take(service, END, Instant.MAX)).lease();
  }

  private static List<Document> unreadable() {
    throw new Unavailable("SSM is down");
  }

  private static String guarding() {
    return """
    {"policy": "repair", "cidrs": ["10.0.0.0/16"], "services": {%s, %s}}\
    """
        .formatted(service("mlflow"), service("api"));
  }

  private static String service(String name) {
    return """
    "%1$s": {"ecsService": "%1$s", "port": 5000,
      "cloudMap": {"namespace": "local", "service": "%1$s"}, "probe": {"path": "/"}}\
    """
        .formatted(name);
  }
}
