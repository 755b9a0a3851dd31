package ai.hokus.remediation.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one look at a guarded service starts from.
 *
 * @param guard who we are, with the owner id that marks our instances of this service
 * @param holds what people asked for, of this service and of every one
 * @param at when the look begins: the one time of the pass
 */
public record Look(
    GuardedService service, Guard guard, Memory memory, Holds holds, Dossier dossier, Instant at) {

  /** One before which nobody asked for anything and nothing is on file. */
  public Look(GuardedService service, Guard guard, Memory memory, Instant at) {
    this(service, guard, memory, Holds.NONE, Dossier.EMPTY, at);
  }

  /**
   * Why no task is to be registered, whatever is seen: the service is configured no more, or what
   * was withdrawn or undone is not to be done again. Empty where nothing stands against it.
   */
  public Optional<String> forbidsRegistering() {
    return service.retired()
        ? Optional.of("it is no longer configured, so nothing is begun for it")
        : Stream.of(Hold.Kind.RELEASE, Hold.Kind.UNDO)
            .flatMap(kind -> holds.inForce(kind, at).stream())
            .filter(hold -> hold.forbidsRegistering(dossier.incident()))
            .findFirst()
            .map(Hold::inWords);
  }

  /** The same, under one hold more. */
  public Look holding(Hold also) {
    return new Look(service, guard, memory, holds.and(new Holds(List.of(also))), dossier, at);
  }
}
