package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.LedgerContract;
import ai.hokus.remediation.world.InMemoryTable;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The ledger of production over a table in memory keeps the promise, as over the local world's. */
class TableLedgerTest extends LedgerContract {
  private final InMemoryTable table = new InMemoryTable();
  private final AtomicLong holders = new AtomicLong();

  @Override
  protected Ledger ledger(InstantSource clock, String owner) {
    return InATable.ledger(table, owner, clock, () -> "holder-" + holders.incrementAndGet());
  }

  @Override
  protected void letFail() {
    table.breaks(true);
  }

  @Override
  protected void loseAnswers() {
    table.losesAnswers(true);
  }

  @Override
  protected void heal() {
    table.breaks(false);
    table.losesAnswers(false);
  }

  @Override
  protected List<Message> messages(String thread) {
    return InATable.messages(table.item(OutboxItem.id(thread)));
  }
}
