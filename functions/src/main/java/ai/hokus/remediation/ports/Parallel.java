package ai.hokus.remediation.ports;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one place where calls of a pass run beside each other. The executor is injected, so that a
 * test can own their order.
 */
public final class Parallel {
  private final ExecutorService executor;

  public Parallel(ExecutorService executor) {
    this.executor = executor;
  }

  /** Begins a call; {@link #await} gives its result. */
  public <T> Future<T> begin(Callable<T> call) {
    return executor.submit(call);
  }

  /** Runs all and gives their results in the order of the calls. */
  public <T> List<T> all(List<? extends Callable<T>> calls) {
    return calls.stream().map(this::begin).toList().stream().map(Parallel::await).toList();
  }

  /**
   * The result of a call that was begun, if it is there in time; otherwise the call is given up.
   *
   * @param atMost how long to wait, by the real clock: it bounds what hangs
   */
  public static <T> Optional<T> await(Future<T> begun, Duration atMost) {
    try {
      begun.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.of(await(begun));
    } catch (TimeoutException _) {
      begun.cancel(true);
      return Optional.empty();
    } catch (ExecutionException _) {
      return Optional.of(await(begun));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Waits for a call's end, but no longer than so; it goes on, however long it takes. */
  public static void waitFor(Future<?> begun, Duration atMost) {
    try {
      begun.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException _) {
      // Whoever awaits its result is told.
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The result of a call that was begun; what it threw is thrown here. */
  public static <T> T await(Future<T> begun) {
    try {
      return begun.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException why ? why : new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static Unavailable interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new Unavailable("interrupted while waiting for a call", e);
  }
}
