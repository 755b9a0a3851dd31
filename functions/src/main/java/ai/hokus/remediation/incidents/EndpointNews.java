package ai.hokus.remediation.incidents;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Incident.Moment;
import ai.hokus.remediation.model.Incident.Redeployment;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.plan.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is new about the endpoint. It is read from where the endpoint is, not from what this pass
 * did: so what a killed pass did is told by the next.
 *
 * <pre>
 * the fallback is | by a put that the timeline does not say | and no such put
 * ----------------+-----------------------------------------+---------------------------------
 * pinned          | entered; followed, where it was before  |
 * waiting         | waiting                                 |
 * left            | returned                                | returned, if this pass saw it so
 * standing back   | put back, until when                    | the same
 * hands off       | hands off, since when                   | the same
 * </pre>
 */
final class EndpointNews {
  private static final String SET = "set ";
  private static final String ROW = "endpoint ";
  private static final String REMINDED = "reminded";

  /** What a fallback may be like for a while, beside going on as it should. */
  private static final Set<Situation> OUT_OF_THE_ORDINARY =
      Set.of(
          Situation.FALLBACK_HELD,
          Situation.FALLBACK_BLIND,
          Situation.FALLBACK_STOPPING_ALONE,
          Situation.FALLBACK_NOT_ANSWERING);

  private final Report report;
  private final Incident incident;
  private final Timeline timeline;

  EndpointNews(Report report, Incident incident, Timeline timeline) {
    this.report = report;
    this.incident = incident;
    this.timeline = timeline;
  }

  List<News> all() {
    var news = new ArrayList<News>();
    incident
        .fallback()
        .ifPresent(fallback -> {
          news.addAll(moved(fallback));
          news.addAll(ofItself(fallback));
          reminded(fallback).ifPresent(news::add);
        });
    incident.redeployments().stream().flatMap(this::redeployed).forEach(news::add);
    return news;
  }

  private List<News> moved(Fallback fallback) {
    var put =
        fallback
            .written()
            .filter(written -> !timeline.says(written.at(), SET))
            .map(written -> put(fallback, written));
    return Stream.of(put, unmoved(fallback, put.isPresent())).flatMap(Optional::stream).toList();
  }

  private News put(Fallback fallback, Fallback.Written written) {
    var done = done(action -> action instanceof Action.Move);
    var what =
        done.map(Lines::of)
            .orElse(SET + fallback.before().parameter() + ": found to have come through");
    var because = done.map(move -> ", because " + move.action().because()).orElse("");
    var moment = new Moment(written.at(), what, Optional.empty());
    return switch (fallback.position()) {
      case Position.Pinned(_, var address, var until) when isEntry(fallback, done) ->
          news(
              News.Kind.ENTERED,
              "the endpoint moved to " + address + " until " + Lines.of(until) + because,
              moment);
      case Position.Pinned(_, var address, var until) ->
          news(
              News.Kind.FOLLOWED,
              "the endpoint followed to " + address + " until " + Lines.of(until) + because,
              moment);
      case Position.Waiting _ ->
          news(
              News.Kind.WAITING,
              "the endpoint is by its name until a task answers" + because,
              moment);
      case Position.Left _ ->
          news(News.Kind.RETURNED, "the endpoint is by its name again" + because, moment);
      case Position.StandingBack _, Position.HandsOff _ ->
          news(News.Kind.NOTED, "the endpoint was written" + because, moment);
    };
  }

  private boolean isEntry(Fallback fallback, Optional<Outcome> done) {
    return !timeline.saysSince(fallback.entered(), SET)
        || done.filter(move -> move.action().situation() == Situation.FALLBACK_ENTER).isPresent();
  }

  /** What needs no put: others did it, or it is over. */
  private Optional<News> unmoved(Fallback fallback, boolean isPut) {
    return switch (fallback.position()) {
      case Position.Pinned _, Position.Waiting _ -> Optional.empty();
      case Position.Left(var at) ->
          isPut || hadLeft()
              ? Optional.empty()
              : Optional.of(
                  news(
                      News.Kind.RETURNED,
                      "the endpoint is by its name again",
                      now("the fallback is over, since " + Lines.of(at))));
      case Position.StandingBack(var until) ->
          once(
              News.Kind.PUT_BACK,
              "hands off the endpoint until " + Lines.of(until),
              "somebody put it back",
              Situation.FALLBACK_RETURNED_BY_OTHERS.row());
      case Position.HandsOff(var since, var row) ->
          once(
              News.Kind.HANDS_OFF,
              "hands off the endpoint since " + Lines.of(since),
              "until a person resumes",
              row);
    };
  }

  private boolean hadLeft() {
    return report
        .seen()
        .look()
        .dossier()
        .incident()
        .flatMap(Incident::fallback)
        .filter(before -> !before.isOn())
        .isPresent();
  }

  private Optional<News> once(News.Kind kind, String beginning, String otherwise, String row) {
    if (timeline.says(beginning)) {
      return Optional.empty();
    }
    var text = beginning + ": " + said(row).orElse(otherwise) + " (" + row + ")";
    return Optional.of(news(kind, text, now(text)));
  }

  /** That nobody answers is told; what else is out of the ordinary is noted, and when it ends. */
  private List<News> ofItself(Fallback fallback) {
    var last = timeline.last(ROW).filter(_ -> timeline.saysAfter(SET, ROW));
    return report.endpoint().row().stream()
        .filter(_ -> fallback.isOn() && done(Action.Move.class::isInstance).isEmpty())
        .filter(row -> OUT_OF_THE_ORDINARY.contains(row) || last.isPresent())
        .filter(
            row -> last.filter(moment -> moment.what().startsWith(ROW + row.row() + ":")).isEmpty())
        .map(this::ofItself)
        .toList();
  }

  private News ofItself(Situation row) {
    var said = said(row.row()).orElse("the fallback goes on");
    return news(
        row == Situation.FALLBACK_NOT_ANSWERING ? News.Kind.NOBODY : News.Kind.NOTED,
        "nobody answers: " + said,
        now(ROW + row.row() + ": " + said));
  }

  private Optional<News> reminded(Fallback fallback) {
    return Reminders.due(fallback.entered(), report.seen().at())
        .filter(_ -> fallback.isOn())
        .filter(due -> !timeline.saysSince(due, REMINDED))
        .map(_ ->
            news(
                News.Kind.REMINDED,
                "the fallback of the endpoint lives on, since " + since(fallback.entered()),
                now(REMINDED + " that the fallback lives on")));
  }

  private String since(Instant entered) {
    return Lines.of(entered) + ", for " + Lines.of(Duration.between(entered, report.seen().at()));
  }

  private Stream<News> redeployed(Redeployment asked) {
    if (timeline.says(asked.asked(), beginning(asked))) {
      return Stream.empty();
    }
    var outcome = outcome(action -> isOf(action, asked));
    var what =
        outcome
            .filter(Outcome.Done.class::isInstance)
            .map(Lines::of)
            .orElse(beginning(asked) + " asked of ECS, and no answer was heard");
    boolean isFailed = outcome.filter(Outcome.Failed.class::isInstance).isPresent();
    return Stream.of(
        news(
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

  private Optional<Outcome> done(Predicate<Action> wanted) {
    return outcome(wanted).filter(Outcome.Done.class::isInstance);
  }

  private Optional<Outcome> outcome(Predicate<Action> wanted) {
    return report.endpoint().outcomes().stream()
        .filter(outcome -> wanted.test(outcome.action()))
        .findFirst();
  }

  private Moment now(String what) {
    return new Moment(report.seen().at(), Lines.cut(what), Optional.empty());
  }

  private static News news(News.Kind kind, String headline, Moment moment) {
    return new News(kind, Headlines.cut(headline), moment);
  }
}
