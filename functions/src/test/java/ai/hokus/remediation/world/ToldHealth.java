package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Registration;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What Cloud Map was told of its instances' health, which it does not heed at once. */
final class ToldHealth {
  private final InstantSource clock;
  private final Map<String, Told> told = new TreeMap<>();
  private Duration taking = InMemoryWorld.HEALTH_TAKES;

  ToldHealth(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Of the instance under an id.
   *
   * @param before what counts until then
   */
  private record Told(boolean healthy, Instant from, boolean before) {
    boolean at(Instant now) {
      return now.isBefore(from) ? before : healthy;
    }

    /** Where it is heeded it makes no difference since when. */
    Told since(Instant now) {
      return now.isBefore(from) ? this : ever(healthy);
    }

    static Told ever(boolean healthy) {
      return new Told(healthy, Instant.MIN, healthy);
    }
  }

  /** Until it is heeded. */
  void take(Duration time) {
    taking = time;
  }

  /** It stands, and has its initial health if it did not stand before. */
  void stands(Instance instance) {
    told.putIfAbsent(instance.id(), Told.ever(begins(instance)));
  }

  /** What is said again is not heeded sooner. */
  void tell(Instance instance, boolean healthy) {
    var last = told.get(instance.id());
    if (last == null || last.healthy() != healthy) {
      var before = isHealthy(instance);
      told.put(instance.id(), new Told(healthy, clock.instant().plus(taking), before));
    }
  }

  boolean isHealthy(Instance instance) {
    return Optional.ofNullable(told.get(instance.id()))
        .map(last -> last.at(clock.instant()))
        .orElseGet(() -> begins(instance));
  }

  private static boolean begins(Instance instance) {
    return !"UNHEALTHY".equals(instance.attributes().get(Registration.INITIAL_HEALTH));
  }

  void forget(String id) {
    told.remove(id);
  }

  void forgetAll() {
    told.clear();
  }

  /** As it is now, for {@link #become}; where this is equal, all goes on alike. */
  Object state() {
    var now = new TreeMap<String, Told>();
    told.forEach((id, each) -> now.put(id, each.since(clock.instant())));
    return now;
  }

  /** As it was then. */
  void become(Object then) {
    told.clear();
    ((Map<?, ?>) then).forEach((id, each) -> told.put((String) id, (Told) each));
  }
}
