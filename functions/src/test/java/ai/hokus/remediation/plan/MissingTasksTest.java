package ai.hokus.remediation.plan;

import static ai.hokus.remediation.plan.Situations.forgotten;
import static ai.hokus.remediation.plan.Situations.registering;
import static ai.hokus.remediation.plan.Situations.situation;
import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.C;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP3;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.deleted;
import static ai.hokus.remediation.world.Sample.ecs;
import static ai.hokus.remediation.world.Sample.guarded;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.stopping;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Settings;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.world.Brief;
import ai.hokus.remediation.world.Seen;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of the table of situations that are about tasks that ECS no longer knows. */
class MissingTasksTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MISSING_FOR = Duration.ofMinutes(2);

  @ParameterizedTest(name = "situation.{0}.planner: {1}", quoteTextArguments = false)
  @MethodSource("missing")
  void plans(String row, String situation, Seen seen, List<String> expected) {
    assertThat(Brief.of(new Planner().plan(seen.observation()))).isEqualTo(expected);
  }

  static Stream<Arguments> missing() {
    return Stream.of(
        situation(
            "taskMissing", "one such answer proves nothing", half(ours(A, IP1)), "say taskMissing"),
        situation(
            "taskMissing",
            "a second one too soon",
            half(ours(A, IP1)).memory(missingFor(MISSING_FOR.minus(SECOND), A)),
            "say taskMissing"),
        situation(
            "taskMissing",
            "a second one, missingFor later",
            half(ours(A, IP1)).memory(missingFor(MISSING_FOR, A)),
            "- a taskMissing"),
        situation(
            "taskMissing",
            "not everything could be read",
            half(ours(A, IP1)).memory(missingFor(MISSING_FOR, A)).tasksPartly(),
            "say incomplete",
            "say taskMissing"),
        situation(
            "taskMissing",
            "another task runs at its address",
            registering()
                .tasks(running(B, IP1), running(C, IP3))
                .instances(ours(A, IP1), ofEcs(B, IP1), ofEcs(C, IP3))
                .ok(IP1, IP3)
                .missing(A)
                .memory(missingFor(MISSING_FOR, A)),
            "say taskMissing"),
        situation(
            "taskMissing",
            "more than half look missing: our view is wrong",
            alone().memory(missingFor(MISSING_FOR, A)),
            "say taskMissing"),
        situation(
            "taskMissing",
            "the same, but a candidate was seen, and nobody answered there both times",
            withCandidate().down(IP1).memory(failing(MISSING_FOR, A)),
            "say registryForgotten",
            "+ b 10.0.0.2 registryForgotten",
            "- a taskMissing"),
        situation(
            "taskMissing",
            "the same, but somebody answers there now",
            withCandidate().ok(IP1).memory(failing(MISSING_FOR, A)),
            "say registryForgotten",
            "+ b 10.0.0.2 registryForgotten",
            "say taskMissing"),
        situation(
            "taskMissing",
            "the same, but nobody asked there the first time",
            withCandidate().down(IP1).memory(missingFor(MISSING_FOR, A)),
            "say registryForgotten",
            "+ b 10.0.0.2 registryForgotten",
            "say taskMissing"),
        situation(
            "taskMissing",
            "nobody answered there both times, but no candidate was seen",
            alone().down(IP1).memory(failing(MISSING_FOR, A)),
            "say taskMissing"),
        situation(
            "taskMissing",
            "the last one waits as that of a stopped task does: both are the name's last",
            registering()
                .tasks(stopping(B, IP2))
                .instances(ours(A, IP1), ofEcs(B, IP2))
                .missing(A)
                .service(keepingTheLastForAnHour())
                .memory(missingFor(MISSING_FOR, A)),
            "say taskMissing"),
        situation(
            "asleep",
            "no task is wanted, and ECS has forgotten the last one: by the same word",
            registering()
                .ecs(ecs(0))
                .missing(A)
                .instances(ours(A, IP1))
                .memory(missingFor(MISSING_FOR, A)),
            "say asleep",
            "- a asleep"),
        situation(
            "taskMissing",
            "its service was deleted, perhaps to be made anew: our view may be wrong",
            registering()
                .ecs(deleted("INACTIVE"))
                .missing(A)
                .instances(ours(A, IP1))
                .memory(missingFor(MISSING_FOR, A)),
            "say ecsServiceGone",
            "say registryForgotten",
            "say taskMissing"),
        situation(
            "asleep",
            "not on one such answer",
            registering().ecs(ecs(0)).missing(A).instances(ours(A, IP1)),
            "say asleep",
            "say taskMissing"),
        situation(
            "nativeLeftBehind",
            "its task is missing, for the first time",
            half(ofEcs(A, IP1)),
            "say nativeLeftBehind"),
        situation(
            "nativeLeftBehind",
            "its task is missing for missingFor",
            half(ofEcs(A, IP1)).memory(missingFor(MISSING_FOR, A)),
            "- a nativeLeftBehind"));
  }

  /** Of so many instances, so many missing: at most a fifth a pass, and never none. */
  @ParameterizedTest(name = "{1} of {0} missing: {2}")
  @CsvSource({"4, 2, 1", "9, 4, 1", "10, 4, 2", "40, 20, 8", "40, 3, 3"})
  void takesAFifthInOnePass(int all, int missing, int taken) {
    assertThat(withdrawn(crowd(all, missing, n -> ours(numbered(n), address(n))))).hasSize(taken);
  }

  /** A burst makes several passes in a few seconds. */
  @ParameterizedTest(name = "{0} seconds after the last: {1}")
  @CsvSource({"0, 0", "59, 0", "60, 2"})
  void takesAFifthOnceAMinute(int seconds, int taken) {
    var crowd = crowd(10, 4, n -> ours(numbered(n), address(n)));
    var known = crowd.observation().memory();
    var after =
        new Memory(
            known.missing(),
            known.down(),
            known.pushed(),
            known.unproven(),
            known.succeeded(),
            known.waiting(),
            known.unclear(),
            Optional.of(NOON.minusSeconds(seconds)));

    assertThat(withdrawn(crowd.memory(after))).hasSize(taken);
  }

  /** Under repair the native ones stay: they must not take the turns of ours, pass after pass. */
  @Test
  void takesOursFirst() {
    var seen =
        crowd(5, 2, n -> n == 0 ? ofEcs(numbered(n), address(n)) : ours(numbered(n), address(n)));

    assertThat(withdrawn(seen)).containsExactly(numbered(1).value());
  }

  @Test
  void saysWhenItWillBelieveIt() {
    var seen = half(ours(A, IP1)).memory(missingFor(SECOND, A)).observation();

    assertThat(new Planner().plan(seen).remarks().getLast().because())
        .contains("(10.0.0.1)", "2025-08-01T12:01:59Z");
  }

  private static List<String> withdrawn(Seen seen) {
    return new Planner()
        .plan(seen.observation()).actions().stream()
            .map(action -> ((Action.Withdraw) action).instance().id())
            .toList();
  }

  private static Seen crowd(int all, int missing, Function<Integer, Instance> made) {
    var ids = IntStream.range(0, missing).mapToObj(MissingTasksTest::numbered);
    var up = IntStream.range(missing, all).mapToObj(n -> running(numbered(n), address(n)));
    var gone = ids.toArray(TaskId[]::new);
    return registering()
        .tasks(up.toArray(Task[]::new))
        .missing(gone)
        .instances(IntStream.range(0, all).boxed().map(made).toArray(Instance[]::new))
        .memory(missingFor(MISSING_FOR, gone));
  }

  /** A's task is missing, B's stands: half of the instances. */
  private static Seen half(Instance left) {
    return registering().tasks(running(B, IP2)).missing(A).instances(left, ofEcs(B, IP2)).ok(IP2);
  }

  /** The only instance is that of a missing task. */
  private static Seen alone() {
    return registering().missing(A).instances(ours(A, IP1));
  }

  private static Seen withCandidate() {
    return forgotten().tasks(running(B, IP2)).ok(IP2).missing(A).instances(ours(A, IP1));
  }

  private static GuardedService keepingTheLastForAnHour() {
    var usual = Settings.DEFAULTS;
    return guarded(
        Policy.REPAIR,
        new Settings(usual.ecsLag(), usual.youngFor(), usual.missingFor(), Duration.ofHours(1)));
  }

  private static Memory missingFor(Duration time, TaskId... tasks) {
    return missing(new Memory.Missing(NOON.minus(time), false), tasks);
  }

  private static Memory failing(Duration time, TaskId... tasks) {
    return missing(new Memory.Missing(NOON.minus(time), true), tasks);
  }

  private static Memory missing(Memory.Missing missing, TaskId... tasks) {
    return new Memory(
        Arrays.stream(tasks).collect(Collectors.toMap(task -> task, _ -> missing)),
        Map.of(),
        Map.of(),
        Map.of(),
        Optional.empty(),
        Map.of(),
        Map.of(),
        Optional.empty());
  }

  private static TaskId numbered(int number) {
    return new TaskId("%032x".formatted(number));
  }

  private static Ipv4 address(int number) {
    return new Ipv4("10.0.1." + (1 + number));
  }
}
