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
 * @param goodPasses how many passes saw it so
 * @param pinDownSince since when the pinned task answered in no pass that asked it
 * @param pinMissingSince since when ECS did not know the pinned task, in each complete pass
 */
public record Vigil(
    Optional<Instant> troubledSince,
    Optional<Instant> goodSince,
    int goodPasses,
    Optional<Instant> pinDownSince,
    Optional<Instant> pinMissingSince) {
  public static final Vigil NONE =
      new Vigil(Optional.empty(), Optional.empty(), 0, Optional.empty(), Optional.empty());
}
