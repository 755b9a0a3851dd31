package ai.hokus.remediation.model;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What people asked for about one guarded service, or about every one: of each the latest of a
 * kind.
 *
 * @param all those that are over may still be among them
 */
public record Holds(List<Hold> all) {
  public static final Holds NONE = new Holds(List.of());

  public Holds {
    all = List.copyOf(all);
  }

  /** The hold of this kind that is in force at {@code now}; of several the one that ends last. */
  public Optional<Hold> inForce(Hold.Kind kind, Instant now) {
    return all.stream()
        .filter(hold -> hold.kind() == kind && !hold.isOver(now))
        .max(comparing(hold -> hold.until().orElse(Instant.MAX)));
  }

  /** These, with another in place of those of its kind. */
  public Holds with(Hold other) {
    return new Holds(
        Stream.concat(all.stream().filter(hold -> hold.kind() != other.kind()), Stream.of(other))
            .toList());
  }

  /** These and others. */
  public Holds and(Holds others) {
    return new Holds(Stream.concat(all.stream(), others.all.stream()).toList());
  }
}
