package ai.hokus.remediation.doorbell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.doorbell.OutboxBell.Malformed;
import ai.hokus.remediation.doorbell.OutboxBell.Ring;
import ai.hokus.remediation.doorbell.OutboxBell.Rings;
import ai.hokus.remediation.wire.MessageJson;
import com.amazonaws.services.lambda.runtime.tests.EventLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StreamReaderTest {
  private static final Path SAMPLE = Path.of("..", "events", "notify-stream.json");
  private static final Ring RING =
      new Ring("mlflow-20260302T120000Z", "4421584500000000017450439091");

  @Test
  void hearsWhoseBoxTheSampleIsAbout() throws IOException {
    assertThat(StreamReader.read(Files.readAllBytes(SAMPLE))).isEqualTo(new Rings(List.of(RING)));
  }

  /** What we take for a batch of stream records is what AWS's own class takes for it. */
  @Test
  void theSampleIsABatchOfStreamRecords() {
    var batch = EventLoader.loadDynamoDbEvent("events/notify-stream.json");

    assertThat(batch.getRecords())
        .singleElement()
        .satisfies(record -> {
          assertThat(record.getEventSource()).isEqualTo("aws:dynamodb");
          assertThat(record.getDynamodb().getSequenceNumber()).isEqualTo(RING.sequenceNumber());
          assertThat(record.getDynamodb().getNewImage())
              .hasEntrySatisfying(
                  "id", id -> assertThat(id.getS()).isEqualTo("outbox/" + RING.thread()))
              .hasEntrySatisfying(
                  "m1",
                  text ->
                      assertThat(MessageJson.read(text.getS()).thread()).isEqualTo(RING.thread()));
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("batches")
  void hears(String batch, OutboxBell bell) {
    assertThat(StreamReader.read(batch.replace('\'', '"').getBytes(UTF_8))).isEqualTo(bell);
  }

  static Stream<Arguments> batches() {
    var a = "{'dynamodb': {'Keys': {'id': {'S': 'outbox/a'}}, 'SequenceNumber': '1'}}";
    var nothing = new Rings(List.of());
    var noList =
        new Malformed(new Doorbell.Malformed("$.Records", "nothing", "a list of stream records"));
    return Stream.of(
        arguments("{'Records': []}", nothing),
        arguments(
            "{'Records': [%s, %s]}".formatted(a, a.replace("'1'", "'2'")),
            new Rings(List.of(new Ring("a", "1"), new Ring("a", "2")))),
        // Of another item of the table; the stack's filter lets none through.
        arguments("{'Records': [%s]}".formatted(a.replace("outbox/", "service/")), nothing),
        arguments("{'Records': [7, {}, {'dynamodb': {'Keys': {'id': {'N': '7'}}}}]}", nothing),
        // An empty name begins the whole batch again.
        arguments(
            "{'Records': [{'dynamodb': {'Keys': {'id': {'S': 'outbox/a'}}}}]}",
            new Rings(List.of(new Ring("a", "")))),
        arguments("{}", noList),
        arguments(
            "[]",
            new Malformed(new Doorbell.Malformed("$", "a list", "a batch of stream records"))),
        arguments(
            "{'cut': ",
            new Malformed(
                new Doorbell.Malformed(
                    "$", "no JSON at line 1, column 9", "a batch of stream records"))));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void throwsForNoBytes(long seed) throws IOException {
    var random = new SplittableRandom(seed);
    var bytes = Files.readAllBytes(SAMPLE);
    for (int change = random.nextInt(1, 20); change > 0; change--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }

    assertThat(StreamReader.read(bytes)).isInstanceOfAny(Rings.class, Malformed.class);
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }
}
