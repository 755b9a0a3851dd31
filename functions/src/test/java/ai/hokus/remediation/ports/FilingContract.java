package ai.hokus.remediation.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.ports.Ledger.Return;
import ai.hokus.remediation.world.Dossiers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link Ledger} promises of what must not be lost: a part of {@link LedgerContract}. */
abstract class FilingContract extends LedgerStage {
  private static final Hold HANDS_OFF =
      new Hold(Hold.Kind.ENDPOINT, Optional.empty(), "somebody else wrote it");

  @Test
  void keepsWhatIsOnFile() {
    var lease = take();
    ledger.file(lease, Entry.of(Dossiers.full(service)));
    ledger.giveBack(lease, MEMORY);

    var next = take();
    assertThat(next.dossier()).isEqualTo(Dossiers.full(service));
    assertThat(next.memory()).isEqualTo(MEMORY);

    ledger.file(next, Entry.of(Dossier.EMPTY));
    ledger.leave(next, MEMORY);
    assertThat(take().dossier()).isEqualTo(Dossier.EMPTY);
  }

  @Test
  void namesTheServicesOfWhichSomethingStands() {
    var lease = take();
    assertThat(ledger.estates()).doesNotContain(service);

    ledger.file(lease, Entry.of(Dossiers.full(service)));
    ledger.file(lease, Entry.of(Dossiers.full(service)));
    assertThat(ledger.estates()).contains(service);

    ledger.file(lease, Entry.of(Dossiers.full(service).leaving(Optional.empty())));
    assertThat(ledger.estates()).doesNotContain(service);
  }

  @Test
  void tellsWhoRenewsWhatIsOnFile() {
    var lease = take();
    ledger.file(lease, Entry.of(Dossiers.full(service)));

    assertThat(ledger.renew(lease, MEMORY)).map(Lease::dossier).contains(Dossiers.full(service));
  }

  @Test
  void filesAllOfAnEntry() {
    var closed = incident(1).close(LATER);
    var first = message(closed.id(), 1);
    var second = message(closed.id(), 2);
    var finding = message("finding-" + service, 1);
    var lease = take();

    ledger.file(lease, entry(List.of(first, second, finding), Optional.of(closed)));

    assertThat(ledger.incident(closed.id())).contains(closed);
    assertThat(messages(closed.id())).containsExactly(first, second);
    assertThat(messages("finding-" + service)).containsExactly(finding);
    assertThat(ledger.renew(lease, MEMORY).orElseThrow())
        .returns(Dossiers.full(service), Lease::dossier)
        .returns(new Holds(List.of(HANDS_OFF)), Lease::holds);
  }

  @Test
  void filesTwiceAsOnce() {
    var closed = incident(1).close(LATER);
    var entry = entry(List.of(message(closed.id(), 1)), Optional.of(closed));
    var lease = take();

    ledger.file(lease, entry);
    ledger.file(lease, entry);

    assertThat(ledger.incident(closed.id())).contains(closed);
    assertThat(messages(closed.id())).containsExactly(message(closed.id(), 1));
    assertThat(ledger.renew(lease, MEMORY).orElseThrow())
        .returns(Dossiers.full(service), Lease::dossier)
        .returns(new Holds(List.of(HANDS_OFF)), Lease::holds);
  }

  @Test
  void ringsForNobodyWhenItFiles() {
    var lease = take();

    ledger.file(lease, entry(List.of(), Optional.empty()));

    assertThat(ledger.giveBack(lease, MEMORY)).isEqualTo(new Return.Returned());
  }

  @Test
  void keepsTheProgramsOwnHoldUntilAPersonResumes() {
    var lease = take();
    ledger.file(lease, entry(List.of(), Optional.empty()));
    ledger.leave(lease, MEMORY);

    assertThat(take().holds()).isEqualTo(new Holds(List.of(HANDS_OFF)));
    assertThat(ledger.resume(service)).isEqualTo(new Holds(List.of(HANDS_OFF)));
    assertThat(ledger.resume(service)).isEqualTo(Holds.NONE);
  }

  @Test
  void letsALateHolderFileNothing() {
    var late = take();
    now = LATER;
    var next = take(LATER.plusSeconds(35));

    assertFilesNothing(late);

    assertThat(ledger.renew(next, MEMORY).orElseThrow())
        .returns(Dossier.EMPTY, Lease::dossier)
        .returns(Holds.NONE, Lease::holds);
  }

  @Test
  void letsNobodyFileWhoGaveTheLeaseBack() {
    var lease = take();
    ledger.giveBack(lease, MEMORY);

    assertFilesNothing(lease);

    assertThat(take()).returns(Dossier.EMPTY, Lease::dossier).returns(Holds.NONE, Lease::holds);
  }

  private void assertFilesNothing(Lease lost) {
    var closed = incident(1).close(LATER);

    assertThatThrownBy(
            () -> ledger.file(lost, entry(List.of(message(closed.id(), 1)), Optional.of(closed))))
        .isInstanceOf(Unavailable.class)
        .hasMessage(
            "the lease of %s ended, and nothing may be written without it".formatted(service));
    assertThatThrownBy(() -> ledger.file(lost, Entry.of(Dossiers.full(service))))
        .as("of the dossier alone")
        .isInstanceOf(Unavailable.class)
        .hasMessage(Ledger.lost(lost).getMessage());
    assertThat(ledger.incident(closed.id())).isEmpty();
    assertThat(messages(closed.id())).isEmpty();
  }

  @Test
  void letsALateHolderFileWhereNobodyTookTheLease() {
    var late = take();
    now = LATER.plusSeconds(1);

    ledger.file(late, Entry.of(Dossiers.full(service)));

    assertThat(take(now.plusSeconds(35)).dossier()).isEqualTo(Dossiers.full(service));
  }

  @Test
  void keepsTheOutboxFromEntryToEntry() {
    var lease = take();
    file(lease, message(service, 1));
    file(lease, message(service, 2));
    ledger.leave(lease, MEMORY);
    file(take(), message(service, 3));

    assertThat(messages(service)).extracting(Message::number).containsExactly(1, 2, 3);
  }

  @Test
  void keepsTheNewestMessagesOfAThread() {
    var lease = take();
    int most = Ledger.MESSAGES_KEPT;
    for (int number = 1; number <= most + 2; number++) {
      file(lease, message(service, number));
    }

    assertThat(messages(service))
        .hasSize(most)
        .startsWith(message(service, 3))
        .endsWith(message(service, most + 2));
  }

  @Test
  void keepsTheNewestOfManyMessagesAtOnce() {
    int most = Ledger.MESSAGES_KEPT;
    var all = IntStream.rangeClosed(1, 2 * most).mapToObj(number -> message(service, number));

    ledger.file(take(), entry(all.toList(), Optional.empty()));

    assertThat(messages(service)).hasSize(most).startsWith(message(service, most + 1));
  }

  @Test
  void keepsAClosedIncidentAsItWasFiledFirst() {
    var closed = incident(1).close(LATER);
    var lease = take();
    ledger.file(lease, entry(List.of(), Optional.of(closed)));

    ledger.file(lease, entry(List.of(), Optional.of(incident(1).close(NOON))));

    assertThat(ledger.incident(closed.id())).contains(closed);
    assertThat(ledger.incident(incident(2).id())).as("another").isEmpty();
  }

  @Test
  void amendsAClosedIncident() {
    var closed = incident(1).close(LATER);
    var undone = closed.undo(LATER.plusSeconds(60));
    var lease = take();
    ledger.file(lease, entry(List.of(), Optional.of(closed)));

    ledger.amend(undone);
    ledger.amend(undone);

    assertThat(ledger.incident(closed.id())).contains(undone);
    ledger.file(lease, entry(List.of(), Optional.of(closed)));
    assertThat(ledger.incident(closed.id())).as("filed again").contains(undone);
  }

  @Test
  void keepsNoIncidentThatIsAmendedAfterItsTime() {
    ledger.amend(incident(1).close(LATER).undo(LATER));

    assertThat(ledger.incident(incident(1).id())).isEmpty();
  }

  /** Whoever rings or holds meanwhile is heard, and changes nothing of what is on file. */
  @Test
  void filesBesideThoseWhoRing() {
    var lease = take();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var rings = threads.submit(() -> atOnce(16, () -> ledger.hold(service, PAUSE)));
      for (int number = 1; number <= 16; number++) {
        file(lease, message(service, number));
      }
      assertThat(Parallel.await(rings)).hasSize(16).allSatisfy(to -> assertThat(to).isPresent());
    }

    assertThat(ledger.giveBack(lease, MEMORY)).isEqualTo(new Return.Rung());
    assertThat(messages(service)).hasSize(16);
    assertThat(ledger.renew(lease, MEMORY).orElseThrow())
        .returns(Dossiers.full(service), Lease::dossier)
        .returns(new Holds(List.of(PAUSE, HANDS_OFF)), Lease::holds);
  }

  @Test
  void mayHaveFiledWhatItDidNotAnswer() {
    var lease = take();
    loseAnswers();

    assertThatThrownBy(() -> file(lease, message(service, 1))).isInstanceOf(Unavailable.class);

    heal();
    assertThat(messages(service)).containsExactly(message(service, 1));
    file(lease, message(service, 1));
    assertThat(messages(service)).containsExactly(message(service, 1));
  }

  private void file(Lease lease, Message message) {
    ledger.file(lease, entry(List.of(message), Optional.empty()));
  }

  /** With the dossier of {@link Dossiers#full}, and hands off the endpoint. */
  Entry entry(List<Message> messages, Optional<Incident> closed) {
    return new Entry(Dossiers.full(service), messages, closed, Optional.of(HANDS_OFF));
  }

  /** The one of so many. */
  Incident incident(int number) {
    return Dossiers.incident(service + "-" + number);
  }

  Message message(String thread, int number) {
    return new Message(
        thread,
        number,
        NOON.plusSeconds(number),
        service,
        Message.Weight.CHANGE,
        "it happened for the %d. time".formatted(number),
        List.of("done"),
        List.of("true now"),
        List.of(),
        Optional.of("undo it"));
  }
}
