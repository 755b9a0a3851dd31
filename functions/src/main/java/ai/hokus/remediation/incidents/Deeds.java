package ai.hokus.remediation.incidents;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Incident.Moment;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Situation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a pass did to Cloud Map. */
final class Deeds {
  /**
   * Here an instance of ours goes with its task: the end of a registration that was told. Where ECS
   * forgot the task, an operator should see that its word was taken twice.
   */
  private static final Set<Situation> ROUTINE =
      Set.of(Situation.TASK_STOPPING, Situation.TASK_STOPPED, Situation.ASLEEP);

  private Deeds() {}

  /**
   * In the order in which it was done.
   *
   * @param timeline what it says is done again and again, since it does not help: told once
   */
  static List<News> of(Report report, Timeline timeline) {
    return report.execution().outcomes().stream()
        .flatMap(outcome ->
            outcome instanceof Outcome.Done(Action.OnRegistry action)
                ? Stream.of(
                    new News(
                        timeline.says(Lines.of(action) + ":") ? News.Kind.ROUTINE : kind(action),
                        Headlines.of(outcome),
                        new Moment(report.seen().at(), Lines.of(outcome), Optional.empty())))
                : Stream.empty())
        .toList();
  }

  private static News.Kind kind(Action.OnRegistry action) {
    return switch (action) {
      case Action.Register _ -> News.Kind.REGISTERED;
      case Action.PushHealth _ -> News.Kind.TENDED;
      case Action.Withdraw(_, Instance.Ours _, var situation, _) when ROUTINE.contains(situation) ->
          News.Kind.ROUTINE;
      case Action.Withdraw _ -> News.Kind.TENDED;
    };
  }
}
