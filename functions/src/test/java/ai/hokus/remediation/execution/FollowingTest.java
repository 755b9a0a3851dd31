package ai.hokus.remediation.execution;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.CLOUD_MAP;
import static ai.hokus.remediation.world.Sample.GUARD;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.MLFLOW;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.registration;
import static ai.hokus.remediation.world.Sample.unproven;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Permission;
import ai.hokus.remediation.plan.Plan;
import ai.hokus.remediation.plan.Repair;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.plan.Step;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.world.Brief;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.InMemoryWorld.Call;
import ai.hokus.remediation.world.InMemoryWorld.Ending;
import ai.hokus.remediation.world.InlineExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Operations that do not end in the pass that sees them begin; passes of an executor over a world.
 */
class FollowingTest {
  private final InMemoryWorld world = new InMemoryWorld();

  @Test
  void findsWhatEndedAfterTheLastPassStoppedWaitingForIt() {
    world.operationsTake(Duration.ofSeconds(50));
    var first = execute(register(A, IP1));

    var second = again(first, NOON.plusSeconds(60));

    assertThat(Brief.of(first)).containsExactly("held + a 10.0.0.1");
    assertThat(Brief.of(second)).containsExactly("done + a 10.0.0.1");
    assertThat(second.registered()).contains(NOON.plusSeconds(50));
    assertThat(world.count(Call.REGISTER)).isEqualTo(1);
    var aMinuteLater = new Look(MLFLOW, GUARD, Memory.NONE, NOON.plusSeconds(60));
    assertThat(second.repair(List.of(), aMinuteLater)).isEqualTo(Repair.SUCCEEDED);
  }

  @Test
  void hearsWhatFailedAfterTheLastPassStoppedWaitingForIt() {
    world.operationsTake(Duration.ofSeconds(50)).ends(A, Ending.FAIL);
    var first = execute(register(A, IP1));
    world.operationsTake(Duration.ofSeconds(2)).recovers();

    var second = again(first, NOON.plusSeconds(60));
    var third = again(second, NOON.plusSeconds(70));

    assertThat(second.outcomes().getFirst().inWords()).contains("the hosted zone does not exist");
    assertThat(second.repair(List.of(), after(unproven(first.unproven()))))
        .isEqualTo(Repair.FAILED);
    assertThat(Brief.of(third)).containsExactly("done + a 10.0.0.1");
    assertThat(third.registered()).contains(NOON.plusSeconds(72));
  }

  @Test
  void leavesToTheNextPassWhatWasTakenAwaySince() {
    world.operationsTake(Duration.ofSeconds(50));
    var first = execute(register(A, IP1));
    world.at(NOON.plusSeconds(55)).operationsTake(Duration.ofSeconds(2)).loses(A.value());

    var second = again(first, NOON.plusSeconds(60));
    var third = again(second, NOON.plusSeconds(70));

    assertThat(Brief.of(second)).containsExactly("held + a 10.0.0.1");
    assertThat(Brief.of(third)).containsExactly("done + a 10.0.0.1");
    assertThat(world.instances()).containsExactly(ours(A, IP1));
  }

  /** It may be of a Cloud Map service that is gone. */
  @Test
  void asksNoMoreAboutWhatHasNotEndedForFiveMinutes() {
    world.ends(A, Ending.NEVER);
    var first = execute(register(A, IP1));

    again(first, NOON.plusSeconds(299));
    assertThat(world.count(Call.REGISTER)).isEqualTo(1);

    again(first, NOON.plusSeconds(300));
    assertThat(world.count(Call.REGISTER)).isEqualTo(2);
  }

  @Test
  void takesARemovalThatDoesNotEndForOneThatMayHaveBeenMade() {
    world.instances(ours(A, IP1)).ends(A, Ending.NEVER);

    assertThat(Brief.of(execute(withdraw(ours(A, IP1))))).containsExactly("failed - a");
  }

  /** It was waited for once, and each pass has its endpoint to look after. */
  @Test
  void looksAgainAtWhatHasNotEndedAndRemembersSinceWhen() {
    world.ends(A, Ending.NEVER);
    var first = execute(register(A, IP1));

    var second = again(first, NOON.plusSeconds(60));

    assertThat(Brief.of(second)).containsExactly("held + a 10.0.0.1");
    assertThat(world.instant()).isEqualTo(NOON.plusSeconds(62));
    assertThat(second.unproven()).isEqualTo(first.unproven());
    assertThat(second.repair(List.of(), after(unproven(first.unproven()))))
        .isEqualTo(Repair.UNENDED);
  }

  /** Neither that it failed, nor that it did not. */
  @Test
  void takesARegistrationForUnderWayWhoseEndCannotBeAskedFor() {
    world.refuses(Call.FOLLOW);
    var first = execute(register(A, IP1));
    var before = unproven(first.unproven());

    var second = again(first, NOON.plusSeconds(40));

    assertThat(Brief.of(first)).containsExactly("failed + a 10.0.0.1");
    assertThat(repair(first)).isEqualTo(Repair.PENDING);
    assertThat(Brief.of(second)).containsExactly("failed + a 10.0.0.1");
    assertThat(second.repair(List.of(), after(before))).isEqualTo(Repair.UNENDED);
    assertThat(world.count(Call.REGISTER)).isEqualTo(1);
  }

  @Test
  void triesAgainWhereNobodyTellsWhatBecameOfAnothersOperation() {
    world.inFlight(ours(A, IP1)).refuses(Call.FOLLOW);
    var first = execute(register(A, IP1));

    var second = again(first, NOON.plusSeconds(40));

    assertThat(Brief.of(first)).containsExactly("failed + a 10.0.0.1");
    assertThat(repair(first)).isEqualTo(Repair.UNSENT);
    assertThat(second.repair(List.of(), after(unproven(first.unproven()))))
        .isEqualTo(Repair.UNSENT);
    assertThat(Brief.of(again(first, NOON.plusSeconds(60)))).containsExactly("failed + a 10.0.0.1");
    world.heals().recovers();
    assertThat(Brief.of(again(first, NOON.plusSeconds(120)))).containsExactly("done + a 10.0.0.1");
    assertThat(world.count(Call.REGISTER)).isEqualTo(4);
  }

  /** It was not ours that failed: ours was never accepted. */
  @Test
  void registersAtOnceWhereAnotherThatStoodInTheWayFailed() {
    world.operationsTake(Duration.ofSeconds(20)).ends(A, Ending.BUSY);
    var first = execute(register(A, IP1));
    world.operationsTake(Duration.ofSeconds(2)).recovers();

    var second = again(first, NOON.plusSeconds(25));

    assertThat(Brief.of(second)).containsExactly("done + a 10.0.0.1");
    assertThat(world.count(Call.REGISTER)).isEqualTo(2);
  }

  @Test
  void registersAtOnceWhatAnothersRemovalLeftUnregistered() {
    world.operationsTake(Duration.ofSeconds(20)).instances(ours(A, IP1)).inFlightRemoval(A);
    var first = execute(register(A, IP1));
    world.operationsTake(Duration.ofSeconds(2)).passes(Duration.ofSeconds(10)).recovers();

    var second = again(first, NOON.plusSeconds(25));

    assertThat(Brief.of(first)).containsExactly("held + a 10.0.0.1");
    assertThat(Brief.of(second)).containsExactly("done + a 10.0.0.1");
    assertThat(world.instances()).containsExactly(ours(A, IP1));
  }

  @Test
  void takesAnothersRemovalThatDoesNotEndForOneThatMayHaveBeenMade() {
    world.instances(ours(A, IP1)).operationsTake(Duration.ofSeconds(16)).inFlightRemoval(A);

    assertThat(Brief.of(execute(withdraw(ours(A, IP1))))).containsExactly("failed - a");
  }

  /** The next pass, which begins then and remembers what {@code first} left. */
  private Execution again(Execution first, Instant at) {
    world.at(at);
    return executor()
        .execute(
            new Look(MLFLOW, GUARD, unproven(first.unproven()), at),
            all(List.of(register(A, IP1))),
            at.plusSeconds(20));
  }

  /** What is left of a pass is the endpoint's. */
  @Test
  void waitsForNoOperationLongerThanAQuarterOfAMinute() {
    world.ends(A, Ending.NEVER);

    execute(register(A, IP1));

    assertThat(world.instant()).isEqualTo(NOON.plusSeconds(15));
  }

  @Test
  void waitsForNoOperationAfterTheDeadline() {
    world.ends(A, Ending.NEVER);
    var until = NOON.plusSeconds(10);

    executor().execute(after(Memory.NONE), all(List.of(register(A, IP1))), until);

    assertThat(world.instant()).isEqualTo(until);
  }

  private static Repair repair(Execution execution) {
    return execution.repair(List.of(), after(Memory.NONE));
  }

  private static Look after(Memory memory) {
    return new Look(MLFLOW, GUARD, memory, NOON);
  }

  private Execution execute(Step... steps) {
    return executor().execute(after(Memory.NONE), all(List.of(steps)), NOON.plusSeconds(20));
  }

  private static Permission all(List<Step> steps) {
    return Permission.under(Policy.SYNC, Optional.empty(), new Plan(steps));
  }

  private Executor executor() {
    return new Executor(world, new Parallel(new InlineExecutor()), world);
  }

  private static Action register(TaskId task, Ipv4 address) {
    return new Action.Register(
        CLOUD_MAP,
        registration(task, address),
        Optional.of(NOON.plusSeconds(5)),
        Situation.REGISTRY_FORGOTTEN,
        "nobody does");
  }

  private static Action withdraw(Instance.Removable instance) {
    return new Action.Withdraw(CLOUD_MAP, instance, Situation.TASK_STOPPED, "its task has stopped");
  }
}
