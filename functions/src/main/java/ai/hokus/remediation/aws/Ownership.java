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
 * ours         | our cluster and this service          | ours
 * ours         | anything else                         | foreign
 * another one  |                                       | another guard's
 * none         | our cluster and this service          | native
 * none         | anything else                         | foreign
 * </pre>
 *
 * Two ECS services may share a Cloud Map service: what this stack keeps there for the other one is
 * foreign to a pass over this one.
 */
final class Ownership {
  private Ownership() {}

  static Instance of(
      String id, Map<String, String> attributes, GuardedService service, Guard guard) {
    var owner = attributes.get(Registration.OWNER);
    if (owner != null && !owner.equals(guard.owner())) {
      return new Instance.AnotherGuards(id, attributes, owner);
    }
    boolean ofThisService =
        guard.clusterName().equals(attributes.get(Registration.CLUSTER))
            && service.ecsService().equals(attributes.get(Registration.SERVICE));
    if (!ofThisService) {
      return new Instance.Foreign(id, attributes);
    }
    return owner == null ? new Instance.Native(id, attributes) : new Instance.Ours(id, attributes);
  }
}
