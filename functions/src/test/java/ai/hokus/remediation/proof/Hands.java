package ai.hokus.remediation.proof;

import ai.hokus.remediation.Deployment;
import ai.hokus.remediation.execution.Executor;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.plan.EndpointPlan;
import ai.hokus.remediation.plan.EndpointPlanner;
import ai.hokus.remediation.plan.EndpointView;
import ai.hokus.remediation.plan.Plan;
import ai.hokus.remediation.plan.Planner;
import ai.hokus.remediation.ports.AlarmBoard;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.EndpointStore;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Interleaving;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the program has of the world, its ports; and what it makes of them. */
record Hands(
    Ledger ledger,
    TaskCatalog catalog,
    Registry registry,
    Prober prober,
    EndpointStore store,
    Consumers consumers,
    Function<Observation, Plan> planner,
    Function<EndpointView, EndpointPlan> endpointPlanner,
    Deployment.Acting acting) {

  /** The program's own make it. */
  Hands(
      Ledger ledger,
      TaskCatalog catalog,
      Registry registry,
      Prober prober,
      EndpointStore store,
      Consumers consumers) {
    this(
        ledger,
        catalog,
        registry,
        prober,
        store,
        consumers,
        new Planner()::plan,
        new EndpointPlanner()::plan,
        Executor::new);
  }

  /**
   * The program with them.
   *
   * @param configuration what the deployer has configured, whenever it is asked
   */
  Deployment deployed(
      InMemoryWorld world,
      Interleaving interleaving,
      Supplier<String> configuration,
      AlarmBoard alarms) {
    return Deployment.over(world, ledger, interleaving)
        .asking(prober)
        .reading(catalog)
        .writingTo(registry)
        .moving(configuration, store, alarms, consumers)
        .by(planner, endpointPlanner, acting);
  }

  Hands ledger(Ledger other) {
    return new Hands(
        other, catalog, registry, prober, store, consumers, planner, endpointPlanner, acting);
  }

  Hands catalog(TaskCatalog other) {
    return new Hands(
        ledger, other, registry, prober, store, consumers, planner, endpointPlanner, acting);
  }

  Hands registry(Registry other) {
    return new Hands(
        ledger, catalog, other, prober, store, consumers, planner, endpointPlanner, acting);
  }

  Hands prober(Prober other) {
    return new Hands(
        ledger, catalog, registry, other, store, consumers, planner, endpointPlanner, acting);
  }

  Hands consumers(Consumers other) {
    return new Hands(
        ledger, catalog, registry, prober, store, other, planner, endpointPlanner, acting);
  }

  Hands planner(Function<Observation, Plan> other) {
    return new Hands(
        ledger, catalog, registry, prober, store, consumers, other, endpointPlanner, acting);
  }

  Hands endpointPlanner(Function<EndpointView, EndpointPlan> other) {
    return new Hands(ledger, catalog, registry, prober, store, consumers, planner, other, acting);
  }

  Hands acting(Deployment.Acting other) {
    return new Hands(
        ledger, catalog, registry, prober, store, consumers, planner, endpointPlanner, other);
  }
}
