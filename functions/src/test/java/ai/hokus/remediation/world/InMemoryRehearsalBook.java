package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Rehearsed;
import ai.hokus.remediation.ports.RehearsalBook;
import ai.hokus.remediation.ports.Unavailable;
import java.util.Map;
import java.util.TreeMap;

/** How rehearsals went, in memory; it can be told to refuse. */
public final class InMemoryRehearsalBook implements RehearsalBook {
  private final Map<String, Rehearsed> last = new TreeMap<>();
  private boolean refuses;

  /** From now on every call fails. */
  public synchronized InMemoryRehearsalBook refuses() {
    refuses = true;
    return this;
  }

  @Override
  public synchronized Map<String, Rehearsed> read() {
    answer();
    return Map.copyOf(last);
  }

  @Override
  public synchronized void put(String service, Rehearsed one) {
    answer();
    last.put(service, one);
  }

  private void answer() {
    if (refuses) {
      throw new Unavailable("the book is not there");
    }
  }
}
