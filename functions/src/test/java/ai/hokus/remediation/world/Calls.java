package ai.hokus.remediation.world;

import ai.hokus.remediation.ports.Sleeper;
import ai.hokus.remediation.world.SimulatedInvocation.Meets;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What becomes of the calls of invocations: who makes one may meet something in place of its
 * answer.
 */
public final class Calls {
  /** As long as the SDK waits for an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  /** As long as it waits for the ledger's table before it sends a call again. */
  private static final Duration ONE_TRY = Duration.ofMillis(1_400);

  /** Reads that may show what was: the lists and parameters of AWS are consistent in the end. */
  private static final Set<String> BELATED =
      Set.of(
          "TaskCatalog.service",
          "TaskCatalog.running",
          "Registry.list",
          "EndpointStore.read",
          "Consumers.look");

  /**
   * They change what the program looks after; what follows one of them is later, by every clock.
   */
  private static final Set<String> LASTING =
      Set.of(
          "Registry.register",
          "Registry.remove",
          "Registry.pushHealth",
          "EndpointStore.put",
          "Consumers.redeploy");

  private static final String UPDATE = "Table.updateItem";

  /** It has a token, by which DynamoDB answers a second one as it did the first. */
  private static final String TRANSACTION = "Table.transactWriteItems";

  private static final Map<Method, String> NAMES = new ConcurrentHashMap<>();

  private final InstantSource clock;
  private final Sleeper sleeper;
  private final Map<String, Object> shown = new HashMap<>();
  private Optional<Late> overtaken = Optional.empty();
  private Optional<Witness> witness = Optional.empty();

  /** A write that was given up, and comes all the same. */
  private interface Late {
    void arrives() throws Throwable;
  }

  Calls(InstantSource clock, Sleeper sleeper) {
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /** From now on every call is seen. */
  void before(Witness other) {
    witness = Optional.of(other);
  }

  /** The world did something by itself. */
  void act(String what) {
    witness.ifPresent(each -> each.act(what));
  }

  /** What belated reads would show, for {@link #showing}. */
  Map<String, Object> shown() {
    return Map.copyOf(shown);
  }

  /** From now on belated reads show this. */
  void showing(Map<String, Object> then) {
    shown.clear();
    shown.putAll(then);
  }

  /**
   * The answer to the next call of an invocation.
   *
   * @throws Killed where it makes that no more
   */
  Object answer(SimulatedInvocation by, Object target, Method call, Object[] arguments)
      throws Throwable {
    var late = overtaken.filter(_ -> canBeOvertaken(name(call)));
    try {
      return told(by, target, call, arguments);
    } finally {
      if (late.isPresent()) {
        arrives();
      }
    }
  }

  /** What no other call overtook comes now, at the latest. */
  void arrives() throws Throwable {
    var late = overtaken;
    overtaken = Optional.empty();
    if (late.isPresent()) {
      late.get().arrives();
    }
  }

  private Object told(SimulatedInvocation by, Object target, Method call, Object[] arguments)
      throws Throwable {
    if (!by.mayCall(clock.instant())) {
      seen(by, call, arguments, Optional.of(Meets.DEATH), Optional.empty());
      throw new Killed();
    }
    var meets = by.meets();
    if (meets.isEmpty()) {
      return answered(by, target, call, arguments, meets);
    }
    return switch (meets.get()) {
      case DEATH -> throw new Killed();
      case REFUSAL -> refused(by, call, arguments);
      case THE_PAST -> heard(by, call, arguments, meets, past(target, call, arguments));
      case HALF -> heard(by, call, arguments, meets, Halves.of(invoke(target, call, arguments)));
      case FAILURE -> {
        unheard(target, call, arguments);
        seen(by, call, arguments, meets, Optional.empty());
        yield Refusals.answer(call, arguments, "failed", false);
      }
      case NOTHING -> unanswered(by, call, arguments, meets);
      case OVERTAKEN -> {
        overtaken = Optional.of(() -> unheard(target, call, arguments));
        yield unanswered(by, call, arguments, meets);
      }
      case SILENCE -> {
        unheard(target, call, arguments);
        yield unanswered(by, call, arguments, meets);
      }
      case TWICE -> {
        unheard(target, call, arguments);
        sleeper.sleep(ONE_TRY);
        if (by.isOver(clock.instant())) {
          throw new Killed();
        }
        yield answered(by, target, call, arguments, meets);
      }
    };
  }

  private Object past(Object target, Method call, Object[] arguments) throws Throwable {
    var before = Optional.ofNullable(shown.get(name(call)));
    var now = invoke(target, call, arguments);
    return before.orElse(now);
  }

  private Object heard(
      SimulatedInvocation by,
      Method call,
      Object[] arguments,
      Optional<Meets> meets,
      Object answer) {
    seen(by, call, arguments, meets, Optional.of(answer));
    return answer;
  }

  private Object unanswered(
      SimulatedInvocation by, Method call, Object[] arguments, Optional<Meets> meets)
      throws InterruptedException {
    seen(by, call, arguments, meets, Optional.empty());
    sleeper.sleep(PATIENCE);
    return Refusals.answer(call, arguments, "no answer", false);
  }

  /** What it is told; where that is thrown at it, it is seen before. */
  private Object refused(SimulatedInvocation by, Method call, Object[] arguments) {
    var meets = Optional.of(Meets.REFUSAL);
    Object answer;
    try {
      answer = Refusals.answer(call, arguments, "refused", true);
    } catch (RuntimeException why) {
      seen(by, call, arguments, meets, Optional.empty());
      throw why;
    }
    return heard(by, call, arguments, meets, answer);
  }

  private Object answered(
      SimulatedInvocation by, Object target, Method call, Object[] arguments, Optional<Meets> meets)
      throws Throwable {
    try {
      var answer = invoke(target, call, arguments);
      seen(by, call, arguments, meets, Optional.ofNullable(answer));
      return answer;
    } catch (RuntimeException why) {
      seen(by, call, arguments, meets, Optional.of(why));
      throw why;
    }
  }

  /** It takes effect, or is refused; nobody hears either. */
  private void unheard(Object target, Method call, Object[] arguments) throws Throwable {
    try {
      invoke(target, call, arguments);
    } catch (RuntimeException unheard) {
      // As said.
    }
  }

  private Object invoke(Object target, Method call, Object[] arguments) throws Throwable {
    try {
      var answer = call.invoke(target, arguments);
      if (BELATED.contains(name(call))) {
        shown.put(name(call), answer);
      }
      return answer;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Whether a call of this name may show what it showed before. */
  public static boolean isBelated(String name) {
    return BELATED.contains(name);
  }

  /** Whether a call of this name changes what the program looks after. */
  public static boolean isLasting(String name) {
    return LASTING.contains(name);
  }

  /** Whether a call of this name can be overtaken: its conditions refuse what comes too late. */
  public static boolean canBeOvertaken(String name) {
    return name.equals(UPDATE) || name.equals(TRANSACTION);
  }

  /** Whether a call of this name can be answered otherwise when it is sent again. */
  public static boolean canBeSentTwice(String name) {
    return name.equals(UPDATE);
  }

  /** {@code TaskCatalog.describe}. */
  public static String name(Method call) {
    return NAMES.computeIfAbsent(
        call, _ -> call.getDeclaringClass().getSimpleName() + "." + call.getName());
  }

  private void seen(
      SimulatedInvocation by,
      Method call,
      Object[] arguments,
      Optional<Meets> meets,
      Optional<Object> answer) {
    witness.ifPresent(each ->
        each.call(by, call, arguments == null ? List.of() : List.of(arguments), meets, answer));
  }
}
