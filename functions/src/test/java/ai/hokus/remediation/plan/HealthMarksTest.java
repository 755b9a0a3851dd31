package ai.hokus.remediation.plan;

import static ai.hokus.remediation.plan.Situations.registering;
import static ai.hokus.remediation.plan.Situations.situation;
import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.healthy;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.stopping;
import static ai.hokus.remediation.world.Sample.unhealthy;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Memory.Pushed;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.world.Brief;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The row of the table of situations that is about registered tasks that do not serve. */
class HealthMarksTest {

  private static final Instant EARLIER = NOON.minusSeconds(60);
  private static final Memory SICK_BEFORE = memory(Map.of(A, EARLIER), Map.of());
  private static final Memory TOLD_UNHEALTHY =
      memory(Map.of(A, EARLIER), Map.of(A, new Pushed(false, EARLIER)));

  @ParameterizedTest(name = "situation.{0}.planner: {1}", quoteTextArguments = false)
  @MethodSource("marks")
  void plans(String row, String situation, Seen seen, List<String> expected) {
    assertThat(Brief.of(new Planner().plan(seen.observation()))).isEqualTo(expected);
  }

  static Stream<Arguments> marks() {
    return Stream.of(sick(), recovered(), forgotten()).flatMap(each -> each);
  }

  private static Stream<Arguments> sick() {
    return Stream.of(
        situation(
            "unhealthyTask",
            "its container's health check fails, and another stands",
            two(unhealthy(A, IP1)).ok(IP1, IP2),
            "unhealthy a unhealthyTask"),
        situation(
            "unhealthyTask",
            "it is the only one",
            registering().tasks(unhealthy(A, IP1)).instances(ours(A, IP1)).ok(IP1),
            "say unhealthyTask"),
        situation(
            "unhealthyTask", "down once: nothing yet", two(running(A, IP1)).down(IP1).ok(IP2)),
        situation(
            "unhealthyTask",
            "down in two passes, and another stands",
            two(running(A, IP1)).memory(SICK_BEFORE).down(IP1).ok(IP2),
            "unhealthy a unhealthyTask"),
        situation(
            "unhealthyTask",
            "down in two passes, half a minute apart",
            two(running(A, IP1)).memory(sickFor(Duration.ofSeconds(30))).down(IP1).ok(IP2),
            "unhealthy a unhealthyTask"),
        situation(
            "unhealthyTask",
            "down in two passes, too close to each other",
            two(running(A, IP1)).memory(sickFor(Duration.ofSeconds(29))).down(IP1).ok(IP2)),
        situation(
            "unhealthyTask",
            "down in two passes, and the other one was not asked",
            two(running(A, IP1)).memory(SICK_BEFORE).down(IP1).unasked(IP2),
            "say unhealthyTask"),
        situation(
            "unhealthyTask",
            "both are: none of them makes way for the other",
            registering()
                .tasks(unhealthy(A, IP1), unhealthy(B, IP2))
                .instances(ours(A, IP1), ours(B, IP2))
                .ok(IP1, IP2),
            "say unhealthyTask",
            "say unhealthyTask"),
        situation(
            "unhealthyTask",
            "the other one is marked unhealthy, so it does not stand",
            registering()
                .tasks(running(A, IP1), unhealthy(B, IP2))
                .instances(ours(A, IP1), ours(B, IP2))
                .memory(TOLD_UNHEALTHY)
                .silent(IP1)
                .ok(IP2),
            "say unhealthyTask"),
        situation(
            "unhealthyTask",
            "told already: once is enough",
            two(running(A, IP1)).memory(TOLD_UNHEALTHY).down(IP1).ok(IP2),
            "say unhealthyTask"),
        situation(
            "unhealthyTask",
            "its Cloud Map service takes no health from us",
            two(running(A, IP1)).in(Sample.NO_CUSTOM_HEALTH).memory(SICK_BEFORE).down(IP1).ok(IP2),
            "say unhealthyTask"),
        situation(
            "unhealthyTask",
            "not everything could be read",
            two(running(A, IP1)).memory(SICK_BEFORE).down(IP1).ok(IP2).tasksPartly(),
            "say incomplete",
            "say unhealthyTask"),
        situation(
            "unhealthyTask",
            "ECS's own is ECS's to mark",
            registering()
                .tasks(unhealthy(A, IP1), running(B, IP2))
                .instances(ofEcs(A, IP1), ours(B, IP2))
                .ok(IP2)),
        situation(
            "unhealthyTask",
            "one that stops is not marked any more",
            two(stopping(A, IP1)).memory(SICK_BEFORE).down(IP1).ok(IP2),
            "- a taskStopping"),
        situation(
            "taskStopping",
            "the other one is marked unhealthy, so it does not stand",
            registering()
                .tasks(running(A, IP1), stopping(B, IP2))
                .instances(ours(A, IP1), ours(B, IP2))
                .memory(memory(Map.of(), Map.of(A, new Pushed(false, EARLIER))))
                .unasked(IP1),
            "say taskStopping"));
  }

  private static Stream<Arguments> recovered() {
    return Stream.of(
        situation(
            "unhealthyTask",
            "it answers again",
            two(running(A, IP1)).memory(TOLD_UNHEALTHY).ok(IP1, IP2),
            "healthy a unhealthyTask"),
        situation(
            "unhealthyTask",
            "it answers again, alone and with half of the reading: nothing is taken away",
            registering()
                .tasks(running(A, IP1))
                .instances(ours(A, IP1))
                .memory(TOLD_UNHEALTHY)
                .ok(IP1)
                .tasksPartly(),
            "say incomplete",
            "healthy a unhealthyTask"),
        situation(
            "unhealthyTask",
            "its container recovered, and nobody can be asked",
            two(healthy(A, IP1)).memory(TOLD_UNHEALTHY).unasked(IP1, IP2),
            "healthy a unhealthyTask"),
        situation(
            "unhealthyTask",
            "nobody can be asked, and no container says a word: no evidence",
            two(running(A, IP1)).memory(TOLD_UNHEALTHY).unasked(IP1, IP2)),
        situation(
            "unhealthyTask",
            "so it is ten minutes later: nobody will tell any more, and healthy is the safe end",
            two(running(A, IP1)).memory(unclearFor(Duration.ofMinutes(10))).unasked(IP1, IP2),
            "healthy a unhealthyTask"),
        situation(
            "unhealthyTask",
            "not before",
            two(running(A, IP1)).memory(unclearFor(Duration.ofSeconds(599))).unasked(IP1, IP2)),
        situation(
            "unhealthyTask",
            "told an hour ago, down in every pass since, and once nobody can be asked",
            two(running(A, IP1)).memory(toldUnhealthy(Duration.ofHours(1))).unasked(IP1, IP2)),
        situation(
            "unhealthyTask",
            "it was sick, and what was told then may have been forgotten in a crash",
            two(running(A, IP1)).memory(SICK_BEFORE).ok(IP1, IP2),
            "healthy a unhealthyTask"),
        situation(
            "unhealthyTask",
            "it was told healthy, and is",
            two(running(A, IP1))
                .memory(memory(Map.of(), Map.of(A, new Pushed(true, EARLIER))))
                .ok(IP1, IP2)));
  }

  /**
   * A pass that was killed, or whose memory was lost, had called A unhealthy: only the name can
   * tell.
   */
  private static Stream<Arguments> forgotten() {
    return Stream.of(
        situation(
            "unhealthyTask",
            "the name answers without it, and nothing that is remembered is the reason",
            two(running(A, IP1)).ok(IP1, IP2).resolves(IP2),
            "+ a 10.0.0.1 operationFailed",
            "healthy a unhealthyTask"),
        situation(
            "unhealthyTask",
            "so it does, where Cloud Map takes no health from us",
            two(running(A, IP1)).in(Sample.NO_CUSTOM_HEALTH).ok(IP1, IP2).resolves(IP2),
            "+ a 10.0.0.1 operationFailed"),
        situation(
            "unhealthyTask",
            "so it does, and its task does not serve",
            two(running(A, IP1)).down(IP1).ok(IP2).resolves(IP2)),
        situation(
            "unhealthyTask",
            "so it does, a moment after it was called healthy: that takes its time",
            two(running(A, IP1))
                .memory(memory(Map.of(), Map.of(A, new Pushed(true, EARLIER))))
                .ok(IP1, IP2)
                .resolves(IP2)),
        situation(
            "unhealthyTask",
            "so it does, and its registration was not seen to end: that comes first",
            two(running(A, IP1)).memory(unproven()).ok(IP1, IP2).resolves(IP2),
            "+ a 10.0.0.1 operationFailed"),
        situation(
            "unhealthyTask",
            "the name has no record: then no health is the reason, as all unhealthy are answered with",
            two(running(A, IP1)).ok(IP1, IP2).noRecord(Sample.CLOUD_MAP.zone()),
            "+ a 10.0.0.1 operationFailed"));
  }

  /** A is ours, whatever its task does; B is ECS's own and runs. */
  private static Seen two(Task first) {
    return registering().tasks(first, running(B, IP2)).instances(ours(A, IP1), ofEcs(B, IP2));
  }

  private static Memory toldUnhealthy(Duration ago) {
    return memory(
        Map.of(A, NOON.minus(Duration.ofHours(1))), Map.of(A, new Pushed(false, NOON.minus(ago))));
  }

  private static Memory sickFor(Duration time) {
    return memory(Map.of(A, NOON.minus(time)), Map.of());
  }

  private static Memory unclearFor(Duration time) {
    var told = toldUnhealthy(Duration.ofHours(1));
    return new Memory(
        Map.of(),
        told.down(),
        told.pushed(),
        Map.of(),
        Optional.empty(),
        Map.of(),
        Map.of(A, NOON.minus(time)),
        Optional.empty());
  }

  private static Memory unproven() {
    return new Memory(
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(A, new Memory.Sent(EARLIER)),
        Optional.empty(),
        Map.of(),
        Map.of(),
        Optional.empty());
  }

  private static Memory memory(Map<TaskId, Instant> down, Map<TaskId, Pushed> pushed) {
    return new Memory(
        Map.of(), down, pushed, Map.of(), Optional.empty(), Map.of(), Map.of(), Optional.empty());
  }
}
