package ai.hokus.remediation.model;

import static ai.hokus.remediation.world.Sample.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An event's 30 s, and a sweep's 55, from noon on. */
class TimeBudgetTest {
  private static final TimeBudget EVENT =
      TimeBudget.until(NOON.plusSeconds(30), Duration.ofSeconds(20));
  private static final TimeBudget SWEEP = TimeBudget.until(NOON.plusSeconds(55), Duration.ZERO);

  @Test
  void aSweepBeginsNothingAfterItsFortiethSecond() {
    assertThat(SWEEP.lastPass()).isEqualTo(NOON.plusSeconds(40));
  }

  @Test
  void aLeaseOutlivesItsHolderByFiveSeconds() {
    assertThat(EVENT.leaseEnds()).isEqualTo(NOON.plusSeconds(35));
    assertThat(SWEEP.leaseEnds()).isEqualTo(NOON.plusSeconds(60));
  }

  /** Even the last pass has two seconds to read, and then there is time to ask. */
  @ParameterizedTest(name = "{0} s later, {1} s")
  @CsvSource({"0, 36", "30, 6", "34, 2", "40, 2", "41, 1", "43, 0", "60, 0"})
  void leavesTimeToReadThatAHangingCallMayTake(long later, long seconds) {
    assertThat(SWEEP.toRead(NOON.plusSeconds(later))).isEqualTo(Duration.ofSeconds(seconds));
  }

  /** The last call to Cloud Map hangs, then the one that gives the lease back. */
  @Test
  void leavesTimeToGiveTheLeaseBackAfterACallThatHangs() {
    assertThat(EVENT.lastCall().plus(TimeBudget.ONE_CALL)).isEqualTo(EVENT.lastLedgerCall());
    assertThat(EVENT.lastLedgerCall().plus(TimeBudget.ONE_LEDGER_CALL))
        .isEqualTo(NOON.plusSeconds(29));
  }

  /** The last call for it hangs, then the one that gives back what it may have taken. */
  @ParameterizedTest(name = "{0} s later, until second {1}")
  @CsvSource({"0, 6", "15, 21", "17, 23", "20, 23"})
  void asksForATurnInTwoCallsThatHangAndLeavesTimeForTwo(long later, long until) {
    assertThat(EVENT.lastCallForATurn(NOON.plusSeconds(later))).isEqualTo(NOON.plusSeconds(until));
  }

  @Test
  void asksNothingThatLeavesNoTimeToGiveTheLeaseBack() {
    assertThat(EVENT.allowsAQuestion(NOON.plusSeconds(17))).isTrue();
    assertThat(EVENT.allowsAQuestion(NOON.plusSeconds(18))).isFalse();
  }

  /** A wait leaves time for the pass that follows. */
  @ParameterizedTest(name = "{0} s later, {1} s")
  @CsvSource({"0, 15", "5, 10", "15, 0", "29, 0"})
  void hasPatienceAsLongAsAPassFitsAfterIt(long later, long seconds) {
    assertThat(EVENT.patienceAt(NOON.plusSeconds(later))).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void hasNoMorePatienceThanItWasGiven() {
    var invocation = TimeBudget.until(NOON.plusSeconds(900), Duration.ofSeconds(20));

    assertThat(invocation.patienceAt(NOON)).isEqualTo(Duration.ofSeconds(20));
  }
}
