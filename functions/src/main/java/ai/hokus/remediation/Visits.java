package ai.hokus.remediation;

import ai.hokus.remediation.execution.BrokenOff;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.TimeBudget;
import java.util.ArrayList;

/**
 * Visits a guarded service: a turn, and another one each time that a young task that it had to
 * leave out has answered.
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
    var visits = new ArrayList<Visit>();
    try {
      var turned = turns.take(service, budget, Memory.NONE.waiting());
      visits.add(turned.visit());
      // Once for each that answers: the rest is waited for after that look.
      for (var waiting = turned.waiting();
          waiting.filter(patience::anyAnswers).isPresent();
          waiting = turned.waiting()) {
        turned = turns.take(service, budget, waiting.get().asRemembered());
        visits.add(turned.visit());
      }
    } catch (RuntimeException why) {
      visits.add(Visit.of(new BrokenOff(service, why)));
    }
    return visits.stream().reduce(Visit::and).orElseThrow();
  }

  /** A pass that writes nothing, whatever the policy. */
  Visit onlyLooking(GuardedService service, TimeBudget budget) {
    try {
      return Visit.of(turns.observe(service, budget));
    } catch (RuntimeException why) {
      return Visit.of(new BrokenOff(service, why));
    }
  }
}
