package ai.hokus.remediation.aws;

import ai.hokus.remediation.ports.Bookmark;
import ai.hokus.remediation.ports.BookmarkContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class BookmarkContractTest extends BookmarkContract {
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
  protected Bookmark bookmark() {
    return aws.aws().bookmark("Ledger");
  }
}
