package ai.hokus.remediation.incidents;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Fallback.Written;
import ai.hokus.remediation.model.Incident.Moment;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.plan.Situation;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the endpoint went. What this pass put is told with its reason; where it put nothing, the
 * endpoint may be where the timeline does not know of: by a pass that was killed, or without a put.
 */
final class Moves {
  /** How the moment of a put begins, as {@link Action.Move#inWords} does. */
  private static final String PUT = "set ";

  private static final String ARRIVED = "the endpoint ";

  private final Report report;
  private final Timeline timeline;

  Moves(Report report, Timeline timeline) {
    this.report = report;
    this.timeline = timeline;
  }

  /** The one of this pass, if any. */
  Optional<News> news(Fallback fallback) {
    var put =
        report.endpoint().outcomes().stream()
            .filter(outcome -> outcome instanceof Outcome.Done(Action.Move _))
            .findFirst();
    return put.isPresent() ? put.map(done -> told(done, fallback)) : arrived(fallback);
  }

  /** Whether the endpoint was moved since. */
  boolean areToldSince(Instant then) {
    return timeline.saysSince(then, PUT) || timeline.saysSince(then, ARRIVED);
  }

  /** Whether a moment that begins so comes after the last move. */
  boolean isSince(String beginning) {
    return timeline.saysAfter(PUT, beginning) && timeline.saysAfter(ARRIVED, beginning);
  }

  private News told(Outcome done, Fallback fallback) {
    var move = (Action.Move) done.action();
    var moment = new Moment(report.seen().at(), Lines.of(done), Optional.empty());
    boolean isEntry = isEntry(fallback, move);
    var headline =
        move.then() instanceof Position.Left
            ? ARRIVED + "is by its name again"
            : headline(move.then(), isEntry);
    return new News(
        kind(move.then(), isEntry),
        Headlines.cut(headline + ", because " + move.because()),
        moment);
  }

  private boolean isEntry(Fallback fallback, Action.Move move) {
    return move.isEntry() || !areToldSince(fallback.entered());
  }

  private Optional<News> arrived(Fallback fallback) {
    return since(fallback)
        .filter(since -> !timeline.says(since, PUT) && !timeline.says(since, ARRIVED))
        .map(since -> {
          boolean isEntry = !areToldSince(fallback.entered());
          var text = headline(fallback.position(), isEntry) + why(fallback.position());
          return new News(
              kind(fallback.position(), isEntry),
              Headlines.cut(text),
              new Moment(since, Lines.cut(text), Optional.empty()));
        });
  }

  /** When it came there; empty where it did not yet, or others had it there. */
  private static Optional<Instant> since(Fallback fallback) {
    return switch (fallback.position()) {
      case Position.Pinned _ -> fallback.written().map(Written::at);
      case Position.Waiting(var since) -> Optional.of(since);
      // What never came through needs no way back.
      case Position.Left(var at, _) -> fallback.written().map(_ -> at);
      case Position.StandingBack _, Position.HandsOff _ -> Optional.empty();
    };
  }

  private static News.Kind kind(Position position, boolean isEntry) {
    return switch (position) {
      case Position.Pinned _ -> isEntry ? News.Kind.ENTERED : News.Kind.FOLLOWED;
      case Position.Waiting _ -> News.Kind.WAITING;
      case Position.Left _ -> News.Kind.RETURNED;
      case Position.StandingBack _, Position.HandsOff _ -> News.Kind.GIVEN_BACK;
    };
  }

  private static String headline(Position position, boolean isEntry) {
    return ARRIVED
        + switch (position) {
          case Position.Pinned(_, var address, var until) ->
              (isEntry ? "moved to " : "followed to ") + address + " until " + Lines.of(until);
          case Position.Waiting _ -> "is by its name until a task answers";
          case Position.Left _ -> "has no fallback any more";
          case Position.StandingBack _, Position.HandsOff _ -> "was given back to whoever wrote it";
        };
  }

  /** Without a put the reason is in what was said; a pass that was killed left none. */
  private String why(Position position) {
    return position instanceof Position.Left
        ? report.endpoint().says().stream()
            .filter(remark -> remark.situation() != Situation.REDEPLOY_CONSUMER)
            .filter(remark -> Mending.of(remark).isEmpty())
            .map(Remark::because)
            .findFirst()
            .map(because -> ": " + because)
            .orElse("")
        : "";
  }
}
