package ai.hokus.remediation.view;

import java.util.Map;
import java.util.Optional;

/**
 * What {@code Notify} answers Lambda about a batch of stream records. Lambda begins again with the
 * record that is named, and repeats those after it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html">Partial
 *     batch responses</a>
 */
public final class BatchResponse {
  private BatchResponse() {}

  /**
   * The answer.
   *
   * @param firstFailed sequence number of the first record that has to come again; empty where none
   *     has
   */
  public static Map<String, Object> of(Optional<String> firstFailed) {
    return Map.of(
        "batchItemFailures",
        firstFailed.stream().map(number -> Map.of("itemIdentifier", number)).toList());
  }
}
