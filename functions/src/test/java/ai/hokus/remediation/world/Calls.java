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
  /** In place of an answer. */
  private static final Object NO_ANSWER = new Object();

  /** As long as the SDK waits for an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

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

  private static final Map<Method, String> NAMES = new ConcurrentHashMap<>();

  private final InstantSource clock;
  private final Sleeper sleeper;
  private final Map<String, Object> shown = new HashMap<>();
  private Optional<Witness> witness = Optional.empty();

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
    if (!by.mayCall(clock.instant())) {
      seen(by, call, arguments, Optional.of(Meets.DEATH), Optional.empty());
      throw new Killed();
    }
    var meets = by.meets();
    if (meets.isEmpty()) {
      return answered(by, target, call, arguments);
    }
    var answer =
        switch (meets.get()) {
          case DEATH -> throw new Killed();
          case REFUSAL -> refused(by, call, arguments);
          case THE_PAST -> {
            var before = Optional.ofNullable(shown.get(name(call)));
            var now = invoke(target, call, arguments);
            yield before.orElse(now);
          }
          case HALF -> Halves.of(invoke(target, call, arguments));
          case SILENCE -> {
            unheard(target, call, arguments);
            yield NO_ANSWER;
          }
          case NOTHING -> NO_ANSWER;
        };
    seen(by, call, arguments, meets, Optional.of(answer).filter(told -> !told.equals(NO_ANSWER)));
    if (answer.equals(NO_ANSWER)) {
      sleeper.sleep(PATIENCE);
      return Refusals.answer(call, arguments, "no answer", false);
    }
    return answer;
  }

  /** What it is told; where that is thrown at it, it is seen now. */
  private Object refused(SimulatedInvocation by, Method call, Object[] arguments) {
    try {
      return Refusals.answer(call, arguments, "refused", true);
    } catch (RuntimeException why) {
      seen(by, call, arguments, Optional.of(Meets.REFUSAL), Optional.empty());
      throw why;
    }
  }

  private Object answered(SimulatedInvocation by, Object target, Method call, Object[] arguments)
      throws Throwable {
    try {
      var answer = invoke(target, call, arguments);
      seen(by, call, arguments, Optional.empty(), Optional.ofNullable(answer));
      return answer;
    } catch (RuntimeException why) {
      seen(by, call, arguments, Optional.empty(), Optional.of(why));
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
