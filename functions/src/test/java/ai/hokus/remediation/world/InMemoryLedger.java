package ai.hokus.remediation.world;

import static java.util.stream.Collectors.toSet;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.Notice;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

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
  private final Map<String, Item> items = new TreeMap<>();
  private final Filed filed = new Filed();
  private final Map<Hold.Kind, Hold> onEvery = new EnumMap<>(Hold.Kind.class);
  private final Set<Access> refused = EnumSet.noneOf(Access.class);
  private final Map<Access, Integer> counted = new EnumMap<>(Access.class);
  private Optional<InMemoryOutbox> outbox = Optional.empty();
  private boolean losesAnswers;
  private int rings;

  /** What stands under one service. A lease that is held ends at {@code until}. */
  private static final class Item {
    private long fence;
    private Optional<Instant> until = Optional.empty();
    private Optional<String> mark = Optional.empty();
    private final Map<Hold.Kind, Hold> holds = new EnumMap<>(Hold.Kind.class);
    private Memory memory = Memory.NONE;
    private Dossier dossier = Dossier.EMPTY;

    private void become(Then then) {
      fence = then.fence();
      until = then.until();
      mark = then.mark();
      holds.clear();
      holds.putAll(then.holds());
      memory = then.memory();
      dossier = then.dossier();
    }

    private Then then() {
      return new Then(fence, until, mark, new TreeMap<>(holds), memory, dossier);
    }

    private boolean isHeldBy(Lease lease) {
      return until.isPresent() && fence == lease.fence();
    }
  }

  /** An item as it was. */
  private record Then(
      long fence,
      Optional<Instant> until,
      Optional<String> mark,
      Map<Hold.Kind, Hold> holds,
      Memory memory,
      Dossier dossier) {

    /** Whose the lease was does not matter once it is free, nor who left the mark. */
    private Then alike() {
      return new Then(
          until.isEmpty() ? 0 : fence,
          until,
          mark.map(_ -> ""),
          holds,
          memory,
          WithoutReasons.of(dossier));
    }
  }

  private record State(
      Optional<String> owner,
      Map<String, Then> items,
      Map<Hold.Kind, Hold> onEvery,
      Object filed,
      Set<Access> refused) {}

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
    var item = item(service);
    item.until = item.until.map(_ -> clock.instant());
    return this;
  }

  /** From now on it files messages there, too. */
  public synchronized InMemoryLedger fills(InMemoryOutbox other) {
    outbox = Optional.of(other);
    return this;
  }

  /** From now on another owner id, if none was made yet. */
  public synchronized InMemoryLedger proposes(String another) {
    proposed = another;
    return this;
  }

  /** What earlier passes are to have seen. */
  public synchronized InMemoryLedger remembers(String service, Memory memory) {
    item(service).memory = memory;
    return this;
  }

  /** What is to be on file about the service. */
  public synchronized InMemoryLedger hasOnFile(String service, Dossier dossier) {
    item(service).dossier = dossier;
    return this;
  }

  // To be taken back to where it was.

  /** As it is now, for {@link #become}. */
  public synchronized Object state() {
    return state(then(), filed.state());
  }

  /** Ledgers of which this is equal go on alike, whatever the messages in them say. */
  public synchronized Object alike() {
    var items = then();
    items.replaceAll((_, then) -> then.alike());
    return state(items, filed.alike());
  }

  private State state(Map<String, Then> then, Object ofFiled) {
    return new State(owner, then, Map.copyOf(onEvery), ofFiled, Set.copyOf(refused));
  }

  private Map<String, Then> then() {
    var then = new TreeMap<String, Then>();
    items.forEach((service, item) -> then.put(service, item.then()));
    return then;
  }

  /** As it was then. */
  public synchronized void become(Object then) {
    var state = (State) then;
    owner = state.owner();
    onEvery.clear();
    onEvery.putAll(state.onEvery());
    items.clear();
    state.items().forEach((service, item) -> item(service).become(item));
    filed.become(state.filed());
    refused.clear();
    refused.addAll(state.refused());
  }

  // What can be asked about it.

  public synchronized int count(Access access) {
    return counted.getOrDefault(access, 0);
  }

  public synchronized Memory memory(String service) {
    return item(service).memory;
  }

  public synchronized Dossier dossier(String service) {
    return item(service).dossier;
  }

  /** The outbox's threads, in the order of their names. */
  public synchronized List<String> threads() {
    return filed.threads();
  }

  /** What the outbox keeps of a thread, in the order of the messages' numbers. */
  public synchronized List<Message> messages(String thread) {
    return filed.messages(thread);
  }

  /** Whether somebody holds the service's lease now. */
  public synchronized boolean isHeld(String service) {
    return isHeld(item(service));
  }

  /** Whether somebody rang whom no holder has heard yet. */
  public synchronized boolean isMarked(String service) {
    return item(service).mark.isPresent();
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
    var item = item(service);
    if (isHeld(item)) {
      if (item.mark.isEmpty()) {
        access(Access.WRITE);
        mark(item);
        answer();
      }
      return new Turn.Busy(item.until.orElseThrow());
    }
    access(Access.WRITE);
    item.fence++;
    item.until = Optional.of(until);
    item.mark = Optional.empty();
    if (losesAnswers) {
      // Given back by a write that nobody is told of either.
      item.until = Optional.empty();
    }
    answer();
    return new Turn.Taken(lease(service, item));
  }

  @Override
  public synchronized OnFile onFile(String service) {
    access(Access.READ);
    var item = items.getOrDefault(service, new Item());
    return new OnFile(
        item.until.filter(end -> clock.instant().isBefore(end)),
        holds(item.holds),
        holdsOnEvery(),
        item.memory,
        item.dossier);
  }

  @Override
  public synchronized Return giveBack(Lease lease, Memory memory) {
    access(Access.WRITE);
    var item = item(lease.service());
    if (item.fence != lease.fence()) {
      return new Return.Lost();
    }
    if (item.isHeldBy(lease) && item.mark.isPresent()) {
      return new Return.Rung();
    }
    release(item, lease, memory);
    answer();
    return new Return.Returned();
  }

  @Override
  public synchronized Optional<Lease> renew(Lease lease, Memory memory) {
    access(Access.WRITE);
    var item = item(lease.service());
    if (!item.isHeldBy(lease)) {
      return Optional.empty();
    }
    item.memory = memory;
    item.mark = Optional.empty();
    answer();
    return Optional.of(lease(lease.service(), item));
  }

  @Override
  public synchronized void leave(Lease lease, Memory memory) {
    access(Access.WRITE);
    release(item(lease.service()), lease, memory);
    answer();
  }

  @Override
  public synchronized void file(Lease lease, Entry entry) {
    access(Access.WRITE);
    var item = item(lease.service());
    if (!item.isHeldBy(lease)) {
      throw Ledger.lost(lease);
    }
    item.dossier = entry.dossier();
    entry.hold().ifPresent(hold -> item.holds.put(hold.kind(), hold));
    entry.closed().ifPresent(filed::close);
    entry.messages().forEach(filed::send);
    outbox.ifPresent(
        box -> entry.messages().forEach(message -> box.file(message, clock.instant())));
    answer();
  }

  @Override
  public synchronized Set<String> estates() {
    access(Access.READ);
    return items.entrySet().stream()
        .filter(item -> item.getValue().dossier.estate().isPresent())
        .map(Map.Entry::getKey)
        .collect(toSet());
  }

  @Override
  public synchronized Optional<Incident> incident(String id) {
    access(Access.READ);
    return filed.incident(id);
  }

  @Override
  public synchronized void amend(Incident incident) {
    access(Access.WRITE);
    filed.amend(incident);
    answer();
  }

  @Override
  public synchronized Optional<Notice> hold(String service, Hold hold) {
    access(Access.WRITE);
    var item = item(service);
    item.holds.put(hold.kind(), hold);
    return rung(service, item);
  }

  @Override
  public synchronized Held holdBeside(
      String service, Hold.Kind kind, Function<Optional<Hold>, Hold> beside) {
    access(Access.READ);
    var item = item(service);
    for (int tries = 0; tries < TRIES; tries++) {
      var read = Optional.ofNullable(item.holds.get(kind));
      var hold = beside.apply(read);
      access(Access.WRITE);
      if (read.equals(Optional.ofNullable(item.holds.get(kind)))) {
        item.holds.put(kind, hold);
        return new Held(hold, rung(service, item));
      }
    }
    throw Ledger.overtaken(service);
  }

  @Override
  public synchronized Optional<Notice> ring(String service) {
    access(Access.WRITE);
    return rung(service, item(service));
  }

  private Optional<Notice> rung(String service, Item item) {
    mark(item);
    answer();
    return isHeld(item)
        ? Optional.of(
            new Notice(service, item.fence, item.mark.orElseThrow(), item.until.orElseThrow()))
        : Optional.empty();
  }

  @Override
  public synchronized boolean hasReached(Notice notice) {
    access(Access.READ);
    var item = item(notice.service());
    return !isHeld(item)
        || item.fence != notice.fence()
        || !item.mark.equals(Optional.of(notice.mark()));
  }

  @Override
  public synchronized Holds resume(String service) {
    access(Access.WRITE);
    var item = item(service);
    var were = holds(item.holds);
    item.holds.clear();
    mark(item);
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

  private static void release(Item item, Lease lease, Memory memory) {
    if (item.isHeldBy(lease)) {
      item.memory = memory;
      item.until = Optional.empty();
    }
  }

  private void mark(Item item) {
    item.mark = item.mark.or(() -> Optional.of("ring " + ++rings));
  }

  private boolean isHeld(Item item) {
    return item.until.filter(end -> clock.instant().isBefore(end)).isPresent();
  }

  private static Holds holds(Map<Hold.Kind, Hold> ofEach) {
    return new Holds(ofEach.values().stream().toList());
  }

  private Lease lease(String service, Item item) {
    return new Lease(
        service,
        item.fence,
        item.until.orElseThrow(),
        holds(item.holds).and(holdsOnEvery()),
        item.memory,
        item.dossier);
  }

  private Item item(String service) {
    return items.computeIfAbsent(service, _ -> new Item());
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
