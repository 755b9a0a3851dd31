package ai.hokus.remediation.world;

import ai.hokus.remediation.EndpointReconciler;
import ai.hokus.remediation.execution.EndpointMover;
import ai.hokus.remediation.execution.Redeployer;
import ai.hokus.remediation.observation.EndpointObserver;
import ai.hokus.remediation.plan.EndpointPlan;
import ai.hokus.remediation.plan.EndpointPlanner;
import ai.hokus.remediation.plan.EndpointView;
import ai.hokus.remediation.ports.AlarmBoard;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.EndpointStore;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Prober;
import java.time.InstantSource;
import java.util.function.Function;

/** The second half of a pass, put together as in production. */
public final class Endpoints {
  private Endpoints() {}

  public static EndpointReconciler over(
      EndpointStore store,
      AlarmBoard alarms,
      Consumers consumers,
      Prober prober,
      Parallel parallel,
      InstantSource clock) {
    return over(store, alarms, consumers, prober, parallel, clock, new EndpointPlanner()::plan);
  }

  /** The same, where another planner decides. */
  public static EndpointReconciler over(
      EndpointStore store,
      AlarmBoard alarms,
      Consumers consumers,
      Prober prober,
      Parallel parallel,
      InstantSource clock,
      Function<EndpointView, EndpointPlan> planner) {
    return new EndpointReconciler(
        new EndpointObserver(store, alarms, consumers, prober, parallel, clock),
        planner,
        new EndpointMover(store, clock),
        new Redeployer(consumers),
        clock);
  }

  /** Over a world without parameters, alarms and consumers, for services without an endpoint. */
  public static EndpointReconciler none(Prober prober, Parallel parallel, InstantSource clock) {
    return over(
        new InMemoryEndpointStore(),
        new InMemoryAlarmBoard(),
        new InMemoryConsumers(clock),
        prober,
        parallel,
        clock);
  }
}
