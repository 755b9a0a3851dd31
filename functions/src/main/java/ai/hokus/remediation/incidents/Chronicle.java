package ai.hokus.remediation.incidents;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Incident.Moment;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.plan.NameVerdict.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a pass adds to an incident: only what its timeline does not say yet. */
final class Chronicle {
  /** How moments begin that say how the name is. */
  static final String NAME = "name ";

  private static final Set<String> WELL = Set.of(state(State.GOOD), state(State.NOT_APPLICABLE));

  private final Report report;
  private final Incident incident;
  private final Timeline timeline;
  private final Trouble trouble;

  Chronicle(Report report, Incident incident) {
    this.report = report;
    this.incident = incident;
    this.timeline = Timeline.of(incident);
    this.trouble = new Trouble(report);
  }

  /** How a moment about the name begins. */
  static String state(State state) {
    return NAME + state.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ":";
  }

  List<News> news() {
    var news = new ArrayList<News>();
    news.addAll(asked());
    news.addAll(Deeds.of(report, timeline));
    news.addAll(undone());
    news.addAll(new EndpointNews(report, incident, timeline).all());
    taken().ifPresent(news::add);
    // Who asked for nothing to be done is not told how things go meanwhile, but of what is done.
    if (report.mandate().stop().isEmpty()) {
      news.addAll(ofTheWorld());
    }
    if (incident.told() == 0 && !News.anyTold(news)) {
      news.add(
          new News(
              News.Kind.BEGUN, Headlines.cut(incident.cause()), incident.timeline().getFirst()));
    }
    return List.copyOf(news);
  }

  /**
   * What people asked for, each once: a claim, with the request by which CloudTrail has the caller.
   */
  private List<News> asked() {
    return report.seen().look().holds().all().stream()
        .filter(hold -> !hold.isOver(report.seen().at()) && !hold.request().isEmpty())
        .filter(hold -> !timeline.says(request(hold)))
        .map(hold ->
            new News(
                News.Kind.NOTED,
                Headlines.cut(hold.inWords()),
                new Moment(
                    hold.since().filter(incident.opened()::isBefore).orElse(incident.opened()),
                    Lines.cut(request(hold) + hold.inWords()),
                    Optional.of(hold.by()).filter(by -> !by.isEmpty()))))
        .toList();
  }

  private static String request(Hold hold) {
    return "request " + hold.request() + ": ";
  }

  /** Once for each time that a person asked for it. */
  private Optional<News> taken() {
    var holds = report.seen().look().holds();
    return holds
        .inForce(Hold.Kind.UNDO, report.seen().at())
        .filter(hold -> hold.undoes(incident.id()))
        .filter(_ -> incident.undoneUnder(holds, report.seen().at()).isEmpty())
        .filter(_ -> new Undoing(report, incident).isDone())
        .map(hold ->
            now(News.Kind.UNDONE, "undone: nothing of it stands any more; " + hold.inWords()));
  }

  private List<News> ofTheWorld() {
    return Stream.of(lost(), deadEnd(), name(), closed()).flatMap(Optional::stream).toList();
  }

  /** Once, until the name was good in between: a registration that does not help ends nothing. */
  private Optional<News> lost() {
    boolean isTold =
        timeline.says(Trouble.LOST)
            && WELL.stream().noneMatch(well -> timeline.saysAfter(Trouble.LOST, well));
    // Who was told that the endpoint left its name knows why.
    var kind = incident.standing().isPresent() ? News.Kind.NOTED : News.Kind.LOST;
    return trouble.lost().filter(_ -> !isTold).map(text -> now(kind, text));
  }

  private Optional<News> deadEnd() {
    return trouble
        .deadEnd()
        .filter(_ -> !timeline.says(Trouble.DEAD_END))
        .map(text -> now(News.Kind.NOBODY, text));
  }

  /** Only a word that could tell is noted, and only where it is another than before. */
  private Optional<News> name() {
    var judged = Trouble.state(report);
    var state = state(judged);
    return judged == State.UNKNOWN
            || timeline.last(NAME).filter(last -> last.what().startsWith(state)).isPresent()
        ? Optional.empty()
        : Optional.of(now(News.Kind.NOTED, state + " " + report.name().inWords()));
  }

  /** Failures, and what the policy keeps from being done: once, until they change. */
  private List<News> undone() {
    var failed = report.failedWrites().stream().map(each -> of(News.Kind.FAILED, each));
    boolean isObserved =
        report.mandate().policy() == Policy.OBSERVE && report.mandate().stop().isEmpty();
    var withheld =
        report.outcomes().stream()
            .filter(outcome -> isObserved && outcome instanceof Outcome.Held)
            .map(each -> of(News.Kind.WITHHELD, each));
    return Stream.concat(failed, withheld).flatMap(Optional::stream).toList();
  }

  private Optional<News> of(News.Kind kind, Outcome undone) {
    return timeline.saysOf(undone)
        ? Optional.empty()
        : Optional.of(
            new News(
                kind,
                Headlines.of(undone),
                new Moment(report.seen().at(), Lines.of(undone), Optional.empty())));
  }

  private Optional<News> closed() {
    if (new Recovery(report, timeline).isVerified()) {
      return Optional.of(
          new News(
              News.Kind.CLOSED,
              Headlines.cut("all is well again: " + report.name().inWords()),
              moment("closed: the recovery was verified in two passes")));
    }
    return isRetired() && Estates.isOver(report) ? Optional.of(over()) : Optional.empty();
  }

  /** For some minutes, so that an environment that reads an older configuration closes nothing. */
  private boolean isRetired() {
    return Optional.ofNullable(
            report.seen().look().dossier().findings().get(Mending.NO_LONGER_CONFIGURED.row()))
        .map(finding -> finding.since().plus(Mending.NO_LONGER_CONFIGURED.patience()))
        .filter(since -> !report.seen().at().isBefore(since))
        .isPresent();
  }

  private News over() {
    return Estates.isGivenUp(report) && !report.unfinished().isEmpty()
        ? now(
            News.Kind.FORGOTTEN,
            "forgotten, as a person asked for by force: it is configured no more, and what this"
                + " program does not reach may still stand")
        : now(News.Kind.CLOSED, "closed: it is configured no more, and nothing of ours stands");
  }

  private News now(News.Kind kind, String text) {
    return new News(kind, Headlines.cut(text), moment(text));
  }

  private Moment moment(String what) {
    return new Moment(report.seen().at(), Lines.cut(what), Optional.empty());
  }
}
