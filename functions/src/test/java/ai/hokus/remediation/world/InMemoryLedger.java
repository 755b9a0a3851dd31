package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Notice;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The ledger in memory: it keeps the port's promises, can be told to refuse, and counts what it is
 * asked, as a table would bill it.
 */
public final class InMemoryLedger implements Ledger {

  /** What the ledger can be asked; each kind can be refused, and is counted. */
  public enum Access {
    READ,
    WRITE
  }

  private final InstantSource clock;
  private String proposed;
  private Optional<String> owner = Optional.empty();
  private final Map<String, Entry> entries = new TreeMap<>();
  private final Map<Hold.Kind, Hold> onEvery = new EnumMap<>(Hold.Kind.class);
  private final Set<Access> refused = EnumSet.noneOf(Access.class);
  private final Map<Access, Integer> counted = new EnumMap<>(Access.class);
  private boolean losesAnswers;
  private int rings;

  /** What stands under one service. A lease that is held ends at {@code until}. */
  private static final class Entry {
    private long fence;
    private Optional<Instant> until = Optional.empty();
    private Optional<String> mark = Optional.empty();
    private final Map<Hold.Kind, Hold> holds = new EnumMap<>(Hold.Kind.class);
    private Memory memory = Memory.NONE;

    private boolean isHeldBy(Lease lease) {
      return until.isPresent() && fence == lease.fence();
    }
  }

  /**
   * A ledger in which nothing stands.
   *
   * @param proposed the owner id, until another was made
   */
  public InMemoryLedger(InstantSource clock, String proposed) {
    this.clock = clock;
    this.proposed = proposed;
  }

  // What the ledger is told.

  /** From now on every access of this kind fails, and has no effect. */
  public synchronized InMemoryLedger refuses(Access access) {
    refused.add(access);
    return this;
  }

  /** From now on every write takes effect, and nobody is told so. */
  public synchronized InMemoryLedger losesAnswers() {
    losesAnswers = true;
    return this;
  }

  public synchronized InMemoryLedger heals() {
    refused.clear();
    losesAnswers = false;
    return this;
  }

  /** Whoever holds the service's lease holds it no longer than until now. */
  public synchronized InMemoryLedger expires(String service) {
    var entry = entry(service);
    entry.until = entry.until.map(_ -> clock.instant());
    return this;
  }

  /** From now on another owner id, if none was made yet. */
  public synchronized InMemoryLedger proposes(String another) {
    proposed = another;
    return this;
  }

  /** What earlier passes are to have seen. */
  public synchronized InMemoryLedger remembers(String service, Memory memory) {
    entry(service).memory = memory;
    return this;
  }

  // What can be asked about it.

  public synchronized int count(Access access) {
    return counted.getOrDefault(access, 0);
  }

  public synchronized Memory memory(String service) {
    return entry(service).memory;
  }

  /** Whether somebody holds the service's lease now. */
  public synchronized boolean isHeld(String service) {
    return isHeld(entry(service));
  }

  /** Whether somebody rang whom no holder has heard yet. */
  public synchronized boolean isMarked(String service) {
    return entry(service).mark.isPresent();
  }

  // The port.

  @Override
  public synchronized String owner() {
    access(Access.READ);
    if (owner.isEmpty()) {
      access(Access.WRITE);
      owner = Optional.of(proposed);
      answer();
    }
    return owner.orElseThrow();
  }

  @Override
  public synchronized Turn take(String service, Instant until, Instant latest) {
    if (!clock.instant().isBefore(latest)) {
      throw new Unavailable("there was no time left to take the lease of " + service);
    }
    access(Access.READ);
    var entry = entry(service);
    if (isHeld(entry)) {
      if (entry.mark.isEmpty()) {
        access(Access.WRITE);
        mark(entry);
        answer();
      }
      return new Turn.Busy(entry.until.orElseThrow());
    }
    access(Access.WRITE);
    entry.fence++;
    entry.until = Optional.of(until);
    entry.mark = Optional.empty();
    if (losesAnswers) {
      // Given back by a write that nobody is told of either.
      entry.until = Optional.empty();
    }
    answer();
    return new Turn.Taken(lease(service, entry));
  }

  @Override
  public synchronized Return giveBack(Lease lease, Memory memory) {
    access(Access.WRITE);
    var entry = entry(lease.service());
    if (entry.fence != lease.fence()) {
      return new Return.Lost();
    }
    if (entry.isHeldBy(lease) && entry.mark.isPresent()) {
      return new Return.Rung();
    }
    release(entry, lease, memory);
    answer();
    return new Return.Returned();
  }

  @Override
  public synchronized Optional<Lease> renew(Lease lease, Memory memory) {
    access(Access.WRITE);
    var entry = entry(lease.service());
    if (!entry.isHeldBy(lease)) {
      return Optional.empty();
    }
    entry.memory = memory;
    entry.mark = Optional.empty();
    answer();
    return Optional.of(lease(lease.service(), entry));
  }

  @Override
  public synchronized void leave(Lease lease, Memory memory) {
    access(Access.WRITE);
    release(entry(lease.service()), lease, memory);
    answer();
  }

  @Override
  public synchronized Optional<Notice> hold(String service, Hold hold) {
    access(Access.WRITE);
    var entry = entry(service);
    entry.holds.put(hold.kind(), hold);
    return rung(service, entry);
  }

  @Override
  public synchronized Optional<Notice> ring(String service) {
    access(Access.WRITE);
    return rung(service, entry(service));
  }

  private Optional<Notice> rung(String service, Entry entry) {
    mark(entry);
    answer();
    return isHeld(entry)
        ? Optional.of(
            new Notice(service, entry.fence, entry.mark.orElseThrow(), entry.until.orElseThrow()))
        : Optional.empty();
  }

  @Override
  public synchronized boolean hasReached(Notice notice) {
    access(Access.READ);
    var entry = entry(notice.service());
    return !isHeld(entry)
        || entry.fence != notice.fence()
        || !entry.mark.equals(Optional.of(notice.mark()));
  }

  @Override
  public synchronized Holds resume(String service) {
    access(Access.WRITE);
    var entry = entry(service);
    var were = holds(entry.holds);
    entry.holds.clear();
    mark(entry);
    answer();
    return were;
  }

  @Override
  public synchronized void holdEvery(Hold hold) {
    access(Access.WRITE);
    onEvery.put(hold.kind(), hold);
    answer();
  }

  @Override
  public synchronized Holds holdsOnEvery() {
    access(Access.READ);
    return holds(onEvery);
  }

  @Override
  public synchronized Holds resumeEvery() {
    access(Access.WRITE);
    var were = holds(onEvery);
    onEvery.clear();
    answer();
    return were;
  }

  private static void release(Entry entry, Lease lease, Memory memory) {
    if (entry.isHeldBy(lease)) {
      entry.memory = memory;
      entry.until = Optional.empty();
    }
  }

  private void mark(Entry entry) {
    entry.mark = entry.mark.or(() -> Optional.of("ring " + ++rings));
  }

  private boolean isHeld(Entry entry) {
    return entry.until.filter(end -> clock.instant().isBefore(end)).isPresent();
  }

  private static Holds holds(Map<Hold.Kind, Hold> ofEach) {
    return new Holds(ofEach.values().stream().toList());
  }

  private Lease lease(String service, Entry entry) {
    return new Lease(
        service,
        entry.fence,
        entry.until.orElseThrow(),
        holds(entry.holds).and(holdsOnEvery()),
        entry.memory);
  }

  private Entry entry(String service) {
    return entries.computeIfAbsent(service, _ -> new Entry());
  }

  private void access(Access access) {
    counted.merge(access, 1, Integer::sum);
    if (refused.contains(access)) {
      throw new Unavailable("the ledger refuses every " + access);
    }
  }

  private void answer() {
    if (losesAnswers) {
      throw new Unavailable("the ledger's answer was lost");
    }
  }
}
