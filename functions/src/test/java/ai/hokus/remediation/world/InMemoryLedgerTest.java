package ai.hokus.remediation.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.LedgerContract;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.world.InMemoryLedger.Access;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryLedgerTest extends LedgerContract {
  private static final Instant END = Sample.NOON.plusSeconds(35);

  private static final Hold PAUSE = new Hold(Hold.Kind.PAUSE, Optional.empty(), "");

  private Optional<InMemoryLedger> one = Optional.empty();
  private final InMemoryLedger ledger = new InMemoryLedger(() -> Sample.NOON, "our-stack");

  /** Each sees what the others wrote. */
  @Override
  protected Ledger ledger(InstantSource clock, String owner) {
    one = one.or(() -> Optional.of(new InMemoryLedger(clock, owner)));
    return one.orElseThrow().proposes(owner);
  }

  @Override
  protected void letFail() {
    one.orElseThrow().refuses(Access.READ).refuses(Access.WRITE);
  }

  @Override
  protected void loseAnswers() {
    one.orElseThrow().losesAnswers();
  }

  @Override
  protected void heal() {
    one.orElseThrow().heals();
  }

  @Override
  protected List<Message> messages(String thread) {
    return one.orElseThrow().messages(thread);
  }

  @Test
  void makesTheOwnerThatItWasToldOf() {
    assertThat(ledger.owner()).isEqualTo("our-stack");
    assertThat(ledger.proposes("another-stack").owner()).isEqualTo("our-stack");
  }

  @Test
  void countsAsATableWouldBill() {
    ledger.take("mlflow", END, Instant.MAX);
    for (int rings = 0; rings < 1_000; rings++) {
      ledger.take("mlflow", END, Instant.MAX);
    }

    assertThat(ledger.count(Access.READ)).as("and the holds").isEqualTo(1_002);
    assertThat(ledger.count(Access.WRITE)).as("the lease, the mark").isEqualTo(2);
  }

  @Test
  void refusesWhatItWasToldTo() {
    ledger.refuses(Access.WRITE);

    assertThatThrownBy(() -> ledger.take("mlflow", END, Instant.MAX))
        .isInstanceOf(Unavailable.class);
    assertThat(ledger.isHeld("mlflow")).isFalse();

    ledger.heals().take("mlflow", END, Instant.MAX);
    assertThat(ledger.refuses(Access.READ).isHeld("mlflow")).isTrue();
    assertThatThrownBy(() -> ledger.take("mlflow", END, Instant.MAX))
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void writesAndDoesNotSaySo() {
    ledger.losesAnswers();

    assertThatThrownBy(() -> ledger.hold("mlflow", PAUSE)).isInstanceOf(Unavailable.class);
    assertThat(ledger.isMarked("mlflow")).isTrue();
  }

  @Test
  void givesBackWhatWasTakenWithoutAnAnswer() {
    ledger.losesAnswers();

    assertThatThrownBy(() -> ledger.take("mlflow", END, Instant.MAX))
        .isInstanceOf(Unavailable.class);
    assertThat(ledger.isHeld("mlflow")).isFalse();
  }

  @Test
  void endsALeaseBeforeItsTime() {
    ledger.take("mlflow", END, Instant.MAX);

    assertThat(ledger.expires("mlflow").take("mlflow", END, Instant.MAX))
        .isInstanceOf(Ledger.Turn.Taken.class);
  }

  @Test
  void showsWhatIsOnFile() {
    ledger.hasOnFile("mlflow", Dossiers.full("mlflow"));

    var taken = (Ledger.Turn.Taken) ledger.take("mlflow", END, Instant.MAX);
    assertThat(taken.lease().dossier()).isEqualTo(Dossiers.full("mlflow"));

    ledger.file(taken.lease(), Entry.of(Dossier.EMPTY));
    assertThat(ledger.dossier("mlflow")).isEqualTo(Dossier.EMPTY);
    assertThat(ledger.threads()).isEmpty();
  }
}
