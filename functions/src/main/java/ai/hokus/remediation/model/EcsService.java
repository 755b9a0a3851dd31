package ai.hokus.remediation.model;

import java.util.Set;

/**
 * What DescribeServices says of a guarded service.
 *
 * @param status ACTIVE, DRAINING or INACTIVE
 * @param registries ARNs of the Cloud Map services that ECS itself registers its tasks with
 * @param deployment how its tasks are replaced
 */
public record EcsService(
    String status, int desiredCount, Set<String> registries, Deployment deployment) {

  /** Which of its running tasks are in production. */
  public sealed interface Deployment {

    /**
     * All of them.
     *
     * @param active deployments that have tasks or will have; more than one while the service rolls
     * @param primary what the tasks of the newest of them were started by; empty where ECS names
     *     none
     */
    record Rolling(int active, String primary) implements Deployment {

      /** Of which it is not known which is the newest. */
      public Rolling(int active) {
        this(active, "");
      }
    }

    /** Those of one colour: the tasks that this task set or deployment started. */
    record OneColour(String startedBy) implements Deployment {}

    /** Those of one of its colours, and it cannot be told of which. */
    record TwoColours() implements Deployment {}
  }

  public EcsService {
    registries = Set.copyOf(registries);
  }

  /**
   * Whether people want no task of it. ECS shows a service that was deleted, perhaps to be made
   * anew a moment later, as one that is not ACTIVE and has the same count.
   */
  public boolean wantsNoTask() {
    return status.equals("ACTIVE") && desiredCount == 0;
  }
}
