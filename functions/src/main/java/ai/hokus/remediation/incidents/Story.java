package ai.hokus.remediation.incidents;

import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Message;
import java.util.List;
import java.util.Optional;

/** How an incident goes on after a pass: one message for all that is new, if any of it is told. */
final class Story {
  /** Of one kind in one pass: what happened before a great deployment must not be lost over it. */
  private static final int MOST = 20;

  private final Report report;
  private final Commands commands;
  private final Incident before;
  private final List<News> news;

  Story(Report report, Commands commands, Incident before, List<News> news) {
    this.report = report;
    this.commands = commands;
    this.before = before;
    this.news = news;
  }

  Incident after() {
    var noted = before.registering(report.registered());
    for (var each : news.stream().filter(this::isAmongTheFirst).toList()) {
      noted = noted.timeline().contains(each.moment()) ? noted : noted.noting(each.moment());
    }
    var told = noted.told(before.told() + (News.anyTold(news) ? 1 : 0));
    var undone = News.any(news, News.Kind.UNDONE) ? told.undo(report.seen().at()) : told;
    return News.any(news, News.Kind.CLOSED, News.Kind.FORGOTTEN)
        ? undone.close(report.seen().at())
        : undone;
  }

  private boolean isAmongTheFirst(News one) {
    return news.subList(0, news.indexOf(one)).stream().filter(each -> each.is(one.kind())).count()
        < MOST;
  }

  Optional<Message> message() {
    return News.anyTold(news)
        ? Optional.of(
            new Letter(before.service(), report.seen().at(), Facts.of(report))
                .of(
                    before.id(),
                    before.told() + 1,
                    News.weight(news),
                    News.headline(news),
                    Letter.deeds(news),
                    new Advice(report, commands).onIncident(news),
                    back()))
        : Optional.empty();
  }

  /** As long as a fallback of ours stands, or where something was done that can be undone. */
  private Optional<String> back() {
    boolean isOurs =
        before
            .standing()
            .filter(fallback -> !(fallback.position() instanceof Position.HandsOff))
            .isPresent();
    boolean isDone = News.any(news, News.Kind.REGISTERED, News.Kind.TENDED, News.Kind.ENTERED);
    return isOurs || isDone ? Optional.of(commands.undo(before)) : Optional.empty();
  }
}
