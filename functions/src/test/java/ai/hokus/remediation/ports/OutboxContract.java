package ai.hokus.remediation.ports;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.ports.Outbox.Box;
import ai.hokus.remediation.ports.Outbox.Letter;
import ai.hokus.remediation.wire.MessageJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link Outbox} promises: kept by the adapter in the local world and by the fake. */
public abstract class OutboxContract {
  /** More than a test fills. */
  private static final int ALL = 1_000;

  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  /** Nobody else's, as one world serves all tests. */
  private final String thread = "mlflow-" + UUID.randomUUID();

  protected abstract Outbox outbox();

  /**
   * What filing an entry does to a box.
   *
   * @param text of the message of this number, which is now the last
   */
  protected abstract void file(String thread, int number, String text, Instant due);

  /** The box's number of the last message becomes something that is none. */
  protected abstract void spoil(String thread);

  @Test
  void knowsNoBoxThatIsNotThere() {
    assertThat(outbox().read(thread)).isEqualTo(new Box.Empty());
  }

  @Test
  void hasEveryMessageWaitingInItsOrder() {
    for (int number = 1; number <= 11; number++) {
      file(number);
    }

    assertThat(waitingFor("slack")).extracting(Letter::number).isSorted().hasSize(11);
    assertThat(waitingFor("slack").get(10)).isEqualTo(new Letter.Written(message(11)));
    assertThat(waitingFor("sns")).isEqualTo(waitingFor("slack"));
  }

  @Test
  void knowsHowFarEachChannelIs() {
    file(1);
    file(2);

    outbox().sent(thread, "slack", 1);

    assertThat(full().sent()).isEqualTo(Map.of("slack", 1));
    assertThat(waitingFor("slack")).containsExactly(new Letter.Written(message(2)));
    assertThat(waitingFor("sns")).hasSize(2);
  }

  /** An invocation that was thought dead may come late. */
  @Test
  void neverGoesBack() {
    file(1);
    file(2);
    outbox().sent(thread, "slack", 2);

    outbox().sent(thread, "slack", 1);
    outbox().sent(thread, "slack", 2);

    assertThat(waitingFor("slack")).isEmpty();
  }

  @Test
  void makesNoBoxByWhatWasSent() {
    outbox().sent(thread, "slack", 1);
    file(1);

    assertThat(waitingFor("slack")).hasSize(1);
  }

  @Test
  void isEmptyOnceItIsSettled() {
    file(1);
    outbox().sent(thread, "slack", 1);

    outbox().settle(full());

    assertThat(outbox().read(thread)).isEqualTo(new Box.Empty());
  }

  @Test
  void knowsAfterItWasSettledWhatWasSent() {
    file(1);
    outbox().sent(thread, "slack", 1);
    outbox().settle(full());

    file(2);

    assertThat(waitingFor("slack")).containsExactly(new Letter.Written(message(2)));
  }

  /** A channel that is new hears what is new, and not that what came before is missing. */
  @Test
  void keepsNothingForAChannelThatComesLater() {
    file(1);
    outbox().sent(thread, "slack", 1);
    outbox().settle(full());

    file(2);

    assertThat(waitingFor("sns")).containsExactly(new Letter.Written(message(2)));
  }

  @Test
  void isNotSettledWhereSomethingNewerCame() {
    file(1);
    outbox().sent(thread, "slack", 1);
    var before = full();
    file(2);

    outbox().settle(before);

    assertThat(waitingFor("slack")).containsExactly(new Letter.Written(message(2)));
  }

  @Test
  void filesTheSameMessageTwiceAsOnce() {
    file(1);
    outbox().sent(thread, "slack", 1);
    outbox().settle(full());

    file(1);

    assertThat(waitingFor("slack")).isEmpty();
  }

  @Test
  void namesWhatCannotBeRead() {
    file(1);
    file(thread, 2, "{\"thread\": 7}", NOON);
    file(3);

    assertThat(waitingFor("slack"))
        .containsExactly(
            new Letter.Written(message(1)),
            new Letter.Illegible(2, "thread: wanted text, found 7"),
            new Letter.Written(message(3)));
  }

  @Test
  void namesWhatIsNotThere() {
    file(1);
    file(3);

    assertThat(waitingFor("slack").get(1)).isEqualTo(new Letter.Illegible(2, "it is missing"));
  }

  @Test
  void namesWhatBelongsElsewhere() {
    file(thread, 1, MessageJson.write(message(2)), NOON);

    assertThat(waitingFor("slack"))
        .containsExactly(new Letter.Illegible(1, "it says that it is number 2 of " + thread));
  }

  @Test
  void saysWhereABoxMakesNoSense() {
    file(1);
    spoil(thread);

    assertThat(outbox().read(thread))
        .isInstanceOfSatisfying(
            Box.Senseless.class,
            box -> {
              assertThat(box.thread()).isEqualTo(thread);
              assertThat(box.why()).startsWith("last is ");
            });
  }

  @Test
  void letsLieWhatMakesNoSenseUntilSomethingNewComes() {
    file(1);
    spoil(thread);

    outbox().setAside((Box.Senseless) outbox().read(thread));
    assertThat(outbox().read(thread)).isEqualTo(new Box.Empty());

    file(2);
    assertThat(waitingFor("slack")).hasSize(2);
  }

  @Test
  void setsNothingAsideThatCameMeanwhile() {
    file(1);
    spoil(thread);
    var before = (Box.Senseless) outbox().read(thread);
    file(thread, 2, MessageJson.write(message(2)), NOON.plusSeconds(1));

    outbox().setAside(before);

    assertThat(waitingFor("slack")).hasSize(2);
  }

  @Test
  void touchesWhatHasWaitedForLong() {
    file(1);

    assertThat(outbox().touch(thread, NOON.plus(Outbox.FORGOTTEN_AFTER))).isFalse();
    assertThat(outbox().touch(thread, NOON.plus(Outbox.FORGOTTEN_AFTER).plusSeconds(1))).isTrue();
    assertThat(outbox().touch(thread, NOON.plus(Outbox.FORGOTTEN_AFTER).plusSeconds(2))).isFalse();
    assertThat(waitingFor("slack")).hasSize(1);
  }

  @Test
  void findsWhatHasWaitedForLong() {
    file(1);
    var forgotten = NOON.plus(Outbox.FORGOTTEN_AFTER);

    assertThat(outbox().forgotten(forgotten, ALL)).doesNotContain(thread);
    assertThat(outbox().forgotten(forgotten.plusSeconds(1), ALL)).contains(thread);
  }

  /** Whoever was touched has its time to be sent. */
  @Test
  void findsNeitherWhatWasTouchedNorWhatWasSent() {
    var later = NOON.plus(Outbox.FORGOTTEN_AFTER).plusSeconds(1);
    file(1);
    outbox().touch(thread, later);
    assertThat(outbox().forgotten(later, ALL)).doesNotContain(thread);

    outbox().settle(full());
    assertThat(outbox().forgotten(later.plus(Outbox.FORGOTTEN_AFTER).plusSeconds(1), ALL))
        .doesNotContain(thread);
  }

  @Test
  void findsNoMoreThanAreEnough() {
    file(1);

    assertThat(outbox().forgotten(NOON.plus(Outbox.FORGOTTEN_AFTER).plusSeconds(1), 1)).hasSize(1);
  }

  @Test
  void touchesNothingWhereNothingWaits() {
    var later = NOON.plus(Duration.ofHours(1));

    assertThat(outbox().touch(thread, later)).isFalse();
    file(1);
    outbox().settle(full());
    assertThat(outbox().touch(thread, later)).isFalse();
  }

  private void file(int number) {
    file(thread, number, MessageJson.write(message(number)), NOON);
  }

  private Box.Full full() {
    return (Box.Full) outbox().read(thread);
  }

  private List<Letter> waitingFor(String channel) {
    return full().waitingFor(channel);
  }

  private Message message(int number) {
    return new Message(
        thread,
        number,
        NOON,
        "mlflow",
        Message.Weight.CHANGE,
        "something happened",
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }
}
