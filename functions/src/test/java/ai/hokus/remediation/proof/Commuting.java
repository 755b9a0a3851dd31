package ai.hokus.remediation.proof;

import ai.hokus.remediation.world.CallKinds;
import ai.hokus.remediation.world.Interleaving.Step;
import java.util.Map;
import java.util.Set;

/** Which calls can change places, and nobody is told anything else than before. */
final class Commuting {

  /** While these are made, time passes for all. */
  private static final Set<String> TAKES_TIME = Set.of("Registry.follow", "Registry.awaitTurn");

  /** They change nothing; a question for a name plants the same answer whoever asks it. */
  private static final Set<String> READS =
      Set.of(
          "TaskCatalog.service",
          "TaskCatalog.running",
          "TaskCatalog.describe",
          "Registry.list",
          "Registry.find",
          "Registry.knows",
          "Prober.ask",
          "EndpointStore.read",
          "EndpointStore.kept",
          "EndpointStore.valueOf",
          "Consumers.look",
          "AlarmBoard.alarms",
          "Ledger.onFile",
          "Ledger.estates",
          "Ledger.incident",
          "Ledger.holdsOnEvery",
          "Ledger.hasReached",
          "Outbox.read",
          "Outbox.forgotten",
          "Bookmark.read",
          "Table.getItem",
          "Table.scan");

  /** Ports that look at the same things as another. */
  private static final Map<String, String> WITH =
      Map.of(
          "Prober", "Registry",
          "Outbox", "Ledger",
          "Table", "Ledger",
          "Consumers", "EndpointStore");

  private Commuting() {}

  static boolean commute(Step one, Step other) {
    return one.by() != other.by()
        && one.call().isPresent()
        && other.call().isPresent()
        && commute(one.call().get(), other.call().get());
  }

  private static boolean commute(String one, String other) {
    return !TAKES_TIME.contains(one)
        && !TAKES_TIME.contains(other)
        && ((READS.contains(one) && READS.contains(other)) || areApart(one, other));
  }

  private static boolean areApart(String one, String other) {
    // By what stands in the ledger while they are made, they are judged.
    return !thing(one).equals(thing(other))
        && !(CallKinds.isLasting(one) && isOfTheLedger(other))
        && !(CallKinds.isLasting(other) && isOfTheLedger(one));
  }

  private static boolean isOfTheLedger(String call) {
    // Of a table, whoever has the lease is known with the last read that belongs to it.
    return call.startsWith("Table.") || (call.startsWith("Ledger.") && !READS.contains(call));
  }

  private static String thing(String call) {
    var port = call.substring(0, call.indexOf('.'));
    return WITH.getOrDefault(port, port);
  }
}
