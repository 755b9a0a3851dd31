package ai.hokus.remediation.world;

import ai.hokus.remediation.model.TargetGroup;
import ai.hokus.remediation.model.TargetGroup.HealthCheck;
import ai.hokus.remediation.model.TargetGroup.Target;
import ai.hokus.remediation.ports.LoadBalancers;
import ai.hokus.remediation.ports.LoadBalancersContract;
import java.util.List;

class InMemoryLoadBalancersTest extends LoadBalancersContract {
  private final LoadBalancers balancers =
      new InMemoryLoadBalancers()
          .before(
              balanced(),
              new TargetGroup(
                  "hokusai-reg-api-development",
                  new HealthCheck("/health/alb", "traffic-port", "200"),
                  true,
                  List.of(
                      new Target(
                          "10.0.0.1",
                          "unhealthy",
                          "Target.ResponseCodeMismatch: Health checks failed with these codes:"
                              + " [404]"))))
          .before(alone());

  @Override
  protected LoadBalancers balancers() {
    return balancers;
  }

  @Override
  protected String balanced() {
    return "hokusai-api-development";
  }

  @Override
  protected String alone() {
    return Sample.MLFLOW.ecsService();
  }
}
