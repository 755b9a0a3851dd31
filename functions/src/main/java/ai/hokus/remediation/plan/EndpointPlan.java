package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Vigil;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What should become of the endpoint. The same view always gives the same plan, word for word.
 *
 * <p>All but the put itself is written down before it: what is on file of the fallback, the hold,
 * and the put that is {@link Action.Move#underway}.
 *
 * @param row of the design's table that fitted first; absent where nothing was to be decided
 * @param settled what is on file of a fallback, once what was under way is settled by what was
 *     read; absent where nothing is on file
 * @param move the one put of this pass, if there is one
 * @param position where the fallback on file is from now on without a put: renewed, standing back,
 *     hands off, left
 * @param hold that goes with it
 * @param says what people should know, in order
 * @param unseen the put that was under way and that the read did not show, while a later one may:
 *     it is decided as if it had not come through, and stays on file
 * @param vigil what later passes have to know of what this one saw
 */
public record EndpointPlan(
    Optional<Situation> row,
    Optional<Fallback> settled,
    Optional<Action.Move> move,
    Optional<Fallback.Position> position,
    Optional<Hold> hold,
    List<Remark> says,
    Optional<Fallback.Underway> unseen,
    Vigil vigil) {
  public EndpointPlan {
    says = List.copyOf(says);
  }

  /** Whether others put the endpoint back, and this pass is the one that found out. */
  public boolean isReturn() {
    return row.equals(Optional.of(Situation.FALLBACK_RETURNED_BY_OTHERS)) && position.isPresent();
  }

  /**
   * The fallback that goes on, as it is on file before a put. Where there is none, a put begins one
   * ({@link Fallback#begin}), and what the parameter holds now is what was there before.
   */
  public Optional<Fallback> standing() {
    return settled.map(file -> position.map(file::at).orElse(file)).filter(Fallback::isOn);
  }

  /**
   * What is on file after this plan, but for its put: an incident that moved nothing is left as it
   * is.
   */
  public Dossier file(Dossier before, Instant at) {
    var filed =
        before
            .incident()
            .flatMap(incident ->
                settled
                    .map(file -> position.map(file::at).orElse(file))
                    .map(file -> unseen.map(file::attempting).orElse(file))
                    .map(file -> before.with(incident.with(file))))
            .orElse(before);
    boolean isReturn =
        row.filter(Situation.FALLBACK_RETURNED_BY_OTHERS::equals).isPresent()
            && position.isPresent();
    return isReturn ? filed.returned(at) : filed;
  }
}
