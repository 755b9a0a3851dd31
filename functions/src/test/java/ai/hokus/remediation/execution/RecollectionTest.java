package ai.hokus.remediation.execution;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.CLOUD_MAP;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.registration;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.stopped;
import static ai.hokus.remediation.world.Sample.unhealthy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Memory.Missing;
import ai.hokus.remediation.model.Memory.Pushed;
import ai.hokus.remediation.model.Memory.Sent;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.Seen;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecollectionTest {

  private static final Instant EARLIER = NOON.minusSeconds(60);

  @ParameterizedTest(name = "{0}", quoteTextArguments = false)
  @MethodSource({"missing", "sick", "marked", "registered"})
  void remembers(String situation, Seen seen, Execution execution, Memory expected) {
    assertThat(Recollection.of(seen.observation(), execution)).isEqualTo(expected);
  }

  static Stream<Arguments> missing() {
    return Stream.of(
        arguments(
            "missing for the first time",
            gone(Memory.NONE),
            Execution.NOTHING,
            missing(A, new Missing(NOON, false))),
        arguments(
            "missing again: since the first time",
            gone(missing(A, new Missing(EARLIER, false))),
            Execution.NOTHING,
            missing(A, new Missing(EARLIER, false))),
        arguments(
            "its address fails for the first time: since now",
            gone(missing(A, new Missing(EARLIER, false))).down(IP1),
            Execution.NOTHING,
            missing(A, new Missing(NOON, true))),
        arguments(
            "its address failed before: that stays",
            gone(missing(A, new Missing(EARLIER, true))),
            Execution.NOTHING,
            missing(A, new Missing(EARLIER, true))),
        arguments(
            "ECS knows it again: forgotten",
            new Seen()
                .tasks(running(A, IP1))
                .instances(ours(A, IP1))
                .memory(missing(A, new Missing(EARLIER, true))),
            Execution.NOTHING,
            Memory.NONE),
        arguments(
            "its instance is gone: forgotten",
            new Seen().memory(missing(A, new Missing(EARLIER, true))),
            Execution.NOTHING,
            Memory.NONE),
        arguments(
            "one of them was withdrawn, or may have been",
            gone(Memory.NONE),
            Execution.of(new Outcome.Failed(withdraw(), "timeout")),
            withdrew(Map.of(A, new Missing(NOON, false)))),
        arguments(
            "one of them was held back",
            gone(Memory.NONE),
            Execution.of(new Outcome.Held(withdraw(), "paused")),
            missing(A, new Missing(NOON, false))),
        arguments(
            "who is withdrawn as stopped is none of them",
            new Seen().tasks(stopped(A, IP1)).instances(ours(A, IP1)),
            Execution.of(new Outcome.Done(withdraw())),
            Memory.NONE),
        arguments(
            "an incomplete pass does not count",
            gone(Memory.NONE).listingPartly(),
            Execution.NOTHING,
            Memory.NONE),
        arguments(
            "an incomplete pass does not end the count",
            new Seen().memory(missing(A, new Missing(EARLIER, true))).listingPartly(),
            Execution.NOTHING,
            missing(A, new Missing(EARLIER, true))));
  }

  static Stream<Arguments> sick() {
    return Stream.of(
        arguments(
            "down for the first time",
            up(Memory.NONE).down(IP1),
            Execution.NOTHING,
            sickSince(NOON)),
        arguments(
            "its container is UNHEALTHY",
            new Seen().tasks(unhealthy(A, IP1)).instances(ours(A, IP1)).ok(IP1),
            Execution.NOTHING,
            sickSince(NOON)),
        arguments(
            "down again: since the first time",
            up(sickSince(EARLIER)).down(IP1),
            Execution.NOTHING,
            sickSince(EARLIER)),
        arguments(
            "not asked: no sign of recovery, and since now nobody can tell",
            up(sickSince(EARLIER)).unasked(IP1),
            Execution.NOTHING,
            unclearSince(NOON)),
        arguments(
            "not asked again: since the first time",
            up(unclearSince(EARLIER)).unasked(IP1),
            Execution.NOTHING,
            unclearSince(EARLIER)),
        arguments(
            "down once more: now somebody can tell",
            up(unclearSince(EARLIER)).down(IP1),
            Execution.NOTHING,
            sickSince(EARLIER)),
        arguments(
            "its container says a word: now somebody can tell",
            new Seen()
                .tasks(unhealthy(A, IP1))
                .instances(ours(A, IP1))
                .memory(unclearSince(EARLIER))
                .unasked(IP1),
            Execution.NOTHING,
            sickSince(EARLIER)),
        arguments(
            "well again, and Cloud Map has not heard so",
            up(sickSince(EARLIER)).ok(IP1),
            Execution.of(new Outcome.Held(mark(true), "paused")),
            sickSince(EARLIER)),
        arguments(
            "well again, and Cloud Map takes no health from us",
            up(sickSince(EARLIER)).in(Sample.NO_CUSTOM_HEALTH).ok(IP1),
            Execution.NOTHING,
            Memory.NONE),
        arguments(
            "well again, and it is not known whether Cloud Map heard so",
            up(sickSince(EARLIER)).ok(IP1),
            Execution.of(new Outcome.Failed(mark(true), "timeout")),
            sickSince(EARLIER)),
        arguments(
            "stopped",
            new Seen().tasks(stopped(A, IP1)).instances(ours(A, IP1)).memory(sickSince(EARLIER)),
            Execution.NOTHING,
            Memory.NONE),
        arguments(
            "who is not registered by us is none of it",
            new Seen().tasks(running(A, IP1)).down(IP1),
            Execution.NOTHING,
            Memory.NONE));
  }

  static Stream<Arguments> marked() {
    return Stream.of(
        arguments(
            "told unhealthy",
            up(sickSince(EARLIER)).down(IP1),
            Execution.of(new Outcome.Done(mark(false))),
            told(Map.of(A, EARLIER), new Pushed(false, NOON))),
        arguments(
            "told healthy",
            up(told(Map.of(A, EARLIER), new Pushed(false, EARLIER))).ok(IP1),
            Execution.of(new Outcome.Done(mark(true))),
            told(Map.of(), new Pushed(true, NOON))),
        arguments(
            "held: what was told last still holds",
            up(told(Map.of(A, EARLIER), new Pushed(false, EARLIER))).ok(IP1),
            Execution.of(new Outcome.Held(mark(true), "paused")),
            told(Map.of(A, EARLIER), new Pushed(false, EARLIER))),
        arguments(
            "told healthy where nobody could tell any more",
            up(told(Map.of(A, EARLIER), new Pushed(false, EARLIER))).unasked(IP1),
            Execution.of(new Outcome.Done(mark(true))),
            told(Map.of(), new Pushed(true, NOON))),
        arguments(
            "it is not known whether Cloud Map heard that it is healthy: unhealthy still holds",
            up(told(Map.of(), new Pushed(false, EARLIER))).ok(IP1),
            Execution.of(new Outcome.Failed(mark(true), "timeout")),
            told(Map.of(), new Pushed(false, EARLIER))),
        arguments(
            "it is not known whether Cloud Map heard it",
            up(sickSince(EARLIER)).down(IP1),
            Execution.of(new Outcome.Failed(mark(false), "timeout")),
            sickSince(EARLIER)),
        arguments(
            "told once, and gone",
            new Seen().memory(told(Map.of(A, EARLIER), new Pushed(false, EARLIER))),
            Execution.NOTHING,
            Memory.NONE));
  }

  static Stream<Arguments> registered() {
    var seen = new Seen().tasks(running(A, IP1), running(B, IP2)).ok(IP1, IP2);
    return Stream.of(
        arguments(
            "when the last SUCCESS was",
            seen,
            Execution.registered(new Outcome.Done(register(A)), NOON.plusSeconds(2)),
            memory(Map.of(), Optional.of(NOON.plusSeconds(2)))),
        arguments(
            "whose registration was not seen to end in SUCCESS",
            seen,
            new Execution(
                List.of(new Outcome.Failed(register(A), "no"), new Outcome.Done(register(B))),
                Map.of(A, new Sent(NOON)),
                Optional.empty()),
            memory(Map.of(A, new Sent(NOON)), Optional.empty())),
        arguments(
            "a SUCCESS ends it",
            new Seen()
                .tasks(running(A, IP1))
                .ok(IP1)
                .memory(memory(Map.of(A, new Sent(EARLIER)), Optional.of(EARLIER))),
            Execution.registered(new Outcome.Done(register(A)), NOON.plusSeconds(2)),
            memory(Map.of(), Optional.of(NOON.plusSeconds(2)))),
        arguments(
            "a SUCCESS that is heard of late is not the last one",
            up(memory(Map.of(A, new Sent(EARLIER)), Optional.of(NOON.minusSeconds(1)))).ok(IP1),
            Execution.registered(new Outcome.Done(register(A)), NOON.minusSeconds(2)),
            memory(Map.of(), Optional.of(NOON.minusSeconds(1)))),
        arguments(
            "nothing new",
            new Seen()
                .tasks(running(A, IP1))
                .ok(IP1)
                .memory(memory(Map.of(A, new Sent(EARLIER)), Optional.of(EARLIER))),
            Execution.NOTHING,
            memory(Map.of(A, new Sent(EARLIER)), Optional.of(EARLIER))),
        arguments(
            "its task is gone",
            new Seen().memory(memory(Map.of(A, new Sent(EARLIER)), Optional.of(EARLIER))),
            Execution.NOTHING,
            memory(Map.of(), Optional.of(EARLIER))),
        arguments(
            "somebody's waiting, until it has ended",
            new Seen().memory(waiting(NOON.plusSeconds(1))),
            Execution.NOTHING,
            waiting(NOON.plusSeconds(1))),
        arguments(
            "a waiting that has ended",
            new Seen().memory(waiting(NOON)),
            Execution.NOTHING,
            Memory.NONE));
  }

  private static Seen gone(Memory before) {
    return new Seen().missing(A).instances(ours(A, IP1)).memory(before);
  }

  private static Seen up(Memory before) {
    return new Seen().tasks(running(A, IP1)).instances(ours(A, IP1)).memory(before);
  }

  private static Action mark(boolean healthy) {
    return new Action.PushHealth(
        CLOUD_MAP, ours(A, IP1), healthy, Situation.UNHEALTHY_TASK, "a test says so");
  }

  private static Action withdraw() {
    return new Action.Withdraw(CLOUD_MAP, ours(A, IP1), Situation.TASK_MISSING, "a test says so");
  }

  private static Memory withdrew(Map<TaskId, Missing> missing) {
    return new Memory(
        missing,
        Map.of(),
        Map.of(),
        Map.of(),
        Optional.empty(),
        Map.of(),
        Map.of(),
        Optional.of(NOON));
  }

  private static Action register(TaskId task) {
    return new Action.Register(
        CLOUD_MAP,
        registration(task, IP1),
        Optional.of(NOON),
        Situation.REGISTRY_FORGOTTEN,
        "a test says so");
  }

  private static Memory missing(TaskId task, Missing missing) {
    return new Memory(
        Map.of(task, missing),
        Map.of(),
        Map.of(),
        Map.of(),
        Optional.empty(),
        Map.of(),
        Map.of(),
        Optional.empty());
  }

  private static Memory sickSince(Instant since) {
    return new Memory(
        Map.of(),
        Map.of(A, since),
        Map.of(),
        Map.of(),
        Optional.empty(),
        Map.of(),
        Map.of(),
        Optional.empty());
  }

  private static Memory unclearSince(Instant since) {
    return new Memory(
        Map.of(),
        Map.of(A, EARLIER),
        Map.of(),
        Map.of(),
        Optional.empty(),
        Map.of(),
        Map.of(A, since),
        Optional.empty());
  }

  private static Memory told(Map<TaskId, Instant> sick, Pushed told) {
    return new Memory(
        Map.of(),
        sick,
        Map.of(A, told),
        Map.of(),
        Optional.empty(),
        Map.of(),
        Map.of(),
        Optional.empty());
  }

  private static Memory memory(Map<TaskId, Sent> unproven, Optional<Instant> succeeded) {
    return new Memory(
        Map.of(), Map.of(), Map.of(), unproven, succeeded, Map.of(), Map.of(), Optional.empty());
  }

  private static Memory waiting(Instant until) {
    return new Memory(
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Optional.empty(),
        Map.of(A, until),
        Map.of(),
        Optional.empty());
  }
}
