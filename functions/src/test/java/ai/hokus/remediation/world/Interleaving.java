package ai.hokus.remediation.world;

import ai.hokus.remediation.ports.AlarmBoard;
import ai.hokus.remediation.ports.Bookmark;
import ai.hokus.remediation.ports.Sleeper;
import ai.hokus.remediation.ports.TaskCatalog;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Runs invocations beside each other, one step at a time: each waits at every call that it makes to
 * the outside, and a seed decides how long a call takes and who goes on first. Time is the world's,
 * and passes only while everybody waits, so the same seed always gives the same run.
 */
public final class Interleaving implements Sleeper {

  /** By the real clock: a step that hangs is a mistake of the test's. */
  private static final int LONGEST_STEP_SECONDS = 20;

  /** Where the program only reads. */
  private static final Set<Class<?>> CHANGED_BY_ACTS = Set.of(TaskCatalog.class, AlarmBoard.class);

  private static final ThreadLocal<Strand> RUNNING = new ThreadLocal<>();

  private static final Duration A_MINUTE = Duration.ofMinutes(1);
  private static final Duration A_MOMENT = Duration.ofMillis(1);

  private final InMemoryWorld world;
  private final Choice choice;
  private final Duration longestCall;
  private final Calls calls;
  private final List<Strand> strands = new ArrayList<>();
  private final Semaphore ended = new Semaphore(0);
  private volatile Optional<Throwable> failure = Optional.empty();
  private final AtomicLong steps = new AtomicLong();
  private final Set<Class<?>> madeOfSteps = new HashSet<>();
  private boolean isInTurn;
  private boolean isAbandoned;

  /** Who goes on, or how long something takes, where either could be. */
  public interface Choice {

    /**
     * One of so many.
     *
     * @return from 0 on
     */
    int among(int number);

    /**
     * Whose step is next.
     *
     * @return from 0 on; empty where whatever follows need not be played, as it was before in
     *     another order that makes no difference
     */
    default OptionalInt next(List<Step> steps) {
      return OptionalInt.of(steps.size() == 1 ? 0 : among(steps.size()));
    }
  }

  /**
   * What could be next.
   *
   * @param call {@code TaskCatalog.describe}; empty for what the world does by itself
   */
  public record Step(SimulatedInvocation by, Optional<String> call) {}

  /** A part of an invocation; it goes on when it need not wait, or may wait no longer. */
  private static final class Strand {
    private final SimulatedInvocation invocation;
    private final Runnable work;
    private final boolean isAct;
    private final Semaphore go = new Semaphore(0);
    private BooleanSupplier mayGoOn = () -> true;
    private Instant notBefore;
    private Instant notAfter;
    private Optional<Class<?>> asked = Optional.empty();
    private Step step;
    private boolean hasBegun;

    private Strand(SimulatedInvocation invocation, Instant begins, Runnable work, boolean isAct) {
      this.invocation = invocation;
      this.work = work;
      this.isAct = isAct;
      this.notBefore = begins;
      this.notAfter = begins;
      makesNoCall();
    }

    private void makes(Method call) {
      asked = Optional.of(call.getDeclaringClass());
      step = new Step(invocation, Optional.of(CallKinds.name(call)));
    }

    private void makesNoCall() {
      asked = Optional.empty();
      step = new Step(invocation, Optional.empty());
    }

    /** Whether nobody else can tell, and it cannot, when it goes on. */
    private boolean isIndifferent(boolean isAwaited) {
      return !isAct
          && asked
              .filter(port -> port != Bookmark.class)
              .filter(port -> isAwaited || !CHANGED_BY_ACTS.contains(port))
              .isEmpty();
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
    this(world, new Random(seed)::nextInt, longestCall);
  }

  /**
   * The same; any order may be chosen, whatever time calls take: a moment passes with each change.
   */
  public Interleaving(InMemoryWorld world, Choice choice) {
    this(world, choice, Duration.ZERO);
  }

  /**
   * The same, where whoever chooses the order also says how long each call takes.
   *
   * @param longestCall how much time a call takes at most
   */
  public Interleaving(InMemoryWorld world, Choice choice, Duration longestCall) {
    this.world = world;
    this.choice = choice;
    this.longestCall = longestCall;
    this.calls = new Calls(world, this);
  }

  /** The clock of whoever asks. */
  public InstantSource clock() {
    return () ->
        Optional.ofNullable(RUNNING.get())
            .map(strand -> world.instant().plus(strand.invocation.skew()))
            .orElseGet(world::instant);
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

  /** What the world does {@code after} now, by itself. */
  public void happens(Duration after, String what, Runnable act) {
    Runnable seen =
        () -> {
          act.run();
          calls.act(what);
        };
    strands.add(
        new Strand(SimulatedInvocation.of(A_MINUTE), world.instant().plus(after), seen, true));
  }

  /** From now on every step is seen. */
  public Interleaving before(Witness other) {
    calls.before(other);
    return this;
  }

  /** From now on the calls of this port are no steps themselves: they are made of some. */
  public void madeOfSteps(Class<?> port) {
    madeOfSteps.add(port);
  }

  /** The same port; each call is a step. */
  public <T> T stepping(Class<T> port, T target) {
    if (madeOfSteps.contains(port)) {
      return target;
    }
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              comesTo(method);
              return calls.answer(PortCall.of(current(), target, method, arguments));
            }));
  }

  /** Waits for the turn to make a call. */
  private void comesTo(Method call) {
    takesTime(call);
    if (longestCall.isZero() && CallKinds.isLasting(CallKinds.name(call))) {
      world.passes(A_MOMENT);
    }
    if (isAbandoned) {
      throw new Killed();
    }
  }

  private void takesTime(Method call) {
    RUNNING.get().makes(call);
    sleep(
        longestCall.isZero()
            ? Duration.ZERO
            : Duration.ofMillis(choice.among((int) longestCall.toMillis() + 1)));
    RUNNING.get().makesNoCall();
  }

  /** Runs what it is given as a part of the invocation that gives it. */
  public ExecutorService executor() {
    return new InterleavedExecutor(this);
  }

  /** The one that makes the call that is being answered. */
  public SimulatedInvocation current() {
    return RUNNING.get().invocation;
  }

  /**
   * From now on an invocation that has nobody beside it makes its calls one after the other. That
   * is one of the orders that they can have, and needs no thread for each.
   */
  public Interleaving inTurn() {
    isInTurn = true;
    return this;
  }

  /** What belated reads would show, for {@link #showing}. */
  public Map<String, Object> shown() {
    return calls.shown();
  }

  /** From now on belated reads show this. */
  public void showing(Map<String, Object> then) {
    calls.showing(then);
  }

  /** Whether the last run ended early, since it need not be played. */
  public boolean isAbandoned() {
    return isAbandoned;
  }

  /** Goes on until every invocation has ended, or has been killed. */
  public void run() {
    isAbandoned = false;
    Thread.ofVirtual().start(this::goOn);
    awaitEnd();
    strands.clear();
    arrives();
    failure.ifPresent(why -> {
      throw new AssertionError("an invocation failed", why);
    });
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

  /** Makes a call of this invocation beside the others, or at once where there are none. */
  void beside(Runnable work) {
    var strand = RUNNING.get();
    if (isInTurn && strands.stream().noneMatch(other -> other.hasBegun && other != strand)) {
      work.run();
    } else {
      begin(strand.invocation, world.instant(), work);
    }
  }

  Instant instant() {
    return world.instant();
  }

  private void begin(SimulatedInvocation invocation, Instant at, Runnable work) {
    strands.add(new Strand(invocation, at, work, false));
  }

  private void arrives() {
    try {
      calls.arrives();
    } catch (Throwable why) {
      throw new AssertionError("a late call failed", why);
    }
  }

  /** Lives what has not begun in this thread, until it is the turn of one with its own. */
  private void goOn() {
    while (failure.isEmpty() && !strands.isEmpty()) {
      var next = next();
      if (next.hasBegun) {
        next.go.release();
        return;
      }
      live(next);
    }
    ended.release();
  }

  private void live(Strand strand) {
    strand.hasBegun = true;
    RUNNING.set(strand);
    try {
      strand.work.run();
    } catch (RuntimeException | Error why) {
      // Who is killed has no say in how.
      failure =
          failure.or(() ->
              Optional.of(why).filter(_ -> !isAbandoned && !strand.invocation.isOver(instant())));
    }
    strands.remove(strand);
  }

  /** Whose turn it is; until then time passes. */
  private Strand next() {
    steps.incrementAndGet();
    var ready = ready();
    if (ready.isEmpty()) {
      world.at(strands.stream().map(Strand::next).min(Comparator.naturalOrder()).orElseThrow());
      ready = ready();
    }
    return longestCall.isZero() ? apart(ready) : chosen(ready);
  }

  // In loops, as it is asked at every step of every schedule.
  private List<Strand> ready() {
    var now = world.instant();
    var ready = new ArrayList<Strand>(strands.size());
    for (var strand : strands) {
      if (!strand.next().isAfter(now)) {
        ready.add(strand);
      }
    }
    return ready;
  }

  /**
   * What makes no difference goes first: what an invocation does for itself, and what nobody
   * changes who is still there. The calls that one makes at a time are reads, so that they come in
   * one order.
   */
  private Strand apart(List<Strand> ready) {
    boolean isAwaited = isAnyAct();
    var invocations = new HashSet<SimulatedInvocation>();
    var apart = new ArrayList<Strand>(ready.size());
    for (var strand : ready) {
      if (strand.isIndifferent(isAwaited)) {
        return strand;
      }
      if (invocations.add(strand.invocation)) {
        apart.add(strand);
      }
    }
    return chosen(apart);
  }

  private boolean isAnyAct() {
    for (var strand : strands) {
      if (strand.isAct) {
        return true;
      }
    }
    return false;
  }

  private Strand chosen(List<Strand> ready) {
    if (isAbandoned) {
      return ready.getFirst();
    }
    var chosen = choice.next(ready.stream().map(strand -> strand.step).toList());
    isAbandoned = chosen.isEmpty();
    return ready.get(chosen.orElse(0));
  }

  private void await(BooleanSupplier mayGoOn, Instant notBefore, Instant notAfter) {
    var strand = RUNNING.get();
    strand.mayGoOn = mayGoOn;
    strand.notBefore = notBefore;
    strand.notAfter = notAfter;
    var next = next();
    if (next == strand) {
      return;
    }
    if (next.hasBegun) {
      next.go.release();
    } else {
      Thread.ofVirtual()
          .start(() -> {
            live(next);
            goOn();
          });
    }
    strand.go.acquireUninterruptibly();
  }

  private void awaitEnd() {
    try {
      for (long before = -1; !ended.tryAcquire(LONGEST_STEP_SECONDS, TimeUnit.SECONDS); ) {
        if (before == steps.get()) {
          throw new AssertionError("a step has not ended in " + LONGEST_STEP_SECONDS + " s");
        }
        before = steps.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
