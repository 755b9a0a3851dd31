package ai.hokus.remediation;

import ai.hokus.remediation.execution.Acting;
import ai.hokus.remediation.execution.Execution;
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
import ai.hokus.remediation.plan.Plan;
import ai.hokus.remediation.ports.Journal;
import java.util.function.Function;

/**
 * Look, decide, act, look again, tell. Every trigger comes here, so a missed, late or repeated
 * event costs time, never correctness.
 */
public final class Reconciler {
  private final Observer observer;
  private final Function<Observation, Plan> planner;
  private final Acting executor;
  private final EndpointReconciler endpoints;

  public Reconciler(
      Observer observer,
      Function<Observation, Plan> planner,
      Acting executor,
      EndpointReconciler endpoints) {
    this.observer = observer;
    this.planner = planner;
    this.executor = executor;
    this.endpoints = endpoints;
  }

  /**
   * One pass over one guarded service, by whoever may make it.
   *
   * @param journal of the lease; closed where nothing may be written
   */
  public Report reconcile(Look look, Mandate mandate, Journal journal, TimeBudget budget) {
    var endpoint = endpoints.begin(look);
    var seen = observer.observe(look, budget);
    var plan = planner.apply(seen);
    var permitted =
        limited(look, Permission.under(mandate.policy(), mandate.stop().map(Stop::inWords), plan));
    var permission = mandate.onPaper().map(permitted::onPaper).orElse(permitted);
    var execution = executor.execute(look, permission, budget.lastCall());
    var name = name(seen, execution, budget);
    var told =
        endpoints.reconcile(
            endpoint,
            new EndpointReconciler.Seen(seen, plan.remarks(), name, execution),
            mandate,
            journal,
            budget);
    return new Report(mandate, seen, plan.remarks(), execution, name, told);
  }

  /** What was withdrawn or undone is not done again, and nothing is begun for who is retired. */
  private static Permission limited(Look look, Permission permission) {
    var without = look.forbidsRegistering().map(permission::withoutRegistering).orElse(permission);
    return look.service().retired()
        ? without.withoutNatives("it is no longer configured, and they are not ours")
        : without;
  }

  /** The name is asked again only after a registration: nothing else of ours makes it better. */
  private NameVerdict name(Observation seen, Execution execution, TimeBudget budget) {
    var judge = new NameJudge(seen);
    return seen.listing().value() instanceof Listing.Found found
        ? execution
            .registered()
            .flatMap(_ -> execution.lastSuccess(seen.memory()))
            .map(at -> judge.after(observer.askName(seen.service(), found.service(), budget), at))
            .orElseGet(judge::before)
        : judge.before();
  }
}
