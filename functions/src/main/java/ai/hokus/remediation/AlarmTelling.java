package ai.hokus.remediation;

import ai.hokus.remediation.Diagnostician.Diagnosis;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.incidents.Incidents;
import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.ports.AlarmBoard;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Sleeper;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells people of an alarm that calls although all is well: a finding of the first service that it
 * is linked to. Its event tells of it; that it is silent is seen by its event, or by the next
 * sweep.
 */
public final class AlarmTelling implements Chore {
  private final AlarmBoard alarms;
  private final Incidents incidents;
  private final Margin margin;
  private final InstantSource clock;
  private final Sleeper sleeper;

  public AlarmTelling(
      AlarmBoard alarms, Ledger ledger, Incidents incidents, InstantSource clock, Sleeper sleeper) {
    this.alarms = alarms;
    this.incidents = incidents;
    this.margin = new Margin(ledger, clock);
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * After the alarm's event.
   *
   * @param round what it rang for came to
   * @param remaining time until the invocation ends
   * @return what could not be told, one line each
   */
  public List<String> tell(String alarm, Diagnosis diagnosis, Round round, Duration remaining) {
    var budget = TimeBudget.until(clock.instant().plus(remaining), Duration.ZERO);
    var pauses = new Pauses(clock, sleeper, budget.lastPass());
    return switch (diagnosis) {
      case Diagnosis.Unclear _ -> List.of();
      case Diagnosis.Elsewhere(var lines) ->
          whose(alarm, round).stream()
              .flatMap(visit -> write(visit, calling(visit, alarm, lines), budget, pauses))
              .toList();
      case Diagnosis.Silent(var why) ->
          heard(round)
              .flatMap(visit -> write(visit, silent(visit, alarm, why), budget, pauses))
              .toList();
    };
  }

  /** Of those that were told of: the others have nothing to be asked about. */
  @Override
  public List<String> after(Round round, TimeBudget budget) {
    var told = heard(round).filter(visit -> !standing(visit).isEmpty()).toList();
    if (told.isEmpty() || !clock.instant().isBefore(budget.lastPass())) {
      return List.of();
    }
    var names =
        told.stream().flatMap(visit -> standing(visit).stream()).collect(Collectors.toSet());
    var found = alarms.alarms(names);
    var none = new Pauses(clock, sleeper, Instant.MIN);
    return told.stream()
        .flatMap(visit ->
            standing(visit).stream()
                .flatMap(alarm -> now(visit, alarm, found).stream())
                .flatMap(entry -> write(visit, entry, budget, none)))
        .toList();
  }

  private Optional<Function<Dossier, Optional<Entry>>> now(
      Visit visit, String alarm, Reading<List<Alarm>> found) {
    var now = found.value().stream().filter(each -> each.name().equals(alarm)).findFirst();
    if (now.isEmpty()) {
      return found instanceof Reading.Complete<List<Alarm>>
          ? Optional.of(silent(visit, alarm, "is not there any more"))
          : Optional.empty();
    }
    return switch (now.get().state()) {
      case OK -> Optional.of(silent(visit, alarm, Diagnostician.OK));
      case ALARM ->
          Optional.of(calling(visit, alarm, List.of()))
              .filter(_ -> now.get().calls() && Diagnostician.isWell(visit));
      case INSUFFICIENT_DATA -> Optional.empty();
    };
  }

  /** Who was told of it already, or else the first: one message is enough. */
  private static Optional<Visit> whose(String alarm, Round round) {
    return Stream.concat(
            heard(round).filter(visit -> standing(visit).contains(alarm)), heard(round))
        .findFirst();
  }

  /** Who paused knows; and where the ledger was not read, nothing is written. */
  private static Stream<Visit> heard(Round round) {
    return round.visits().stream()
        .filter(visit ->
            visit.last() instanceof Report report
                && report.isLed()
                && report.mandate().stop().isEmpty());
  }

  private static List<String> standing(Visit visit) {
    return Incidents.alarms(onFile(visit));
  }

  private static Dossier onFile(Visit visit) {
    return ((Report) visit.last()).endpoint().dossier();
  }

  private Function<Dossier, Optional<Entry>> calling(Visit visit, String alarm, List<String> seen) {
    var at = clock.instant();
    return dossier -> incidents.whileItCalls(visit.service(), dossier, at, alarm, seen);
  }

  private Function<Dossier, Optional<Entry>> silent(Visit visit, String alarm, String why) {
    var at = clock.instant();
    return dossier -> incidents.onceItIsSilent(visit.service(), dossier, at, alarm, why);
  }

  /** The lease is taken only where there is something to write, by what the pass found on file. */
  private Stream<String> write(
      Visit visit, Function<Dossier, Optional<Entry>> entry, TimeBudget budget, Pauses pauses) {
    if (entry.apply(onFile(visit)).isEmpty()) {
      return Stream.empty();
    }
    try {
      boolean isWritten = margin.write(visit.service(), budget, entry);
      while (!isWritten && pauses.isTimeLeft()) {
        pauses.pause();
        isWritten = margin.write(visit.service(), budget, entry);
      }
      return isWritten ? Stream.empty() : untold("another has the lease of", visit.service());
    } catch (Unavailable why) {
      return untold(why.getMessage() + ", for", visit.service());
    }
  }

  private static Stream<String> untold(String why, GuardedService service) {
    return Stream.of("it could not be told: " + why + " " + service.name());
  }
}
