package ai.hokus.remediation.plan;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.C;
import static ai.hokus.remediation.world.Sample.CLOUD_MAP;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP3;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.registration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.world.Brief;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PermissionTest {

  private static final Step REGISTER =
      new Action.Register(
          CLOUD_MAP,
          registration(A, IP1),
          Optional.of(NOON),
          Situation.REGISTRY_FORGOTTEN,
          "nobody does");
  private static final Step WITHDRAW_OURS =
      new Action.Withdraw(CLOUD_MAP, ours(B, IP2), Situation.TASK_STOPPED, "it has stopped");
  private static final Step WITHDRAW_NATIVE =
      new Action.Withdraw(CLOUD_MAP, ofEcs(C, IP3), Situation.NATIVE_LEFT_BEHIND, "it has stopped");

  private static final Optional<String> FREE = Optional.empty();
  private static final Optional<String> PAUSED = Optional.of("paused until noon: we migrate");

  private static final String ADD = "+ a 10.0.0.1 registryForgotten";
  private static final String TAKE_OURS = "- b taskStopped";
  private static final String TAKE_NATIVE = "- c nativeLeftBehind";

  @ParameterizedTest(name = "{0}", quoteTextArguments = false)
  @MethodSource("policies")
  void permits(
      String situation,
      Policy policy,
      Optional<String> stopped,
      List<Step> said,
      List<String> permitted,
      List<String> heldBack) {
    var steps =
        Stream.concat(said.stream(), Stream.of(REGISTER, WITHDRAW_OURS, WITHDRAW_NATIVE)).toList();

    var permission = Permission.under(policy, stopped, new Plan(steps));

    assertThat(permission.actions()).extracting(Brief::of).isEqualTo(permitted);
    assertThat(permission.heldBack())
        .extracting(held -> Brief.of(held.action()))
        .isEqualTo(heldBack);
    assertThat(permission.heldBack()).allSatisfy(held -> assertThat(held.why()).isNotBlank());
  }

  static Stream<Arguments> policies() {
    var all = List.of(ADD, TAKE_OURS, TAKE_NATIVE);
    return Stream.of(
        arguments("observe does nothing", Policy.OBSERVE, FREE, List.of(), List.of(), all),
        arguments(
            "repair leaves native instances alone",
            Policy.REPAIR,
            FREE,
            List.of(),
            List.of(ADD, TAKE_OURS),
            List.of(TAKE_NATIVE)),
        arguments("sync does everything", Policy.SYNC, FREE, List.of(), all, List.of()),
        arguments(
            "nothing where another stack guards",
            Policy.SYNC,
            FREE,
            List.of(new Remark(Situation.ANOTHER_GUARD, "another-stack")),
            List.of(),
            all),
        arguments(
            "nothing where two colours cannot be told apart",
            Policy.SYNC,
            FREE,
            List.of(new Remark(Situation.COLOUR_UNKNOWN, "blue and green")),
            List.of(),
            all),
        arguments(
            "what is in production may be told, and another colour is only said",
            Policy.SYNC,
            FREE,
            List.of(new Remark(Situation.TWO_COLOURS, "task a is green")),
            all,
            List.of()),
        arguments("nothing while paused", Policy.SYNC, PAUSED, List.of(), List.of(), all));
  }

  /** Of a service that is configured no more, whatever its policy was. */
  @Test
  void beginsNothingAndLetsOursGo() {
    var all = new Plan(List.of(REGISTER, WITHDRAW_OURS, WITHDRAW_NATIVE));

    var permission =
        Permission.under(Policy.SYNC, FREE, all)
            .withoutRegistering("it is no longer configured")
            .withoutNatives("it is no longer configured");

    assertThat(permission.actions()).extracting(Brief::of).containsExactly(TAKE_OURS);
    assertThat(permission.heldBack())
        .containsExactly(
            new Permission.HeldBack((Action) REGISTER, "it is no longer configured"),
            new Permission.HeldBack((Action) WITHDRAW_NATIVE, "it is no longer configured"));
  }

  @Test
  void saysWhatStoppedItBeforeWhatThePolicyWould() {
    var permission = Permission.under(Policy.OBSERVE, PAUSED, new Plan(List.of(REGISTER)));

    assertThat(permission.heldBack())
        .containsExactly(
            new Permission.HeldBack((Action) REGISTER, "paused until noon: we migrate"));
  }
}
