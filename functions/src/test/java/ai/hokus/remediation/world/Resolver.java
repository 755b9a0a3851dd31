package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Resolution;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** A resolver that keeps the answers of an authority until they are too old. */
final class Resolver {
  private final InstantSource clock;
  private Optional<Kept> kept = Optional.empty();

  Resolver(InstantSource clock) {
    this.clock = clock;
  }

  /** What it answers, and until when it answers so. */
  private record Kept(Resolution answer, Instant until) {}

  /** What the authority says, and how long it may be kept. */
  record FromZone(Resolution answer, Duration ttl) {}

  /** The authority of the one name that there is. */
  @FunctionalInterface
  interface Authority {
    FromZone answer();
  }

  Resolution resolve(Authority authority) {
    kept = kept().or(() -> Optional.of(keep(authority.answer())));
    return kept.orElseThrow().answer();
  }

  private Kept keep(FromZone heard) {
    return new Kept(heard.answer(), clock.instant().plus(heard.ttl()));
  }

  private Optional<Kept> kept() {
    return kept.filter(answer -> clock.instant().isBefore(answer.until()));
  }

  /** Whoever asks next hears the authority itself. */
  void forget() {
    kept = Optional.empty();
  }

  /** As it is now, for {@link #become}. */
  Object state() {
    return kept();
  }

  /** As it was then. */
  void become(Object then) {
    kept = ((Optional<?>) then).map(Kept.class::cast);
  }
}
