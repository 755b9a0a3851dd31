package ai.hokus.remediation.proof;

import ai.hokus.remediation.Deployment;
import ai.hokus.remediation.ports.AlarmBoard;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.EndpointStore;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Interleaving;
import java.util.function.Supplier;

/** What the program has of the world: its ports. */
record Hands(
    Ledger ledger,
    TaskCatalog catalog,
    Registry registry,
    Prober prober,
    EndpointStore store,
    Consumers consumers) {

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
        .moving(configuration, store, alarms, consumers);
  }

  Hands ledger(Ledger other) {
    return new Hands(other, catalog, registry, prober, store, consumers);
  }

  Hands catalog(TaskCatalog other) {
    return new Hands(ledger, other, registry, prober, store, consumers);
  }

  Hands registry(Registry other) {
    return new Hands(ledger, catalog, other, prober, store, consumers);
  }

  Hands prober(Prober other) {
    return new Hands(ledger, catalog, registry, other, store, consumers);
  }

  Hands consumers(Consumers other) {
    return new Hands(ledger, catalog, registry, prober, store, other);
  }
}
