package ai.hokus.remediation;

import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.GuardedService.EnterFallback;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Unavailable;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * A sweep: everybody is visited, and counted; then those again who had to wait for the count, and
 * then come the chores. Who is configured no more is visited beside them, and counts for nothing.
 */
public final class Sweeper {
  private final Visits visits;
  private final Circuit circuit;
  private final Ledger ledger;
  private final Retired retired;
  private final List<Chore> chores;
  private final InstantSource clock;

  /**
   * Sweeps of this deployment.
   *
   * @param ledger for what concerns every service
   */
  public Sweeper(
      Visits visits,
      Circuit circuit,
      Ledger ledger,
      Retired retired,
      List<Chore> chores,
      InstantSource clock) {
    this.visits = visits;
    this.circuit = circuit;
    this.ledger = ledger;
    this.retired = retired;
    this.chores = List.copyOf(chores);
    this.clock = clock;
  }

  Round sweep(List<GuardedService> configured, TimeBudget budget) {
    var besides = retired.besides(configured);
    var everybody = Stream.concat(configured.stream(), besides.services().stream()).toList();
    var census = new Census(ledger, clock, configured.size());
    var first = circuit.of(everybody, service -> visit(service, census, budget), budget);
    var counted = first.saying(besides.says()).saying(census.end());
    var round = census.isDoubtful() ? counted : counted.and(again(counted, budget));
    return chores.stream()
        .reduce(round, (sofar, chore) -> sofar.saying(done(chore, sofar, budget)), (one, _) -> one);
  }

  private Visit visit(GuardedService service, Census census, TimeBudget budget) {
    return service.retired()
        ? visits.to(service, budget)
        : census.count(visits.to(service, budget, census::before));
  }

  /** Whom there is no time for, the next sweep finds with a trouble that is counted by then. */
  private Round again(Round round, TimeBudget budget) {
    var waiting =
        round.visits().stream().filter(Sweeper::waitsForTheCount).map(Visit::service).toList();
    return Round.of(circuit.apart(waiting, service -> visits.to(service, budget), budget).visits());
  }

  /** Of all that stands against its fallback, the missing alarm is the last. */
  private static boolean waitsForTheCount(Visit visit) {
    return visit.service().fallback() == EnterFallback.ON_NAME_FAILURE
        && visit.last() instanceof Report report
        && against(report).count() == 1;
  }

  private static Stream<Situation> against(Report report) {
    return report.endpoint().says().stream()
        .map(remark -> remark.situation())
        .filter(Situation.FALLBACK_ENTER::equals);
  }

  /** Whatever happens to a chore, what the visits came to is told. */
  private static List<String> done(Chore chore, Round round, TimeBudget budget) {
    try {
      return chore.after(round, budget);
    } catch (Unavailable why) {
      return List.of(String.valueOf(why.getMessage()));
    } catch (RuntimeException ourMistake) {
      return List.of("a chore of the sweep broke off: " + ourMistake);
    }
  }
}
