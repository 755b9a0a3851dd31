package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Policy;
import java.util.List;
import java.util.Optional;

/**
 * What may be done of what is planned for an endpoint:
 *
 * <pre>
 *                              | enter | follow, wait, leave, put back | redeploy
 * -----------------------------+-------+-------------------------------+---------
 * nothing may be written now   | no    | no                            | no
 * another stack guards it too  | no    | no                            | no
 * policy observe               | no    | yes                           | yes
 * policy repair, sync          | yes   | yes                           | yes
 * </pre>
 *
 * Under {@code observe} a fallback that was entered before is followed and left all the same: a
 * dead address would be worse than what is asked for.
 */
public final class EndpointPermission {
  private EndpointPermission() {}

  /**
   * Why {@code action} may not be done; empty where it may.
   *
   * @param stopped why nothing at all may be written now
   * @param said about the service in this pass
   */
  public static Optional<String> against(
      Policy policy, Optional<String> stopped, List<Remark> said, Action.OnEndpoint action) {
    return stopped.or(() -> against(policy, said, action));
  }

  private static Optional<String> against(
      Policy policy, List<Remark> said, Action.OnEndpoint action) {
    if (said.stream().anyMatch(each -> each.situation() == Situation.ANOTHER_GUARD)) {
      return Optional.of("another stack guards this service");
    }
    return policy == Policy.OBSERVE && action instanceof Action.Move move && move.isEntry()
        ? Optional.of("policy observe: said, not done")
        : Optional.empty();
  }
}
