package ai.hokus.remediation.ports;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TargetGroup;
import ai.hokus.remediation.model.TargetGroup.HealthCheck;
import ai.hokus.remediation.model.TargetGroup.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What {@link LoadBalancers} promises. Kept by the adapter in the local world and by the fake, so
 * that what is proven with the fake holds for the adapter.
 */
public abstract class LoadBalancersContract {

  protected abstract LoadBalancers balancers();

  /**
   * The name of a service with one target group, {@code hokusai-reg-api-development}, which asks
   * for {@code /health/alb}; its one task serves everything else.
   */
  protected abstract String balanced();

  /** The name of a service that is behind no load balancer. */
  protected abstract String alone();

  @Test
  void tellsWhatTheHealthCheckAsksAndWhoFailsIt() {
    var reading = balancers().targetGroups(Set.of(balanced()));

    assertThat(reading).isInstanceOf(Reading.Complete.class);
    assertThat(reading.value()).containsOnlyKeys(balanced());
    assertThat(reading.value().get(balanced()))
        .singleElement()
        .satisfies(group -> {
          assertThat(group.name()).isEqualTo("hokusai-reg-api-development");
          assertThat(group.healthCheck())
              .isEqualTo(new HealthCheck("/health/alb", "traffic-port", "200"));
          assertThat(group.forwardedTo()).isTrue();
          assertThat(group.targets()).singleElement().satisfies(LoadBalancersContract::assertFails);
        });
  }

  private static void assertFails(Target target) {
    assertThat(target.fails()).isTrue();
    assertThat(target.isHealthy()).isFalse();
    assertThat(target.id()).isNotBlank();
    assertThat(target.why())
        .isEqualTo("Target.ResponseCodeMismatch: Health checks failed with these codes: [404]");
  }

  @Test
  void knowsWhoIsBehindNone() {
    assertThat(balancers().targetGroups(Set.of(alone())))
        .isEqualTo(new Reading.Complete<>(Map.of(alone(), List.<TargetGroup>of())));
  }

  @Test
  void tellsOfSeveralAtOnceAndOfNobodyWhoIsNotThere() {
    assertThat(balancers().targetGroups(Set.of(alone(), balanced(), "nowhere")).value())
        .containsOnlyKeys(alone(), balanced());
  }

  @Test
  void hasNothingToSayAboutNobody() {
    assertThat(balancers().targetGroups(Set.of())).isEqualTo(new Reading.Complete<>(Map.of()));
  }
}
