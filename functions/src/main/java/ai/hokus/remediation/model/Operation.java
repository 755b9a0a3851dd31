package ai.hokus.remediation.model;

import java.time.Instant;

/** A change that Cloud Map was asked for, and what became of it: its writes are asynchronous. */
public sealed interface Operation {

  /** Accepted, not ended: SUBMITTED or PENDING. */
  record Running(String id) implements Operation {}

  /**
   * The change holds.
   *
   * @param at Cloud Map's own time of its end
   */
  record Succeeded(Instant at) implements Operation {}

  /** It does not, and Cloud Map says why. */
  record Failed(String message) implements Operation {}

  /**
   * Not accepted: another operation on the same instance is in flight (DuplicateRequest). It may be
   * ECS's own, or ours that was sent twice, so the change is not tried again over it.
   *
   * @param id of the one in flight; it can be followed as a running one
   */
  record AnotherInFlight(String id) implements Operation {}

  /**
   * Not accepted, at any try: throttled, forbidden, too many. So it certainly had no effect, and
   * may be tried again at once; of one whose answer was lost nobody knows.
   *
   * @param why in one line, with what was asked for and what came back
   */
  record Refused(String why) implements Operation {}
}
