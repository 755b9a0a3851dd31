package ai.hokus.remediation.incidents;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Fallback.Written;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.plan.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How much is left, after a pass, of what an incident did. */
public final class Undoing {
  /** More of them say no more. */
  private static final int MOST = 20;

  private final Report report;
  private final Incident incident;

  /**
   * Of an incident that was open in the pass, or is closed.
   *
   * @param before as it was when the pass began
   */
  public Undoing(Report report, Incident before) {
    this.report = report;
    this.incident =
        report
            .endpoint()
            .dossier()
            .incident()
            .filter(now -> now.id().equals(before.id()))
            .orElse(before);
  }

  /** Whether nothing of it stands any more, as far as all of it could be seen. */
  public boolean isDone() {
    return incident.registered().stream().allMatch(this::isGone) && isEndpointDone();
  }

  /** What this pass did not take back, and why: a line for each. */
  public List<String> left() {
    var lines = new ArrayList<String>();
    incident.registered().stream()
        .filter(task -> !isWithdrawn(task))
        .map(this::left)
        .forEach(lines::add);
    if (incident.hasMoved() && !isPutBack()) {
      incident.fallback().map(this::left).ifPresent(lines::add);
    }
    return Text.first(MOST, lines);
  }

  private String left(TaskId task) {
    var name = "task " + task + ", which it registered: ";
    if (!isListed()) {
      return name + "whether its instance is still there could not be seen";
    }
    return name
        + instance(task)
            .map(instance ->
                instance instanceof Instance.Ours
                    ? "its instance is still there, as said"
                    : "its instance is not ours any more (" + instance.whose() + ")")
            .orElseGet(() ->
                report.isUnderway(task)
                    ? "its registration may still come through"
                    : "its instance is gone");
  }

  private String left(Fallback fallback) {
    var name = "the endpoint, which it moved: ";
    var now = report.endpoint().parameter();
    if (!report.endpoint().unread().isEmpty()) {
      return name + "what it holds could not be read";
    }
    return name
        + switch (fallback.position()) {
          case Position.Pinned _, Position.Waiting _ -> "it is still where it was put, as said";
          case Position.StandingBack _, Position.HandsOff _ ->
              "others wrote it since, so it is left as it is" + holding(now);
          case Position.Left(var at, _) ->
              "it was put back at "
                  + Lines.of(at)
                  + (isOthers(fallback.written(), now) ? ", and others wrote it since" : "")
                  + holding(now);
        };
  }

  private static String holding(Optional<Parameter> now) {
    return now.map(each -> "; it holds " + each.shown() + ", version " + each.version()).orElse("");
  }

  private static boolean isOthers(Optional<Written> written, Optional<Parameter> now) {
    return written.isPresent()
        && now.filter(each -> each.version() > written.get().version() + 1).isPresent();
  }

  private boolean isEndpointDone() {
    return incident.fallback().filter(Fallback::isOurs).isEmpty();
  }

  private boolean isPutBack() {
    return report.endpoint().outcomes().stream()
        .anyMatch(outcome ->
            outcome instanceof Outcome.Done(Action.Move move)
                && move.then() instanceof Position.Left);
  }

  private boolean isGone(TaskId task) {
    return isWithdrawn(task)
        || (isListed()
            && instance(task)
                .map(instance -> !(instance instanceof Instance.Ours))
                .orElseGet(() -> !report.isUnderway(task)));
  }

  private boolean isWithdrawn(TaskId task) {
    return report.execution().outcomes().stream()
        .anyMatch(outcome ->
            outcome instanceof Outcome.Done(Action.Withdraw withdraw)
                && withdraw.instance().id().equals(task.value()));
  }

  private Optional<Instance> instance(TaskId task) {
    return report.seen().instances().stream()
        .filter(instance -> instance.id().equals(task.value()))
        .findFirst();
  }

  private boolean isListed() {
    return report.seen().listing() instanceof Reading.Complete<Listing>;
  }
}
