package ai.hokus.remediation.aws;

import ai.hokus.remediation.ports.LoadBalancers;
import ai.hokus.remediation.ports.LoadBalancersContract;
import ai.hokus.remediation.ports.Parallel;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** One world for all, as its owners have it. */
class LoadBalancersContractTest extends LoadBalancersContract {
  private static AwsOfTheWorld aws;

  @BeforeAll
  static void up() {
    aws = AwsOfTheWorld.up();
  }

  @AfterAll
  static void down() {
    aws.close();
  }

  @Override
  protected LoadBalancers balancers() {
    var parallel = new Parallel(Executors.newVirtualThreadPerTaskExecutor());
    return aws.aws().balancers(AwsOfTheWorld.GUARD, parallel);
  }

  @Override
  protected String balanced() {
    return "hokusai-api-development";
  }

  @Override
  protected String alone() {
    return "hokusai-mlflow-development";
  }
}
