package ai.hokus.remediation.execution;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.C;
import static ai.hokus.remediation.world.Sample.CLOUD_MAP;
import static ai.hokus.remediation.world.Sample.GUARD;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP3;
import static ai.hokus.remediation.world.Sample.MLFLOW;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.foreign;
import static ai.hokus.remediation.world.Sample.look;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.registration;
import static ai.hokus.remediation.world.Sample.unproven;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Memory.Sent;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Permission;
import ai.hokus.remediation.plan.Plan;
import ai.hokus.remediation.plan.Repair;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.plan.Step;
import ai.hokus.remediation.ports.Pace;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.world.Brief;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.InMemoryWorld.Call;
import ai.hokus.remediation.world.InMemoryWorld.Ending;
import ai.hokus.remediation.world.InlineExecutor;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.SimulatedInvocation;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExecutorTest {

  private static final Instant DEADLINE = NOON.plus(Duration.ofSeconds(20));

  private static final Instant LISTING_GOOD_UNTIL = NOON.plus(Duration.ofSeconds(5));

  private final InMemoryWorld world = new InMemoryWorld();

  @Test
  void registersAndTellsSinceWhen() {
    var execution = execute(register(A, IP1));

    assertThat(Brief.of(execution)).containsExactly("done + a 10.0.0.1");
    assertThat(execution.registered()).contains(NOON.plus(Duration.ofSeconds(2)));
    assertThat(world.instances()).containsExactly(ours(A, IP1));
  }

  @Test
  void takesAwayAfterAnAdditionSucceeded() {
    world.instances(ours(B, IP2));

    var execution = execute(register(A, IP1), withdraw(ours(B, IP2)));

    assertThat(Brief.of(execution)).containsExactly("done + a 10.0.0.1", "done - b");
    assertThat(world.instances()).containsExactly(ours(A, IP1));
  }

  @Test
  void takesNothingAwayAfterAnAdditionFailed() {
    world.instances(ours(B, IP2)).ends(A, Ending.FAIL);

    var execution = execute(register(A, IP1), withdraw(ours(B, IP2)));

    assertThat(Brief.of(execution)).containsExactly("failed + a 10.0.0.1", "held - b");
    assertThat(execution.outcomes().getFirst().inWords())
        .contains("Cloud Map: the hosted zone does not exist");
    assertThat(execution.registered()).isEmpty();
    assertThat(world.instances()).containsExactly(ours(B, IP2));
  }

  /** What a fallback is decided by: the name is repaired first, while that may help. */
  @Test
  void tellsARegistrationThatFailedFromOneThatWasNeverSent() {
    world.refuses(Call.FIND);
    assertThat(repair(execute(lookAndRegister(A, IP1)))).isEqualTo(Repair.UNSENT);

    world.heals().ends(A, Ending.FAIL);
    assertThat(repair(execute(lookAndRegister(A, IP1)))).isEqualTo(Repair.FAILED);

    world.ends(A, Ending.REFUSED);
    assertThat(repair(execute(lookAndRegister(A, IP1)))).isEqualTo(Repair.FAILED);
  }

  @Test
  void tellsARegistrationThatHasNotEndedFromOneThatIsHeldBack() {
    world.ends(A, Ending.NEVER);
    var execution = execute(register(A, IP1));
    assertThat(repair(execution)).isEqualTo(Repair.PENDING);
    assertThat(execution.repair(List.of(), after(sent(A)))).isEqualTo(Repair.PENDING);
    assertThat(execution.repair(List.of(), after(unproven(execution.unproven()))))
        .isEqualTo(Repair.UNENDED);

    var heldBack = new Outcome.Held(register(A, IP1), "policy observe: said, not done");
    assertThat(Execution.of(heldBack).repair(List.of(), after(sent(A)))).isEqualTo(Repair.PENDING);
  }

  @Test
  void tellsARegistrationThatFailedFromOneThatAnotherStoodInTheWayOf() {
    world.ends(A, Ending.BUSY);

    var execution = execute(register(A, IP1));

    assertThat(repair(execution)).isEqualTo(Repair.UNSENT);
    assertThat(execution.repair(List.of(), after(sent(A)))).isEqualTo(Repair.FAILED);
  }

  /** A look of somebody who remembers that. */
  private static Look after(Memory memory) {
    return new Look(MLFLOW, GUARD, memory, NOON);
  }

  /** What an earlier pass sent, and did not see succeed. */
  private static Memory sent(TaskId task) {
    return unproven(Map.of(task, new Sent(NOON)));
  }

  private static Repair repair(Execution execution) {
    return execution.repair(List.of(), after(Memory.NONE));
  }

  @Test
  void takesNothingAwayWhileAnAdditionIsUnfinished() {
    world.instances(ours(B, IP2)).ends(A, Ending.NEVER);

    var execution = execute(register(A, IP1), withdraw(ours(B, IP2)));

    assertThat(Brief.of(execution)).containsExactly("held + a 10.0.0.1", "held - b");
    assertThat(world.instances()).containsExactly(ours(B, IP2));
  }

  @Test
  void leavesToTheNextPassWhatEndsLater() {
    world.operationsTake(Duration.ofSeconds(16));

    var execution = execute(register(A, IP1));

    assertThat(Brief.of(execution)).containsExactly("held + a 10.0.0.1");
    assertThat(world.instances()).isEmpty();
    assertThat(world.passes(Duration.ofSeconds(1)).instances()).containsExactly(ours(A, IP1));
  }

  @Test
  void beginsNothingAfterTheDeadline() {
    world.instances(ours(B, IP2));
    var permission =
        Permission.under(
            Policy.REPAIR,
            Optional.empty(),
            new Plan(List.of(register(A, IP1), withdraw(ours(B, IP2)))));

    var execution = executor().execute(look(NOON), permission, world.instant());

    assertThat(Brief.of(execution)).containsExactly("held + a 10.0.0.1", "held - b");
    assertThat(world.writes()).isZero();
  }

  /** The SDK's retry of a registration that Cloud Map had accepted meets its own operation. */
  @Test
  void isDoneWithARegistrationThatIsInFlightAlready() {
    world.inFlight(ours(A, IP1));

    var execution = execute(register(A, IP1));

    assertThat(Brief.of(execution)).containsExactly("done + a 10.0.0.1");
    assertThat(execution.registered()).contains(NOON.plus(Duration.ofSeconds(2)));
    assertThat(world.count(Call.REGISTER)).isEqualTo(1);
  }

  @Test
  void leavesAnInstanceThatEcsIsRegistering() {
    world.inFlight(ofEcs(A, IP1));

    var execution = execute(register(A, IP1));

    assertThat(Brief.of(execution)).containsExactly("held + a 10.0.0.1");
    assertThat(execution.outcomes().getFirst().inWords())
        .contains("operationInFlight", "something else");
    assertThat(world.instances()).containsExactly(ofEcs(A, IP1));
    assertThat(world.count(Call.REGISTER)).isEqualTo(1);
  }

  @Test
  void leavesToTheNextPassWhatAnotherOperationFailedToDo() {
    world.ends(A, Ending.BUSY);

    var execution = execute(register(A, IP1));

    assertThat(Brief.of(execution)).containsExactly("failed + a 10.0.0.1");
    assertThat(execution.outcomes().getFirst().inWords()).contains("operationInFlight", "failed: ");
    assertThat(world.count(Call.REGISTER)).isEqualTo(1);
  }

  @Test
  @DisplayName("situation.operationInFlight.planner: no second try over another's operation")
  void waitsForAnotherOperationNoLongerThanForOurs() {
    world.operationsTake(Duration.ofSeconds(16)).inFlight(ours(A, IP1));

    var execution = execute(register(A, IP1));

    assertThat(Brief.of(execution)).containsExactly("held + a 10.0.0.1");
    assertThat(execution.outcomes().getFirst().inWords()).contains("has not ended yet");
    assertThat(world.count(Call.FIND)).isZero();
  }

  @Test
  void isDoneWithARemovalThatIsInFlightAlready() {
    world.instances(ours(A, IP1)).inFlightRemoval(A);

    var execution = execute(withdraw(ours(A, IP1)));

    assertThat(Brief.of(execution)).containsExactly("done - a");
    assertThat(world.count(Call.REMOVE)).isEqualTo(1);
  }

  @Test
  void looksFirstAndLeavesWhatEcsRegisteredMeanwhile() {
    world.instances(ofEcs(A, IP1));

    var execution = execute(lookAndRegister(A, IP1));

    assertThat(Brief.of(execution)).containsExactly("held +? a 10.0.0.1");
    assertThat(world.instances()).containsExactly(ofEcs(A, IP1));
    assertThat(world.writes()).isZero();
  }

  /** A probe with patience takes up to 20 s, and what ECS registers meanwhile is in no list. */
  @Test
  void looksFirstWhereTheListingIsNoLongerGood() {
    world.at(LISTING_GOOD_UNTIL).instances(ofEcs(A, IP1));

    execute(register(A, IP1));

    assertThat(world.instances()).containsExactly(ofEcs(A, IP1));
    assertThat(world.writes()).isZero();
  }

  @Test
  void trustsTheListingWhileItIsGood() {
    world.at(LISTING_GOOD_UNTIL.minusMillis(1));

    execute(register(A, IP1));

    assertThat(world.count(Call.FIND)).isZero();
    assertThat(world.instances()).containsExactly(ours(A, IP1));
  }

  @Test
  void looksFirstAndLeavesOursAsItShouldBe() {
    world.instances(ours(A, IP1));

    execute(lookAndRegister(A, IP1));

    assertThat(world.writes()).isZero();
  }

  @Test
  void looksFirstAndReplacesOursWhereItDiffers() {
    world.instances(ours(A, IP2));

    var execution = execute(lookAndRegister(A, IP1));

    assertThat(Brief.of(execution)).containsExactly("done +? a 10.0.0.1");
    assertThat(world.instances()).containsExactly(ours(A, IP1));
  }

  @Test
  void looksFirstAndRegistersWhatIsNotThere() {
    var execution = execute(lookAndRegister(A, IP1));

    assertThat(Brief.of(execution)).containsExactly("done +? a 10.0.0.1");
    assertThat(world.count(Call.FIND)).isEqualTo(1);
  }

  /** Not being able to look is no licence to write. */
  @Test
  void registersNothingWhereItCannotLookFirst() {
    world.refuses(Call.FIND);

    var execution = execute(lookAndRegister(A, IP1));

    assertThat(Brief.of(execution)).containsExactly("failed +? a 10.0.0.1");
    assertThat(world.writes()).isZero();
  }

  @Test
  void looksDirectlyBeforeItTakesAway() {
    world.instances(ours(A, IP1));

    execute(withdraw(ours(A, IP1)));

    assertThat(world.count(Call.FIND)).isEqualTo(1);
    assertThat(world.instances()).isEmpty();
  }

  @Test
  void leavesAnInstanceThatChangedSinceItWasLookedAt() {
    world.instances(ofEcs(A, IP1));

    var execution = execute(withdraw(ours(A, IP1)));

    assertThat(Brief.of(execution)).containsExactly("held - a");
    assertThat(world.instances()).containsExactly(ofEcs(A, IP1));
  }

  @Test
  void takesAwayAnInstanceWhoseHealthAloneChanged() {
    var attributes = new TreeMap<>(ours(A, IP1).attributes());
    attributes.put(Registration.INITIAL_HEALTH, "UNHEALTHY");
    world.instances(new Instance.Ours(A.value(), attributes));

    var execution = execute(withdraw(ours(A, IP1)));

    assertThat(Brief.of(execution)).containsExactly("done - a");
  }

  @Test
  void isDoneWithAnInstanceThatIsGoneAlready() {
    var execution = execute(withdraw(ours(A, IP1)));

    assertThat(Brief.of(execution)).containsExactly("done - a");
    assertThat(world.writes()).isZero();
  }

  @Test
  void triesEverythingThatAddsAndHoldsWhatTakesAway() {
    world.instances(ours(C, IP3)).ends(A, Ending.FAIL);

    var execution = execute(register(A, IP1), withdraw(ours(C, IP3)), register(B, IP2));

    assertThat(Brief.of(execution))
        .containsExactly("failed + a 10.0.0.1", "done + b 10.0.0.2", "held - c");
    assertThat(world.instances()).containsExactly(ours(B, IP2), ours(C, IP3));
  }

  @Test
  void stopsTakingAwayAtTheFirstThatFails() {
    world.instances(ours(A, IP1), ours(B, IP2)).ends(A, Ending.FAIL);

    var execution = execute(withdraw(ours(A, IP1)), withdraw(ours(B, IP2)));

    assertThat(Brief.of(execution)).containsExactly("failed - a", "held - b");
    assertThat(world.instances()).containsExactly(ours(A, IP1), ours(B, IP2));
  }

  @Test
  void takesAThrottledWriteForAFailure() {
    world.refuses(Call.REGISTER);

    var execution = execute(register(A, IP1));

    assertThat(execution.outcomes().getFirst().inWords())
        .contains("failed: REGISTER was throttled");
  }

  @Test
  void marksOursUnhealthyOnlyAfterWhatAdds() {
    world.instances(ours(B, IP2)).ends(A, Ending.FAIL);

    var execution =
        execute(
            new Action.PushHealth(
                CLOUD_MAP, ours(B, IP2), false, Situation.UNHEALTHY_TASK, "its container is"),
            register(A, IP1));

    assertThat(Brief.of(execution)).containsExactly("failed + a 10.0.0.1", "held unhealthy b");
    assertThat(world.count(Call.PUSH_HEALTH)).isZero();
  }

  /** The mark is for an id, and ECS may have registered the task under it meanwhile. */
  @Test
  void marksNobodyWhoChangedSinceItWasLookedAt() {
    world.instances(ofEcs(B, IP2));

    var execution =
        execute(
            new Action.PushHealth(
                CLOUD_MAP, ours(B, IP2), false, Situation.UNHEALTHY_TASK, "its container is"));

    assertThat(Brief.of(execution)).containsExactly("held unhealthy b");
    assertThat(world.count(Call.PUSH_HEALTH)).isZero();
  }

  @Test
  @DisplayName("situation.operationFailed.planner: failed, in Cloud Map's words, and remembered")
  void remembersWhichRegistrationsFailed() {
    world.ends(A, Ending.FAIL);

    var execution = execute(register(A, IP1), register(B, IP2));

    assertThat(execution.unproven()).containsOnlyKeys(A);
    assertThat(execution.outcomes().getFirst().inWords())
        .endsWith("; failed: operationFailed: Cloud Map: the hosted zone does not exist");
  }

  @Test
  void provesNoRegistrationThatItDidNotSeeEnd() {
    assertThat(execute(new InMemoryWorld().ends(A, Ending.NEVER)).unproven()).containsOnlyKeys(A);
    assertThat(execute(new InMemoryWorld().refuses(Call.REGISTER)).unproven()).containsOnlyKeys(A);
    assertThat(execute(new InMemoryWorld().refuses(Call.FOLLOW)).unproven()).containsOnlyKeys(A);
  }

  @Test
  void hasNothingToProveOfWhatItDidNotSendOrSawSucceed() {
    assertThat(execute(new InMemoryWorld()).unproven()).isEmpty();
    assertThat(execute(new InMemoryWorld().ends(A, Ending.BUSY)).unproven()).isEmpty();
    assertThat(execute(new InMemoryWorld().at(DEADLINE)).unproven()).isEmpty();
  }

  @Test
  void hasNothingToProveOfWhatCertainlyHadNoEffect() {
    var refused = execute(new InMemoryWorld().ends(A, Ending.REFUSED));

    assertThat(Brief.of(refused)).containsExactly("failed + a 10.0.0.1");
    assertThat(refused.unproven()).isEmpty();
  }

  /** What became of registering A in another world. */
  private static Execution execute(InMemoryWorld other) {
    return new Executor(other, new Parallel(new InlineExecutor()), other)
        .execute(
            look(NOON),
            Permission.under(Policy.REPAIR, Optional.empty(), new Plan(List.of(register(A, IP1)))),
            DEADLINE);
  }

  @Test
  void looksFirstAndRegistersOursAgainAfterAFail() {
    world.instances(ours(A, IP1));
    var failed =
        new Memory(
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(A, new Sent(NOON.minusSeconds(60))),
            Optional.empty(),
            Map.of(),
            Map.of(),
            Optional.empty());
    var plan = new Plan(List.of(lookAndRegister(A, IP1)));

    var execution =
        executor()
            .execute(
                new Look(MLFLOW, GUARD, failed, NOON),
                Permission.under(Policy.REPAIR, Optional.empty(), plan),
                DEADLINE);

    assertThat(Brief.of(execution)).containsExactly("done +? a 10.0.0.1");
    assertThat(world.count(Call.REGISTER)).isEqualTo(1);
  }

  /** A hundred that FAIL again and again would take the turns of all others. */
  @Test
  void sendsNothingAgainThatFailedAMomentAgo() {
    var failed =
        new Memory(
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(A, new Sent(NOON.minusSeconds(10))),
            Optional.empty(),
            Map.of(),
            Map.of(),
            Optional.empty());

    var execution =
        executor()
            .execute(
                new Look(MLFLOW, GUARD, failed, NOON),
                Permission.under(
                    Policy.REPAIR, Optional.empty(), new Plan(List.of(register(A, IP1)))),
                DEADLINE);

    assertThat(Brief.of(execution)).containsExactly("failed + a 10.0.0.1");
    assertThat(world.writes()).isZero();
  }

  /** A look that hangs for six seconds must not be followed by a write that does. */
  @Test
  void beginsNoWriteWhereTheLookBeforeItTookTooLong() {
    world.instances(ours(B, IP2));
    var slow = before("find", () -> world.at(DEADLINE));

    var execution = execute(slow, world.instant(), lookAndRegister(A, IP1), withdraw(ours(B, IP2)));

    assertThat(Brief.of(execution)).containsExactly("held +? a 10.0.0.1", "held - b");
    assertThat(world.writes()).isZero();
  }

  @Test
  void looksNoMoreAtWhatAnotherOperationLeftTooLate() {
    world.inFlight(ours(A, IP1));
    var slow = before("follow", () -> world.at(DEADLINE));

    assertThat(Brief.of(execute(slow, world.instant(), register(A, IP1))))
        .containsExactly("held + a 10.0.0.1");
    assertThat(world.count(Call.FIND)).isZero();
  }

  /** In a sweep they share the turns to write: who has many asks for them one by one. */
  @Test
  void leavesTurnsToTheOtherServices() {
    world.operationsTake(Duration.ZERO);
    var interleaving = new Interleaving(world, 1, Duration.ofMillis(1));
    var pace = new Pace(2, world, interleaving);
    var paced = before("awaitTurn", () -> pace.await(DEADLINE));
    var parallel = new Parallel(interleaving.executor());
    var many =
        IntStream.range(0, 20).<Step>mapToObj(i -> register(new TaskId("many" + i), IP1)).toList();
    var ends = new ArrayList<Instant>();
    var invocation = SimulatedInvocation.of(Duration.ofMinutes(1));
    interleaving.invoke(
        Duration.ZERO,
        invocation,
        () -> new Executor(paced, parallel, world).execute(look(NOON), all(many), DEADLINE));
    interleaving.invoke(
        Duration.ofMillis(10),
        SimulatedInvocation.of(Duration.ofMinutes(1)),
        () -> {
          new Executor(paced, parallel, world)
              .execute(look(NOON), all(List.of(register(B, IP2))), DEADLINE);
          ends.add(world.instant());
        });

    interleaving.run();

    assertThat(ends)
        .singleElement()
        .satisfies(end -> assertThat(end).isBefore(NOON.plusSeconds(3)));
  }

  @Test
  void marksOursHealthyAgain() {
    world.instances(ours(B, IP2));

    var execution =
        execute(
            new Action.PushHealth(
                CLOUD_MAP, ours(B, IP2), true, Situation.UNHEALTHY_TASK, "it recovered"));

    assertThat(Brief.of(execution)).containsExactly("done healthy b");
  }

  @Test
  void tellsWhatThePolicyHoldsBackLast() {
    world.instances(ofEcs(B, IP2), foreign("by-hand", IP3));
    var plan = new Plan(List.of(withdraw(ofEcs(B, IP2)), register(A, IP1)));

    var execution =
        executor()
            .execute(look(NOON), Permission.under(Policy.REPAIR, Optional.empty(), plan), DEADLINE);

    assertThat(Brief.of(execution)).containsExactly("done + a 10.0.0.1", "held - b");
    assertThat(execution.outcomes().getLast().inWords()).contains("policy repair");
    assertThat(world.instances())
        .containsExactly(ours(A, IP1), ofEcs(B, IP2), foreign("by-hand", IP3));
  }

  private Execution execute(Step... steps) {
    var permission = Permission.under(Policy.SYNC, Optional.empty(), new Plan(List.of(steps)));
    return executor().execute(look(NOON), permission, DEADLINE);
  }

  private Execution execute(Registry registry, Instant from, Step... steps) {
    return new Executor(registry, new Parallel(new InlineExecutor()), world)
        .execute(look(from), all(List.of(steps)), DEADLINE);
  }

  private static Permission all(List<Step> steps) {
    return Permission.under(Policy.SYNC, Optional.empty(), new Plan(steps));
  }

  /** The world, with something done before each call of this name. */
  private Registry before(String call, Runnable before) {
    return (Registry)
        Proxy.newProxyInstance(
            Registry.class.getClassLoader(),
            new Class<?>[] {Registry.class},
            (_, method, arguments) -> {
              if (method.getName().equals(call)) {
                before.run();
              }
              return method.invoke(world, arguments);
            });
  }

  private Executor executor() {
    return new Executor(world, new Parallel(new InlineExecutor()), world);
  }

  private static Action register(TaskId task, Ipv4 address) {
    return new Action.Register(
        CLOUD_MAP,
        registration(task, address),
        Optional.of(LISTING_GOOD_UNTIL),
        Situation.REGISTRY_FORGOTTEN,
        "nobody does");
  }

  private static Action lookAndRegister(TaskId task, Ipv4 address) {
    return new Action.Register(
        CLOUD_MAP,
        registration(task, address),
        Optional.empty(),
        Situation.ECS_DID_NOT_REGISTER,
        "ECS should have");
  }

  private static Action withdraw(Instance.Removable instance) {
    return new Action.Withdraw(CLOUD_MAP, instance, Situation.TASK_STOPPED, "its task has stopped");
  }
}
