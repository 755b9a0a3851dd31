package ai.hokus.remediation.doorbell;

import static ai.hokus.remediation.doorbell.EventJson.malformed;

import ai.hokus.remediation.doorbell.OutboxBell.Malformed;
import ai.hokus.remediation.doorbell.OutboxBell.Ring;
import ai.hokus.remediation.doorbell.OutboxBell.Rings;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Reads a batch of the table's stream as Lambda delivers it: whose boxes have changed. What stands
 * in them is read from the table. Records about anything else are passed over.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html">Lambda with DynamoDB
 *     Streams</a>
 */
public final class StreamReader {
  private static final String OUTBOX = "outbox/";

  private StreamReader() {}

  /** Never throws, whatever the bytes are. */
  public static OutboxBell read(byte[] event) {
    return EventJson.read(
        event, "a batch of stream records", StreamReader::ofBatch, Malformed::new);
  }

  private static OutboxBell ofBatch(JsonNode batch) {
    var records = batch.path("Records");
    return records.isArray()
        ? new Rings(records.valueStream().flatMap(record -> ring(record).stream()).toList())
        : new Malformed(malformed("$.Records", records, "a list of stream records"));
  }

  private static Optional<Ring> ring(JsonNode record) {
    var change = record.path("dynamodb");
    return Optional.ofNullable(change.at("/Keys/id/S").textValue())
        .filter(id -> id.startsWith(OUTBOX))
        .map(id ->
            new Ring(id.substring(OUTBOX.length()), change.path("SequenceNumber").asText("")));
  }
}
