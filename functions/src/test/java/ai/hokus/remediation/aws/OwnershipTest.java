package ai.hokus.remediation.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.world.Sample;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OwnershipTest {
  private static final String MLFLOW = Sample.MLFLOW.ecsService();
  private static final String CLUSTER = "ECS_CLUSTER_NAME";
  private static final String SERVICE = "ECS_SERVICE_NAME";
  private static final String OWNER = "REMEDIATION_OWNER";
  private static final String OURS = "hokusai-development";

  @ParameterizedTest(name = "{0}")
  @MethodSource("instances")
  void decidesWhoseItIs(String situation, Map<String, String> attributes, String expected) {
    var instance = Ownership.of("a", attributes, Sample.MLFLOW, Sample.GUARD);

    assertThat(instance.whose()).isEqualTo(expected);
    assertThat(instance.id()).isEqualTo("a");
    assertThat(instance.attributes()).isEqualTo(attributes);
  }

  @Test
  void saysForWhichServiceThisStackKeepsWhatIsForeignHere() {
    var sisters = Map.of(CLUSTER, OURS, SERVICE, "other", OWNER, "our-stack");

    assertThat(Ownership.of("a", sisters, Sample.MLFLOW, Sample.GUARD).sister())
        .contains("this stack's, of ECS service other in cluster " + OURS);
    assertThat(Sample.foreign("a", Sample.IP1).sister()).isEmpty();
  }

  static Stream<Arguments> instances() {
    return Stream.of(
        arguments(
            "our owner id", Map.of(CLUSTER, OURS, SERVICE, MLFLOW, OWNER, "our-stack"), "ours"),
        arguments("our owner id alone", Map.of(OWNER, "our-stack"), "foreign"),
        arguments(
            "our owner id, another service",
            Map.of(CLUSTER, OURS, SERVICE, "other", OWNER, "our-stack"),
            "foreign"),
        arguments(
            "our owner id, another cluster",
            Map.of(CLUSTER, "x", SERVICE, MLFLOW, OWNER, "our-stack"),
            "foreign"),
        arguments(
            "another owner id",
            Map.of(CLUSTER, OURS, SERVICE, MLFLOW, OWNER, "another-stack"),
            "another guard's"),
        arguments("ECS's own", Map.of(CLUSTER, OURS, SERVICE, MLFLOW), "native"),
        arguments("another service", Map.of(CLUSTER, OURS, SERVICE, "other"), "foreign"),
        arguments("another cluster", Map.of(CLUSTER, "x", SERVICE, MLFLOW), "foreign"),
        arguments("no cluster", Map.of(SERVICE, MLFLOW), "foreign"),
        arguments("by hand", Map.of("AWS_INSTANCE_IPV4", "10.0.0.9"), "foreign"));
  }
}
