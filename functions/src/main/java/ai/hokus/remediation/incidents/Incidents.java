package ai.hokus.remediation.incidents;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.Stop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is written about a pass, by who holds the lease. Changes are told, not passes: where nothing
 * changed, nothing is written.
 *
 * <pre>
 * the pass                    | incidents and findings
 * ----------------------------+---------------------------------------------------------------
 * could do all                | opened, told, closed
 * may only observe, by policy | the same; what it would have done is told once
 * is paused                   | none opened, closed or found; told is what a person had done in
 *                             | spite of it, and that a fallback lives on
 * has no ledger               | nothing: there is nowhere to write
 * is of one that is           | none opened; that it still has something of ours is the one
 * configured no more          | finding, until that is gone
 * </pre>
 */
public final class Incidents {
  private final Commands commands;
  private final boolean isHeard;

  public Incidents(Commands commands) {
    this(commands, true);
  }

  /**
   * Of this deployment.
   *
   * @param isHeard whether anybody sends messages: none is written that would lie for nobody
   */
  public Incidents(Commands commands, boolean isHeard) {
    this.commands = commands;
    this.isHeard = isHeard;
  }

  /** Empty where nothing changed. */
  public Optional<Entry> after(Report report) {
    return report.isLed()
        ? Optional.of(heard(entry(report))).filter(entry -> isWorthIt(entry, report))
        : Optional.empty();
  }

  /**
   * What is written about a rehearsal of the fallback: one that failed is told, again every day,
   * and once more when one succeeds.
   *
   * @param before what is on file about the service
   * @param failure why it failed; empty where it did not
   */
  public Optional<Entry> afterRehearsal(
      GuardedService service, Dossier before, Instant at, Optional<String> failure) {
    return new Rehearsals(service.name(), commands).after(before, at, failure).map(this::heard);
  }

  /**
   * What is written of an alarm that calls although all is well: told once, again when something
   * else was seen, and every day.
   *
   * @param before what is on file about the service
   * @param seen the headline first, then what people have to look at; none where nobody looked
   *     again
   */
  public Optional<Entry> whileItCalls(
      GuardedService service, Dossier before, Instant at, String alarm, List<String> seen) {
    return new Alarms(service.name(), alarm).calls(before, at, seen).map(this::heard);
  }

  /**
   * What is written once it is silent.
   *
   * @param why in words, after its name
   */
  public Optional<Entry> onceItIsSilent(
      GuardedService service, Dossier before, Instant at, String alarm, String why) {
    return new Alarms(service.name(), alarm).silent(before, at, why).map(this::heard);
  }

  /** The alarms of which it was told that they call although all is well. */
  public static List<String> alarms(Dossier dossier) {
    return Alarms.in(dossier);
  }

  private Entry heard(Entry entry) {
    return isHeard ? entry : entry.withoutMessages();
  }

  private Entry entry(Report report) {
    var messages = new ArrayList<Message>();
    var dossier = report.endpoint().dossier();
    Optional<Incident> closed = Optional.empty();
    var open = dossier.incident().or(() -> opened(report));
    if (open.isPresent()) {
      var news = new Chronicle(report, open.get()).news();
      var story = new Story(report, commands, open.get(), news);
      story.message().ifPresent(messages::add);
      closed = Optional.of(story.after()).filter(incident -> !incident.isOpen());
      dossier =
          story.after().isOpen() ? dossier.with(story.after()) : dossier.closing(story.after());
    }
    if (!isPaused(report)) {
      var findings = new Findings(report, commands);
      findings.tell(open.isPresent() ? List.of() : Deeds.of(report, Timeline.NOTHING));
      messages.addAll(findings.messages());
      dossier = dossier.finding(findings.now());
    }
    var estate = Estates.after(report, dossier);
    if (report.service().retired() && estate.isEmpty()) {
      dossier = dossier.finding(Map.of());
    }
    return new Entry(dossier.leaving(estate), messages, closed, hold(report));
  }

  private static Optional<Incident> opened(Report report) {
    return isPaused(report) || report.service().retired()
        ? Optional.empty()
        : new Trouble(report)
            .cause()
            .map(cause -> Incident.open(report.service(), report.seen().at(), cause));
  }

  /** What is in force already need not be asked for again. */
  private static Optional<Hold> hold(Report report) {
    var look = report.seen().look();
    return report
        .endpoint()
        .hold()
        .filter(hold -> look.holds().inForce(hold.kind(), look.at()).isEmpty());
  }

  /**
   * What was written ahead of a put stands in the ledger, even where the put came to nothing: so
   * after every one that was tried, what is true now is written.
   */
  private static boolean isWorthIt(Entry entry, Report report) {
    return !entry.equals(Entry.of(report.seen().look().dossier()))
        || report.endpoint().outcomes().stream()
            .anyMatch(outcome -> !(outcome instanceof Outcome.Held));
  }

  private static boolean isPaused(Report report) {
    return report.mandate().stop().filter(Stop.Paused.class::isInstance).isPresent();
  }
}
