package ai.hokus.remediation.handlers;

import ai.hokus.remediation.aws.Aws;
import ai.hokus.remediation.config.InlineConfigurationSource;
import ai.hokus.remediation.ports.ConfigurationSource;
import ai.hokus.remediation.telemetry.Telemetry;
import java.time.InstantSource;
import java.util.Map;

/**
 * Finds where the configuration stands, from the environment.
 *
 * <pre>
 * REMEDIATION_CONFIG  the configuration itself, or ssm:NAME, or ssm-path:/PREFIX/
 * </pre>
 */
final class ConfigurationWiring {
  private ConfigurationWiring() {}

  /**
   * The source that the variable names.
   *
   * @throws IllegalStateException naming the variable, if it is missing
   * @throws IllegalArgumentException quoting a place that is none
   */
  static ConfigurationSource from(
      Map<String, String> environment, Aws aws, InstantSource clock, Telemetry telemetry) {
    var value = Variables.needed(environment, "REMEDIATION_CONFIG");
    return value.startsWith("ssm")
        ? aws.configuration(value, clock, telemetry::stale)
        : new InlineConfigurationSource(value);
  }
}
