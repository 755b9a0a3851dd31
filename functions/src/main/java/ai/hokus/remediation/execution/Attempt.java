package ai.hokus.remediation.execution;

import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.ports.Registry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** One try at one action, until its Cloud Map operation ends, or was waited for long enough. */
final class Attempt {
  /** A little less than between two sweeps: each of them tries again. */
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(50);

  /**
   * An operation ends in seconds. A sweep that waits for longer has no time left for the endpoint.
   */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Registry registry;
  private final Look look;
  private final InstantSource clock;
  private final Instant deadline;

  Attempt(Registry registry, Look look, InstantSource clock, Instant deadline) {
    this.registry = registry;
    this.look = look;
    this.clock = clock;
    this.deadline = deadline;
  }

  /**
   * Waits for the turn to write; never throws.
   *
   * @return what became of the action without a turn; empty where it came
   */
  Optional<Execution> withoutTurn(Action action) {
    if (isTooSoon(look, action)) {
      return Optional.of(
          failed(
              action,
              "a registration was sent less than a minute ago, and was not seen to succeed: not"
                  + " tried again yet"));
    }
    try {
      return registry.awaitTurn(deadline)
          ? Optional.empty()
          : Optional.of(held(action, "its turn to write did not come in time"));
    } catch (RuntimeException why) {
      return Optional.of(failed(action, why));
    }
  }

  /**
   * What failed a moment ago would fail again, and take the turns of others. It is still a failure:
   * a pass that leaves it at that must not pass for a good one.
   */
  static boolean isTooSoon(Look look, Action action) {
    return action instanceof Action.Register register
        && Optional.ofNullable(look.memory().unproven().get(register.registration().task()))
            .filter(sent -> look.at().isBefore(sent.plus(AGAIN_AFTER)))
            .isPresent();
  }

  /**
   * Takes its turn for granted. Never throws: whatever happens is an outcome, so that the next
   * action is tried as well.
   */
  Execution of(Action.OnRegistry action) {
    try {
      return switch (action) {
        case Action.Register register -> register(register);
        case Action.Withdraw withdraw -> withdraw(withdraw);
        case Action.PushHealth push -> push(push);
      };
    } catch (RuntimeException why) {
      return failed(action, why);
    }
  }

  private Execution register(Action.Register register) {
    return register.looksFirst(clock.instant())
        ? inTheWay(register)
            .map(there ->
                Execution.of(new Outcome.Held(register, there.whose() + " instance is there")))
            .orElseGet(() -> inTime(register, () -> begin(register)))
        : begin(register);
  }

  /** From here on it may have come through, whatever is heard of it; unless it was refused. */
  private Execution begin(Action.Register register) {
    var task = register.registration().task();
    try {
      var operation = registry.register(register.in(), register.registration());
      var execution = ended(register, operation);
      return operation instanceof Operation.Refused
          ? execution.afterRefusal(task)
          : execution.afterSending(task);
    } catch (RuntimeException why) {
      return failed(register, why).afterSending(task);
    }
  }

  /** What stands under the task's id, unless it is one of ours that has to change. */
  private Optional<Instance> inTheWay(Action.Register register) {
    var registration = register.registration();
    return registry
        .find(look.service(), look.guard(), register.in(), registration.task().value())
        .filter(there ->
            !(there instanceof Instance.Ours)
                || (registration.isWhat(there) && !isDoubtful(register)));
  }

  /** Then even one that is listed as it should be is written again. */
  private boolean isDoubtful(Action.Register register) {
    return register.situation() == Situation.OPERATION_FAILED
        || look.memory().unproven().containsKey(register.registration().task());
  }

  /**
   * Cloud Map has no conditional removal. Looking directly before it keeps the race as short as it
   * can be: a task of the same id that ECS registered meanwhile is seen here.
   */
  private Execution withdraw(Action.Withdraw withdraw) {
    Optional<Instance> now =
        registry.find(look.service(), look.guard(), withdraw.from(), withdraw.instance().id());
    if (now.isEmpty()) {
      return Execution.of(new Outcome.Done(withdraw));
    }
    return now.get().isStill(withdraw.instance())
        ? inTime(
            withdraw, () -> ended(withdraw, registry.remove(withdraw.from(), withdraw.instance())))
        : Execution.of(new Outcome.Held(withdraw, "it changed since it was looked at"));
  }

  /** Cloud Map takes a mark for whoever stands under the id by now: so it is looked at before. */
  private Execution push(Action.PushHealth push) {
    boolean still =
        registry
            .find(look.service(), look.guard(), push.in(), push.instance().id())
            .filter(now -> now.isStill(push.instance()))
            .isPresent();
    if (!still) {
      return Execution.of(new Outcome.Held(push, "it changed since it was looked at"));
    }
    return inTime(
        push,
        () -> {
          registry.pushHealth(push.in(), push.instance(), push.healthy());
          return Execution.of(new Outcome.Done(push));
        });
  }

  /** A look takes up to six seconds: what follows it is begun only if its end can be seen, too. */
  private Execution inTime(Action action, Supplier<Execution> write) {
    return isLate() ? held(action, "the look before it took too long") : write.get();
  }

  private boolean isLate() {
    return !clock.instant().isBefore(deadline);
  }

  private static Execution unended(Action action, String why) {
    var held = new Outcome.Held(action, why);
    return action instanceof Action.Register register
        ? Execution.unended(held, register.registration().task())
        : Execution.of(held);
  }

  private Execution ended(Action.OnRegistry action, Operation operation) {
    return switch (operation) {
      case Operation.Succeeded(var at) when action instanceof Action.Register ->
          Execution.registered(new Outcome.Done(action), at);
      case Operation.Succeeded _ -> Execution.of(new Outcome.Done(action));
      case Operation.Failed(var message) -> operationFailed(action, message);
      case Operation.AnotherInFlight(var id) -> afterAnother(action, new Operation.Running(id));
      case Operation.Running running -> followed(action, running);
      case Operation.Refused(var why) -> failed(action, Text.brief(why));
    };
  }

  private static Execution operationFailed(Action action, String message) {
    return failed(action, Situation.OPERATION_FAILED.row() + ": Cloud Map: " + Text.brief(message));
  }

  private static Execution failed(Action action, RuntimeException why) {
    return failed(action, reason(why));
  }

  private static Execution failed(Action action, String why) {
    return Execution.of(new Outcome.Failed(action, why));
  }

  /**
   * Another operation on the same instance may be ECS's, or our own that the SDK sent twice. It is
   * never written over: what it leaves tells whether there is anything left to do.
   */
  private Execution afterAnother(Action.OnRegistry action, Operation.Running other) {
    return switch (registry.follow(other, endOfWait())) {
      case Operation.Succeeded _ when isLate() ->
          held(action, other, "ended too late to see what it left");
      case Operation.Succeeded end when isAsWanted(action) -> ended(action, end);
      case Operation.Succeeded _ -> held(action, other, "left something else than was wanted");
      case Operation.Failed(var message) -> held(action, other, "failed: " + Text.brief(message));
      case Operation.Running _, Operation.AnotherInFlight _, Operation.Refused _ ->
          unended(action, inFlight(other, "has not ended yet"));
    };
  }

  private boolean isAsWanted(Action.OnRegistry action) {
    return switch (action) {
      case Action.Register(var in, var registration, _, _, _) ->
          registry
              .find(look.service(), look.guard(), in, registration.task().value())
              .filter(registration::isWhat)
              .isPresent();
      case Action.Withdraw(var from, var instance, _, _) ->
          registry.find(look.service(), look.guard(), from, instance.id()).isEmpty();
      // Health is told in one call that begins no operation.
      case Action.PushHealth _ -> false;
    };
  }

  private static Execution held(Action action, Operation.Running other, String whatItDid) {
    return Execution.of(new Outcome.Held(action, inFlight(other, whatItDid)));
  }

  private static String inFlight(Operation.Running other, String whatItDid) {
    return "another operation, "
        + other.id()
        + ", was in flight on the instance (operationInFlight) and "
        + whatItDid;
  }

  private static Execution held(Action action, String why) {
    return Execution.of(new Outcome.Held(action, why + "; the next pass decides"));
  }

  private Execution followed(Action.OnRegistry action, Operation.Running running) {
    var end = registry.follow(running, endOfWait());
    return end instanceof Operation.Running
        ? unended(action, "operation " + running.id() + " has not ended yet")
        : ended(action, end);
  }

  private Instant endOfWait() {
    var longest = clock.instant().plus(LONGEST_WAIT);
    return longest.isBefore(deadline) ? longest : deadline;
  }

  private static String reason(RuntimeException why) {
    var message = why.getMessage();
    return Text.brief(message == null ? why.getClass().getSimpleName() : message);
  }
}
