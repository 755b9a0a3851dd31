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

  /** The name of the endpoint parameter of {@link #moving}. */
  public static final String PARAMETER = "/hokusai/development/mlflow/endpoint";

  /** What it should hold. */
  public static final String BY_NAME = "http://mlflow.hokusai-development.local:5000";

  /**
   * A document that guards MLflow, with an endpoint that the API reads.
   *
   * @param enter never, onAlarm, onNameFailure
   * @param reads runtimeRead, envAtStart
   */
  public static String moving(String policy, String enter, String reads) {
    return moving(policy, enter, reads, "{}");
  }

  /**
   * The same by other times than the defaults.
   *
   * @param settings JSON object
   */
  public static String moving(String policy, String enter, String reads, String settings) {
    var service = service("mlflow");
    return """
    {"policy": "%s", "settings": %s, "cidrs": ["10.0.0.0/16"], "services": {%s,
      "endpoint": {"parameter": "%s", "byName": "%s"}, "alarms": ["hokusai-api-502-errors"],
      "consumers": [{"ecsService": "hokusai-api-development", "consumer": "%s",
        "redeployConsumers": true}], "fallback": {"enter": "%s"}}}}\
    """
        .formatted(
            policy,
            settings,
            service.substring(0, service.length() - 1),
            PARAMETER,
            BY_NAME,
            reads,
            enter);
  }

  /**
   * A document that guards a service under each of these names, each with a parameter of its own
   * that holds {@link #BY_NAME}, an alarm of its own, and nobody who reads it.
   *
   * @param enter never, onAlarm, onNameFailure
   */
  public static String movingEach(String policy, String enter, List<String> names) {
    return """
    {"policy": "%s", "cidrs": ["10.0.0.0/16"], "services": {%s}}\
    """
        .formatted(
            policy,
            names.stream().map(name -> moving(enter, name)).collect(Collectors.joining(", ")));
  }

  /** The same, where each has a Cloud Map service of its own, of the same name. */
  public static String movingEachApart(String policy, String enter, List<String> names) {
    return """
    {"policy": "%s", "cidrs": ["10.0.0.0/16"], "services": {%s}}\
    """
        .formatted(
            policy,
            names.stream()
                .map(name -> moved(enter, name, service(name, name), byName(name)))
                .collect(Collectors.joining(", ")));
  }

  private static String moving(String enter, String name) {
    return moved(enter, name, service(name), BY_NAME);
  }

  private static String moved(String enter, String name, String service, String byName) {
    return """
    %s, "endpoint": {"parameter": "%s", "byName": "%s"}, "alarms": ["%s"],
      "fallback": {"enter": "%s"}}\
    """
        .formatted(
            service.substring(0, service.length() - 1),
            parameter(name),
            byName,
            alarm(name),
            enter);
  }

  /** What the parameter that {@link #movingEachApart} gives the service should hold. */
  public static String byName(String name) {
    return BY_NAME.replace("mlflow", name);
  }

  /** The parameter that {@link #movingEach} gives the service of this name. */
  public static String parameter(String name) {
    return "/hokusai/development/" + name + "/endpoint";
  }

  /** The alarm that it links to it. */
  public static String alarm(String name) {
    return "hokusai-" + name + "-errors";
  }

  /** The ECS service behind the guarded service of this name. */
  public static String ecsService(String name) {
    return "hokusai-" + name + "-development";
  }

  private static String service(String name) {
    return service(name, "mlflow");
  }

  private static String service(String name, String inCloudMap) {
    return """
    "%s": {"ecsService": "%s", "port": 5000,
      "cloudMap": {"namespace": "hokusai-development.local", "service": "%s"},
      "probe": {"method": "POST", "path": "/api/2.0/mlflow/experiments/search",
        "body": "{\\"max_results\\":1}", "host": "%s.hokusai-development.local:5000"}}\
    """
        .formatted(name, ecsService(name), inCloudMap, inCloudMap);
  }
}
