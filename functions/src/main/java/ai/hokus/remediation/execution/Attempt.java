package ai.hokus.remediation.execution;

import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Memory.Sent;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.ports.Registry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** One try at one action. */
final class Attempt {
  /** A little less than between two sweeps: each of them tries again. */
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(50);

  private final Registry registry;
  private final Look look;
  private final InstantSource clock;
  private final Instant deadline;
  private final Following following;

  Attempt(Registry registry, Look look, InstantSource clock, Instant deadline) {
    this.registry = registry;
    this.look = look;
    this.clock = clock;
    this.deadline = deadline;
    this.following = new Following(registry, look, clock, deadline);
  }

  /**
   * What an earlier pass sent for the action, and may still come through: nothing is sent over it.
   */
  Optional<Sent> underway(Action action) {
    return sent(look, action).filter(sent -> sent.isUnderway(look.at()));
  }

  /** Asks what became of that, and where it was nothing, does it now; never throws. */
  Execution takeUp(Action.OnRegistry action, Sent sent) {
    var left = following.earlier(action, sent);
    return left.outcomes().isEmpty() ? withoutTurn(action).orElseGet(() -> of(action)) : left;
  }

  /**
   * Waits for the turn to write; never throws.
   *
   * @return what became of the action without a turn; empty where it came
   */
  Optional<Execution> withoutTurn(Action action) {
    if (isTooSoon(look, action)) {
      return Optional.of(
          Execution.failed(
              action,
              "a registration was sent less than a minute ago, and was not seen to succeed: not"
                  + " tried again yet"));
    }
    try {
      return registry.awaitTurn(deadline)
          ? Optional.empty()
          : Optional.of(held(action, "its turn to write did not come in time"));
    } catch (RuntimeException why) {
      return Optional.of(Execution.failed(action, why));
    }
  }

  /**
   * What failed a moment ago would fail again, and take the turns of others. It is still a failure:
   * a pass that leaves it at that must not pass for a good one.
   */
  static boolean isTooSoon(Look look, Action action) {
    return sent(look, action)
        .filter(Sent::isOurs)
        .filter(sent -> look.at().isBefore(sent.at().plus(AGAIN_AFTER)))
        .isPresent();
  }

  /** What an earlier pass sent, and did not see succeed. */
  static Optional<Sent> sent(Look look, Action action) {
    return action instanceof Action.Register register
        ? Optional.ofNullable(look.memory().unproven().get(register.registration().task()))
        : Optional.empty();
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
      return Execution.failed(action, why);
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

  /**
   * From here on it may have come through, whatever is heard of it; unless it was refused, or
   * another's is in the way.
   */
  private Execution begin(Action.Register register) {
    var task = register.registration().task();
    try {
      var operation = registry.register(register.in(), register.registration());
      var execution = following.of(register, operation);
      return switch (operation) {
        case Operation.Refused _ -> execution.afterRefusal(task);
        case Operation.AnotherInFlight _ -> execution;
        case Operation.Running _, Operation.Succeeded _, Operation.Failed _ ->
            execution.afterSending(register, look.at());
      };
    } catch (RuntimeException why) {
      return Execution.failed(register, why).afterSending(register, look.at());
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
            withdraw,
            () -> following.of(withdraw, registry.remove(withdraw.from(), withdraw.instance())))
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
    return following.isLate() ? held(action, "the look before it took too long") : write.get();
  }

  private static Execution held(Action action, String why) {
    return Execution.of(new Outcome.Held(action, why + "; the next pass decides"));
  }
}
