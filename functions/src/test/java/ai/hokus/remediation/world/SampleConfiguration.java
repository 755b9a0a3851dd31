package ai.hokus.remediation.world;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration of the small world, as a deployer would write it. */
public final class SampleConfiguration {
  private SampleConfiguration() {}

  /** The world's tasks are guarded by each of these names. */
  public static String guarding(String policy, List<String> names) {
    return """
    {"policy": "%s", "cidrs": ["10.0.0.0/16"], "services": {%s}}\
    """
        .formatted(
            policy,
            names.stream().map(SampleConfiguration::service).collect(Collectors.joining(", ")));
  }

  /** The ECS service behind the guarded service of this name. */
  public static String ecsService(String name) {
    return "hokusai-" + name + "-development";
  }

  private static String service(String name) {
    return """
    "%s": {"ecsService": "%s", "port": 5000,
      "cloudMap": {"namespace": "hokusai-development.local", "service": "mlflow"},
      "probe": {"method": "POST", "path": "/api/2.0/mlflow/experiments/search",
        "body": "{\\"max_results\\":1}", "host": "mlflow.hokusai-development.local:5000"}}\
    """
        .formatted(name, ecsService(name));
  }
}
