package ai.hokus.remediation.ports;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

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

  /** The result of a call that was begun; what it threw is thrown here. */
  public static <T> T await(Future<T> begun) {
    try {
      return begun.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException why ? why : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted while waiting for a call", e);
    }
  }
}
