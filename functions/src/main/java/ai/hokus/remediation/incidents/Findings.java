package ai.hokus.remediation.incidents;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Finding;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What only people can mend, and what was done where no incident is open.
 *
 * <pre>
 * a finding is         | it was told           | what follows
 * ---------------------+-----------------------+------------------------------------------------
 * seen                 | never                 | told, once it stood for as long as it is given
 *                      | less than a day ago   | nothing; told with it: what was registered for it
 *                      | a day ago or more     | told again
 * not seen, and gone   | never                 | forgotten
 *                      | ten minutes ago or    | told that it is mended; forgotten
 *                      | more                  |
 *                      | since                 | nothing yet: it may come and go
 * not seen, and no     | any                   | nothing
 * pass could tell      |                       |
 * </pre>
 */
final class Findings {
  /** One that comes and goes is told so often, and not in each pass. */
  static final Duration COMES_AND_GOES = Duration.ofMinutes(10);

  /** These are why we register in ECS's stead. */
  private static final Set<Mending> IN_ITS_STEAD =
      EnumSet.of(Mending.REGISTRY_FORGOTTEN, Mending.CLOUD_MAP_RECREATED);

  private final Report report;
  private final Commands commands;
  private final Instant at;
  private final Map<String, Finding> onFile;
  private final Map<String, Finding> now = new HashMap<>();
  private final List<Message> messages = new ArrayList<>();

  Findings(Report report, Commands commands) {
    this.report = report;
    this.commands = commands;
    this.at = report.seen().at();
    this.onFile = report.endpoint().dossier().findings();
  }

  /**
   * Findings and messages after the pass.
   *
   * @param news what was done, and is told in no incident
   */
  void tell(List<News> news) {
    var seen = Mending.seen(report);
    boolean isInItsStead = seen.keySet().stream().anyMatch(IN_ITS_STEAD::contains);
    seen.forEach((mending, lines) ->
        stands(mending, lines, IN_ITS_STEAD.contains(mending) ? news : List.of()));
    if (!isInItsStead && News.anyTold(news)) {
      change(news);
    }
    onFile.forEach((row, finding) ->
        Mending.of(row)
            .filter(mending -> !seen.containsKey(mending) && !isNobodys(mending))
            .ifPresentOrElse(
                mending -> absent(mending, finding), () -> now.putIfAbsent(row, finding)));
  }

  /** Who is configured no more is guarded no more: of all but what is left of ours nobody hears. */
  private boolean isNobodys(Mending mending) {
    return report.service().retired() && !Mending.isOfTheRetired(mending.row());
  }

  Map<String, Finding> now() {
    return now;
  }

  List<Message> messages() {
    return messages;
  }

  private void stands(Mending mending, List<String> lines, List<News> news) {
    var before =
        Optional.ofNullable(onFile.get(mending.row())).orElseGet(() -> new Finding(at, at, at, 0));
    var after =
        isDue(mending, before) || News.anyTold(news)
            ? new Finding(before.since(), at, at, before.messages() + 1)
            : before;
    now.put(mending.row(), after);
    if (after.messages() > before.messages()) {
      messages.add(
          letter()
              .of(
                  thread(mending, after),
                  after.messages(),
                  before.messages() > 0 && News.anyTold(news)
                      ? Message.Weight.CHANGE
                      : Message.Weight.ALERT,
                  headline(mending, before, news),
                  done(mending, before, news),
                  mending == Mending.OUT_OF_REACH ? andForget(lines) : lines,
                  back(news)));
    }
  }

  private List<String> andForget(List<String> lines) {
    return Stream.concat(
            lines.stream(),
            Stream.of(
                "and then have it forgotten; ten minutes later nobody looks for it any more:",
                commands.forget(report.service().name())))
        .toList();
  }

  private boolean isDue(Mending mending, Finding before) {
    return before.messages() == 0
        ? !at.isBefore(before.since().plus(mending.patience()))
        : !at.isBefore(before.told().plus(Reminders.DAILY));
  }

  private String headline(Mending mending, Finding before, List<News> news) {
    if (News.anyTold(news)) {
      return News.headline(news);
    }
    return before.messages() == 0
        ? mending.title()
        : "still, for " + Lines.of(Duration.between(before.since(), at)) + ": " + mending.title();
  }

  /** What was done; the first time also what would have been, but for the policy. */
  private List<String> done(Mending mending, Finding before, List<News> news) {
    boolean isObserved =
        report.mandate().policy() == Policy.OBSERVE
            && IN_ITS_STEAD.contains(mending)
            && before.messages() == 0;
    var withheld =
        report.held().stream().filter(_ -> isObserved).map(Outcome.class::cast).map(Lines::of);
    return Stream.concat(Letter.deeds(news).stream(), withheld).toList();
  }

  private void change(List<News> news) {
    messages.add(
        letter()
            .of(
                "change-" + report.service().name() + "-" + Letter.compact(at),
                1,
                News.weight(news),
                News.headline(news),
                Letter.deeds(news),
                List.of(),
                back(news)));
  }

  private Optional<String> back(List<News> news) {
    return News.any(news, News.Kind.REGISTERED)
        ? Optional.of(commands.release(report.service().name()))
        : Optional.empty();
  }

  private void absent(Mending mending, Finding finding) {
    if (!mending.isShownGone(report)) {
      now.put(mending.row(), finding);
      return;
    }
    if (finding.messages() == 0) {
      return;
    }
    if (at.isBefore(finding.told().plus(COMES_AND_GOES))) {
      now.put(mending.row(), finding);
      return;
    }
    messages.add(
        letter()
            .of(
                thread(mending, finding),
                finding.messages() + 1,
                Message.Weight.GOOD,
                "mended, after "
                    + Lines.of(Duration.between(finding.since(), at))
                    + ": "
                    + mending.title(),
                List.of(),
                List.of(),
                Optional.empty()));
  }

  private Letter letter() {
    return new Letter(report.service().name(), at, Facts.of(report));
  }

  private String thread(Mending mending, Finding finding) {
    return thread(report.service().name(), mending.row(), finding.since());
  }

  /** One that comes again begins anew: a number is never told twice with another text. */
  static String thread(String service, String row, Instant since) {
    return "finding-" + service + "-" + row + "-" + Letter.compact(since);
  }
}
