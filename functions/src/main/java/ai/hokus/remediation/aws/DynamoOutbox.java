package ai.hokus.remediation.aws;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import ai.hokus.remediation.aws.LedgerTable.Change;
import ai.hokus.remediation.aws.LedgerTable.Changed;
import ai.hokus.remediation.ports.Outbox;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The outbox in the ledger's table: an item for each thread, as {@link OutboxItem} has it. */
final class DynamoOutbox implements Outbox {
  /** An expression holds 4 KB; what stays behind is tidied up with what comes next. */
  private static final int TIDIED_AT_ONCE = 200;

  /** The index of the items that have the attribute {@code due}: those in which something waits. */
  private static final String UNSENT = "unsent";

  private final LedgerTable table;

  DynamoOutbox(LedgerTable table) {
    this.table = table;
  }

  @Override
  public Box read(String thread) {
    return new OutboxItem(thread, table.read(OutboxItem.id(thread))).box();
  }

  @Override
  public void sent(String thread, String channel, int number) {
    var sent = "#" + OutboxItem.SENT + channel;
    table.change(
        OutboxItem.id(thread),
        new Change(
            "SET %s = :number".formatted(sent),
            "attribute_exists(#id) AND (attribute_not_exists(%s) OR %s < :number)"
                .formatted(sent, sent),
            Map.of(":number", AttributeValue.fromN(String.valueOf(number)))));
  }

  @Override
  public void settle(Box.Full box) {
    var remove =
        Stream.concat(
                Stream.of("#due"),
                box.letters().keySet().stream()
                    .sorted()
                    .limit(TIDIED_AT_ONCE)
                    .map(number -> "#" + OutboxItem.LETTER + number))
            .collect(joining(", "));
    table.change(
        OutboxItem.id(box.thread()),
        new Change(
            "REMOVE " + remove,
            "#last = :last",
            Map.of(":last", AttributeValue.fromN(String.valueOf(box.last())))));
  }

  @Override
  public void setAside(Box.Senseless box) {
    table.change(
        OutboxItem.id(box.thread()),
        new Change("REMOVE #due", "#due = :due", Map.of(":due", AttributeValue.fromS(box.due()))));
  }

  @Override
  public Set<String> forgotten(Instant now, int most) {
    return table
        .scan(
            UNSENT,
            "#due < :long_ago",
            Map.of(":long_ago", AttributeValue.fromS(longAgo(now))),
            most)
        .stream()
        .flatMap(id -> OutboxItem.thread(id).stream())
        .collect(toSet());
  }

  /** The times are texts of one form, which sort as times do, but for fractions of a second. */
  private static String longAgo(Instant now) {
    return now.minus(FORGOTTEN_AFTER).toString();
  }

  @Override
  public boolean touch(String thread, Instant now) {
    return table.change(
            OutboxItem.id(thread),
            new Change(
                "SET #due = :now",
                "#due < :long_ago",
                Map.of(
                    ":now", AttributeValue.fromS(now.toString()),
                    ":long_ago", AttributeValue.fromS(longAgo(now)))))
        instanceof Changed.Made;
  }
}
