package ai.hokus.remediation.plan;

import static ai.hokus.remediation.plan.Situations.forgotten;
import static ai.hokus.remediation.plan.Situations.registering;
import static ai.hokus.remediation.plan.Situations.situation;
import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.DEPLOYMENT;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP3;
import static ai.hokus.remediation.world.Sample.deleted;
import static ai.hokus.remediation.world.Sample.ecs;
import static ai.hokus.remediation.world.Sample.foreign;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.oneColour;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.startedBy;
import static ai.hokus.remediation.world.Sample.stopped;
import static ai.hokus.remediation.world.Sample.stopping;
import static ai.hokus.remediation.world.Sample.unproven;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.world.Brief;
import ai.hokus.remediation.world.Seen;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of the table of situations that are about instances whose task does not run on. */
class WithdrawalsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration KEPT = Duration.ofMinutes(2);

  @ParameterizedTest(name = "situation.{0}.planner: {1}", quoteTextArguments = false)
  @MethodSource("withdrawals")
  void plans(String row, String situation, Seen seen, List<String> expected) {
    assertThat(Brief.of(new Planner().plan(seen.observation()))).isEqualTo(expected);
  }

  static Stream<Arguments> withdrawals() {
    return Stream.of(
        situation(
            "taskStopping",
            "another stands: leave early",
            registering()
                .tasks(stopping(A, IP1), running(B, IP2))
                .instances(ours(A, IP1), ofEcs(B, IP2))
                .ok(IP1, IP2),
            "- a taskStopping"),
        situation(
            "taskStopping",
            "another is registered in this pass: it comes first",
            forgotten()
                .tasks(stopping(A, IP1), running(B, IP2))
                .instances(ours(A, IP1))
                .ok(IP1, IP2),
            "say registryForgotten",
            "+ b 10.0.0.2 registryForgotten",
            "- a taskStopping"),
        situation(
            "taskStopping",
            "the other one is down",
            registering()
                .tasks(stopping(A, IP1), running(B, IP2))
                .instances(ours(A, IP1), ofEcs(B, IP2))
                .down(IP2),
            "say taskStopping"),
        situation(
            "taskStopping",
            "the other one was not asked: no evidence that it stands",
            registering()
                .tasks(stopping(A, IP1), running(B, IP2))
                .instances(ours(A, IP1), ofEcs(B, IP2))
                .unasked(IP2),
            "say taskStopping"),
        situation(
            "taskStopping",
            "it is alone",
            registering().tasks(stopping(A, IP1)).instances(ours(A, IP1)),
            "say taskStopping"),
        situation(
            "taskStopping",
            "all are stopping: none makes way for another",
            registering()
                .tasks(stopping(A, IP1), stopping(B, IP2))
                .instances(ours(A, IP1), ours(B, IP2))
                .ok(IP1, IP2),
            "say taskStopping",
            "say taskStopping"),
        situation(
            "taskStopping",
            "our instance gives another address than its task",
            registering()
                .tasks(stopping(A, IP3), running(B, IP2))
                .instances(ours(A, IP1), ofEcs(B, IP2))
                .ok(IP2),
            "say taskStopping"),
        situation(
            "taskStopping",
            "ECS's own: ECS withdraws it itself",
            registering()
                .tasks(stopping(A, IP1), running(B, IP2))
                .instances(ofEcs(A, IP1), ofEcs(B, IP2))
                .ok(IP2)),
        situation(
            "taskStopped",
            "another stands",
            registering()
                .tasks(stopped(A, IP1), running(B, IP2))
                .instances(ours(A, IP1), ofEcs(B, IP2))
                .ok(IP2),
            "- a taskStopped"),
        situation(
            "taskStopped",
            "its replacement is registered in this pass, on ECS's word alone",
            forgotten()
                .tasks(stopped(A, IP1), running(B, IP2))
                .instances(ours(A, IP1))
                .unasked(IP2),
            "say registryForgotten",
            "+ b 10.0.0.2 registryForgotten",
            "say unaskedAll",
            "- a taskStopped"),
        situation(
            "taskStopped",
            "its replacement is registered, and still starting: the name is not emptied",
            registering()
                .tasks(stopped(A, IP1), running(B, IP2, SECOND))
                .instances(ours(A, IP1), ofEcs(B, IP2))
                .down(IP2),
            "- a taskStopped"),
        situation(
            "taskStopped",
            "its replacement is refuted, so not registered",
            forgotten().tasks(stopped(A, IP1), running(B, IP2)).instances(ours(A, IP1)).down(IP2),
            "say registryForgotten",
            "say refuted",
            "say taskStopped"),
        situation(
            "taskStopped",
            "the other instance gives another address than its task",
            registering()
                .tasks(stopped(A, IP1), running(B, IP2))
                .instances(ours(A, IP1), ofEcs(B, IP3))
                .ok(IP2),
            "say notOursWithTaskId",
            "say taskStopped"),
        situation(
            "taskStopped",
            "its service is being deleted, perhaps to be made anew: the name is not emptied",
            registering().ecs(deleted("DRAINING")).tasks(stopped(A, IP1)).instances(ours(A, IP1)),
            "say registryForgotten",
            "say taskStopped"),
        situation(
            "taskStopped",
            "its service was deleted: the name is not emptied",
            registering().ecs(deleted("INACTIVE")).tasks(stopped(A, IP1)).instances(ours(A, IP1)),
            "say ecsServiceGone",
            "say registryForgotten",
            "say taskStopped"),
        situation(
            "taskStopped",
            "the registration of its replacement FAILed, and it is down by now",
            registering()
                .tasks(stopped(A, IP1), running(B, IP2))
                .instances(ours(A, IP1), ours(B, IP2))
                .memory(unproven(B))
                .down(IP2),
            "say refuted",
            "say taskStopped"),
        situation(
            "taskStopped",
            "the registration of its replacement FAILed, and is made again",
            registering()
                .tasks(stopped(A, IP1), running(B, IP2))
                .instances(ours(A, IP1), ours(B, IP2))
                .memory(unproven(B))
                .ok(IP2),
            "+ b 10.0.0.2 operationFailed",
            "- a taskStopped"),
        situation(
            "taskStopping",
            "only the other colour stands: it is not in production",
            new Seen()
                .ecs(oneColour(DEPLOYMENT))
                .tasks(stopping(A, IP1), startedBy("ecs-svc/other", running(B, IP2)))
                .instances(ours(A, IP1), ofEcs(B, IP2))
                .ok(IP1, IP2),
            "say registryForgotten",
            "say taskStopping"),
        situation(
            "taskStopped",
            "only the other colour is registered: it is not in production",
            new Seen()
                .ecs(oneColour(DEPLOYMENT))
                .tasks(stopped(A, IP1), startedBy("ecs-svc/other", running(B, IP2)))
                .instances(ours(A, IP1), ofEcs(B, IP2))
                .ok(IP2),
            "say registryForgotten",
            "say taskStopped"),
        situation(
            "taskStopped",
            "a foreign instance of no task replaces nothing",
            registering()
                .tasks(stopped(A, IP1))
                .instances(ours(A, IP1), foreign("hand", IP2))
                .ok(IP2),
            "say taskStopped"),
        situation(
            "taskStopped",
            "the last one, dead for less than lastInstanceKept",
            registering().tasks(stopped(A, IP1, KEPT.minus(SECOND))).instances(ours(A, IP1)),
            "say taskStopped"),
        situation(
            "taskStopped",
            "the last one, dead for lastInstanceKept",
            registering().tasks(stopped(A, IP1, KEPT)).instances(ours(A, IP1)),
            "- a taskStopped"),
        situation(
            "taskStopped",
            "the last one, and its address belongs to another running task",
            forgotten()
                .tasks(stopped(A, IP1), running(B, IP1, SECOND))
                .instances(ours(A, IP1))
                .down(IP1),
            "say registryForgotten",
            "say young",
            "- a taskStopped"),
        situation(
            "taskStopped",
            "the last one, and no task is wanted, while another is still stopping",
            registering()
                .ecs(ecs(0))
                .tasks(stopped(A, IP1), stopping(B, IP2))
                .instances(ours(A, IP1)),
            "- a taskStopped"),
        situation(
            "taskStopped",
            "something could not be read: it waits",
            registering().tasks(stopped(A, IP1, KEPT)).instances(ours(A, IP1)).tasksPartly(),
            "say incomplete",
            "say taskStopped"),
        situation(
            "nativeLeftBehind",
            "its task has stopped and another stands",
            registering()
                .tasks(stopped(A, IP1), running(B, IP2))
                .instances(ofEcs(A, IP1), ours(B, IP2))
                .ok(IP2),
            "- a nativeLeftBehind"),
        situation(
            "nativeLeftBehind",
            "it is the last one",
            registering().tasks(stopped(A, IP1)).instances(ofEcs(A, IP1)),
            "say nativeLeftBehind"),
        situation(
            "nativeLeftBehind",
            "it gives another address than the stopped task: id and address must match",
            registering()
                .tasks(stopped(A, IP3), running(B, IP2))
                .instances(ofEcs(A, IP1), ours(B, IP2))
                .ok(IP2),
            "say nativeLeftBehind"),
        situation(
            "handOver",
            "ECS took the service back: new tasks are its own, old ones ours",
            registering()
                .ecs(ecs(2))
                .tasks(running(A, IP1), running(B, IP2))
                .instances(ours(A, IP1), ofEcs(B, IP2))
                .ok(IP1, IP2)),
        situation(
            "handOver",
            "ours goes when its task stops",
            registering()
                .tasks(stopped(A, IP1), running(B, IP2))
                .instances(ours(A, IP1), ofEcs(B, IP2))
                .ok(IP2),
            "- a taskStopped"),
        situation(
            "asleep",
            "no task is wanted and none runs: ours goes, though it is the last",
            registering().ecs(ecs(0)).tasks(stopped(A, IP1)).instances(ours(A, IP1)),
            "say asleep",
            "- a asleep"),
        situation(
            "asleep",
            "nothing left to do, and a forgotten registry is no finding",
            new Seen().ecs(forgetful(0)),
            "say asleep"),
        situation(
            "asleep",
            "not while a task is stopping",
            registering().ecs(ecs(0)).tasks(stopping(A, IP1)).instances(ours(A, IP1)),
            "say taskStopping"),
        situation(
            "asleep",
            "not when the tasks could not be read",
            registering().ecs(ecs(0)).tasks(stopped(A, IP1)).instances(ours(A, IP1)).tasksPartly(),
            "say incomplete",
            "say taskStopped"));
  }

  @Test
  void takesNoInstanceWhoseIdIsNoTaskId() {
    var odd = new Instance.Native("mlflow by hand", ofEcs(A, IP1).attributes());
    var seen =
        registering().tasks(running(B, IP2)).instances(odd, ofEcs(B, IP2)).ok(IP2).observation();

    assertThat(new Planner().plan(seen).steps()).isEmpty();
  }
}
