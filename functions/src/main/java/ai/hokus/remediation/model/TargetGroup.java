package ai.hokus.remediation.model;

import java.util.List;

/**
 * A target group, and what its load balancer thinks of each target. For words to people: nothing is
 * done on the strength of it.
 *
 * @param forwardedTo whether a listener or a rule of any load balancer leads to it
 */
public record TargetGroup(
    String name, HealthCheck healthCheck, boolean forwardedTo, List<Target> targets) {

  /**
   * How the balancer finds out.
   *
   * @param path what it requests; empty where it only connects
   * @param port a number, or {@code traffic-port}: the target's own
   * @param expects the statuses that count as healthy, as AWS writes them; empty where it only
   *     connects
   */
  public record HealthCheck(String path, String port, String expects) {}

  /**
   * A target as the balancer sees it now.
   *
   * @param id an address, or what else the group is made of
   * @param state AWS's word: {@code healthy}, {@code unhealthy}, {@code initial}, {@code draining}…
   * @param why AWS's reason code and its description; empty for a healthy one
   */
  public record Target(String id, String state, String why) {
    public boolean isHealthy() {
      return state.equals("healthy");
    }

    public boolean fails() {
      return state.equals("unhealthy");
    }
  }

  public TargetGroup {
    targets = List.copyOf(targets);
  }
}
