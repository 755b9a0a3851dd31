package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.Cidr;
import ai.hokus.remediation.model.CloudMapRef;
import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.GuardedService.EnterFallback;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.ProbeRequest;
import ai.hokus.remediation.model.Settings;
import ai.hokus.remediation.ports.Parallel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;

/** The sample configuration's MLflow, and who guards it. */
final class Samples {
  static final String REGION = "us-east-1";
  static final String MLFLOW = "hokusai-mlflow-development";
  static final Guard GUARD =
      new Guard("arn:aws:ecs:us-east-1:123456789012:cluster/hokusai-development", "stack-1");
  static final CloudMapRef BY_NAME = new CloudMapRef.ByName("hokusai-development.local", "mlflow");
  static final CloudMapService CLOUD_MAP =
      new CloudMapService(
          "srv-1",
          "arn:aws:servicediscovery:us-east-1:123456789012:service/srv-1",
          "mlflow.hokusai-development.local",
          "hokusai-development.local",
          Set.of("A"),
          true);

  private Samples() {}

  static GuardedService guarded(CloudMapRef ref) {
    return new GuardedService(
        "mlflow",
        Policy.REPAIR,
        MLFLOW,
        5000,
        ref,
        probe(),
        List.of(Cidr.parse("10.0.0.0/16")),
        Settings.DEFAULTS,
        Optional.empty(),
        List.of(),
        Set.of(),
        EnterFallback.NEVER);
  }

  static ProbeRequest probe() {
    return new ProbeRequest(
        "GET",
        "/health",
        "",
        Set.of(200),
        "mlflow.hokusai-development.local:5000",
        Duration.ofSeconds(2));
  }

  static Parallel parallel() {
    return new Parallel(Executors.newVirtualThreadPerTaskExecutor());
  }
}
