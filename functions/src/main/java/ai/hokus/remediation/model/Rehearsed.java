package ai.hokus.remediation.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The last rehearsal of a guarded service's fallback.
 *
 * @param failure why it failed; absent where it did not
 */
public record Rehearsed(Instant at, Optional<String> failure) {
  private static final Duration DAILY = Duration.ofHours(24);

  /**
   * Whoever mended it need not wait for a day; and a parameter's history has a hundred versions.
   */
  private static final Duration AFTER_A_FAILURE = Duration.ofHours(1);

  /** Whether another one is due at {@code now}. */
  public boolean isOver(Instant now) {
    return !now.isBefore(at.plus(failure.isPresent() ? AFTER_A_FAILURE : DAILY));
  }
}
