package ai.hokus.remediation.aws;

import ai.hokus.remediation.ports.Outbox;
import ai.hokus.remediation.ports.OutboxContract;
import ai.hokus.remediation.world.InMemoryTable;
import java.time.Instant;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The outbox of production over a table in memory keeps the promise, as over the local world's. */
class TableOutboxTest extends OutboxContract {
  private final InMemoryTable table = new InMemoryTable();

  @Override
  protected Outbox outbox() {
    return InATable.outbox(table);
  }

  @Override
  protected void file(String thread, int number, String text, Instant due) {
    var id = OutboxItem.id(thread);
    table.holds(id, OutboxItem.LETTER + number, AttributeValue.fromS(text));
    table.holds(id, "last", AttributeValue.fromN(String.valueOf(number)));
    table.holds(id, "due", AttributeValue.fromS(due.toString()));
  }

  @Override
  protected void spoil(String thread) {
    table.holds(OutboxItem.id(thread), "last", AttributeValue.fromS("not a number"));
  }
}
