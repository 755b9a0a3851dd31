package ai.hokus.remediation.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What people asked for about one guarded service: one of a kind, the latest.
 *
 * @param all in the order of their kinds; those that are over may still be among them
 */
public record Holds(List<Hold> all) {
  public static final Holds NONE = new Holds(List.of());

  public Holds {
    all = List.copyOf(all);
  }

  /** The hold of this kind that is in force at {@code now}. */
  public Optional<Hold> inForce(Hold.Kind kind, Instant now) {
    return all.stream().filter(hold -> hold.kind() == kind && !hold.isOver(now)).findFirst();
  }
}
