package ai.hokus.remediation.proof;

import ai.hokus.remediation.Deployment;
import ai.hokus.remediation.ports.AlarmBoard;
import ai.hokus.remediation.ports.Channel;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.EndpointStore;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Interleaving;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the program has of the world, its ports; and what it makes of them.
 *
 * @param chat for who tells people past the outbox; ours does not
 */
record Hands(
    Ledger ledger,
    TaskCatalog catalog,
    Registry registry,
    Prober prober,
    EndpointStore store,
    Consumers consumers,
    Channel chat,
    Wits wits) {

  /** The program's own make it. */
  Hands(
      Ledger ledger,
      TaskCatalog catalog,
      Registry registry,
      Prober prober,
      EndpointStore store,
      Consumers consumers,
      Channel chat) {
    this(ledger, catalog, registry, prober, store, consumers, chat, Wits.SOUND);
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
        .by(wits.planner(), wits.endpointPlanner(), wits.staffing());
  }

  Hands ledger(Ledger other) {
    return new Hands(other, catalog, registry, prober, store, consumers, chat, wits);
  }

  Hands catalog(TaskCatalog other) {
    return new Hands(ledger, other, registry, prober, store, consumers, chat, wits);
  }

  Hands registry(Registry other) {
    return new Hands(ledger, catalog, other, prober, store, consumers, chat, wits);
  }

  Hands prober(Prober other) {
    return new Hands(ledger, catalog, registry, other, store, consumers, chat, wits);
  }

  Hands consumers(Consumers other) {
    return new Hands(ledger, catalog, registry, prober, store, other, chat, wits);
  }

  Hands wits(UnaryOperator<Wits> other) {
    return new Hands(ledger, catalog, registry, prober, store, consumers, chat, other.apply(wits));
  }
}
