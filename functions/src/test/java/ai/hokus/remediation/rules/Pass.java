package ai.hokus.remediation.rules;

import ai.hokus.remediation.execution.Execution;
import ai.hokus.remediation.execution.Executor;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.observation.Observer;
import ai.hokus.remediation.plan.Plan;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.InlineExecutor;
import ai.hokus.remediation.world.Sample;
import java.time.Duration;
import java.util.List;

/**
 * One pass of a mind over a world, and the instances before and after it.
 *
 * @param writes changes that were tried
 */
record Pass(
    Observation seen,
    Plan plan,
    Execution execution,
    List<Instance> before,
    List<Instance> after,
    int writes) {

  static Pass over(InMemoryWorld world, Policy policy, Mind mind) {
    var parallel = new Parallel(new InlineExecutor());
    var service = Sample.guarded(policy);
    var before = world.instances();
    int written = world.writes();
    var look = new Look(service, Sample.GUARD, Memory.NONE, world.instant());
    var seen =
        new Observer(world, world, world, parallel, world)
            .observe(
                look, new TimeBudget(world.instant().plus(Duration.ofSeconds(30)), Duration.ZERO));
    var plan = mind.planner().apply(seen);
    var execution =
        new Executor(world, parallel, world)
            .execute(
                look,
                mind.policyFilter().apply(policy, plan),
                world.instant().plus(Duration.ofSeconds(20)));
    return new Pass(seen, plan, execution, before, world.instances(), world.writes() - written);
  }

  /** Those that are no longer there, or are there with other attributes or another owner. */
  List<Instance> changed() {
    return before.stream().filter(instance -> !after.contains(instance)).toList();
  }

  /** Those under whose id nothing is left. */
  List<Instance> removed() {
    return before.stream()
        .filter(gone -> after.stream().noneMatch(left -> left.id().equals(gone.id())))
        .toList();
  }
}
