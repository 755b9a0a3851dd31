package ai.hokus.remediation.model;

import java.time.Duration;

/**
 * Times that a deployer may change.
 *
 * @param ecsLag ECS registers before RUNNING; for so long after it we trust that our listing lags
 * @param youngFor a task that has been RUNNING for less may still be starting inside
 * @param lastInstanceKept a dead record that is the name's last one is kept so long: an emptied
 *     name plants negative answers that outlive the repair
 */
public record Settings(Duration ecsLag, Duration youngFor, Duration lastInstanceKept) {
  public static final Settings DEFAULTS =
      new Settings(Duration.ofSeconds(60), Duration.ofSeconds(120), Duration.ofSeconds(120));
}
