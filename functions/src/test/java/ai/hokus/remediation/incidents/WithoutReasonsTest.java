package ai.hokus.remediation.incidents;

import static ai.hokus.remediation.incidents.Came.register;
import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.WithoutReasons;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The reasons are what no pass goes by, in the words that passes use. */
class WithoutReasonsTest {
  private static final Action FIRST = register(A, IP1);

  @Test
  void isTheSameForAnotherReason() {
    assertThat(kept(new Outcome.Failed(FIRST, "refused")))
        .isEqualTo(kept(new Outcome.Failed(FIRST, "no answer")));
  }

  @Test
  void isAnotherForAnotherOutcomeOrAction() {
    assertThat(
            List.of(
                kept(new Outcome.Done(FIRST)),
                kept(new Outcome.Failed(FIRST, "refused")),
                kept(new Outcome.Held(FIRST, "observed")),
                kept(new Outcome.Done(register(B, IP2)))))
        .doesNotHaveDuplicates();
  }

  @Test
  void saysAsMuchOfWhatWasDone() {
    var beginning = Lines.of(FIRST);

    assertThat(new Timeline(kept(new Outcome.Done(FIRST))).says(beginning)).isTrue();
    assertThat(new Timeline(kept(new Outcome.Failed(FIRST, "refused"))).says(beginning)).isFalse();
    assertThat(new Timeline(kept(new Outcome.Held(FIRST, "observed"))).says(beginning)).isFalse();
  }

  private static List<Incident.Moment> kept(Outcome outcome) {
    var incident =
        Incident.open(Sample.MLFLOW, Sample.NOON, "a cause")
            .noting(new Incident.Moment(Sample.NOON, Lines.of(outcome), Optional.empty()));
    var dossier = new Dossier(Optional.of(incident), List.of(), List.of(), Map.of());
    return WithoutReasons.of(dossier).incident().orElseThrow().timeline();
  }
}
