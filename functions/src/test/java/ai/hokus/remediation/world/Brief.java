package ai.hokus.remediation.world;

import ai.hokus.remediation.execution.Execution;
import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.EndpointPlan;
import ai.hokus.remediation.plan.Plan;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.plan.Step;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Plans and executions in a few characters, so that a failing row shows two short lists. */
public final class Brief {
  private Brief() {}

  /** Each step as {@link #of(Step)}. */
  public static List<String> of(Plan plan) {
    return plan.steps().stream().map(Brief::of).toList();
  }

  /** Each outcome's first word and its action: {@code done + a 10.0.0.1}. */
  public static List<String> of(Execution execution) {
    return execution.outcomes().stream().map(Brief::of).toList();
  }

  /**
   * {@code + a 10.0.0.1 row} registers, {@code +?} looks first, {@code - a row} withdraws, {@code
   * say row} only says, {@code -> value row} writes the endpoint. A task is the first letter of its
   * id.
   */
  public static String of(Step step) {
    return switch (step) {
      case Action action -> of(action) + " " + action.situation().row();
      case Remark remark -> "say " + remark.situation().row();
    };
  }

  /**
   * Each part of it: {@code -> value row, then pinned a 10.0.0.1 until 12:30}, {@code then left}
   * without a put, {@code hold ENDPOINT}, {@code say row}.
   */
  public static List<String> of(EndpointPlan plan) {
    return Stream.of(
            plan.move().map(move -> of((Step) move) + ", then " + of(move.then())).stream(),
            plan.position().map(position -> "then " + of(position)).stream(),
            plan.hold().map(hold -> "hold " + hold.kind()).stream(),
            plan.says().stream().map(Brief::of))
        .flatMap(part -> part)
        .toList();
  }

  private static String of(Fallback.Position position) {
    return switch (position) {
      case Fallback.Position.Pinned(var task, var address, var until) ->
          "pinned " + task.value().charAt(0) + " " + address + " until " + minute(until);
      case Fallback.Position.Waiting(var since) -> "waiting since " + minute(since);
      case Fallback.Position.StandingBack(var until) -> "standing back until " + minute(until);
      case Fallback.Position.HandsOff(_, var row, var owed) ->
          "hands off " + row + owed.map(version -> " owing " + version).orElse("");
      case Fallback.Position.Left _ -> "left";
    };
  }

  /** Hours and minutes, UTC. */
  private static String minute(Instant at) {
    return at.toString().substring(11, 16);
  }

  private static String of(Action action) {
    return switch (action) {
      case Action.Register(_, var registration, var goodUntil, _, _) ->
          (goodUntil.isEmpty() ? "+? " : "+ ")
              + registration.task().value().charAt(0)
              + " "
              + registration.address();
      case Action.Withdraw(_, var instance, _, _) -> "- " + instance.id().charAt(0);
      case Action.PushHealth(_, var instance, var healthy, _, _) ->
          (healthy ? "healthy " : "unhealthy ") + instance.id().charAt(0);
      case Action.Move(_, var to, _, _, _) -> "-> " + to.inWords();
      case Action.Redeploy(var consumer, _, _) -> "redeploy " + consumer;
    };
  }

  private static String of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done(var action) -> "done " + of(action);
      case Outcome.Failed(var action, _) -> "failed " + of(action);
      case Outcome.Held(var action, _) -> "held " + of(action);
    };
  }
}
