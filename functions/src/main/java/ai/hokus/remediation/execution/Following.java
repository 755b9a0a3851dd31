package ai.hokus.remediation.execution;

import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Memory.Sent;
import ai.hokus.remediation.model.Memory.Underway;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.ports.Registry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * What becomes of the operations that a pass waits for.
 *
 * <pre>
 * whose it is            | in SUCCESS             | FAILed     | has not ended   | nobody tells
 * -----------------------+------------------------+------------+-----------------+------------------
 * ours, a registration   | done                   | failed     | held, under way | failed, under way
 * ours, a removal        | done                   | failed     | failed          | failed
 * another's, in flight   | done, where it left    | failed     | as ours         | as ours
 * an earlier pass's own  | what is wanted; under  | failed     | held, under way | failed, under way
 * another's of before    | way, where it is late; | sent again | held, under way | sent again
 *                        | else held, or sent     |            |                 |
 *                        | again over nothing     |            |                 |
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

  /** What Cloud Map answered to what the action asked for, and what that came to. */
  Execution of(Action.OnRegistry action, Operation operation) {
    return switch (operation) {
      case Operation.Succeeded(var at) when action instanceof Action.Register ->
          Execution.registered(new Outcome.Done(action), at);
      case Operation.Succeeded _ -> Execution.of(new Outcome.Done(action));
      case Operation.Failed(var message) ->
          Execution.failed(
              action, Situation.OPERATION_FAILED.row() + ": Cloud Map: " + Text.brief(message));
      case Operation.AnotherInFlight(var id) -> another(action, new Operation.Running(id));
      case Operation.Running running -> own(action, running);
      case Operation.Refused(var why) -> Execution.failed(action, Text.brief(why));
    };
  }

  private Execution own(Action.OnRegistry action, Operation.Running running) {
    return awaited(
        action,
        new Sent(look.at(), new Underway(running, true)),
        LONGEST_WAIT,
        "operation " + running.id() + " ",
        end -> of(action, end));
  }

  /**
   * Another operation on the same instance may be ECS's, or our own that the SDK sent twice. It is
   * never written over: what it leaves tells whether there is anything left to do.
   */
  private Execution another(Action.OnRegistry action, Operation.Running other) {
    var sent = new Sent(look.at(), new Underway(other, false));
    var who =
        "another operation, "
            + other.id()
            + ", was in flight on the instance (operationInFlight) and ";
    return awaited(
        action,
        sent,
        LONGEST_WAIT,
        who,
        end ->
            end instanceof Operation.Failed(var message)
                ? Execution.failed(action, who + "failed: " + Text.brief(message))
                : left(action, end, who, sent));
  }

  /**
   * What an earlier pass waited for. Nothing is sent over its own.
   *
   * @return with no outcome where it was another's, and no longer stands in the way
   */
  Execution earlier(Action.OnRegistry action, Sent sent) {
    var underway = sent.underway().orElseThrow();
    var who = underway.operation().id() + ", which an earlier pass waited for, ";
    return underway.isOurs()
        ? earlierOfOurs(action, sent, "operation " + who)
        : earlierOfAnother(action, sent, "another operation, " + who);
  }

  private Execution earlierOfOurs(Action.OnRegistry action, Sent sent, String who) {
    return awaited(
        action,
        sent,
        LOOK_AGAIN,
        who,
        end ->
            end instanceof Operation.Failed
                ? of(action, end).remembering(action, sent.ended())
                : left(action, end, who, sent).afterSending(action, sent.at()));
  }

  /** Where nobody tells, ours is sent as well: Cloud Map refuses it while another is in flight. */
  private Execution earlierOfAnother(Action.OnRegistry action, Sent sent, String who) {
    try {
      var now = registry.follow(sent.underway().orElseThrow().operation(), until(LOOK_AGAIN));
      if (now instanceof Operation.Running) {
        return held(action, who + "has not ended yet").remembering(action, sent);
      }
      return now instanceof Operation.Failed || isNothingThere(action)
          ? Execution.NOTHING
          : left(action, now, who, sent);
    } catch (RuntimeException _) {
      return Execution.NOTHING;
    }
  }

  /** Where nobody tells how it ended, what was accepted may still come through. */
  private Execution awaited(
      Action.OnRegistry action,
      Sent sent,
      Duration longest,
      String who,
      Function<Operation, Execution> ended) {
    try {
      var now = registry.follow(sent.underway().orElseThrow().operation(), until(longest));
      return now instanceof Operation.Running
          ? unended(action, who + "has not ended yet").remembering(action, sent)
          : ended.apply(now);
    } catch (RuntimeException why) {
      return Execution.failed(action, why).remembering(action, sent);
    }
  }

  /** A removal that may yet be made has to count for one, and what is held does not. */
  private static Execution unended(Action action, String words) {
    return action instanceof Action.Withdraw
        ? Execution.failed(action, words)
        : held(action, words);
  }

  /** Of a SUCCESS of what this pass did not begin. */
  private Execution left(Action.OnRegistry action, Operation end, String who, Sent sent) {
    if (isLate()) {
      return held(action, who + "ended too late to see what it left").remembering(action, sent);
    }
    return isAsWanted(action)
        ? of(action, end)
        : held(action, who + "left something else than was wanted");
  }

  private boolean isNothingThere(Action.OnRegistry action) {
    return action instanceof Action.Register(var in, var registration, _, _, _)
        && there(in, registration.task().value()).isEmpty();
  }

  private boolean isAsWanted(Action.OnRegistry action) {
    return switch (action) {
      case Action.Register(var in, var registration, _, _, _) ->
          there(in, registration.task().value()).filter(registration::isWhat).isPresent();
      case Action.Withdraw(var from, var instance, _, _) -> there(from, instance.id()).isEmpty();
      // Health is told in one call that begins no operation.
      case Action.PushHealth _ -> false;
    };
  }

  private Optional<Instance> there(CloudMapService in, String id) {
    return registry.find(look.service(), look.guard(), in, id);
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
