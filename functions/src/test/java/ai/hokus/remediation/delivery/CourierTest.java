package ai.hokus.remediation.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.ports.Outbox.Box;
import ai.hokus.remediation.world.InMemoryChannel;
import ai.hokus.remediation.world.InMemoryOutbox;
import ai.hokus.remediation.world.InMemoryOutbox.Fault;
import ai.hokus.remediation.world.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CourierTest {
  private static final String THREAD = "mlflow-20250801T120000Z";

  private final InMemoryOutbox outbox = new InMemoryOutbox();
  private final InMemoryChannel slack = new InMemoryChannel("slack");
  private final InMemoryChannel sns = new InMemoryChannel("sns");
  private final List<Duration> waits = new ArrayList<>();
  private Instant now = Sample.NOON;
  private Duration left = Duration.ofSeconds(60);
  private final Courier courier = new Courier(outbox, List.of(slack, sns), () -> now, this::passes);

  @Test
  void bringsToEachChannelWhatWaits() {
    file(1, 2);

    assertThat(deliver())
        .containsExactly(
            new Dispatch.Sent("slack", 1),
            new Dispatch.Sent("slack", 2),
            new Dispatch.Sent("sns", 1),
            new Dispatch.Sent("sns", 2));
    assertThat(slack.numbers()).containsExactly(1, 2);
    assertThat(sns.numbers()).containsExactly(1, 2);
    assertThat(outbox.read(THREAD)).isEqualTo(new Box.Empty());
  }

  /** Each of its own marks is a change to the box, of which it hears again. */
  @Test
  void bringsNothingTwice() {
    file(1);
    deliver();

    assertThat(deliver()).isEmpty();
    assertThat(slack.sends() + sns.sends()).isEqualTo(2);
  }

  @Test
  void stopsAChannelThatCannotNow() {
    file(1, 2, 3);
    slack.takes().fails();

    assertThat(deliver())
        .containsExactly(
            new Dispatch.Sent("slack", 1),
            new Dispatch.Failed("slack", 2, "not now"),
            new Dispatch.Sent("sns", 1),
            new Dispatch.Sent("sns", 2),
            new Dispatch.Sent("sns", 3));
    assertThat(slack.numbers()).containsExactly(1);
  }

  @Test
  void goesOnWhereItStopped() {
    file(1, 2, 3);
    slack.takes().fails();
    deliver();

    assertThat(deliver())
        .containsExactly(new Dispatch.Sent("slack", 2), new Dispatch.Sent("slack", 3));
    assertThat(sns.numbers()).containsExactly(1, 2, 3);
    assertThat(outbox.read(THREAD)).isEqualTo(new Box.Empty());
  }

  @Test
  void sendsAgainWhatMayNotHaveArrived() {
    file(1, 2);
    slack.losesTheAnswer();

    deliver();
    deliver();

    assertThat(slack.numbers()).containsExactly(1, 1, 2);
  }

  @Test
  void passesOverWhatAChannelWillNeverTake() {
    file(1, 2);
    slack.refuses();

    assertThat(deliver())
        .startsWith(
            new Dispatch.Refused("slack", 1, "no such thing"), new Dispatch.Sent("slack", 2));
    assertThat(sns.numbers()).containsExactly(1, 2);
    assertThat(outbox.read(THREAD)).isEqualTo(new Box.Empty());
  }

  @Test
  void passesOverWhatNobodyCanRead() {
    file(1);
    outbox.file(THREAD, 2, "no JSON", now);
    file(4);

    var dispatches = deliver();

    assertThat(dispatches).extracting(Dispatch::isUnfinished).containsOnly(false);
    assertThat(dispatches).hasSize(8).contains(new Dispatch.Refused("sns", 3, "it is missing"));
    assertThat(slack.numbers()).containsExactly(1, 4);
  }

  @Test
  void putsABoxAsideThatMakesNoSense() {
    file(1);
    outbox.spoil(THREAD);

    assertThat(deliver()).containsExactly(new Dispatch.SetAside("last is spoilt"));
    assertThat(deliver()).isEmpty();

    file(2);
    deliver();
    assertThat(slack.numbers()).containsExactly(1, 2);
  }

  @Test
  void waitsForAMomentWhereItIsAskedTo() {
    file(1, 2);
    slack.takes().asksToWait(Duration.ofSeconds(1));

    assertThat(deliver()).contains(new Dispatch.Sent("slack", 2));
    assertThat(waits).containsExactly(Duration.ofSeconds(1));
  }

  /** Other threads wait behind it. */
  @Test
  void waitsOnceAndNotForLong() {
    file(1);
    slack.asksToWait(Duration.ZERO).asksToWait(Duration.ZERO).asksToWait(Duration.ofSeconds(30));

    assertThat(deliver()).contains(new Dispatch.Failed("slack", 1, "too many"));
    assertThat(deliver()).contains(new Dispatch.Failed("slack", 1, "too many"));
    assertThat(waits).containsExactly(Duration.ZERO);
  }

  /** Lambda ends what takes too long, and then nobody knows what was sent. */
  @Test
  void beginsNothingThatItHasNoTimeFor() {
    file(1);
    left = Duration.ofSeconds(8);

    assertThat(deliver())
        .containsExactly(
            new Dispatch.Failed("slack", 1, "no time left for it"),
            new Dispatch.Failed("sns", 1, "no time left for it"));
    assertThat(slack.sends()).isZero();
  }

  @Test
  void waitsNotWhereNoTimeIsLeftAfterIt() {
    file(1);
    left = Duration.ofSeconds(12);
    slack.asksToWait(Duration.ofSeconds(4));

    assertThat(deliver()).startsWith(new Dispatch.Failed("slack", 1, "too many"));
    assertThat(waits).isEmpty();
  }

  @Test
  void saysThatTheOutboxDoesNotAnswer() {
    file(1);
    outbox.fails(Fault.BEFORE);

    var delivered = courier.deliver(THREAD, now.plus(left));

    assertThat(delivered)
        .isEqualTo(new Delivered(THREAD, List.of(new Dispatch.Unread("the outbox is not there"))));
    assertThat(delivered.isUnfinished()).isTrue();
  }

  /**
   * Whatever fails, and whoever is killed: each channel gets all that it does not refuse, for the
   * first time in the order of the numbers.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void losesNothingAndKeepsTheOrder(long seed) {
    var random = new SplittableRandom(seed);
    int filed = 0;
    for (int round = 0; round < 60; round++) {
      if (random.nextInt(3) == 0) {
        file(++filed);
      }
      outbox.fails(
          switch (random.nextInt(6)) {
            case 0 -> Fault.BEFORE;
            case 1 -> Fault.AFTER;
            default -> Fault.NONE;
          });
      fate(slack, random);
      fate(sns, random);
      deliver();
      outbox.fails(Fault.NONE);
    }
    // At the end all is well again; what an earlier round was told of may still be ahead of it.
    IntStream.range(0, 200).forEach(_ -> deliver());

    var all = IntStream.rangeClosed(1, filed).boxed().toList();
    assertThat(new ArrayList<>(new LinkedHashSet<>(slack.numbers()))).isEqualTo(all);
    assertThat(new ArrayList<>(new LinkedHashSet<>(sns.numbers()))).isEqualTo(all);
    assertThat(outbox.read(THREAD)).isEqualTo(new Box.Empty());
  }

  private static void fate(InMemoryChannel channel, SplittableRandom random) {
    switch (random.nextInt(5)) {
      case 0 -> channel.fails();
      case 1 -> channel.losesTheAnswer();
      case 2 -> channel.asksToWait(Duration.ofSeconds(random.nextInt(8)));
      default -> channel.takes();
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private List<Dispatch> deliver() {
    return courier.deliver(THREAD, now.plus(left)).dispatches();
  }

  private void passes(Duration wait) {
    waits.add(wait);
    now = now.plus(wait);
  }

  private void file(int... numbers) {
    for (int number : numbers) {
      outbox.file(
          new Message(
              THREAD,
              number,
              now,
              "mlflow",
              Message.Weight.CHANGE,
              "something happened",
              List.of(),
              List.of(),
              List.of(),
              Optional.empty()),
          now);
    }
  }
}
