package ai.hokus.remediation.aws;

import ai.hokus.remediation.aws.LedgerTable.Change;
import ai.hokus.remediation.ports.Outbox;
import ai.hokus.remediation.ports.OutboxContract;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One world for all: every test has a thread of its own. */
class OutboxContractTest extends OutboxContract {
  private static final String TABLE = "Ledger";

  private static AwsOfTheWorld aws;

  @BeforeAll
  static void up() {
    aws = AwsOfTheWorld.up();
  }

  @AfterAll
  static void down() {
    aws.close();
  }

  @Override
  protected Outbox outbox() {
    return aws.aws().outbox(TABLE);
  }

  @Override
  protected void file(String thread, int number, String text, Instant due) {
    write(
        thread,
        "SET #m%d = :text, #last = :number, #due = :due".formatted(number),
        Map.of(
            ":text", AttributeValue.fromS(text),
            ":number", AttributeValue.fromN(String.valueOf(number)),
            ":due", AttributeValue.fromS(due.toString())));
  }

  @Override
  protected void spoil(String thread) {
    write(thread, "SET #last = :none", Map.of(":none", AttributeValue.fromS("the last one")));
  }

  private static void write(String thread, String update, Map<String, AttributeValue> values) {
    new LedgerTable(AwsOfTheWorld.clients().dynamo(), TABLE)
        .change(OutboxItem.id(thread), new Change(update, "", values));
  }
}
