package ai.hokus.remediation.execution;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.CLOUD_MAP;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.registration;
import static ai.hokus.remediation.world.Sample.unproven;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Mandate;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.NameVerdict;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.world.Seen;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Instant EARLIER = NOON.minusSeconds(40);

  /** The sample's task was sent a minute before noon, and this pass comes within that minute. */
  @Test
  void countsAsFailedWritesOnlyWhatWasTried() {
    var lately =
        new Memory(
            Memory.NONE.missing(),
            Memory.NONE.down(),
            Memory.NONE.pushed(),
            Map.of(A, new Memory.Sent(EARLIER)),
            Optional.empty(),
            Memory.NONE.waiting(),
            Memory.NONE.unclear(),
            Optional.empty());
    var tooSoon = new Outcome.Failed(register(A, IP1), "not tried again yet");
    var tried = new Outcome.Failed(register(B, IP2), "FAIL");
    var held = new Outcome.Held(register(B, IP2), "it changed");

    assertThat(report(lately, List.of(tooSoon, tried, held)).failedWrites()).containsExactly(tried);
    assertThat(report(unproven(A), List.of(tooSoon)).failedWrites()).containsExactly(tooSoon);
  }

  private static Report report(Memory memory, List<Outcome> outcomes) {
    return new Report(
        new Mandate(Policy.REPAIR, Policy.SYNC, Optional.empty()),
        new Seen().memory(memory).observation(),
        List.of(),
        new Execution(outcomes, Map.of(), Optional.empty()),
        new NameVerdict(NameVerdict.Row.NO_RECORD, "it does not resolve"),
        EndpointReport.none(Dossier.EMPTY));
  }

  private static Action register(TaskId task, Ipv4 address) {
    return new Action.Register(
        CLOUD_MAP,
        registration(task, address),
        Optional.empty(),
        Situation.REGISTRY_FORGOTTEN,
        "it is forgotten");
  }
}
