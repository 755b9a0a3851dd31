package ai.hokus.remediation.model;

import java.time.Duration;

/**
 * Times that a deployer may change.
 *
 * @param ecsLag ECS registers before RUNNING; for so long after it we trust that our listing lags
 * @param youngFor a task that has been RUNNING for less may still be starting inside
 * @param missingFor a task that ECS no longer knows has stopped when it was missing twice, so far
 *     apart
 * @param lastInstanceKept a dead record that is the name's last one is kept so long: an emptied
 *     name plants negative answers that outlive the repair
 * @param endpoint those of the endpoint
 */
public record Settings(
    Duration ecsLag,
    Duration youngFor,
    Duration missingFor,
    Duration lastInstanceKept,
    EndpointSettings endpoint) {
  public static final Settings DEFAULTS =
      new Settings(
          Duration.ofSeconds(60),
          Duration.ofSeconds(120),
          Duration.ofMinutes(2),
          Duration.ofSeconds(120),
          EndpointSettings.DEFAULTS);

  /** With the defaults of the endpoint. */
  public Settings(
      Duration ecsLag, Duration youngFor, Duration missingFor, Duration lastInstanceKept) {
    this(ecsLag, youngFor, missingFor, lastInstanceKept, EndpointSettings.DEFAULTS);
  }
}
