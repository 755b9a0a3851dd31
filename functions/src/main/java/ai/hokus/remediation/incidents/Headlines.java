package ai.hokus.remediation.incidents;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.plan.Action;

/** What became of an action, in a line that may stand alone after the service's name. */
final class Headlines {
  /** A headline of two lines is read, one of three is not. */
  private static final int LONGEST = 240;

  private Headlines() {}

  static String of(Outcome outcome) {
    var action = outcome.action();
    return cut(
        switch (outcome) {
          case Outcome.Done _ -> done(action) + ", because " + action.because();
          case Outcome.Failed(_, String why) -> "could not " + Lines.of(action) + ": " + why;
          case Outcome.Held(_, String why) -> "would " + Lines.of(action) + "; " + why;
        });
  }

  static String cut(String text) {
    return Text.brief(LONGEST, text);
  }

  private static String done(Action action) {
    return switch (action) {
      case Action.Register(_, var registration, _, _, _) ->
          "registered " + registration.address() + ":" + registration.port() + " in Cloud Map";
      case Action.Withdraw(_, var instance, _, _) ->
          "took " + named(instance) + " out of Cloud Map";
      case Action.PushHealth(_, var instance, var healthy, _, _) ->
          "called " + named(instance) + (healthy ? " healthy again" : " unhealthy");
      case Action.Move move -> Lines.of(move);
      case Action.Redeploy(var ecsService, _, _) ->
          "asked ECS for a new deployment of " + ecsService;
    };
  }

  private static String named(Instance instance) {
    return instance.whose()
        + " "
        + instance.address().map(Ipv4::dotted).orElseGet(() -> Text.brief(instance.id()));
  }
}
