package ai.hokus.remediation.ports;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Vigil;
import ai.hokus.remediation.ports.Ledger.Turn;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A ledger to be held to its contract, and what its contract plays on it. */
abstract class LedgerStage {
  static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  static final Instant LATER = NOON.plusSeconds(35);
  static final TaskId TASK = new TaskId("0123456789abcdef0123456789abcdef");

  /** With something in each of its parts. */
  static final Memory MEMORY =
      new Memory(
          Map.of(TASK, new Memory.Missing(NOON, true)),
          Map.of(TASK, NOON.plusMillis(1)),
          Map.of(TASK, new Memory.Pushed(false, NOON)),
          Map.of(
              TASK,
              new Memory.Sent(
                  NOON.plusSeconds(2), new Memory.Underway(new Operation.Running("op"), true))),
          Optional.of(NOON.minusNanos(1_000)),
          Map.of(new TaskId("a"), LATER),
          Map.of(TASK, NOON.plusSeconds(3)),
          Optional.of(NOON.plusSeconds(4)),
          new Vigil(
              Optional.of(NOON.plusSeconds(5)),
              Optional.of(NOON.plusSeconds(6)),
              7,
              Optional.of(NOON.plusSeconds(8)),
              Optional.of(NOON.plusSeconds(9)),
              Optional.of(NOON.plusSeconds(10))));

  static final Hold PAUSE = pause("the cluster moves");

  /** New in each test, so that tests can share one table. */
  final String service = "s-" + UUID.randomUUID();

  Instant now = NOON;
  final InstantSource clock = () -> now;
  Ledger ledger;

  @BeforeEach
  void open() {
    ledger = ledger(clock, "our-stack");
  }

  /**
   * The ledger of all tests.
   *
   * @param owner what it proposes as the owner id, if none was made yet
   */
  protected abstract Ledger ledger(InstantSource clock, String owner);

  /** They are on the services of the other tests, too. */
  @AfterEach
  void takeHoldsOnEveryServiceAway() {
    ledger.resumeEvery();
  }

  /** From now on nothing that is asked is done. */
  protected abstract void letFail();

  /** From now on what is asked is done, and not answered. */
  protected abstract void loseAnswers();

  protected abstract void heal();

  /** What the outbox keeps of a thread, in the order of the messages' numbers. */
  protected abstract List<Message> messages(String thread);

  Lease take() {
    return take(LATER);
  }

  Lease take(Instant until) {
    return ((Turn.Taken) ledger.take(service, until, Instant.MAX)).lease();
  }

  /** Somebody comes while the lease is held. */
  void ring() {
    assertThat(ledger.take(service, LATER, Instant.MAX)).isInstanceOf(Turn.Busy.class);
  }

  static Hold pause(String why) {
    return new Hold(Hold.Kind.PAUSE, Optional.empty(), why);
  }

  static <T> List<T> atOnce(int times, Callable<T> call) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return new Parallel(threads).all(Collections.nCopies(times, call));
    }
  }
}
