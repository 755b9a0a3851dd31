package ai.hokus.remediation.proof;

import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.EndpointStore;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;

/** What the program has of the world: its ports. */
record Hands(
    Ledger ledger,
    TaskCatalog catalog,
    Registry registry,
    Prober prober,
    EndpointStore store,
    Consumers consumers) {

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
