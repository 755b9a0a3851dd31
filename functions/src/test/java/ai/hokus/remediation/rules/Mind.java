package ai.hokus.remediation.rules;

import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.plan.Permission;
import ai.hokus.remediation.plan.Plan;
import ai.hokus.remediation.plan.Planner;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What decides in a pass: the program's own planner and policy filter, or broken ones. */
record Mind(
    Function<Observation, Plan> planner, BiFunction<Policy, Plan, Permission> policyFilter) {

  static final Mind SOUND = new Mind(new Planner()::plan, Mind::permits);

  static Permission permits(Policy policy, Plan plan) {
    return Permission.under(policy, Optional.empty(), plan);
  }
}
