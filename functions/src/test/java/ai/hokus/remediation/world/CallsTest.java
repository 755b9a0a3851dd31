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
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** What becomes of two writes, one after the other, of which the first meets something. */
class CallsTest {
  private static final String ID = "service/mlflow";

  private final InMemoryTable table = new InMemoryTable();
  private final List<String> heard = new ArrayList<>();

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "REFUSAL, refused, false, second",
    "NOTHING, no answer, false, second",
    "OVERTAKEN, no answer, true, first",
    "SILENCE, no answer, true, second",
  })
  void meetsIt(Meets met, String answer, boolean isMade, String last) {
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

  private void invoked(Meets met, UpdateItemRequest... writes) {
    var interleaving = new Interleaving(new InMemoryWorld(), 1, Duration.ZERO);
    var stepping = interleaving.stepping(Table.class, table);
    interleaving.invoke(
        Duration.ZERO,
        SimulatedInvocation.of(Duration.ofMinutes(1)).meets(met, 1),
        () -> List.of(writes).forEach(write -> heard.add(answer(stepping, write))));
    interleaving.run();
  }

  private static String answer(Table table, UpdateItemRequest write) {
    try {
      table.updateItem(write);
      return "made";
    } catch (SdkException why) {
      return why.getMessage();
    }
  }

  /** An attribute of its own, and one that both write. */
  private static UpdateItemRequest writing(String what, String condition) {
    return UpdateItemRequest.builder()
        .key(Map.of("id", AttributeValue.fromS(ID)))
        .updateExpression("SET #last = :it, #it = :it")
        .conditionExpression(condition.isEmpty() ? null : condition)
        .expressionAttributeNames(Map.of("#last", "last", "#it", what))
        .expressionAttributeValues(Map.of(":it", AttributeValue.fromS(what)))
        .returnValues(ReturnValue.ALL_NEW)
        .build();
  }
}
