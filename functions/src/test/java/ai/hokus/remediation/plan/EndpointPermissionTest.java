package ai.hokus.remediation.plan;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Policy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EndpointPermissionTest {
  private static final Action.OnEndpoint ENTER = move(Situation.FALLBACK_ENTER);
  private static final Action.OnEndpoint FOLLOW = move(Situation.FALLBACK_FOLLOW);
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
