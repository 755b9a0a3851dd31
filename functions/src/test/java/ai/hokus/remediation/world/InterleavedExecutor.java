package ai.hokus.remediation.world;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs each call as a strand of its own; who waits for one lets the others go on. */
final class InterleavedExecutor extends InlineExecutor {
  private final Interleaving interleaving;

  InterleavedExecutor(Interleaving interleaving) {
    this.interleaving = interleaving;
  }

  @Override
  public void execute(Runnable call) {
    interleaving.beside(call);
  }

  @Override
  protected <T> RunnableFuture<T> newTaskFor(Callable<T> call) {
    return new FutureTask<>(call) {
      @Override
      public T get() throws InterruptedException, ExecutionException {
        interleaving.awaitUntil(this::isDone, Instant.MAX);
        return super.get();
      }

      @Override
      public T get(long timeout, TimeUnit unit)
          throws InterruptedException, ExecutionException, TimeoutException {
        var patience = Duration.of(timeout, unit.toChronoUnit());
        interleaving.awaitUntil(this::isDone, interleaving.instant().plus(patience));
        return super.get(0, unit);
      }
    };
  }
}
