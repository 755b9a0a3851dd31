package ai.hokus.remediation.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TargetGroup;
import ai.hokus.remediation.model.TargetGroup.HealthCheck;
import ai.hokus.remediation.model.TargetGroup.Target;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AlarmDiagnosisTest {
  private static final String API = "hokusai-api-development";
  private static final HealthCheck ALB = new HealthCheck("/health/alb", "traffic-port", "200");
  private static final Target WELL = new Target("10.0.0.1", "healthy", "");
  private static final Target WRONG_PATH =
      new Target(
          "10.0.0.2",
          "unhealthy",
          "Target.ResponseCodeMismatch: Health checks failed with these codes: [404]");
  private static final Target SLOW =
      new Target("10.0.0.3", "unhealthy", "Target.Timeout: Request timed out");

  @ParameterizedTest(name = "{0}")
  @MethodSource("groups")
  void saysOfATargetGroup(String situation, TargetGroup group, String said) {
    assertThat(of(Map.of(API, List.of(group))))
        .containsExactly(
            "alarm 5xx is in ALARM, and mlflow answers by name: the cause is elsewhere;"
                + " nothing was changed",
            "target group reg-api of hokusai-api-development: " + said);
  }

  static Stream<Arguments> groups() {
    return Stream.of(
        arguments(
            "the owners' own case: it asks for a path that nobody serves",
            group(ALB, WRONG_PATH),
            "its health check asks /health/alb for 200, and 1 of 1 targets fails it"
                + " (Target.ResponseCodeMismatch: Health checks failed with these codes: [404])"),
        arguments(
            "some fail, for two reasons",
            group(ALB, WELL, WRONG_PATH, SLOW, WRONG_PATH),
            "its health check asks /health/alb for 200, and 3 of 4 targets fail it"
                + " (Target.ResponseCodeMismatch: Health checks failed with these codes: [404];"
                + " Target.Timeout: Request timed out)"),
        arguments(
            "it asks at a port of its own",
            group(new HealthCheck("/", "9000", "200-399"), SLOW),
            "its health check asks / at port 9000 for 200-399, and 1 of 1 targets fails it"
                + " (Target.Timeout: Request timed out)"),
        arguments(
            "it only connects",
            group(new HealthCheck("", "traffic-port", ""), SLOW),
            "its health check connects, and 1 of 1 targets fails it"
                + " (Target.Timeout: Request timed out)"),
        arguments(
            "no listener leads to it, whatever its targets are",
            new TargetGroup("reg-api", ALB, false, List.of(WRONG_PATH)),
            "no listener of a load balancer forwards to it"),
        arguments("nobody is in it", group(ALB), "it has no target"),
        arguments("all is well", group(ALB, WELL, WELL), "its targets: 2 healthy"),
        arguments(
            "a deployment is under way",
            group(
                ALB,
                new Target("10.0.0.9", "initial", "Elb.InitialHealthChecking"),
                WELL,
                new Target("10.0.0.8", "draining", "Target.DeregistrationInProgress")),
            "its targets: 1 draining, 1 healthy, 1 initial"));
  }

  @Test
  void saysItOfEachServiceInTheOrderOfTheirNames() {
    var group = group(ALB, WELL);

    assertThat(
            AlarmDiagnosis.of(
                "5xx",
                List.of("auth", "mlflow"),
                new Reading.Complete<>(Map.of("b", List.of(group), "a", List.of(group, group)))))
        .containsExactly(
            "alarm 5xx is in ALARM, and auth, mlflow answer by name: the cause is elsewhere;"
                + " nothing was changed",
            "target group reg-api of a: its targets: 1 healthy",
            "target group reg-api of a: its targets: 1 healthy",
            "target group reg-api of b: its targets: 1 healthy");
  }

  @Test
  void saysThatThereIsNoLoadBalancer() {
    assertThat(of(Map.of(API, List.of(), "hokusai-mlflow-development", List.of())))
        .last()
        .isEqualTo(
            "no load balancer stands before hokusai-api-development, hokusai-mlflow-development");
  }

  @Test
  void saysWhatCouldNotBeRead() {
    assertThat(
            AlarmDiagnosis.of(
                "5xx",
                List.of("mlflow"),
                new Reading.Partial<>(Map.of(API, List.of(group(ALB, WELL))), "throttled")))
        .containsExactly(
            "alarm 5xx is in ALARM, and mlflow answers by name: the cause is elsewhere;"
                + " nothing was changed",
            "target group reg-api of hokusai-api-development: its targets: 1 healthy",
            "not everything could be read: throttled");
  }

  private static List<String> of(Map<String, List<TargetGroup>> groups) {
    return AlarmDiagnosis.of("5xx", List.of("mlflow"), new Reading.Complete<>(groups));
  }

  private static TargetGroup group(HealthCheck check, Target... targets) {
    return new TargetGroup("reg-api", check, true, List.of(targets));
  }
}
