package ai.hokus.remediation.aws;

import static java.util.stream.Collectors.toMap;

import ai.hokus.remediation.aws.LedgerTable.Change;
import ai.hokus.remediation.model.Rehearsed;
import ai.hokus.remediation.ports.RehearsalBook;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The rehearsals in the ledger's table: attribute {@code last} of the item {@code rehearsals} has
 * for each service {@code at} and, of one that failed, {@code failure}. Two who write at once may
 * lose one of theirs, and all that comes of it is one rehearsal more.
 */
final class DynamoRehearsalBook implements RehearsalBook {
  private static final String ID = "rehearsals";

  private final LedgerTable table;

  DynamoRehearsalBook(LedgerTable table) {
    this.table = table;
  }

  @Override
  public Map<String, Rehearsed> read() {
    return written().entrySet().stream()
        .flatMap(
            each -> rehearsed(each.getValue()).map(last -> Map.entry(each.getKey(), last)).stream())
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public void put(String service, Rehearsed last) {
    var all = new HashMap<>(written());
    all.put(service, value(last));
    table.change(
        ID, new Change("SET #last = :last", "", Map.of(":last", AttributeValue.fromM(all))));
  }

  private Map<String, AttributeValue> written() {
    return Optional.ofNullable(table.read(ID).get("last"))
        .filter(AttributeValue::hasM)
        .map(AttributeValue::m)
        .orElse(Map.of());
  }

  private static AttributeValue value(Rehearsed last) {
    var map = new HashMap<String, AttributeValue>();
    map.put("at", AttributeValue.fromS(last.at().toString()));
    last.failure().ifPresent(why -> map.put("failure", AttributeValue.fromS(why)));
    return AttributeValue.fromM(map);
  }

  /** Empty for what makes no sense. */
  private static Optional<Rehearsed> rehearsed(AttributeValue value) {
    try {
      return Optional.ofNullable(value.m().get("at"))
          .map(AttributeValue::s)
          .map(Instant::parse)
          .map(at ->
              new Rehearsed(
                  at, Optional.ofNullable(value.m().get("failure")).map(AttributeValue::s)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
