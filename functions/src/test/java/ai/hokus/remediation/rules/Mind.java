package ai.hokus.remediation.rules;

import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.plan.Permission;
import ai.hokus.remediation.plan.Plan;
import ai.hokus.remediation.plan.Planner;
import java.util.Optional;
import java.util.function.Function;

/** What decides in a pass: the program's own planner and filter, or broken ones. */
record Mind(Function<Observation, Plan> planner, Filter filter) {

  static final Mind SOUND = new Mind(new Planner()::plan, Permission::under);

  /** What may be done of a plan. */
  interface Filter {
    Permission under(Policy policy, Optional<String> stopped, Plan plan);
  }
}
