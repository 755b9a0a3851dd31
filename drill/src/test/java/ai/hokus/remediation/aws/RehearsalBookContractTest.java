package ai.hokus.remediation.aws;

import ai.hokus.remediation.ports.RehearsalBook;
import ai.hokus.remediation.ports.RehearsalBookContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RehearsalBookContractTest extends RehearsalBookContract {
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
  protected RehearsalBook book() {
    return aws.aws().rehearsals("Ledger");
  }
}
