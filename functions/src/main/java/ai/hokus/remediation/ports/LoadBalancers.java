package ai.hokus.remediation.ports;

import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TargetGroup;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The load balancers before the services of the guarded cluster. They are only looked at. What
 * could not be read makes the reading partial; nothing is thrown for it.
 */
public interface LoadBalancers {

  /**
   * The target groups that each of these ECS services puts its tasks into, in the order of their
   * names. A service that is behind no load balancer has an empty list; one that ECS does not know
   * has none. No names cost no call.
   */
  Reading<Map<String, List<TargetGroup>>> targetGroups(Set<String> ecsServices);
}
