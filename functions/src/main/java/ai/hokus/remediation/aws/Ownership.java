package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Registration;
import java.util.Map;

/**
 * Whose an instance is:
 *
 * <pre>
 * owner id     | ECS_CLUSTER_NAME and ECS_SERVICE_NAME | whose
 * -------------+---------------------------------------+------------------
 * ours         |                                       | ours
 * another one  |                                       | another guard's
 * none         | our cluster and this service          | native
 * none         | anything else                         | foreign
 * </pre>
 */
final class Ownership {
  private Ownership() {}

  static Instance of(
      String id, Map<String, String> attributes, GuardedService service, Guard guard) {
    var owner = attributes.get(Registration.OWNER);
    if (owner != null) {
      return owner.equals(guard.owner())
          ? new Instance.Ours(id, attributes)
          : new Instance.AnotherGuards(id, attributes, owner);
    }
    boolean byEcs =
        guard.clusterName().equals(attributes.get(Registration.CLUSTER))
            && service.ecsService().equals(attributes.get(Registration.SERVICE));
    return byEcs ? new Instance.Native(id, attributes) : new Instance.Foreign(id, attributes);
  }
}
