package ai.hokus.remediation.aws;

import static java.util.stream.Collectors.toMap;

import ai.hokus.remediation.ports.Unavailable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * The stack's table in DynamoDB: items of attributes under a key called {@code id}. Reads see every
 * write that was answered before.
 *
 * <p>Every call throws {@link Unavailable} where DynamoDB did not answer in time or throttled every
 * retry; a change may then have been made all the same.
 */
final class LedgerTable {
  /** In an expression, as names such as {@code owner} are DynamoDB's own words. */
  private static final Pattern NAME = Pattern.compile("#(\\w+)");

  /** Why a transaction may be cancelled that the next one need not be. */
  private static final Set<String> PASSING =
      Set.of("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

  private final DynamoDbClient dynamo;
  private final String table;
  private final Place place;

  LedgerTable(DynamoDbClient dynamo, String table) {
    this.dynamo = dynamo;
    this.table = table;
    this.place = Place.of("DynamoDB", dynamo.serviceClientConfiguration());
  }

  /**
   * A change to one item, made as a whole or not at all.
   *
   * @param update DynamoDB's update expression, with {@code #name} for each attribute
   * @param condition what the item must be like, in the same manner; empty: anything
   * @param values what {@code :name} stands for in both
   */
  record Change(String update, String condition, Map<String, AttributeValue> values) {}

  /** What came of a change. */
  sealed interface Changed {
    Map<String, AttributeValue> item();

    /**
     * It was made.
     *
     * @param item as it is now
     */
    record Made(Map<String, AttributeValue> item) implements Changed {}

    /**
     * The condition did not hold: perhaps for what this very change did, if its first answer was
     * lost and the SDK sent it again.
     *
     * @param item as it was then; empty where there was none
     */
    record Refused(Map<String, AttributeValue> item) implements Changed {}
  }

  /** The item; empty where there is none. */
  Map<String, AttributeValue> read(String id) {
    try {
      return dynamo
          .getItem(asked -> asked.tableName(table).key(key(id)).consistentRead(true))
          .item();
    } catch (SdkException e) {
      throw place.unavailable("reading %s in table %s".formatted(id, table), e);
    }
  }

  /**
   * Ids of items of an index that fulfil a condition, of as many pages as it takes. An index lags
   * behind its table for a moment.
   *
   * @param most how many are enough
   */
  List<String> scan(String index, String condition, Map<String, AttributeValue> values, int most) {
    try {
      return dynamo
          .scanPaginator(asked ->
              asked
                  .tableName(table)
                  .indexName(index)
                  .filterExpression(condition)
                  .expressionAttributeNames(names(new Change("", condition, values)))
                  .expressionAttributeValues(values))
          .items()
          .stream()
          .flatMap(item -> Optional.ofNullable(item.get("id")).map(AttributeValue::s).stream())
          .limit(most)
          .toList();
    } catch (SdkException e) {
      throw place.unavailable("reading index %s of table %s".formatted(index, table), e);
    }
  }

  /** Makes a change; an item that is not there begins with nothing but its key. */
  Changed change(String id, Change change) {
    try {
      return new Changed.Made(send(id, change, ReturnValue.ALL_NEW));
    } catch (ConditionalCheckFailedException refused) {
      return new Changed.Refused(refused.item());
    }
  }

  /** Makes a change where its condition holds, and gives the item as it was before in any case. */
  Map<String, AttributeValue> replace(String id, Change change) {
    try {
      return send(id, change, ReturnValue.ALL_OLD);
    } catch (ConditionalCheckFailedException refused) {
      return refused.item();
    }
  }

  /**
   * Makes all changes, of an item each, or none.
   *
   * @return whether every condition held
   */
  boolean changeAll(Map<String, Change> changes) {
    if (changes.size() == 1) {
      var only = changes.entrySet().iterator().next();
      return change(only.getKey(), only.getValue()) instanceof Changed.Made;
    }
    try {
      dynamo.transactWriteItems(asked -> asked.transactItems(updates(changes)));
      return true;
    } catch (TransactionCanceledException refused) {
      if (refused.cancellationReasons().stream().anyMatch(LedgerTable::isCondition)) {
        return false;
      }
      throw unavailable(changes, refused);
    } catch (SdkException e) {
      throw unavailable(changes, e);
    }
  }

  private Unavailable unavailable(Map<String, Change> changes, SdkException e) {
    var items = String.join(", ", changes.keySet());
    return place.unavailable("writing %s in table %s".formatted(items, table), e);
  }

  private List<TransactWriteItem> updates(Map<String, Change> changes) {
    return changes.entrySet().stream()
        .map(each ->
            TransactWriteItem.builder().update(update(each.getKey(), each.getValue())).build())
        .toList();
  }

  private Update update(String id, Change change) {
    var update =
        Update.builder()
            .tableName(table)
            .key(key(id))
            .updateExpression(change.update())
            .expressionAttributeNames(names(change));
    if (!change.condition().isEmpty()) {
      update.conditionExpression(change.condition());
    }
    if (!change.values().isEmpty()) {
      update.expressionAttributeValues(change.values());
    }
    return update.build();
  }

  /**
   * Whether a refusal is DynamoDB's own, and over in milliseconds: somebody else was writing the
   * same item, or the table was asked for too much. The SDK's own list has neither.
   */
  static boolean passes(Throwable refusal) {
    return switch (refusal) {
      case TransactionConflictException _ -> true;
      case TransactionCanceledException all ->
          all.cancellationReasons().stream().noneMatch(LedgerTable::isCondition)
              && all.cancellationReasons().stream().anyMatch(one -> PASSING.contains(one.code()));
      default -> false;
    };
  }

  private static boolean isCondition(CancellationReason reason) {
    return "ConditionalCheckFailed".equals(reason.code());
  }

  private Map<String, AttributeValue> send(String id, Change change, ReturnValue wanted) {
    try {
      return dynamo
          .updateItem(asked -> {
            asked
                .tableName(table)
                .key(key(id))
                .updateExpression(change.update())
                .expressionAttributeNames(names(change))
                .returnValues(wanted)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
            // DynamoDB takes none for empty, and refuses an empty one.
            if (!change.condition().isEmpty()) {
              asked.conditionExpression(change.condition());
            }
            if (!change.values().isEmpty()) {
              asked.expressionAttributeValues(change.values());
            }
          })
          .attributes();
    } catch (ConditionalCheckFailedException refused) {
      throw refused;
    } catch (SdkException e) {
      throw place.unavailable("writing %s in table %s".formatted(id, table), e);
    }
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of("id", AttributeValue.fromS(id));
  }

  private static Map<String, String> names(Change change) {
    return NAME.matcher(change.update() + " " + change.condition())
        .results()
        .collect(toMap(MatchResult::group, found -> found.group(1), (one, _) -> one));
  }
}
