package ai.hokus.remediation.world;

import ai.hokus.remediation.ports.Bookmark;
import ai.hokus.remediation.ports.Unavailable;
import java.util.Optional;

/** The sweep's bookmark in memory; it can be told to refuse, and counts what is written. */
public final class InMemoryBookmark implements Bookmark {
  private Optional<String> next = Optional.empty();
  private int writes;
  private boolean refuses;

  public synchronized InMemoryBookmark at(String service) {
    next = Optional.of(service);
    return this;
  }

  /** From now on every call fails. */
  public synchronized InMemoryBookmark refuses() {
    refuses = true;
    return this;
  }

  public synchronized int writes() {
    return writes;
  }

  /** Where it is, whoever may read it. */
  public synchronized Optional<String> next() {
    return next;
  }

  @Override
  public synchronized Optional<String> read() {
    answer();
    return next;
  }

  @Override
  public synchronized void put(Optional<String> service) {
    answer();
    writes++;
    next = service;
  }

  private void answer() {
    if (refuses) {
      throw new Unavailable("the bookmark is not there");
    }
  }
}
