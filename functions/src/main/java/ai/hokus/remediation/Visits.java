package ai.hokus.remediation;

import ai.hokus.remediation.execution.BrokenOff;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.TimeBudget;
import java.util.Optional;

/**
 * Visits a guarded service: a turn, and another one once a young task that the first had to leave
 * out has answered.
 */
public final class Visits {
  private final Turns turns;
  private final Patience patience;

  public Visits(Turns turns, Patience patience) {
    this.turns = turns;
    this.patience = patience;
  }

  /** Reads what stays the same from one visit to the next, so that none has to wait for it. */
  Guard learn() {
    return turns.learn();
  }

  /** Never throws: whatever happens to one guarded service, the others are looked at and told. */
  Visit to(GuardedService service, TimeBudget budget) {
    try {
      var first = turns.take(service, budget, Optional.empty());
      return first
          .waiting()
          .filter(waiting -> patience.anyAnswers(waiting.report().seen(), waiting.until()))
          .map(waiting -> first.visit().and(again(service, budget, waiting)))
          .orElseGet(first::visit);
    } catch (RuntimeException why) {
      return Visit.of(new BrokenOff(service, why));
    }
  }

  /** A pass that writes nothing, whatever the policy. */
  Visit onlyLooking(GuardedService service, TimeBudget budget) {
    try {
      return Visit.of(turns.observe(service, budget));
    } catch (RuntimeException why) {
      return Visit.of(new BrokenOff(service, why));
    }
  }

  private Visit again(GuardedService service, TimeBudget budget, Turned.Waiting waiting) {
    return turns.take(service, budget.withoutPatience(), Optional.of(waiting.until())).visit();
  }
}
