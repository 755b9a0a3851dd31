package ai.hokus.remediation.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OwnershipTest {
  private static final String CLUSTER = "ECS_CLUSTER_NAME";
  private static final String SERVICE = "ECS_SERVICE_NAME";
  private static final String OWNER = "REMEDIATION_OWNER";
  private static final String OURS = "hokusai-development";

  @ParameterizedTest(name = "{0}")
  @MethodSource("instances")
  void decidesWhoseItIs(String situation, Map<String, String> attributes, String expected) {
    var instance =
        new Ownership(Samples.GUARD).of("a", attributes, Samples.guarded(Samples.BY_NAME));

    assertThat(instance.whose()).isEqualTo(expected);
    assertThat(instance.id()).isEqualTo("a");
    assertThat(instance.attributes()).isEqualTo(attributes);
  }

  static Stream<Arguments> instances() {
    return Stream.of(
        arguments(
            "our owner id",
            Map.of(CLUSTER, OURS, SERVICE, Samples.MLFLOW, OWNER, "stack-1"),
            "ours"),
        arguments("our owner id alone", Map.of(OWNER, "stack-1"), "ours"),
        arguments(
            "another owner id",
            Map.of(CLUSTER, OURS, SERVICE, Samples.MLFLOW, OWNER, "stack-2"),
            "another guard's"),
        arguments("ECS's own", Map.of(CLUSTER, OURS, SERVICE, Samples.MLFLOW), "native"),
        arguments("another service", Map.of(CLUSTER, OURS, SERVICE, "other"), "foreign"),
        arguments("another cluster", Map.of(CLUSTER, "x", SERVICE, Samples.MLFLOW), "foreign"),
        arguments("no cluster", Map.of(SERVICE, Samples.MLFLOW), "foreign"),
        arguments("by hand", Map.of("AWS_INSTANCE_IPV4", "10.0.0.9"), "foreign"));
  }
}
