package ai.hokus.remediation;

import static java.util.Comparator.comparing;

import ai.hokus.remediation.Rehearsal.Ending;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.incidents.Incidents;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.GuardedService.EnterFallback;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Rehearsed;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.plan.NameVerdict;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.RehearsalBook;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Has each fallback rehearsed once a day, one in a sweep, writes down how it went, and tells of a
 * failure. Who is in trouble, asleep, paused or only observed is left alone: there it would say
 * nothing, or be in the way.
 */
public final class Rehearsing implements Chore {
  private final Rehearsal rehearsal;
  private final RehearsalBook book;
  private final Margin margin;
  private final Incidents incidents;
  private final InstantSource clock;

  public Rehearsing(
      Rehearsal rehearsal,
      RehearsalBook book,
      Ledger ledger,
      Incidents incidents,
      InstantSource clock) {
    this.rehearsal = rehearsal;
    this.book = book;
    this.margin = new Margin(ledger, clock);
    this.incidents = incidents;
    this.clock = clock;
  }

  /**
   * What came of one.
   *
   * @param says what could not be written down or told, one line each
   */
  public record Came(Ending ending, List<String> says) {
    public Came {
      says = List.copyOf(says);
    }
  }

  @Override
  public List<String> after(Round round, TimeBudget budget) {
    var now = clock.instant();
    var fit = round.visits().stream().filter(Rehearsing::isFit).map(Visit::service).toList();
    if (fit.isEmpty() || !now.isBefore(budget.lastPass())) {
      return List.of();
    }
    var last = book.read();
    return fit.stream()
        .filter(service -> isDue(service, last, now))
        .min(
            comparing((GuardedService service) -> at(service, last))
                .thenComparing(GuardedService::name))
        .map(service -> inWords(service, rehearse(service, budget)))
        .orElse(List.of());
  }

  /** Now, whenever the last one was. */
  public Came rehearse(GuardedService service, TimeBudget budget) {
    var at = clock.instant();
    var ending = rehearsal.of(service, budget);
    return switch (ending) {
      case Ending.Postponed _ -> new Came(ending, List.of());
      case Ending.Played(var failure) ->
          new Came(
              ending,
              Stream.of(
                      written(service, new Rehearsed(at, failure)),
                      told(service, at, failure, budget))
                  .flatMap(Optional::stream)
                  .toList());
    };
  }

  /** A fallback that somebody may need, and with it nothing is wrong just now. */
  private static boolean isFit(Visit visit) {
    var service = visit.service();
    return service.endpoint().isPresent()
        && !service.retired()
        && service.fallback() != EnterFallback.NEVER
        && visit.last() instanceof Report report
        && report.isGood()
        && report.name().state() == NameVerdict.State.GOOD
        && report.mandate().stop().isEmpty()
        && report.mandate().policy() != Policy.OBSERVE
        && report.endpoint().dossier().incident().isEmpty();
  }

  private static boolean isDue(GuardedService service, Map<String, Rehearsed> last, Instant now) {
    return Optional.ofNullable(last.get(service.name())).filter(one -> !one.isOver(now)).isEmpty();
  }

  private static Instant at(GuardedService service, Map<String, Rehearsed> last) {
    return Optional.ofNullable(last.get(service.name())).map(Rehearsed::at).orElse(Instant.MIN);
  }

  /** A success is the rule. */
  private static List<String> inWords(GuardedService service, Came came) {
    var what = "the rehearsal of " + service.name() + "'s fallback ";
    var first =
        switch (came.ending()) {
          case Ending.Postponed(var why) -> Optional.of(what + "did not begin: " + why);
          case Ending.Played(var failure) -> failure.map(why -> what + "failed: " + why);
        };
    return Stream.concat(first.stream(), came.says().stream()).toList();
  }

  private Optional<String> written(GuardedService service, Rehearsed last) {
    try {
      book.put(service.name(), last);
      return Optional.empty();
    } catch (Unavailable why) {
      return Optional.of("how the rehearsal went could not be written down: " + why.getMessage());
    }
  }

  private Optional<String> told(
      GuardedService service, Instant at, Optional<String> failure, TimeBudget budget) {
    try {
      boolean isWritten =
          margin.write(
              service, budget, dossier -> incidents.afterRehearsal(service, dossier, at, failure));
      return isWritten
          ? Optional.empty()
          : failure.map(_ -> "of the failure the next one tells: another has the lease now");
    } catch (Unavailable why) {
      return Optional.of("how the rehearsal went could not be told: " + why.getMessage());
    }
  }
}
