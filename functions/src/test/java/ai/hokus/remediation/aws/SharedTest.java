package ai.hokus.remediation.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedTest {
  private static final String SAID = "what was read";

  private final MovableClock clock = new MovableClock();
  private final AtomicInteger readings = new AtomicInteger();
  private final CountDownLatch answered = new CountDownLatch(1);

  private record Asker(Thread thread, FutureTask<String> answer) {}

  @Test
  void isReadOnceForAllWhoAskMeanwhile() throws Exception {
    var shared = shared(() -> SAID);
    var askers = eightWaiting(shared);

    answered.countDown();

    for (var asker : askers) {
      assertThat(asker.answer().get()).isEqualTo(SAID);
    }
    assertThat(ask(shared)).isEqualTo(SAID);
    assertThat(readings).hasValue(1);
  }

  @Test
  void failsAllWhoWaitedAndNobodyAfterThem() {
    var shared = shared(this::refuseTheFirst);
    var askers = eightWaiting(shared);

    answered.countDown();

    assertThat(askers)
        .allSatisfy(
            asker -> assertThatThrownBy(asker.answer()::get).hasRootCauseMessage("throttled"));
    assertThat(ask(shared)).isEqualTo(SAID);
    assertThat(readings).hasValue(2);
  }

  @Test
  void goesOnForTheOthersWhenOneWhoWaitsGivesUp() throws Exception {
    var shared = shared(() -> SAID);
    var first = asker(shared);
    var second = asker(shared);

    second.thread().interrupt();
    assertThatThrownBy(second.answer()::get).hasCauseInstanceOf(Unavailable.class);
    answered.countDown();

    assertThat(first.answer().get()).isEqualTo(SAID);
    assertThat(ask(shared)).isEqualTo(SAID);
    assertThat(readings).hasValue(1);
  }

  @Test
  void isReadAnewOnceItIsTooOld() {
    var shared = shared(() -> SAID);
    answered.countDown();

    ask(shared);
    clock.pass(Duration.ofSeconds(59));
    ask(shared);
    assertThat(readings).hasValue(1);

    clock.pass(Duration.ofSeconds(1));
    ask(shared);
    assertThat(readings).hasValue(2);
  }

  @Test
  void forgetsOnlyWhatIsWrong() {
    var shared = shared(() -> SAID);
    answered.countDown();

    ask(shared);
    shared.forgetIf("something else"::equals);
    ask(shared);
    assertThat(readings).hasValue(1);

    shared.forgetIf(SAID::equals);
    ask(shared);
    assertThat(readings).hasValue(2);
  }

  @Test
  void letsAReadingUnderWayStand() throws Exception {
    var shared = shared(() -> SAID);
    var first = asker(shared);

    shared.forgetIf(_ -> true);
    var second = asker(shared);
    answered.countDown();

    assertThat(List.of(first.answer().get(), second.answer().get())).containsOnly(SAID);
    assertThat(readings).hasValue(1);
  }

  private Shared<String> shared(Callable<String> reading) {
    return new Shared<>(
        () -> {
          readings.incrementAndGet();
          answered.await();
          return reading.call();
        },
        clock);
  }

  private String refuseTheFirst() {
    if (readings.get() == 1) {
      throw new IllegalStateException("throttled");
    }
    return SAID;
  }

  private String ask(Shared<String> shared) {
    return shared.begunAfter(clock.instant().minusSeconds(60));
  }

  private List<Asker> eightWaiting(Shared<String> shared) {
    return Stream.generate(() -> asker(shared)).limit(8).toList();
  }

  /** One who waits for an answer by now. */
  private Asker asker(Shared<String> shared) {
    var answer = new FutureTask<>(() -> ask(shared));
    var thread = Thread.startVirtualThread(answer);
    while (thread.getState() != Thread.State.WAITING && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
    return new Asker(thread, answer);
  }
}
