package ai.hokus.remediation;

import ai.hokus.remediation.execution.BrokenOff;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.ports.Sleeper;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.function.UnaryOperator;

/**
 * Visits a guarded service: a turn, and another one each time that a young task that it had to
 * leave out has answered.
 */
public final class Visits {
  private final Turns turns;
  private final Patience patience;
  private final InstantSource clock;
  private final Sleeper sleeper;

  public Visits(Turns turns, Patience patience, InstantSource clock, Sleeper sleeper) {
    this.turns = turns;
    this.patience = patience;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /** Reads what stays the same from one visit to the next, so that none has to wait for it. */
  Guard learn() {
    return turns.learn();
  }

  /** Never throws: whatever happens to one guarded service, the others are looked at and told. */
  Visit to(GuardedService service, TimeBudget budget) {
    return to(service, budget, look -> look);
  }

  /**
   * The same.
   *
   * @param before each pass, what it starts from besides what the ledger says
   */
  Visit to(GuardedService service, TimeBudget budget, UnaryOperator<Look> before) {
    var visits = new ArrayList<Visit>();
    var pauses = new Pauses(clock, sleeper, budget.lastPass());
    try {
      var turned = turns.take(service, budget, Memory.NONE.waiting(), before);
      visits.add(turned.visit());
      var promised = new HashMap<TaskId, Instant>();
      for (var waiting = turned.waiting(); waiting.isPresent(); ) {
        promised.putAll(waiting.get().asRemembered());
        var answering = patience.answering(waiting.get());
        if (answering.isEmpty()) {
          break;
        }
        // Once for each that answers: the rest is waited for after that look. Where another is at
        // it, he looks again for who answered, but leaves the rest to us, who said that we wait.
        turned = turns.take(service, budget, promised, before);
        visits.add(turned.visit());
        waiting = turned.isLeftToAnother() ? waiting.get().without(answering) : turned.waiting();
        // One that answers by turns would else be looked at without end.
        waiting.ifPresent(_ -> pauses.pause());
      }
    } catch (RuntimeException why) {
      visits.add(Visit.of(new BrokenOff(service, why)));
    }
    return visits.stream().reduce(Visit::and).orElseThrow();
  }

  /** A pass that only says what would be done, on what stands in the ledger. */
  Visit onPaper(GuardedService service, OnPaper asked, TimeBudget budget) {
    try {
      return Visit.of(turns.onPaper(service, asked, budget));
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
}
