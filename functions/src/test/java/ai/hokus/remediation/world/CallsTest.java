package ai.hokus.remediation.world;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.world.SimulatedInvocation.Meets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** What becomes of writes, one after the other, of which the first meets something. */
class CallsTest {
  private static final String ID = "service/mlflow";
  private static final Map<String, AttributeValue> KEY = Map.of("id", AttributeValue.fromS(ID));

  private static final GetItemRequest READING =
      GetItemRequest.builder().key(KEY).consistentRead(true).build();

  private final InMemoryTable table = new InMemoryTable();
  private final List<String> heard = new ArrayList<>();

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "REFUSAL, refused, false, second",
    "FAILURE, failed, true, second",
    "NOTHING, no answer, false, second",
    "OVERTAKEN, no answer, true, first",
    "SILENCE, no answer, true, second",
  })
  void isAnsweredAndMade(Meets met, String answer, boolean isMade, String last) {
    invoked(met, writing("first", ""), writing("second", ""));

    assertThat(heard).containsExactly(answer, "made");
    assertThat(table.item(ID).containsKey("first")).isEqualTo(isMade);
    assertThat(table.item(ID)).containsEntry("last", AttributeValue.fromS(last));
  }

  /** What it asks for, it has changed itself. */
  @Test
  void isSentAgainAndRefused() {
    invoked(Meets.TWICE, writing("first", "attribute_not_exists(#last)"), writing("second", ""));

    assertThat(heard).containsExactly("The conditional request failed", "made");
    assertThat(table.item(ID)).containsKeys("first", "second");
  }

  @Test
  void isOvertakenByWrites() {
    invoked(Meets.OVERTAKEN, writing("first", ""), READING, writing("second", ""));

    assertThat(heard).containsExactly("no answer", "nothing", "made");
    assertThat(table.item(ID)).containsEntry("last", AttributeValue.fromS("first"));
  }

  @Test
  void comesTooLate() {
    invoked(
        Meets.OVERTAKEN, writing("first", "attribute_not_exists(#last)"), writing("second", ""));

    assertThat(heard).containsExactly("no answer", "made");
    assertThat(table.item(ID)).doesNotContainKey("first");
  }

  @Test
  void comesWhenNobodyIsLeft() {
    invoked(Meets.OVERTAKEN, writing("first", ""));

    assertThat(table.item(ID)).containsKey("first");
  }

  private void invoked(Meets met, DynamoDbRequest... calls) {
    var interleaving = new Interleaving(new InMemoryWorld(), 1, Duration.ZERO);
    var stepping = interleaving.stepping(Table.class, table);
    interleaving.invoke(
        Duration.ZERO,
        SimulatedInvocation.of(Duration.ofMinutes(1)).meets(met, 1),
        () -> List.of(calls).forEach(call -> heard.add(answer(stepping, call))));
    interleaving.run();
  }

  private static String answer(Table table, DynamoDbRequest call) {
    try {
      if (call instanceof GetItemRequest read) {
        return table.getItem(read).hasItem() ? "something" : "nothing";
      }
      table.updateItem((UpdateItemRequest) call);
      return "made";
    } catch (SdkException why) {
      return why.getMessage();
    }
  }

  /** An attribute of its own, and one that both write. */
  private static UpdateItemRequest writing(String what, String condition) {
    return UpdateItemRequest.builder()
        .key(KEY)
        .updateExpression("SET #last = :it, #it = :it")
        .conditionExpression(condition.isEmpty() ? null : condition)
        .expressionAttributeNames(Map.of("#last", "last", "#it", what))
        .expressionAttributeValues(Map.of(":it", AttributeValue.fromS(what)))
        .returnValues(ReturnValue.ALL_NEW)
        .build();
  }
}
