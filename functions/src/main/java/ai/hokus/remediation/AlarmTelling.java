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
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells people of an alarm that calls although all is well: a finding of the first service that it
 * is linked to. Its event tells of it, and that it is silent; what no event told, a sweep does.
 *
 * <pre>
 * an alarm is            | and a sweep hears that it      | what follows
 * -----------------------+--------------------------------+-------------------------------------
 * told of                | calls, and all is well         | told again, a day after the last time
 *                        | is OK, or there is no such one | told, forgotten
 * not told of, and all   | calls, and is not muted        | looked further, told as by its event
 * has long been well     | is anything else               | nothing
 * where it is linked     |                                |
 * not told of, otherwise | is not asked                   | nothing
 * </pre>
 */
public final class AlarmTelling implements Chore {
  /**
   * Alarms look back: so long one may go on about what was mended. It is the longest that one of
   * two periods of five minutes does.
   */
  private static final Duration LOOKS_BACK = Duration.ofMinutes(10);

  private final AlarmBoard alarms;
  private final Diagnostician diagnostician;
  private final Incidents incidents;
  private final Margin margin;
  private final InstantSource clock;
  private final Sleeper sleeper;

  public AlarmTelling(
      AlarmBoard alarms,
      Diagnostician diagnostician,
      Ledger ledger,
      Incidents incidents,
      InstantSource clock,
      Sleeper sleeper) {
    this.alarms = alarms;
    this.diagnostician = diagnostician;
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
    return tell(alarm, diagnosis, round, budget, pauses).toList();
  }

  private Stream<String> tell(
      String alarm, Diagnosis diagnosis, Round round, TimeBudget budget, Pauses pauses) {
    return switch (diagnosis) {
      case Diagnosis.Unclear _ -> Stream.empty();
      case Diagnosis.Elsewhere(var lines) ->
          whose(alarm, round).stream()
              .flatMap(visit -> write(visit, calling(visit, alarm, lines), budget, pauses));
      case Diagnosis.Silent(var why) ->
          heard(round).flatMap(visit -> write(visit, silent(visit, alarm, why), budget, pauses));
    };
  }

  /**
   * Of those that were told of, and of those that nobody should have to tell of: an event may have
   * come while another was at it, or before CloudWatch showed what it is about, and none comes a
   * second time.
   */
  @Override
  public List<String> after(Round round, TimeBudget budget) {
    var told = heard(round).filter(visit -> !standing(visit).isEmpty()).toList();
    var untold = untold(round);
    var names =
        Stream.concat(told.stream().flatMap(visit -> standing(visit).stream()), untold.stream())
            .collect(Collectors.toSet());
    if (names.isEmpty() || isLate(budget)) {
      return List.of();
    }
    var found = alarms.alarms(names);
    var none = new Pauses(clock, sleeper, Instant.MIN);
    return Stream.of(
            unread(found),
            told.stream()
                .flatMap(visit ->
                    standing(visit).stream()
                        .flatMap(alarm -> now(visit, alarm, found).stream())
                        .flatMap(entry -> write(visit, entry, budget, none))),
            found.value().stream()
                .filter(alarm -> alarm.calls() && untold.contains(alarm.name()))
                .takeWhile(_ -> !isLate(budget))
                .flatMap(alarm -> lookFurther(alarm.name(), round, budget, none)))
        .flatMap(lines -> lines)
        .toList();
  }

  private boolean isLate(TimeBudget budget) {
    return !clock.instant().isBefore(budget.lastPass());
  }

  private static Stream<String> unread(Reading<List<Alarm>> found) {
    return switch (found) {
      case Reading.Complete<?> _ -> Stream.empty();
      case Reading.Partial<?>(_, String why) ->
          Stream.of("whether an alarm calls in vain could not be looked at: " + why);
    };
  }

  private Stream<String> lookFurther(String alarm, Round round, TimeBudget budget, Pauses none) {
    var about = new Round(linkedTo(alarm, round).toList(), round.carriedOver(), List.of());
    var diagnosis =
        diagnostician.diagnose(alarm, about, Duration.between(clock.instant(), budget.lastCall()));
    return Stream.concat(diagnosis.lines().stream(), tell(alarm, diagnosis, about, budget, none));
  }

  /** The alarms that nobody was told of, where all has long been well and somebody may be told. */
  private Set<String> untold(Round round) {
    var onFile =
        round.visits().stream()
            .filter(visit -> visit.last() instanceof Report)
            .flatMap(visit -> standing(visit).stream())
            .collect(Collectors.toSet());
    return heard(round)
        .filter(this::hasLongBeenWell)
        .flatMap(visit -> visit.service().alarms().stream())
        .filter(alarm -> !onFile.contains(alarm))
        .filter(alarm -> linkedTo(alarm, round).allMatch(this::hasLongBeenWell))
        .collect(Collectors.toSet());
  }

  /** As it is configured: who is so no more has no alarms. */
  private static Stream<Visit> linkedTo(String alarm, Round round) {
    return round.visits().stream()
        .filter(visit -> !visit.service().retired() && visit.service().alarms().contains(alarm));
  }

  /** Where there is no endpoint, nobody counts since when its name is good. */
  private boolean hasLongBeenWell(Visit visit) {
    var before = clock.instant().minus(LOOKS_BACK);
    return !visit.service().retired()
        && Diagnostician.isWell(visit)
        && visit.last() instanceof Report report
        && report.isLed()
        && report.endpoint().dossier().incident().isEmpty()
        && report.memory().succeeded().filter(before::isBefore).isEmpty()
        && (report.service().endpoint().isEmpty()
            || report
                .endpoint()
                .vigil()
                .goodSince()
                .filter(at -> !before.isBefore(at))
                .isPresent());
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
