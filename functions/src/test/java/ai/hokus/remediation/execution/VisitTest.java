package ai.hokus.remediation.execution;

import static ai.hokus.remediation.world.Sample.MLFLOW;
import static ai.hokus.remediation.world.Sample.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisitTest {
  private static final Visit LEFT = Visit.of(new LeftToAnother(MLFLOW, NOON));
  private static final Visit BROKEN =
      Visit.of(new BrokenOff(MLFLOW, new IllegalStateException("nobody thought of this")));

  /** Whoever has the lease knows nothing of what failed here. */
  @Test
  void isNoBetterForATurnThatWasLeftToAnother() {
    assertThat(BROKEN.and(LEFT).isGood()).isFalse();
    assertThat(BROKEN.and(LEFT).last()).isEqualTo(BROKEN.last());
  }

  @Test
  void isGoodWhereNobodyLookedForIt() {
    assertThat(LEFT.isGood()).isTrue();
  }
}
