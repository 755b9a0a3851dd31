package ai.hokus.remediation.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An ECS task of a guarded service, as DescribeTasks told it.
 *
 * @param lastStatus where the task is in its life, ECS's word; a word we do not know is neither
 *     running nor stopped
 * @param desiredStatus where ECS wants it: RUNNING or STOPPED
 * @param address the IPv4 of its own network interface; absent for bridge and host networks, for
 *     IPv6 only, and before the interface exists
 * @param availabilityZone empty where ECS does not say
 * @param family the family of its task definition
 * @param startedBy id of the deployment or task set that it belongs to; empty where ECS does not
 *     say
 * @param startedAt when it became RUNNING
 * @param stoppedAt when it became STOPPED
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html">ECS
 *     Task</a>
 */
public record Task(
    TaskId id,
    String lastStatus,
    String desiredStatus,
    Health health,
    Optional<Ipv4> address,
    String availabilityZone,
    String family,
    String startedBy,
    Optional<Instant> startedAt,
    Optional<Instant> stoppedAt) {

  /** ECS's word on the containers that define a health check; UNKNOWN where none does. */
  public enum Health {
    HEALTHY,
    UNHEALTHY,
    UNKNOWN
  }

  /** RUNNING, and ECS wants it to stay so. */
  public boolean isRunning() {
    return lastStatus.equals("RUNNING") && desiredStatus.equals("RUNNING");
  }

  /** Asked to stop, and not there yet: it may still answer. */
  public boolean isStopping() {
    return desiredStatus.equals("STOPPED") && !isStopped();
  }

  /** Gone. Its address may be given to another task from now on. */
  public boolean isStopped() {
    return lastStatus.equals("STOPPED");
  }

  /** How long it has been RUNNING at {@code at}; zero where ECS does not say since when. */
  public Duration runningFor(Instant at) {
    return startedAt.map(start -> Duration.between(start, at)).orElse(Duration.ZERO);
  }
}
