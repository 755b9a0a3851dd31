package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Vigil;
import java.util.List;
import java.util.Optional;

/**
 * What should become of the endpoint. The same view always gives the same plan, word for word.
 *
 * @param row of the design's table that fitted first; absent where nothing was to be decided
 * @param move the one put of this pass, if there is one
 * @param position where the fallback is from now on without a put: renewed, standing back, hands
 *     off
 * @param hold that goes with it
 * @param says what people should know, in order
 * @param vigil what later passes have to know of what this one saw
 */
public record EndpointPlan(
    Optional<Situation> row,
    Optional<Action.Move> move,
    Optional<Fallback.Position> position,
    Optional<Hold> hold,
    List<Remark> says,
    Vigil vigil) {
  public EndpointPlan {
    says = List.copyOf(says);
  }
}
