package ai.hokus.remediation.world;

import ai.hokus.remediation.ports.RehearsalBook;
import ai.hokus.remediation.ports.RehearsalBookContract;

class InMemoryRehearsalBookTest extends RehearsalBookContract {
  private final RehearsalBook book = new InMemoryRehearsalBook();

  @Override
  protected RehearsalBook book() {
    return book;
  }
}
