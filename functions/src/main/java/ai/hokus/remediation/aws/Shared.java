package ai.hokus.remediation.aws;

import ai.hokus.remediation.ports.Parallel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.Future.State;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * What one reads for all who ask. Who asks while it is being read waits for it; a reading that
 * failed fails all who waited for it, and nobody after them.
 */
final class Shared<T> {
  private final Callable<T> reading;
  private final InstantSource clock;

  /** Too old for everybody, and so never run. */
  private final Begun<T> none;

  private final AtomicReference<Begun<T>> latest;

  Shared(Callable<T> reading, InstantSource clock) {
    this.reading = reading;
    this.clock = clock;
    this.none = new Begun<>(Instant.MIN, new FutureTask<>(reading));
    this.latest = new AtomicReference<>(none);
  }

  private record Begun<T>(Instant at, FutureTask<T> reading) {
    boolean serves(Instant after) {
      return at.isAfter(after) && reading.state() != State.FAILED;
    }

    boolean gave(Predicate<T> what) {
      return reading.state() == State.SUCCESS && what.test(reading.resultNow());
    }
  }

  /**
   * What a reading gave that began after {@code earliest}: the latest, if it did; else one that
   * begins now. What the reading threw is thrown here.
   */
  T begunAfter(Instant earliest) {
    var mine = new Begun<>(clock.instant(), new FutureTask<>(reading));
    var ours = latest.updateAndGet(kept -> kept.serves(earliest) ? kept : mine);
    // Whoever comes first reads; for the others this does nothing.
    ours.reading().run();
    return Parallel.await(ours.reading());
  }

  /** Not to be given to anybody again, if it is {@code wrong}; a reading under way stands. */
  void forgetIf(Predicate<T> wrong) {
    latest.updateAndGet(kept -> kept.gave(wrong) ? none : kept);
  }
}
