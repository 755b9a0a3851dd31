package ai.hokus.remediation.aws;

import static java.util.stream.Collectors.toSet;

import ai.hokus.remediation.aws.LedgerTable.Change;
import ai.hokus.remediation.aws.LedgerTable.Changed;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Notice;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.wire.Malformed;
import ai.hokus.remediation.wire.MemoryJson;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The ledger in DynamoDB, one {@link LedgerItem} for each guarded service: whose turn it is. Each
 * write is one update of that item, made as a whole or not at all, so no two invocations are of two
 * minds about it. The owner id is attribute {@code owner} of the item {@code stack}.
 */
final class DynamoLedger implements Ledger {
  private static final String STACK = "stack";

  /** The index of the items that have the attribute {@code estate}. */
  private static final String STANDING = "standing";

  private final LedgerTable table;
  private final LedgerHolds holds;
  private final LedgerFiling filing;
  private final String owner;
  private final InstantSource clock;
  private final Supplier<String> holders;
  private final Consumer<Forgotten> forgotten;

  /**
   * The ledger in {@code table}.
   *
   * @param owner the owner id, if none was made yet
   * @param holders an id that nobody else has, each time: a call that the SDK had to send again
   *     recognises by it what it has done already
   */
  DynamoLedger(
      LedgerTable table,
      String owner,
      InstantSource clock,
      Supplier<String> holders,
      Consumer<Forgotten> forgotten) {
    this.table = table;
    this.holds = new LedgerHolds(table, clock);
    this.filing = new LedgerFiling(table);
    this.owner = owner;
    this.clock = clock;
    this.holders = holders;
    this.forgotten = forgotten;
  }

  @Override
  public String owner() {
    return owner(table.read(STACK))
        .or(() -> owner(table.change(STACK, makingTheOwner()).item()))
        .orElseThrow(() -> new Unavailable("the ledger's item stack makes no sense: no owner"));
  }

  /** Who comes second takes what the first one made. */
  private Change makingTheOwner() {
    return new Change(
        "SET #owner = if_not_exists(#owner, :owner)", "", Map.of(":owner", LedgerItem.text(owner)));
  }

  private static Optional<String> owner(Map<String, AttributeValue> stack) {
    return Optional.ofNullable(stack.get("owner")).map(AttributeValue::s);
  }

  @Override
  public Turn take(String service, Instant until, Instant latest) {
    return new LeaseRequest(table, clock, service, holders.get(), until, latest)
        .turn(item -> lease(service, item));
  }

  @Override
  public OnFile onFile(String service) {
    var item = item(service, table.read(LedgerItem.id(service)));
    return new OnFile(
        item.isHeld(clock.instant()) ? Optional.of(item.until()) : Optional.empty(),
        item.holds(),
        holdsOnEvery(),
        memory(service, item),
        item.dossier());
  }

  @Override
  public Return giveBack(Lease lease, Memory memory) {
    return switch (change(
        lease, memory, "REMOVE #holder, #until", LedgerItem.HELD + " AND " + LedgerItem.UNHEARD)) {
      case Changed.Made _ -> new Return.Returned();
      case Changed.Refused(var now) -> refused(lease, item(lease.service(), now));
    };
  }

  private static Return refused(Lease lease, LedgerItem now) {
    if (now.fence() != lease.fence()) {
      return new Return.Lost();
    }
    // Nobody took it since: it was given back by this very call, whose first answer was lost.
    return now.holder().isEmpty() ? new Return.Returned() : new Return.Rung();
  }

  @Override
  public Optional<Lease> renew(Lease lease, Memory memory) {
    return switch (change(lease, memory, "REMOVE #rang", LedgerItem.HELD)) {
      case Changed.Made(var now) -> Optional.of(lease(lease.service(), item(lease.service(), now)));
      case Changed.Refused _ -> Optional.empty();
    };
  }

  @Override
  public void leave(Lease lease, Memory memory) {
    change(lease, memory, "REMOVE #holder, #until", LedgerItem.HELD);
  }

  private Changed change(Lease lease, Memory memory, String remove, String condition) {
    return table.change(
        LedgerItem.id(lease.service()),
        new Change(
            "SET #memory = :memory " + remove,
            condition,
            Map.of(
                ":fence", LedgerItem.number(lease.fence()),
                ":memory", LedgerItem.text(MemoryJson.write(memory)))));
  }

  @Override
  public void file(Lease lease, Entry entry) {
    filing.file(lease, entry);
  }

  @Override
  public Set<String> estates() {
    var stands = Map.of(":stands", LedgerItem.text(LedgerFiling.STANDS));
    return table.scan(STANDING, "#estate = :stands", stands, Integer.MAX_VALUE).stream()
        .flatMap(id -> LedgerItem.service(id).stream())
        .collect(toSet());
  }

  @Override
  public Optional<Incident> incident(String id) {
    return filing.incident(id);
  }

  @Override
  public void amend(Incident closed) {
    filing.amend(closed);
  }

  @Override
  public Optional<Notice> hold(String service, Hold hold) {
    return holds.hold(service, hold);
  }

  @Override
  public Held holdBeside(String service, Hold.Kind kind, Function<Optional<Hold>, Hold> beside) {
    return holds.holdBeside(service, kind, beside);
  }

  @Override
  public Optional<Notice> ring(String service) {
    return holds.ring(service);
  }

  @Override
  public boolean hasReached(Notice notice) {
    return holds.hasReached(notice);
  }

  @Override
  public Holds resume(String service) {
    return holds.resume(service);
  }

  @Override
  public void holdEvery(Hold hold) {
    holds.holdEvery(hold);
  }

  @Override
  public Holds holdsOnEvery() {
    return holds.onEvery();
  }

  @Override
  public Holds resumeEvery() {
    return holds.resumeEvery();
  }

  private static LedgerItem item(String service, Map<String, AttributeValue> attributes) {
    return new LedgerItem(LedgerItem.id(service), attributes);
  }

  /**
   * The lease, and what people asked for by now. The holds on every service are read only after the
   * write that took the lease or cleared the mark: who holds every service and then finds the lease
   * free, or the mark gone, knows that they were read.
   */
  private Lease lease(String service, LedgerItem item) {
    var asked = item.holds().and(holdsOnEvery());
    return new Lease(
        service, item.fence(), item.until(), asked, memory(service, item), item.dossier());
  }

  private Memory memory(String service, LedgerItem item) {
    try {
      return item.memory().map(MemoryJson::read).orElse(Memory.NONE);
    } catch (Malformed why) {
      forgotten.accept(new Forgotten(service, String.valueOf(why.getMessage())));
      return Memory.NONE;
    }
  }
}
