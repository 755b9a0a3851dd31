package ai.hokus.remediation.handlers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ai.hokus.remediation.delivery.Courier;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.telemetry.ChatTelemetry;
import ai.hokus.remediation.telemetry.Telemetry;
import ai.hokus.remediation.world.InMemoryChannel;
import ai.hokus.remediation.world.InMemoryOutbox;
import ai.hokus.remediation.world.InMemoryOutbox.Fault;
import ai.hokus.remediation.world.Sample;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.crac.Core;
import org.junit.jupiter.api.Test;

class NotifyTest {
  private static final String NOTHING_FAILED = "{\n  \"batchItemFailures\" : [ ]\n}";

  private final InMemoryOutbox outbox = new InMemoryOutbox();
  private final InMemoryChannel slack = new InMemoryChannel("slack");
  private final Courier courier = new Courier(outbox, List.of(slack), () -> Sample.NOON, _ -> {});
  private final Notify notify =
      new Notify(new Deliveries(courier, new Telemetry(), new ChatTelemetry(), () -> Sample.NOON));

  @Test
  void sendsWhatTheSampleRingsFor() throws IOException {
    file("mlflow-20260302T120000Z");

    assertThat(invoke(Files.readString(Path.of("..", "events", "notify-stream.json"))))
        .isEqualTo(NOTHING_FAILED);
    assertThat(slack.numbers()).containsExactly(1);
  }

  /** What is sent stands in the table; a record may be hours old, repeated or forged. */
  @Test
  void sendsNothingThatOnlyTheRecordHas() throws IOException {
    assertThat(invoke(Files.readString(Path.of("..", "events", "notify-stream.json"))))
        .isEqualTo(NOTHING_FAILED);
    assertThat(slack.sends()).isZero();
  }

  @Test
  void looksIntoEachBoxOnce() throws IOException {
    file("a");
    slack.fails();

    invoke(records("a", "a", "a"));

    assertThat(slack.sends()).isEqualTo(1);
  }

  @Test
  void namesTheFirstRecordThatHasToComeAgain() throws IOException {
    file("a");
    file("b");
    file("c");
    slack.takes().fails().fails();

    assertThat(invoke(records("a", "b", "a", "c", "b")))
        .isEqualTo(
            """
            {
              "batchItemFailures" : [ {
                "itemIdentifier" : "2"
              } ]
            }\
            """);
  }

  @Test
  void letsNoThreadWaitForAnother() throws IOException {
    file("a");
    file("b");
    slack.fails();

    invoke(records("a", "b"));

    assertThat(slack.numbers()).containsExactly(1);
  }

  @Test
  void comesAgainWhereTheOutboxDoesNotAnswer() throws IOException {
    file("a");
    outbox.fails(Fault.BEFORE);

    assertThat(invoke(records("a"))).contains("\"itemIdentifier\" : \"1\"");
  }

  @Test
  void namesTheFieldThatMakesNoSense() throws IOException {
    assertThat(invoke("{\"Records\": {}}"))
        .contains("\"ending\" : \"never again\"", "\"field\" : \"$.Records\"");
  }

  /** Only a box that somebody fills shows that it is looked into; nobody fills this one. */
  @Test
  void isPrimedByALookIntoABox() {
    file("a");
    prime();
    assertThat(slack.sends()).isZero();

    file(NotifyPriming.NOBODY);
    prime();
    assertThat(slack.numbers()).containsExactly(1);
  }

  /** A version that could not be published would be worse than one that starts slowly. */
  @Test
  void isPublishedWhereTheOutboxDoesNotAnswer() {
    outbox.fails(Fault.BEFORE);

    assertThatCode(this::prime).doesNotThrowAnyException();
  }

  private void prime() {
    new NotifyPriming(courier, new ChatTelemetry(), () -> Sample.NOON)
        .beforeCheckpoint(Core.getGlobalContext());
  }

  private void file(String thread) {
    outbox.file(
        new Message(
            thread,
            1,
            Sample.NOON,
            "mlflow",
            Message.Weight.CHANGE,
            "something happened",
            List.of(),
            List.of(),
            List.of(),
            Optional.empty()),
        Sample.NOON);
  }

  /** About these threads, with the sequence numbers 1, 2, 3… */
  private static String records(String... threads) {
    return IntStream.range(0, threads.length)
        .mapToObj(index ->
            "{\"dynamodb\": {\"Keys\": {\"id\": {\"S\": \"outbox/%s\"}}, \"SequenceNumber\": \"%d\"}}"
                .formatted(threads[index], index + 1))
        .collect(Collectors.joining(", ", "{\"Records\": [", "]}"));
  }

  private String invoke(String event) throws IOException {
    var answer = new ByteArrayOutputStream();
    notify.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new Invocation());
    return answer.toString(UTF_8);
  }
}
