package ai.hokus.remediation.incidents;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Incident.Moment;
import ai.hokus.remediation.model.Incident.Redeployment;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.plan.Situation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is new about the endpoint. It is read from what is on file, not from what this pass did: so
 * what a killed pass did is told by the next.
 */
final class EndpointNews {
  private static final String ROW = "fallback is ";
  private static final String REMINDED = "reminded";

  /** What a fallback may be like for a while, beside going on as it should. */
  private static final Set<Situation> OUT_OF_THE_ORDINARY =
      Set.of(
          Situation.FALLBACK_BLIND,
          Situation.FALLBACK_STOPPING_ALONE,
          Situation.FALLBACK_NOT_ANSWERING);

  private final Report report;
  private final Incident incident;
  private final Timeline timeline;
  private final Moves moves;

  EndpointNews(Report report, Incident incident, Timeline timeline) {
    this.report = report;
    this.incident = incident;
    this.timeline = timeline;
    this.moves = new Moves(report, timeline);
  }

  List<News> all() {
    var news = new ArrayList<News>();
    incident
        .fallback()
        .ifPresent(fallback ->
            Stream.of(
                    moves.news(fallback),
                    byOthers(fallback.position()),
                    ofItself(fallback),
                    reminded(fallback))
                .flatMap(Optional::stream)
                .forEach(news::add));
    incident.redeployments().stream().flatMap(this::redeployed).forEach(news::add);
    return news;
  }

  private Optional<News> byOthers(Position position) {
    return switch (position) {
      case Position.StandingBack(var until) -> {
        var beginning = "hands off the endpoint until " + Lines.of(until);
        yield Optional.of(Situation.FALLBACK_RETURNED_BY_OTHERS.row())
            .filter(_ -> !timeline.says(beginning))
            .map(row -> news(News.Kind.PUT_BACK, beginning + ": " + why(row)));
      }
      case Position.HandsOff(var since, var row, _) -> {
        var beginning = "hands off the endpoint since " + Lines.of(since);
        yield Optional.of(row)
            .filter(_ -> !timeline.saysSince(since, beginning))
            .map(_ -> news(News.Kind.HANDS_OFF, beginning + ": " + why(row)));
      }
      case Position.Pinned _, Position.Waiting _, Position.Left _ -> Optional.empty();
    };
  }

  private String why(String row) {
    return said(row)
        .or(() -> report.endpoint().hold().map(Hold::why))
        .map(why -> why + " (" + row + ")")
        .orElse(row);
  }

  /** That nobody answers is told; what else is out of the ordinary is noted, and when it ends. */
  private Optional<News> ofItself(Fallback fallback) {
    var last = timeline.last(ROW).filter(_ -> moves.isSince(ROW));
    return report
        .endpoint()
        .row()
        .filter(_ -> fallback.isOn() && report.mandate().stop().isEmpty() && !isMoved())
        .filter(row -> OUT_OF_THE_ORDINARY.contains(row) || last.isPresent())
        .filter(row -> last.filter(moment -> moment.what().startsWith(of(row))).isEmpty())
        .map(row ->
            news(
                row == Situation.FALLBACK_NOT_ANSWERING ? News.Kind.NOBODY : News.Kind.NOTED,
                of(row) + said(row.row()).map(text -> ": " + text).orElse("")));
  }

  private static String of(Situation row) {
    return ROW + row.row().replace("fallback.", "");
  }

  private boolean isMoved() {
    return report.endpoint().outcomes().stream()
        .anyMatch(outcome -> outcome instanceof Outcome.Done(Action.Move _));
  }

  private Optional<News> reminded(Fallback fallback) {
    var now = report.seen().at();
    return Reminders.due(fallback.entered(), now)
        .filter(_ -> fallback.isOn())
        .filter(due -> !timeline.saysSince(due, REMINDED))
        .map(_ ->
            new News(
                News.Kind.REMINDED,
                "the fallback of the endpoint lives on, since "
                    + Lines.of(fallback.entered())
                    + ", for "
                    + Lines.of(Duration.between(fallback.entered(), now)),
                new Moment(now, REMINDED + " that the fallback lives on", Optional.empty())));
  }

  private Stream<News> redeployed(Redeployment asked) {
    if (timeline.says(asked.asked(), beginning(asked))) {
      return Stream.empty();
    }
    var outcome =
        report.endpoint().outcomes().stream()
            .filter(each -> isOf(each.action(), asked))
            .findFirst();
    boolean isFailed = outcome.filter(Outcome.Failed.class::isInstance).isPresent();
    var what =
        outcome
            .filter(Outcome.Done.class::isInstance)
            .map(Lines::of)
            .orElse(beginning(asked) + " asked of ECS, and no answer was heard");
    return Stream.of(
        new News(
            isFailed ? News.Kind.NOTED : News.Kind.REDEPLOYED,
            outcome
                .map(Headlines::of)
                .orElse("asked ECS for a new deployment of " + asked.ecsService()),
            new Moment(asked.asked(), what, Optional.empty())));
  }

  private static String beginning(Redeployment asked) {
    return "redeploy " + asked.ecsService() + ":";
  }

  private static boolean isOf(Action action, Redeployment asked) {
    return action instanceof Action.Redeploy(var ecsService, _, _)
        && ecsService.equals(asked.ecsService());
  }

  private Optional<String> said(String row) {
    return report.endpoint().says().stream()
        .filter(remark -> remark.situation().row().equals(row))
        .map(Remark::because)
        .findFirst();
  }

  private News news(News.Kind kind, String text) {
    return new News(
        kind,
        Headlines.cut(text),
        new Moment(report.seen().at(), Lines.cut(text), Optional.empty()));
  }
}
