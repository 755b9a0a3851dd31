package ai.hokus.remediation.world;

import ai.hokus.remediation.ports.Outbox;
import ai.hokus.remediation.ports.OutboxContract;
import java.time.Instant;

class InMemoryOutboxTest extends OutboxContract {
  private final InMemoryOutbox outbox = new InMemoryOutbox();

  @Override
  protected Outbox outbox() {
    return outbox;
  }

  @Override
  protected void file(String thread, int number, String text, Instant due) {
    outbox.file(thread, number, text, due);
  }

  @Override
  protected void spoil(String thread) {
    outbox.spoil(thread);
  }
}
