package ai.hokus.remediation.world;

import ai.hokus.remediation.ports.Sleeper;
import ai.hokus.remediation.ports.Unavailable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Runs invocations beside each other, one step at a time: each waits at every call that it makes to
 * the outside, and a seed decides how long a call takes and who goes on first. Time is the world's,
 * and passes only while everybody waits, so the same seed always gives the same run.
 */
public final class Interleaving implements Sleeper {

  /** By the real clock: a step that hangs is a mistake of the test's. */
  private static final int LONGEST_STEP_SECONDS = 20;

  private static final ThreadLocal<Strand> RUNNING = new ThreadLocal<>();

  private final InMemoryWorld world;
  private final Random random;
  private final Duration longestCall;
  private final List<Strand> strands = new ArrayList<>();
  private final Semaphore stepEnded = new Semaphore(0);

  /** An invocation that is no longer there makes no call, whatever it still tries. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /** A thread of an invocation; it goes on when it need not wait, or may wait no longer. */
  private static final class Strand {
    private final SimulatedInvocation invocation;
    private final Semaphore go = new Semaphore(0);
    private BooleanSupplier mayGoOn = () -> true;
    private Instant notBefore;
    private Instant notAfter;
    private boolean hasEnded;
    private Optional<Throwable> failure = Optional.empty();

    private Strand(SimulatedInvocation invocation, Instant begins) {
      this.invocation = invocation;
      this.notBefore = begins;
      this.notAfter = begins;
    }

    private Instant next() {
      return mayGoOn.getAsBoolean() ? notBefore : notAfter;
    }
  }

  /**
   * Nothing runs yet.
   *
   * @param longestCall how much time a call takes at most
   */
  public Interleaving(InMemoryWorld world, long seed, Duration longestCall) {
    this.world = world;
    this.random = new Random(seed);
    this.longestCall = longestCall;
  }

  /** An invocation that begins {@code after} now, once it is {@link #run}. */
  public void invoke(Duration after, SimulatedInvocation invocation, Runnable work) {
    begin(
        invocation,
        world.instant().plus(after),
        () -> {
          invocation.begins(world.instant());
          work.run();
        });
  }

  /** The same port; each call is a step. */
  public <T> T stepping(Class<T> port, T target) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              sleep(Duration.ofMillis(random.nextLong(longestCall.toMillis() + 1)));
              if (!current().mayCall(world.instant())) {
                throw new Killed();
              }
              if (current().isRefused()) {
                throw new Unavailable("refused");
              }
              boolean isAnswered = current().isAnswered();
              try {
                var answer = method.invoke(target, arguments);
                if (!isAnswered) {
                  throw new Unavailable("no answer");
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** Runs what it is given as a part of the invocation that gives it. */
  public ExecutorService executor() {
    return new InterleavedExecutor(this);
  }

  /** The one that makes the call that is being answered. */
  public SimulatedInvocation current() {
    return RUNNING.get().invocation;
  }

  /** Goes on until every invocation has ended, or has been killed. */
  public void run() {
    for (var left = left(); !left.isEmpty(); left = left()) {
      var next = left.stream().map(Strand::next).min(Comparator.naturalOrder()).orElseThrow();
      if (next.isAfter(world.instant())) {
        world.at(next);
      }
      var ready = left.stream().filter(strand -> !strand.next().isAfter(world.instant())).toList();
      step(ready.get(random.nextInt(ready.size())));
    }
    strands.clear();
  }

  @Override
  public void sleep(Duration duration) {
    var until = world.instant().plus(duration);
    await(() -> true, until, until);
  }

  /** Lets others go on until it is so, or so late. */
  void awaitUntil(BooleanSupplier isSo, Instant latest) {
    await(isSo, world.instant(), latest);
  }

  void beside(Runnable work) {
    begin(RUNNING.get().invocation, world.instant(), work);
  }

  Instant instant() {
    return world.instant();
  }

  private List<Strand> left() {
    return strands.stream().filter(strand -> !strand.hasEnded).toList();
  }

  private void begin(SimulatedInvocation invocation, Instant at, Runnable work) {
    var strand = new Strand(invocation, at);
    strands.add(strand);
    Thread.ofVirtual().start(() -> live(strand, work));
  }

  private void live(Strand strand, Runnable work) {
    strand.go.acquireUninterruptibly();
    RUNNING.set(strand);
    try {
      work.run();
    } catch (RuntimeException | Error why) {
      // Who is killed has no say in how.
      strand.failure = Optional.of(why).filter(_ -> !strand.invocation.isOver(world.instant()));
    }
    strand.hasEnded = true;
    stepEnded.release();
  }

  private void step(Strand strand) {
    strand.go.release();
    try {
      if (!stepEnded.tryAcquire(LONGEST_STEP_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("a step has not ended in " + LONGEST_STEP_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    strand.failure.ifPresent(why -> {
      throw new AssertionError("an invocation failed", why);
    });
  }

  private void await(BooleanSupplier mayGoOn, Instant notBefore, Instant notAfter) {
    var strand = RUNNING.get();
    strand.mayGoOn = mayGoOn;
    strand.notBefore = notBefore;
    strand.notAfter = notAfter;
    stepEnded.release();
    strand.go.acquireUninterruptibly();
  }
}
