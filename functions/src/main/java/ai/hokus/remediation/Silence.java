package ai.hokus.remediation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps an environment from asking again and again who does not answer: each would pay for it with
 * several seconds. A moment after it failed, one of them asks, for all.
 */
final class Silence {
  /** As long as one may have to wait: so hardly more than one is waiting at any time. */
  private static final Duration LASTS = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final AtomicReference<Optional<Kept>> kept = new AtomicReference<>(Optional.empty());

  private record Kept(Instant until, String why) {}

  /** Nobody has failed to answer yet. */
  Silence(InstantSource clock) {
    this.clock = clock;
  }

  /** Why it did not answer a moment ago; empty for whoever is to ask now. */
  Optional<String> why() {
    var now = clock.instant();
    var last = kept.get();
    return last.filter(silence ->
            now.isBefore(silence.until()) || !kept.compareAndSet(last, keep(silence.why())))
        .map(Kept::why);
  }

  /** It did not answer. */
  void begins(String why) {
    kept.set(keep(why));
  }

  /** It answered. */
  void ends() {
    kept.set(Optional.empty());
  }

  private Optional<Kept> keep(String why) {
    return Optional.of(new Kept(clock.instant().plus(LASTS), why));
  }
}
