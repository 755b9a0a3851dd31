package ai.hokus.remediation.model;

import java.time.Instant;
import java.util.List;

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

  /** The same, under one hold more. */
  public Look holding(Hold also) {
    return new Look(service, guard, memory, holds.and(new Holds(List.of(also))), dossier, at);
  }
}
