package ai.hokus.remediation.rules;

import ai.hokus.remediation.plan.EndpointPlan;
import ai.hokus.remediation.plan.EndpointPlanner;
import ai.hokus.remediation.plan.EndpointView;

/** What decides about the endpoint: the program's own planner, or a broken one. */
@FunctionalInterface
interface EndpointMind {

  EndpointMind SOUND = new EndpointPlanner()::plan;

  EndpointPlan plan(EndpointView view);
}
