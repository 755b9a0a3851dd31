package ai.hokus.remediation.world;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** A table of DynamoDB in memory: items under a key called {@code id}, and conditions. */
public final class InMemoryTable implements Table {
  private static final String KEY = "id";

  /** Whoever takes the lease next counts on from them; nothing here reads when an item expires. */
  private static final Set<String> COUNTED = Set.of("fence", "filed", "expires");

  /** Of these it only matters whether they are there: they are compared with what was read. */
  private static final Set<String> MARKS = Set.of("holder", "rang");

  /** By the index, of the items that have it. */
  private static final Map<String, String> INDEXED = Map.of("standing", "estate", "unsent", "due");

  private final Map<String, Map<String, AttributeValue>> items = new TreeMap<>();
  private final Map<String, Map<String, AttributeValue>> ever = new TreeMap<>();
  private boolean isBroken;
  private boolean losesAnswers;
  private boolean isCareless;

  private record State(
      Map<String, Map<String, AttributeValue>> items,
      Map<String, Map<String, AttributeValue>> ever,
      boolean isBroken) {}

  // What it is told.

  /** From now on every call fails, and has no effect; or none does. */
  public synchronized void breaks(boolean isSo) {
    isBroken = isSo;
  }

  /** From now on every change takes effect, and nobody is told so; or who makes it is. */
  public synchronized void losesAnswers(boolean isSo) {
    losesAnswers = isSo;
  }

  /** From now on every condition counts as fulfilled, as for who asks for none. */
  public synchronized InMemoryTable isCareless() {
    isCareless = true;
    return this;
  }

  /** An attribute is there, whoever wrote it. */
  public synchronized void holds(String id, String attribute, AttributeValue value) {
    var item = new HashMap<>(item(id));
    item.put(KEY, AttributeValue.fromS(id));
    item.put(attribute, value);
    write(id, item);
  }

  // What can be asked about it.

  /** The item as it is now; empty where there is none. */
  public synchronized Map<String, AttributeValue> item(String id) {
    return items.getOrDefault(id, Map.of());
  }

  /** Ids of the items there are. */
  public synchronized List<String> ids() {
    return List.copyOf(items.keySet());
  }

  /** Each attribute that the item ever had, as it was last. */
  public synchronized Map<String, AttributeValue> ever(String id) {
    return ever.getOrDefault(id, Map.of());
  }

  /** As it is now, for {@link #become}. */
  public synchronized Object state() {
    return new State(Map.copyOf(items), Map.copyOf(ever), isBroken);
  }

  /** Tables of which this is equal go on alike, whatever was counted in them. */
  public synchronized Object alike() {
    var alike = new TreeMap<String, Map<String, AttributeValue>>();
    items.forEach((id, item) -> alike.put(id, alike(item)));
    return new State(alike, Map.of(), isBroken);
  }

  /** As it was then: a {@link #state}. */
  public synchronized void become(Object then) {
    var state = (State) then;
    items.clear();
    items.putAll(state.items());
    ever.clear();
    ever.putAll(state.ever());
    isBroken = state.isBroken();
  }

  private static Map<String, AttributeValue> alike(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .filter(each -> !COUNTED.contains(each.getKey()))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                each ->
                    MARKS.contains(each.getKey()) ? AttributeValue.fromS("") : each.getValue()));
  }

  // The table.

  @Override
  public synchronized GetItemResponse getItem(GetItemRequest asked) {
    mustAnswer();
    valid(Boolean.TRUE.equals(asked.consistentRead()), "the ledger reads what was written");
    var answer = GetItemResponse.builder();
    Optional.of(item(id(asked.key()))).filter(item -> !item.isEmpty()).ifPresent(answer::item);
    return answer.build();
  }

  @Override
  public synchronized UpdateItemResponse updateItem(UpdateItemRequest asked) {
    mustAnswer();
    var id = id(asked.key());
    var before = item(id);
    var update =
        Update.builder()
            .key(asked.key())
            .updateExpression(asked.updateExpression())
            .conditionExpression(asked.conditionExpression())
            .expressionAttributeNames(asked.expressionAttributeNames())
            .expressionAttributeValues(asked.expressionAttributeValues())
            .build();
    if (!isAllowed(update)) {
      throw ConditionalCheckFailedException.builder()
          .message("The conditional request failed")
          .item(
              asked.returnValuesOnConditionCheckFailure()
                      == ReturnValuesOnConditionCheckFailure.ALL_OLD
                  ? before
                  : Map.of())
          .build();
    }
    make(update);
    answer();
    var answer = UpdateItemResponse.builder();
    switch (asked.returnValues()) {
      case ALL_OLD -> answer.attributes(before);
      case ALL_NEW -> answer.attributes(item(id));
      default -> valid(false, "the ledger goes by the item as it was, or as it is");
    }
    return answer.build();
  }

  @Override
  public synchronized TransactWriteItemsResponse transactWriteItems(
      TransactWriteItemsRequest asked) {
    mustAnswer();
    var updates = asked.transactItems().stream().map(each -> each.update()).toList();
    if (!updates.stream().allMatch(this::isAllowed)) {
      throw TransactionCanceledException.builder()
          .message("Transaction cancelled")
          .cancellationReasons(updates.stream().map(this::reason).toList())
          .build();
    }
    updates.forEach(this::make);
    answer();
    return TransactWriteItemsResponse.builder().build();
  }

  /** An index keeps the keys of those that have its attribute, and that. */
  @Override
  public synchronized ScanResponse scan(ScanRequest asked) {
    mustAnswer();
    var indexed = INDEXED.get(asked.indexName());
    return ScanResponse.builder()
        .items(
            items.values().stream()
                .filter(item -> item.containsKey(indexed))
                .map(item -> Map.of(KEY, item.get(KEY), indexed, item.get(indexed)))
                .filter(item ->
                    new Expression(
                            asked.filterExpression(),
                            asked.expressionAttributeNames(),
                            asked.expressionAttributeValues())
                        .holds(item))
                .toList())
        .build();
  }

  private CancellationReason reason(Update update) {
    return CancellationReason.builder()
        .code(isAllowed(update) ? "None" : "ConditionalCheckFailed")
        .build();
  }

  private boolean isAllowed(Update update) {
    var used =
        Expression.placeholders(
            update.updateExpression()
                + " "
                + Optional.ofNullable(update.conditionExpression()).orElse(""));
    var given = new HashSet<>(update.expressionAttributeNames().keySet());
    given.addAll(update.expressionAttributeValues().keySet());
    valid(used.equals(given), "names and values are those of the expressions");
    return Optional.ofNullable(update.conditionExpression())
        .filter(_ -> !isCareless)
        .filter(condition -> !expression(condition, update).holds(item(id(update.key()))))
        .isEmpty();
  }

  private void make(Update update) {
    var id = id(update.key());
    var after = new HashMap<>(expression(update.updateExpression(), update).update(item(id)));
    after.put(KEY, AttributeValue.fromS(id));
    write(id, after);
  }

  private void write(String id, Map<String, AttributeValue> item) {
    items.put(id, Map.copyOf(item));
    var all = new HashMap<>(ever(id));
    all.putAll(item);
    ever.put(id, Map.copyOf(all));
  }

  private static Expression expression(String text, Update update) {
    return new Expression(
        text, update.expressionAttributeNames(), update.expressionAttributeValues());
  }

  private static String id(Map<String, AttributeValue> key) {
    return key.get(KEY).s();
  }

  /** What DynamoDB refuses as invalid is a mistake. */
  private static void valid(boolean isSo, String otherwise) {
    if (!isSo) {
      throw new AssertionError("not so: " + otherwise);
    }
  }

  private void mustAnswer() {
    if (isBroken) {
      throw SdkClientException.create("DynamoDB does not answer");
    }
  }

  private void answer() {
    if (losesAnswers) {
      throw SdkClientException.create("no answer");
    }
  }
}
