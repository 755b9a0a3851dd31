package ai.hokus.remediation.execution;

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

/**
 * What becomes of the operations that a pass waits for.
 *
 * <pre>
 * whose it is            | in SUCCESS          | FAILed | has not ended   | nobody tells
 * -----------------------+---------------------+--------+-----------------+------------------
 * ours, a registration   | done                | failed | held, under way | failed, under way
 * ours, a removal        | done                | failed | failed          | failed
 * another's, in flight   | done, where it left | held   | held, under way | failed
 * an earlier pass's      | what is wanted;     | failed | held, under way | failed, under way
 *                        | else held           |        |                 |
 * </pre>
 */
final class Following {
  /**
   * An operation ends in seconds. A pass that waits for longer has no time left for the endpoint;
   * what ends later, the next one hears of.
   */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  /** What did not end while an earlier pass waited for it is only looked at. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  private final Registry registry;
  private final Look look;
  private final InstantSource clock;
  private final Instant deadline;

  Following(Registry registry, Look look, InstantSource clock, Instant deadline) {
    this.registry = registry;
    this.look = look;
    this.clock = clock;
    this.deadline = deadline;
  }

  boolean isLate() {
    return !clock.instant().isBefore(deadline);
  }

  /** What this pass began. */
  Execution own(Action.OnRegistry action, Operation.Running running) {
    var sent = new Sent(look.at(), Optional.of(running));
    try {
      return switch (registry.follow(running, until(LONGEST_WAIT))) {
        case Operation.Succeeded end -> succeeded(action, end);
        case Operation.Failed end -> failed(action, end);
        case Operation.Running _, Operation.AnotherInFlight _, Operation.Refused _ ->
            unended(action, "operation " + running.id() + " has not ended yet")
                .remembering(action, sent);
      };
    } catch (RuntimeException why) {
      return Execution.failed(action, why).remembering(action, sent);
    }
  }

  /** Not held: a removal that may yet be made has to count for one. */
  private static Execution unended(Action action, String words) {
    return action instanceof Action.Register
        ? held(action, words)
        : Execution.failed(action, words);
  }

  /**
   * Another operation on the same instance may be ECS's, or our own that the SDK sent twice. It is
   * never written over: what it leaves tells whether there is anything left to do.
   */
  Execution another(Action.OnRegistry action, Operation.Running other) {
    var who =
        "another operation, "
            + other.id()
            + ", was in flight on the instance (operationInFlight) and ";
    return switch (registry.follow(other, until(LONGEST_WAIT))) {
      case Operation.Failed(var message) -> held(action, who + "failed: " + Text.brief(message));
      case Operation.Succeeded end -> left(action, end, who);
      case Operation.Running _, Operation.AnotherInFlight _, Operation.Refused _ ->
          held(action, who + "has not ended yet")
              .remembering(action, new Sent(look.at(), Optional.of(other)));
    };
  }

  /** What an earlier pass waited for, its own or another's. Nothing is sent over it. */
  Execution earlier(Action.OnRegistry action, Sent sent) {
    var operation = sent.underway().orElseThrow();
    var who = "operation " + operation.id() + ", which an earlier pass waited for, ";
    try {
      return switch (registry.follow(operation, until(LOOK_AGAIN))) {
        case Operation.Failed end -> failed(action, end).remembering(action, sent.ended());
        case Operation.Succeeded end when !isLate() ->
            left(action, end, who).afterSending(action, sent.at());
        case Operation.Succeeded _,
            Operation.Running _,
            Operation.AnotherInFlight _,
            Operation.Refused _ ->
            held(action, who + "was not seen to end in time").remembering(action, sent);
      };
    } catch (RuntimeException why) {
      return Execution.failed(action, why).remembering(action, sent);
    }
  }

  /** Of an operation that this pass did not begin. */
  private Execution left(Action.OnRegistry action, Operation.Succeeded end, String who) {
    if (isLate()) {
      return held(action, who + "ended too late to see what it left");
    }
    return isAsWanted(action)
        ? succeeded(action, end)
        : held(action, who + "left something else than was wanted");
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

  static Execution succeeded(Action action, Operation.Succeeded end) {
    return action instanceof Action.Register
        ? Execution.registered(new Outcome.Done(action), end.at())
        : Execution.of(new Outcome.Done(action));
  }

  static Execution failed(Action action, Operation.Failed end) {
    return Execution.failed(
        action, Situation.OPERATION_FAILED.row() + ": Cloud Map: " + Text.brief(end.message()));
  }

  private static Execution held(Action action, String why) {
    return Execution.of(new Outcome.Held(action, why));
  }

  /** The end of this pass, or of so long a wait. */
  private Instant until(Duration longest) {
    var end = clock.instant().plus(longest);
    return end.isBefore(deadline) ? end : deadline;
  }
}
