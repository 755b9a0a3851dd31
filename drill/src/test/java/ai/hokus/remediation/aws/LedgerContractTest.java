package ai.hokus.remediation.aws;

import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.LedgerContract;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** One world for all: every test has an item of its own. */
class LedgerContractTest extends LedgerContract {
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
}
