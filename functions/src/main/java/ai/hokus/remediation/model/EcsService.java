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

  /** Whether every running task is in production, or only those of one colour. */
  public enum Deployment {
    ROLLING,
    TWO_COLOURS
  }

  public EcsService {
    registries = Set.copyOf(registries);
  }
}
