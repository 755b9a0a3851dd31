package ai.hokus.remediation.world;

import ai.hokus.remediation.execution.Execution;
import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Plan;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.plan.Step;
import java.util.List;

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
