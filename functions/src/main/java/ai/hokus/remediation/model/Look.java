package ai.hokus.remediation.model;

import java.time.Instant;

/**
 * What one look at a guarded service starts from.
 *
 * @param guard who we are, with the owner id that marks our instances of this service
 * @param at when the look begins: the one time of the pass
 */
public record Look(GuardedService service, Guard guard, Memory memory, Instant at) {}
