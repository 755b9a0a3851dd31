package ai.hokus.remediation.model;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What stands in Cloud Map for a task: the attributes that ECS itself would write, and our owner
 * id. A registration replaces all attributes of the instance, so it is always written whole.
 *
 * @param task also the instance id, so that ECS's own deregistration takes ours away too
 * @see <a href="https://docs.aws.amazon.com/cloud-map/latest/api/API_RegisterInstance.html">Cloud
 *     Map RegisterInstance</a>
 */
public record Registration(TaskId task, Ipv4 address, int port, Map<String, String> attributes) {
  public static final String IPV4 = "AWS_INSTANCE_IPV4";
  public static final String PORT = "AWS_INSTANCE_PORT";
  public static final String INITIAL_HEALTH = "AWS_INIT_HEALTH_STATUS";
  public static final String ZONE = "AVAILABILITY_ZONE";
  public static final String REGION = "REGION";
  public static final String CLUSTER = "ECS_CLUSTER_NAME";
  public static final String SERVICE = "ECS_SERVICE_NAME";
  public static final String FAMILY = "ECS_TASK_DEFINITION_FAMILY";

  /** The mark of an instance of ours; its value is the stack's owner id. */
  public static final String OWNER = "REMEDIATION_OWNER";

  /** Cloud Map gives it at registration and changes it by itself afterwards. */
  private static final Set<String> CHANGES_BY_ITSELF = Set.of(INITIAL_HEALTH);

  public Registration {
    attributes = Map.copyOf(attributes);
  }

  /** What {@code task} of {@code service} should be registered as, at {@code address}. */
  public static Registration of(
      Task task, Ipv4 address, GuardedService service, CloudMapService cloudMap, Guard guard) {
    var attributes = new TreeMap<String, String>();
    attributes.put(IPV4, address.dotted());
    attributes.put(PORT, Integer.toString(service.port()));
    attributes.put(REGION, guard.region());
    attributes.put(CLUSTER, guard.clusterName());
    attributes.put(SERVICE, service.ecsService());
    attributes.put(FAMILY, task.family());
    attributes.put(OWNER, guard.owner());
    if (!task.availabilityZone().isEmpty()) {
      attributes.put(ZONE, task.availabilityZone());
    }
    if (cloudMap.customHealth()) {
      attributes.put(INITIAL_HEALTH, "HEALTHY");
    }
    return new Registration(task.id(), address, service.port(), attributes);
  }

  /** Whether {@code instance} says the same, apart from what changes by itself. */
  public boolean isWhat(Instance instance) {
    return settled(attributes).equals(settled(instance.attributes()));
  }

  /** Without what changes by itself. */
  static Map<String, String> settled(Map<String, String> attributes) {
    var settled = new TreeMap<>(attributes);
    settled.keySet().removeAll(CHANGES_BY_ITSELF);
    return settled;
  }
}
