package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TargetGroup;
import ai.hokus.remediation.ports.LoadBalancers;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Load balancers in memory: can be told to refuse, and count how often they are asked. */
public final class InMemoryLoadBalancers implements LoadBalancers {
  private final Map<String, List<TargetGroup>> groups = new TreeMap<>();
  private boolean refuses;
  private int asked;

  /** ECS knows the service; its tasks are in these target groups, if any. */
  public synchronized InMemoryLoadBalancers before(String ecsService, TargetGroup... its) {
    groups.put(ecsService, Stream.of(its).sorted(Comparator.comparing(TargetGroup::name)).toList());
    return this;
  }

  /** From now on nothing can be read. */
  public synchronized InMemoryLoadBalancers refuse() {
    refuses = true;
    return this;
  }

  public synchronized int count() {
    return asked;
  }

  @Override
  public synchronized Reading<Map<String, List<TargetGroup>>> targetGroups(
      Set<String> ecsServices) {
    if (ecsServices.isEmpty()) {
      return new Reading.Complete<>(Map.of());
    }
    asked++;
    if (refuses) {
      return new Reading.Partial<>(Map.of(), "Elastic Load Balancing does not answer");
    }
    var known = new TreeMap<>(groups);
    known.keySet().retainAll(ecsServices);
    return new Reading.Complete<>(known);
  }
}
