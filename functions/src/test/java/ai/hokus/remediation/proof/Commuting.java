package ai.hokus.remediation.proof;

import ai.hokus.remediation.world.CallKinds;
import ai.hokus.remediation.world.Interleaving.Step;
import java.util.Map;

/** Which calls can change places, and nobody is told anything else than before. */
final class Commuting {

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
    return !CallKinds.takesTime(one)
        && !CallKinds.takesTime(other)
        && ((CallKinds.isRead(one) && CallKinds.isRead(other)) || areApart(one, other));
  }

  private static boolean areApart(String one, String other) {
    // By what stands in the ledger while they are made, they are judged.
    return !thing(one).equals(thing(other))
        && !(CallKinds.isLasting(one) && isOfTheLedger(other))
        && !(CallKinds.isLasting(other) && isOfTheLedger(one));
  }

  private static boolean isOfTheLedger(String call) {
    // Of a table, whoever has the lease is known with the last read that belongs to it.
    return call.startsWith("Table.") || (call.startsWith("Ledger.") && !CallKinds.isRead(call));
  }

  private static String thing(String call) {
    var port = call.substring(0, call.indexOf('.'));
    return WITH.getOrDefault(port, port);
  }
}
