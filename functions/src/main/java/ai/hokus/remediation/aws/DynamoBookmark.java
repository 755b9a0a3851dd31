package ai.hokus.remediation.aws;

import ai.hokus.remediation.aws.LedgerTable.Change;
import ai.hokus.remediation.ports.Bookmark;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The bookmark in the ledger's table: attribute {@code next} of the item {@code sweep}. */
final class DynamoBookmark implements Bookmark {
  private static final String ID = "sweep";

  private final LedgerTable table;

  DynamoBookmark(LedgerTable table) {
    this.table = table;
  }

  @Override
  public Optional<String> read() {
    return Optional.ofNullable(table.read(ID).get("next")).map(AttributeValue::s);
  }

  @Override
  public void put(Optional<String> next) {
    table.change(
        ID,
        next.map(service ->
                new Change("SET #next = :next", "", Map.of(":next", AttributeValue.fromS(service))))
            .orElseGet(() -> new Change("REMOVE #next", "", Map.of())));
  }
}
