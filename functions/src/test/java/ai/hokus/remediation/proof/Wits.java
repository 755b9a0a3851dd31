package ai.hokus.remediation.proof;

import ai.hokus.remediation.Deployment.Staffing;
import ai.hokus.remediation.execution.Executor;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.plan.EndpointPlan;
import ai.hokus.remediation.plan.EndpointPlanner;
import ai.hokus.remediation.plan.EndpointView;
import ai.hokus.remediation.plan.Plan;
import ai.hokus.remediation.plan.Planner;
import java.util.function.Function;

/** What the program makes of what it sees. */
record Wits(
    Function<Observation, Plan> planner,
    Function<EndpointView, EndpointPlan> endpointPlanner,
    Staffing staffing) {

  /** As it is in production. */
  static final Wits SOUND =
      new Wits(new Planner()::plan, new EndpointPlanner()::plan, Executor::new);

  Wits planner(Function<Observation, Plan> other) {
    return new Wits(other, endpointPlanner, staffing);
  }

  Wits endpointPlanner(Function<EndpointView, EndpointPlan> other) {
    return new Wits(planner, other, staffing);
  }

  Wits staffing(Staffing other) {
    return new Wits(planner, endpointPlanner, other);
  }
}
