package ai.hokus.remediation.aws;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import ai.hokus.remediation.aws.LedgerTable.Change;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.wire.DossierJson;
import ai.hokus.remediation.wire.IncidentJson;
import ai.hokus.remediation.wire.MessageJson;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What must not be lost: the dossier in its service's item, closed incidents in items of their own,
 * and the outbox, an item for each thread:
 *
 * <pre>
 * id           outbox/THREAD
 * mN           message number N, as JSON
 * last         number of the newest
 * due          when the newest was written; only while something may be unsent
 * expires      when DynamoDB deletes it, in seconds since 1970
 * </pre>
 *
 * <p>All of an entry is one write under the condition that the lease is held. It asks for nothing
 * that it changes itself, so a write whose answer was lost can be made again.
 */
final class LedgerFiling {
  private static final Duration KEPT = Duration.ofDays(90);

  /**
   * A request that was given up may still arrive, after a later one of the same holder: it then
   * changes nothing.
   */
  private static final String IN_ORDER = "(attribute_not_exists(#filed) OR #filed <= :filed)";

  /** What the attribute {@code estate} holds: that it is there makes an item one of the index. */
  static final String STANDS = "stands";

  private final LedgerTable table;
  private final AtomicLong filed = new AtomicLong();

  LedgerFiling(LedgerTable table) {
    this.table = table;
  }

  void file(Lease lease, Entry entry) {
    var changes = new LinkedHashMap<String, Change>();
    changes.put(LedgerItem.id(lease.service()), dossier(lease, entry));
    entry.closed().ifPresent(incident -> changes.put(id(incident.id()), closing(incident)));
    entry.messages().stream()
        .collect(groupingBy(Message::thread, TreeMap::new, toList()))
        .forEach((thread, messages) -> changes.put("outbox/" + thread, sending(messages)));
    if (!table.changeAll(changes)) {
      throw Ledger.lost(lease);
    }
  }

  private Change dossier(Lease lease, Entry entry) {
    var values = new HashMap<String, AttributeValue>();
    values.put(":fence", number(lease.fence()));
    values.put(":filed", number(filed.incrementAndGet()));
    values.put(":dossier", text(DossierJson.write(entry.dossier())));
    entry.hold().ifPresent(hold -> values.put(":hold", LedgerItem.value(hold)));
    var set =
        "SET #dossier = :dossier, #filed = :filed"
            + entry
                .hold()
                .map(hold -> ", #%s = :hold".formatted(LedgerItem.attribute(hold.kind())))
                .orElse("");
    var estate = entry.dossier().estate();
    estate.ifPresent(_ -> values.put(":stands", text(STANDS)));
    return new Change(
        set + (estate.isPresent() ? ", #estate = :stands" : " REMOVE #estate"),
        LedgerItem.HELD + " AND " + IN_ORDER,
        values);
  }

  /** Filed again, it may have been amended meanwhile. */
  private static Change closing(Incident incident) {
    return new Change(
        "SET #incident = if_not_exists(#incident, :incident),"
            + " #expires = if_not_exists(#expires, :expires)",
        "",
        Map.of(
            ":incident", text(IncidentJson.write(incident)),
            ":expires", expiry(incident.closed().orElse(incident.opened()))));
  }

  private static Change sending(List<Message> messages) {
    var newest = messages.stream().max(comparingInt(Message::number)).orElseThrow();
    int oldest = newest.number() - Ledger.MESSAGES_KEPT + 1;
    var values = new TreeMap<String, AttributeValue>();
    messages.stream()
        .filter(message -> message.number() >= oldest)
        .forEach(message -> values.put(":m" + message.number(), text(MessageJson.write(message))));
    values.put(":last", number(newest.number()));
    values.put(":due", text(newest.at().toString()));
    values.put(":expires", expiry(newest.at()));
    var set =
        values.keySet().stream()
            .map(value -> "#%s = %s".formatted(value.substring(1), value))
            .collect(joining(", ", "SET ", ""));
    return new Change(set + removingTooOld(messages), "", values);
  }

  /** An item takes 400 KB, and a finding that nobody mends is told of for years. */
  private static String removingTooOld(List<Message> messages) {
    var tooOld =
        messages.stream()
            .map(message -> message.number() - Ledger.MESSAGES_KEPT)
            .filter(number -> number > 0)
            .map(number -> "#m" + number)
            .collect(joining(", "));
    return tooOld.isEmpty() ? "" : " REMOVE " + tooOld;
  }

  Optional<Incident> incident(String incident) {
    return new LedgerItem(id(incident), table.read(id(incident))).incident();
  }

  void amend(Incident closed) {
    table.change(
        id(closed.id()),
        new Change(
            "SET #incident = :incident",
            "attribute_exists(#id)",
            Map.of(":incident", text(IncidentJson.write(closed)))));
  }

  private static String id(String incident) {
    return "incident/" + incident;
  }

  private static AttributeValue expiry(Instant from) {
    return number(from.plus(KEPT).getEpochSecond());
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(String.valueOf(value));
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }
}
