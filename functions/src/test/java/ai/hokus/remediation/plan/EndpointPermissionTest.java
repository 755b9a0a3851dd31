package ai.hokus.remediation.plan;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.world.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EndpointPermissionTest {
  private static final Action.OnEndpoint ENTER = move(Situation.FALLBACK_ENTER);
  private static final Action.OnEndpoint FOLLOW = move(Situation.FALLBACK_FOLLOW);
  private static final Action.OnEndpoint LEAVE =
      new Action.Move(
          new Parameter("/p", Parameter.Type.STRING, "http://10.0.0.1:5000", 4),
          new Action.Target.Value(new EndpointValue("http://mlflow:5000")),
          new Fallback.Position.Left(NOON),
          Situation.FALLBACK_HELD,
          "asked for");
  private static final Action.OnEndpoint REDEPLOY =
      new Action.Redeploy("api", Situation.REDEPLOY_CONSUMER, "it holds an old value");

  @ParameterizedTest(name = "{0}")
  @EnumSource(Policy.class)
  void onlyEnteringDependsOnThePolicy(Policy policy) {
    assertThat(against(policy, ENTER).isPresent()).isEqualTo(policy == Policy.OBSERVE);
    assertThat(against(policy, FOLLOW)).isEmpty();
    assertThat(against(policy, REDEPLOY)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Policy.class)
  void nothingGoesWhereNothingMayBeWritten(Policy policy) {
    assertThat(List.of(ENTER, FOLLOW, REDEPLOY))
        .allSatisfy(action ->
            assertThat(EndpointPermission.against(policy, Optional.of("paused"), List.of(), action))
                .contains("paused"));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Policy.class)
  void nothingGoesWhereAnotherStackGuards(Policy policy) {
    var another = List.of(new Remark(Situation.ANOTHER_GUARD, "another stack"));

    assertThat(List.of(ENTER, FOLLOW, REDEPLOY))
        .allSatisfy(action ->
            assertThat(EndpointPermission.against(policy, Optional.empty(), another, action))
                .isPresent());
  }

  /** What a person asks for after the pause is done in spite of it, once. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("asked")
  void aPersonsOwnMoveGoesInSpiteOfAPause(
      String row, List<Hold> holds, List<Instant> entries, Action.OnEndpoint move, boolean goes) {
    var dossier = new Dossier(Optional.empty(), entries, List.of(), Map.of());
    var look =
        new Look(
            Sample.MLFLOW,
            Sample.GUARD,
            Memory.NONE,
            new Holds(holds),
            dossier,
            NOON.plusSeconds(60));

    assertThat(EndpointPermission.isInSpiteOfAPause(look, move)).as(row).isEqualTo(goes);
  }

  static Stream<Arguments> asked() {
    var paused = hold(Hold.Kind.PAUSE, 10);
    var fallback = hold(Hold.Kind.FALLBACK, 20);
    var restore = hold(Hold.Kind.RESTORE, 20);
    var pausedAgain =
        new Hold(Hold.Kind.PAUSE, Optional.of(at(3600)), "").asked(at(30), "request-2");
    var pausedOfOld = new Hold(Hold.Kind.PAUSE, Optional.empty(), "");
    var restoreOfOld = new Hold(Hold.Kind.RESTORE, Optional.empty(), "");
    return Stream.of(
        arguments("asked after it", List.of(paused, fallback), List.of(), ENTER, true),
        arguments(
            "asked before a second pause, which ends sooner",
            List.of(paused, fallback, pausedAgain),
            List.of(),
            ENTER,
            false),
        arguments("done since", List.of(paused, fallback), List.of(at(30)), ENTER, false),
        arguments("done before", List.of(paused, fallback), List.of(at(15)), ENTER, true),
        arguments("nobody asked", List.of(paused), List.of(), ENTER, false),
        arguments("asked for the name", List.of(paused, restore), List.of(), ENTER, false),
        arguments(
            "asked before it",
            List.of(hold(Hold.Kind.PAUSE, 25), fallback),
            List.of(),
            ENTER,
            false),
        arguments("leaving", List.of(paused, restore), List.of(), LEAVE, true),
        arguments("leaving, unasked", List.of(paused, fallback), List.of(), LEAVE, false),
        arguments("following", List.of(paused, fallback), List.of(), FOLLOW, false),
        arguments("deploying", List.of(paused, restore), List.of(), REDEPLOY, false),
        arguments("a pause of old", List.of(pausedOfOld, restore), List.of(), LEAVE, true),
        arguments("asked of old", List.of(paused, restoreOfOld), List.of(), LEAVE, false));
  }

  private static Hold hold(Hold.Kind kind, int seconds) {
    return new Hold(kind, Optional.empty(), "").asked(at(seconds), "request-1");
  }

  private static Instant at(int seconds) {
    return NOON.plusSeconds(seconds);
  }

  private static Optional<String> against(Policy policy, Action.OnEndpoint action) {
    return EndpointPermission.against(policy, Optional.empty(), List.of(), action);
  }

  private static Action.OnEndpoint move(Situation situation) {
    return new Action.Move(
        new Parameter("/p", Parameter.Type.STRING, "http://mlflow:5000", 3),
        new Action.Target.Value(new EndpointValue("http://10.0.0.1:5000")),
        new Fallback.Position.Pinned(A, IP1, NOON.plusSeconds(1800)),
        situation,
        "the name is broken");
  }
}
