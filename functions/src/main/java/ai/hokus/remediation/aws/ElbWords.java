package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.TargetGroup;
import ai.hokus.remediation.model.TargetGroup.HealthCheck;
import ai.hokus.remediation.model.TargetGroup.Target;
import ai.hokus.remediation.model.Text;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** What Elastic Load Balancing says, in our words; its own are kept where people know them. */
final class ElbWords {
  private ElbWords() {}

  static TargetGroup targetGroup(
      software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup group,
      List<TargetHealthDescription> targets) {
    return new TargetGroup(
        group.targetGroupName(),
        new HealthCheck(
            orEmpty(group.healthCheckPath()),
            orEmpty(group.healthCheckPort()),
            Optional.ofNullable(group.matcher()).map(ElbWords::expects).orElse("")),
        !group.loadBalancerArns().isEmpty(),
        targets.stream().map(ElbWords::target).toList());
  }

  private static String expects(Matcher matcher) {
    return Stream.of(matcher.httpCode(), matcher.grpcCode())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("");
  }

  private static Target target(TargetHealthDescription described) {
    var health = described.targetHealth();
    return new Target(described.target().id(), orEmpty(health.stateAsString()), why(health));
  }

  private static String why(TargetHealth health) {
    return Text.brief(
        Stream.of(health.reasonAsString(), health.description())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(": ")));
  }

  /** The SDK gives null for what ELB left out. */
  private static String orEmpty(@Nullable String word) {
    return word == null ? "" : word;
  }
}
