package ai.hokus.remediation.execution;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.C;
import static ai.hokus.remediation.world.Sample.CLOUD_MAP;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP3;
import static ai.hokus.remediation.world.Sample.IP4;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.registration;
import static ai.hokus.remediation.world.Sample.unproven;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Mandate;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Memory.Sent;
import ai.hokus.remediation.model.Memory.Underway;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.NameVerdict;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.world.Seen;
import java.time.Duration;
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
    var lately = unproven(Map.of(A, new Sent(EARLIER)));
    var tooSoon = new Outcome.Failed(register(A, IP1), "not tried again yet");
    var tried = new Outcome.Failed(register(B, IP2), "FAIL");
    var held = new Outcome.Held(register(B, IP2), "it changed");

    assertThat(report(lately, List.of(tooSoon, tried, held)).failedWrites()).containsExactly(tried);
    assertThat(report(unproven(A), List.of(tooSoon)).failedWrites()).containsExactly(tooSoon);
  }

  @Test
  void countsAsAFailedWriteWhatIsHeardOfAnEarlierOne() {
    var failed = new Outcome.Failed(register(A, IP1), "FAIL");
    var heard = new Execution(List.of(failed), Map.of(A, new Sent(EARLIER)), Optional.empty());

    assertThat(report(underway(A), heard).failedWrites()).containsExactly(failed);
  }

  @Test
  void knowsWhomItMayHaveRegistered() {
    var held = new Outcome.Held(register(C, IP3), "not ended");
    var outcomes =
        List.<Outcome>of(
            new Outcome.Done(register(A, IP1)),
            new Outcome.Failed(register(B, IP2), "no answer"),
            held,
            new Outcome.Held(register(new TaskId("d"), IP4), "policy observe"));
    var sent = Map.of(B, new Sent(NOON), C, new Sent(NOON));

    assertThat(report(Memory.NONE, new Execution(outcomes, sent, Optional.empty())).registered())
        .containsExactly(A, B, C);
  }

  @Test
  void knowsWhoseRegistrationIsUnderWayThoughItHoldsThatBack() {
    var held = new Outcome.Held(register(A, IP1), "undone");

    assertThat(report(underway(A), List.of(held)).registered()).containsExactly(A);
    assertThat(report(unproven(A), List.of(held)).registered()).isEmpty();
  }

  @Test
  void measuresARegistrationFromThePassThatSentIt() {
    var end = NOON.minusSeconds(5);
    var execution = Execution.registered(new Outcome.Done(register(A, IP1)), end);

    assertThat(report(underway(A), execution).timeToRegister()).contains(Duration.ofSeconds(35));
    assertThat(report(Memory.NONE, execution).timeToRegister()).contains(Duration.ZERO);
  }

  private static Memory underway(TaskId task) {
    return unproven(
        Map.of(task, new Sent(EARLIER, new Underway(new Operation.Running("operation"), true))));
  }

  private static Report report(Memory memory, List<Outcome> outcomes) {
    return report(memory, new Execution(outcomes, Map.of(), Optional.empty()));
  }

  private static Report report(Memory memory, Execution execution) {
    return new Report(
        new Mandate(Policy.REPAIR, Policy.SYNC, Optional.empty()),
        new Seen().memory(memory).observation(),
        List.of(),
        execution,
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
