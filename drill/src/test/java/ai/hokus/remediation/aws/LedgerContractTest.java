package ai.hokus.remediation.aws;

import static java.util.Comparator.comparingInt;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.LedgerContract;
import ai.hokus.remediation.wire.MessageJson;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** One world for all: every test has an item of its own. */
class LedgerContractTest extends LedgerContract {
  private static AwsOfTheWorld aws;

  private boolean fails;

  @BeforeAll
  static void up() {
    aws = AwsOfTheWorld.up();
  }

  @AfterAll
  static void down() {
    aws.close();
  }

  @Override
  protected Ledger ledger(InstantSource clock, String owner) {
    return aws.aws()
        .ledger(
            "Ledger",
            owner,
            clock,
            () -> UUID.randomUUID().toString(),
            forgotten -> {
              throw new AssertionError(forgotten);
            });
  }

  /** As {@code Notify} finds them: the item has a number for each of its messages, and the last. */
  @Override
  protected List<Message> messages(String thread) {
    var item = aws.world().ledger("outbox/" + thread);
    var messages =
        item.properties().stream()
            .filter(attribute -> attribute.getKey().matches("m[0-9]+"))
            .map(attribute -> MessageJson.read(attribute.getValue().asText()))
            .sorted(comparingInt(Message::number))
            .toList();
    if (!messages.isEmpty()) {
      assertThat(item.path("last").asInt()).isEqualTo(messages.getLast().number());
      assertThat(item.path("due").asText()).isEqualTo(messages.getLast().at().toString());
    }
    return messages;
  }

  @Override
  protected void letFail() {
    fail("before");
  }

  @Override
  protected void loseAnswers() {
    fail("after");
  }

  @AfterEach
  @Override
  protected void heal() {
    if (fails) {
      fail("off");
    }
  }

  private void fail(String moment) {
    aws.world().run("fail-ledger", moment);
    fails = !moment.equals("off");
  }
}
