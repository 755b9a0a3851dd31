package ai.hokus.remediation.aws;

import ai.hokus.remediation.aws.LedgerTable.Change;
import ai.hokus.remediation.aws.LedgerTable.Changed;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Notice;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Ledger.Held;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What people asked for, in the items of the services and of every one, and how it is rung for. A
 * hold is written without a condition, so that nothing can be in its way; but for one that is made
 * of what stands, which is written only where that still does.
 */
final class LedgerHolds {
  private static final String ALL =
      Stream.of(Hold.Kind.values())
          .map(kind -> "#" + LedgerItem.attribute(kind))
          .collect(Collectors.joining(", "));

  private static final String RING = "#rang = if_not_exists(#rang, :now)";

  private final LedgerTable table;
  private final InstantSource clock;

  LedgerHolds(LedgerTable table, InstantSource clock) {
    this.table = table;
    this.clock = clock;
  }

  Optional<Notice> hold(String service, Hold hold) {
    return rung(service, holding(hold, "", Map.of()));
  }

  Held holdBeside(String service, Hold.Kind kind, Function<Optional<Hold>, Hold> beside) {
    var id = LedgerItem.id(service);
    var item = read(id);
    for (int tries = 0; tries < Ledger.TRIES; tries++) {
      var hold = beside.apply(item.hold(kind));
      switch (table.change(id, holding(hold, item))) {
        case Changed.Made(var now) -> {
          return new Held(hold, notice(service, new LedgerItem(id, now)));
        }
        case Changed.Refused(var now) -> item = new LedgerItem(id, now);
      }
    }
    throw Ledger.overtaken(service);
  }

  /** Where what stands of its kind is still what was read, to the letter. */
  private Change holding(Hold hold, LedgerItem read) {
    var attribute = LedgerItem.attribute(hold.kind());
    return Optional.ofNullable(read.attributes().get(attribute))
        .map(was -> holding(hold, "#%s = :was".formatted(attribute), Map.of(":was", was)))
        .orElseGet(() -> holding(hold, "attribute_not_exists(#%s)".formatted(attribute), Map.of()));
  }

  private Change holding(Hold hold, String condition, Map<String, AttributeValue> inIt) {
    var values = new HashMap<>(inIt);
    values.put(":hold", LedgerItem.value(hold));
    values.put(":now", now());
    return new Change(
        "SET #%s = :hold, %s".formatted(LedgerItem.attribute(hold.kind()), RING),
        condition,
        values);
  }

  Optional<Notice> ring(String service) {
    return rung(service, new Change("SET " + RING, "", Map.of(":now", now())));
  }

  private Optional<Notice> rung(String service, Change change) {
    var id = LedgerItem.id(service);
    return notice(service, new LedgerItem(id, table.change(id, change).item()));
  }

  private Optional<Notice> notice(String service, LedgerItem item) {
    return item.isHeld(clock.instant())
        ? item.mark().map(mark -> new Notice(service, item.fence(), mark, item.until()))
        : Optional.empty();
  }

  boolean hasReached(Notice notice) {
    var item = read(LedgerItem.id(notice.service()));
    return !item.isHeld(clock.instant())
        || item.fence() != notice.fence()
        || !item.mark().equals(Optional.of(notice.mark()));
  }

  Holds resume(String service) {
    return takeAway(
        LedgerItem.id(service),
        new Change(
            "SET %s REMOVE %s".formatted(RING, ALL),
            "attribute_exists(#id)",
            Map.of(":now", now())));
  }

  void holdEvery(Hold hold) {
    table.change(
        LedgerItem.EVERY,
        new Change(
            "SET #%s = :hold".formatted(LedgerItem.attribute(hold.kind())),
            "",
            Map.of(":hold", LedgerItem.value(hold))));
  }

  Holds onEvery() {
    return read(LedgerItem.EVERY).holds();
  }

  Holds resumeEvery() {
    return takeAway(
        LedgerItem.EVERY, new Change("REMOVE " + ALL, "attribute_exists(#id)", Map.of()));
  }

  private Holds takeAway(String id, Change change) {
    return new LedgerItem(id, table.replace(id, change)).holds();
  }

  private LedgerItem read(String id) {
    return new LedgerItem(id, table.read(id));
  }

  private AttributeValue now() {
    return AttributeValue.fromS(clock.instant().toString());
  }
}
