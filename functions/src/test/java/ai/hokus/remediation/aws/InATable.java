package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Outbox;
import ai.hokus.remediation.wire.DossierJson;
import ai.hokus.remediation.wire.MemoryJson;
import ai.hokus.remediation.wire.MessageJson;
import ai.hokus.remediation.world.InMemoryTable;
import ai.hokus.remediation.world.Table;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The ledger and the outbox of production, over a table in memory; and what stands in that. */
public final class InATable {
  private static final String NAME = "Ledger";

  private InATable() {}

  /**
   * The ledger over a table.
   *
   * @param owner the owner id, if none was made yet
   * @param holders an id that nobody else has, each time
   */
  public static Ledger ledger(
      Table table, String owner, InstantSource clock, Supplier<String> holders) {
    return new DynamoLedger(
        new LedgerTable(new TableClient(table), NAME), owner, clock, holders, _ -> {});
  }

  public static Outbox outbox(Table table) {
    return new DynamoOutbox(new LedgerTable(new TableClient(table), NAME));
  }

  public static Dossier dossier(InMemoryTable table, String service) {
    return item(table, service).dossier();
  }

  public static Memory memory(InMemoryTable table, String service) {
    return item(table, service).memory().map(MemoryJson::read).orElse(Memory.NONE);
  }

  /** A dossier is on file, whoever filed it. */
  public static void hasOnFile(InMemoryTable table, String service, Dossier dossier) {
    table.holds(
        LedgerItem.id(service), "dossier", AttributeValue.fromS(DossierJson.write(dossier)));
  }

  /** Whether somebody holds the service's lease at this time. */
  public static boolean isHeld(InMemoryTable table, String service, Instant now) {
    return item(table, service).isHeld(now);
  }

  /** The outbox's threads, in the order of their names. */
  public static List<String> threads(InMemoryTable table) {
    return table.ids().stream().flatMap(id -> OutboxItem.thread(id).stream()).toList();
  }

  /** Those in which something waits. */
  public static List<String> waiting(InMemoryTable table) {
    return threads(table).stream()
        .filter(thread -> table.item(OutboxItem.id(thread)).containsKey("due"))
        .toList();
  }

  /** All that was ever filed of a thread, in the order of the messages' numbers. */
  public static List<Message> filed(InMemoryTable table, String thread) {
    return messages(table.ever(OutboxItem.id(thread)));
  }

  /** The messages in a thread's item. */
  static List<Message> messages(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .filter(each -> each.getKey().matches("m[0-9]+"))
        .map(each -> MessageJson.read(each.getValue().s()))
        .sorted(Comparator.comparingInt(Message::number))
        .toList();
  }

  private static LedgerItem item(InMemoryTable table, String service) {
    var id = LedgerItem.id(service);
    return new LedgerItem(id, table.item(id));
  }
}
