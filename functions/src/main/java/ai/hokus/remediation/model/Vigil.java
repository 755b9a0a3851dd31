package ai.hokus.remediation.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What earlier passes saw of a name and of who the endpoint is pinned to. Forgetting it delays
 * decisions, and nothing else.
 *
 * @param troubledSince since when the name was <em>broken</em> or <em>half</em> in each pass that
 *     could tell
 * @param goodSince since when it was <em>good</em> in each pass that could tell
 * @param goodPasses how many passes saw it so; counted as far as it matters and no further, so that
 *     a name that stays good leaves the memory as it was
 * @param pinDownSince since when the pinned task answered in no pass that asked it; what is older
 *     than our last put is about one who was pinned before
 * @param pinMissingSince since when ECS did not know the pinned task, in each complete pass; the
 *     same holds for it
 * @param zoneUnseenSince since when another zone than ours said that the name has no record, in
 *     each pass that could tell
 */
public record Vigil(
    Optional<Instant> troubledSince,
    Optional<Instant> goodSince,
    int goodPasses,
    Optional<Instant> pinDownSince,
    Optional<Instant> pinMissingSince,
    Optional<Instant> zoneUnseenSince) {
  public static final Vigil NONE =
      new Vigil(
          Optional.empty(),
          Optional.empty(),
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** The same, with what is known of the name. */
  public Vigil ofName(
      Optional<Instant> troubled, Optional<Instant> good, int passes, Optional<Instant> unseen) {
    return new Vigil(troubled, good, passes, pinDownSince, pinMissingSince, unseen);
  }

  /** The same, with what is known of who the endpoint is pinned to. */
  public Vigil ofPin(Optional<Instant> down, Optional<Instant> missing) {
    return new Vigil(troubledSince, goodSince, goodPasses, down, missing, zoneUnseenSince);
  }
}
