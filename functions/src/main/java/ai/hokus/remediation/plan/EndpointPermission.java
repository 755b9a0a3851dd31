package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Policy;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What may be done of what is planned for an endpoint:
 *
 * <pre>
 *                              | enter | follow, wait, leave, put back | redeploy
 * -----------------------------+-------+-------------------------------+---------
 * nothing may be written now   | no (1)| no (1)                        | no
 * another stack guards it too  | no    | no                            | no
 * policy observe               | no    | yes                           | yes
 * policy repair, sync          | yes   | yes                           | yes
 * </pre>
 *
 * (1) But what a person asked for while it was paused, once: see {@link #isInSpiteOfAPause}.
 *
 * <p>Under {@code observe} a fallback that was entered before is followed and left all the same: a
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

  /**
   * Whether a person asked for just this move after he paused, and it was not done since: that much
   * is done in spite of the pause, once.
   */
  public static boolean isInSpiteOfAPause(Look look, Action.OnEndpoint action) {
    return action instanceof Action.Move move && wanted(look, move).isPresent();
  }

  /** While it is paused, no other than the one who asked for the name is heard on leaving. */
  private static Optional<Hold> wanted(Look look, Action.Move move) {
    if (move.isEntry()) {
      return sincePaused(look, Hold.Kind.FALLBACK)
          .filter(hold ->
              hold.since().stream()
                  .noneMatch(since ->
                      look.dossier().entries().stream().anyMatch(at -> !at.isBefore(since))));
    }
    return move.then() instanceof Position.Left
        ? sincePaused(look, Hold.Kind.RESTORE)
        : Optional.empty();
  }

  private static Optional<Hold> sincePaused(Look look, Hold.Kind kind) {
    // Of several, the one that was asked for last.
    var paused =
        look.holds().all().stream()
            .filter(hold -> hold.kind() == Hold.Kind.PAUSE && !hold.isOver(look.at()))
            .flatMap(hold -> hold.since().stream())
            .max(Comparator.naturalOrder());
    return look.holds()
        .inForce(kind, look.at())
        .filter(
            hold -> hold.since().filter(at -> paused.filter(at::isBefore).isEmpty()).isPresent());
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
