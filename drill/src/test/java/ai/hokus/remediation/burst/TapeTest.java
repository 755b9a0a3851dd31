package ai.hokus.remediation.burst;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.burst.Tape.What;
import org.junit.jupiter.api.Test;

class TapeTest {
  private final Tape tape = new Tape();

  @Test
  void findsNothingWhereOneComesAfterTheOther() {
    tape.record(1, What.HOLDS);
    tape.record(1, What.CALLS);
    tape.record(1, What.GIVES_BACK);
    tape.record(2, What.HOLDS);
    tape.record(2, What.CALLS);

    assertThat(tape.overlaps()).isEmpty();
  }

  @Test
  void findsTwoHolders() {
    tape.record(1, What.HOLDS);
    tape.record(2, What.HOLDS);

    assertThat(tape.overlaps()).hasSize(1);
  }

  @Test
  void findsACallByOneWhoHasGivenTheLeaseBack() {
    tape.record(1, What.HOLDS);
    tape.record(1, What.GIVES_BACK);
    tape.record(2, What.HOLDS);
    tape.record(1, What.CALLS);

    assertThat(tape.overlaps()).hasSize(1);
  }
}
