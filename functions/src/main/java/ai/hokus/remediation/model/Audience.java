package ai.hokus.remediation.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A consumer of the endpoint as ECS knows it: who reads the parameter, and since when.
 *
 * @param tasks that run or start
 * @param deployments that have tasks or will have, the newest first
 */
public record Audience(String ecsService, List<Listener> tasks, List<Rollout> deployments) {

  /**
   * A task that reads the parameter when it starts.
   *
   * @param created before its containers, which read the parameter
   * @param started after them; absent while it starts
   */
  public record Listener(TaskId id, Instant created, Optional<Instant> started) {

    /** Whether it holds a value that was written at {@code written}; unless surely, it does not. */
    public boolean heard(Instant written) {
      return created.isAfter(written);
    }
  }

  /**
   * One deployment.
   *
   * @param state IN_PROGRESS, COMPLETED or FAILED, ECS's word; empty where it says none
   */
  public record Rollout(String id, String state, Instant created) {
    public boolean isUnderway() {
      return state.equals("IN_PROGRESS");
    }
  }

  public Audience {
    tasks = List.copyOf(tasks);
    deployments = List.copyOf(deployments);
  }
}
