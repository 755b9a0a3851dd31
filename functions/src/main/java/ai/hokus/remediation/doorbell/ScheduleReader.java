package ai.hokus.remediation.doorbell;

import static ai.hokus.remediation.doorbell.EventJson.malformed;

import ai.hokus.remediation.doorbell.Doorbell.RingsForAll;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.joda.JodaModule;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the event of a schedule, as AWS's own class for it has it. It says nothing that we would
 * need, so an empty one will do; but one whose fields are of another kind is somebody's mistake.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html">A
 *     schedule's event</a>
 */
public final class ScheduleReader {
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .addModule(new JodaModule())
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build()
          .readerFor(ScheduledEvent.class);

  private ScheduleReader() {}

  /**
   * Reads the stream to its end.
   *
   * @throws IOException if the stream itself fails; never for what it holds
   */
  public static Doorbell read(InputStream event) throws IOException {
    return EventJson.read(event.readAllBytes(), ScheduleReader::ofEnvelope);
  }

  private static Doorbell ofEnvelope(JsonNode event) {
    try {
      parse(event);
      return new RingsForAll();
    } catch (JsonMappingException e) {
      var field = e.getPath().getFirst().getFieldName();
      return malformed("$." + field, event.path(field), "what a schedule sends there");
    } catch (IOException e) {
      throw new IllegalStateException("a tree is read from memory", e);
    }
  }

  /** With its missing fields null, as Lambda itself gives it to a function that takes the class. */
  static ScheduledEvent parse(JsonNode event) throws IOException {
    return JSON.readValue(event);
  }
}
