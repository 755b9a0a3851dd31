package ai.hokus.remediation.doorbell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.tests.annotations.Event;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleReaderTest {

  /** AWS's own library reads it as Lambda does. */
  @ParameterizedTest
  @Event(value = "events/scheduled.json", type = ScheduledEvent.class)
  void readsTheSampleAsLambdaDoes(ScheduledEvent event) throws IOException {
    var json = new ObjectMapper().readTree(Path.of("..", "events", "scheduled.json").toFile());

    assertThat(ScheduleReader.parse(json)).isEqualTo(event).hasNoNullFieldsOrProperties();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"time\": null}", "{\"new-field\": [1]}"})
  void hearsWhateverIsNoMistake(String event) throws IOException {
    assertThat(ScheduleReader.read(new ByteArrayInputStream(event.getBytes(UTF_8))))
        .isEqualTo(new Doorbell.RingsForAll());
  }
}
