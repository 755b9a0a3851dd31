package ai.hokus.remediation.execution;

import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Memory.Sent;
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
   * An operation ends in seconds. A pass that waits for longer has no time left for the endpoint;
   * what ends later, the next one hears of.
   */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  /** What did not end while an earlier pass waited for it is looked at, and waited for no more. */
  private static final Duration LOOK = Duration.ofSeconds(5);

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
    return sent(look, action)
        .filter(sent -> look.at().isBefore(sent.at().plus(AGAIN_AFTER)))
        .isPresent();
  }

  /** What an earlier pass sent, and did not see succeed. */
  private static Optional<Sent> sent(Look look, Action action) {
    return action instanceof Action.Register(_, var registration, _, _, _)
        ? Optional.ofNullable(look.memory().unproven().get(registration.task()))
        : Optional.empty();
  }

  /** Whether what an earlier pass sent for it may still come through. */
  boolean isUnderway(Action action) {
    return underway(action).isPresent();
  }

  private Optional<Operation.Running> underway(Action action) {
    return sent(look, action).flatMap(Sent::underway);
  }

  /** Asks what became of that, and does it anew only where it came to nothing. Never throws. */
  Execution takeUp(Action.OnRegistry action) {
    return underway(action)
        .flatMap(earlier -> leftBy(earlier, action))
        .orElseGet(() -> withoutTurn(action).orElseGet(() -> of(action)));
  }

  /** Where nobody tells what became of it, it may as well be sent again: that is the same twice. */
  private Optional<Execution> leftBy(Operation.Running earlier, Action.OnRegistry action) {
    try {
      return left(
          registry.follow(earlier, until(LOOK)),
          earlier,
          action,
          "operation " + earlier.id() + ", which an earlier pass began, ");
    } catch (RuntimeException _) {
      return Optional.empty();
    }
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
          : execution.afterSending(task, look.at());
    } catch (RuntimeException why) {
      return failed(register, why).afterSending(task, look.at());
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

  private Execution unended(Action action, Operation.Running operation, String why) {
    var held = new Outcome.Held(action, why);
    return action instanceof Action.Register register
        ? Execution.underway(held, register.registration().task(), sent(action, operation))
        : Execution.of(held);
  }

  /** What is on file of it, where it was there before. */
  private Sent sent(Action action, Operation.Running operation) {
    return sent(look, action)
        .filter(earlier -> earlier.underway().equals(Optional.of(operation)))
        .orElseGet(() -> new Sent(look.at(), Optional.of(operation)));
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
    var now = registry.follow(other, until(LONGEST_WAIT));
    var who =
        "another operation, "
            + other.id()
            + ", was in flight on the instance (operationInFlight) and ";
    return left(now, other, action, who)
        .orElseGet(() ->
            Execution.of(
                new Outcome.Held(
                    action,
                    who
                        + (now instanceof Operation.Failed(var message)
                            ? "failed: " + Text.brief(message)
                            : "left something else than was wanted"))));
  }

  /** Empty where an operation that this pass did not begin has left nothing that was wanted. */
  private Optional<Execution> left(
      Operation now, Operation.Running operation, Action.OnRegistry action, String who) {
    return switch (now) {
      case Operation.Succeeded _ when isLate() ->
          Optional.of(
              Execution.of(new Outcome.Held(action, who + "ended too late to see what it left")));
      case Operation.Succeeded end when isAsWanted(action) -> Optional.of(ended(action, end));
      case Operation.Succeeded _, Operation.Failed _ -> Optional.empty();
      case Operation.Running _, Operation.AnotherInFlight _, Operation.Refused _ ->
          Optional.of(unended(action, operation, who + "has not ended yet"));
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

  private static Execution held(Action action, String why) {
    return Execution.of(new Outcome.Held(action, why + "; the next pass decides"));
  }

  /** Where its end cannot be asked for, a registration that was accepted may still come to one. */
  private Execution followed(Action.OnRegistry action, Operation.Running running) {
    try {
      var end = registry.follow(running, until(LONGEST_WAIT));
      return end instanceof Operation.Running
          ? unended(action, running, "operation " + running.id() + " has not ended yet")
          : ended(action, end);
    } catch (RuntimeException why) {
      return unended(action, running, reason(why));
    }
  }

  /** The end of this pass, or of so long a wait. */
  private Instant until(Duration longest) {
    var end = clock.instant().plus(longest);
    return end.isBefore(deadline) ? end : deadline;
  }

  private static String reason(RuntimeException why) {
    var message = why.getMessage();
    return Text.brief(message == null ? why.getClass().getSimpleName() : message);
  }
}
