package ai.hokus.remediation;

import ai.hokus.remediation.execution.Execution;
import ai.hokus.remediation.execution.Executor;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Mandate;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Stop;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.observation.Observer;
import ai.hokus.remediation.plan.NameJudge;
import ai.hokus.remediation.plan.NameVerdict;
import ai.hokus.remediation.plan.Permission;
import ai.hokus.remediation.plan.Planner;

/**
 * Look, decide, act, look again, tell. Every trigger comes here, so a missed, late or repeated
 * event costs time, never correctness.
 */
public final class Reconciler {
  private final Observer observer;
  private final Planner planner;
  private final Executor executor;

  public Reconciler(Observer observer, Planner planner, Executor executor) {
    this.observer = observer;
    this.planner = planner;
    this.executor = executor;
  }

  /** One pass over one guarded service, by whoever may make it. */
  public Report reconcile(Look look, Mandate mandate, TimeBudget budget) {
    var seen = observer.observe(look, budget);
    var plan = planner.plan(seen);
    var permission = Permission.under(mandate.policy(), mandate.stop().map(Stop::inWords), plan);
    var execution = executor.execute(look, permission, budget.lastCall());
    return new Report(mandate, seen, plan.remarks(), execution, name(seen, execution, budget));
  }

  /** The name is asked again only after a registration: nothing else of ours makes it better. */
  private NameVerdict name(Observation seen, Execution execution, TimeBudget budget) {
    var judge = new NameJudge(seen);
    return seen.listing().value() instanceof Listing.Found found
        ? execution
            .registered()
            .map(at -> judge.after(observer.askName(seen.service(), found.service(), budget), at))
            .orElseGet(judge::before)
        : judge.before();
  }
}
