package ai.hokus.remediation.plan;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Reversal;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.world.Brief;
import ai.hokus.remediation.world.Seen;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReleasesTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("situations")
  void plans(String situation, Seen seen, Hold hold, List<String> expected) {
    var plan = new Planner().plan(seen.holds(hold).observation());

    assertThat(plan.steps().stream().map(Brief::of).filter(step -> step.contains("released")))
        .isEqualTo(expected);
  }

  static Stream<Arguments> situations() {
    //        situation                        world                   asked for       steps
    return Stream.of(
        arguments("nobody asked", both(), pause(), List.of()),
        arguments("a native one answers", both(), release(false), List.of("- a released")),
        arguments(
            "the native one is down", both().down(IP2), release(false), List.of("say released")),
        arguments(
            "it is down, and forced", both().down(IP2), release(true), List.of("- a released")),
        arguments("ours is alone", alone(), release(false), List.of("say released")),
        arguments("ours is alone, and forced", alone(), release(true), List.of("- a released")),
        arguments(
            "partly read, and forced",
            both().listingPartly(),
            release(true),
            List.of("say released")),
        arguments("undone was what registered it", both(), undo(true, A), List.of("- a released")),
        arguments("undone was what registered another", both(), undo(true, B), List.of()),
        arguments("undone was what registered none", both(), undo(true), List.of()),
        arguments("undone, and ours is alone", alone(), undo(false, A), List.of("say released")),
        arguments(
            "undone by an older version",
            both(),
            new Hold(Hold.Kind.UNDO, Optional.empty(), ""),
            List.of("- a released")));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = Hold.Kind.class,
      names = {"RELEASE", "UNDO"})
  void endsWithItsHold(Hold.Kind kind) {
    var over = new Hold(kind, Optional.of(NOON), "");

    assertThat(new Planner().plan(both().holds(over).observation()).actions()).isEmpty();
  }

  private static Seen both() {
    return new Seen()
        .tasks(running(A, IP1), running(B, IP2))
        .instances(ours(A, IP1), ofEcs(B, IP2))
        .ok(IP1, IP2)
        .resolves(IP1, IP2);
  }

  private static Seen alone() {
    return new Seen()
        .ecs(forgetful(1))
        .tasks(running(A, IP1))
        .instances(ours(A, IP1))
        .ok(IP1)
        .resolves(IP1);
  }

  private static Hold release(boolean forced) {
    return new Hold(Hold.Kind.RELEASE, Optional.empty(), "we mended it", "alice", forced);
  }

  private static Hold undo(boolean forced, TaskId... registered) {
    return new Hold(Hold.Kind.UNDO, Optional.empty(), "", "alice", forced)
        .undoing(List.of(new Reversal("mlflow-20250801T110000Z", List.of(registered), false)));
  }

  private static Hold pause() {
    return new Hold(Hold.Kind.PAUSE, Optional.empty(), "");
  }
}
