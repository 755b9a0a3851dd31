package ai.hokus.remediation.aws;

import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.LedgerContract;
import java.time.InstantSource;
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
