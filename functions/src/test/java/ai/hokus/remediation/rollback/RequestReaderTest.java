package ai.hokus.remediation.rollback;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.rollback.Request.Malformed;
import ai.hokus.remediation.rollback.Request.Pause;
import ai.hokus.remediation.rollback.Request.Resume;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestReaderTest {
  private static final Optional<String> MLFLOW = Optional.of("mlflow");
  private static final Optional<String> EVERY = Optional.empty();

  @Test
  void readsTheSamples() throws IOException {
    assertThat(RequestReader.read(sample("rollback-pause")))
        .isEqualTo(
            new Pause(MLFLOW, Optional.of(Duration.ofHours(1)), "MLflow moves to another cluster"));
    assertThat(RequestReader.read(sample("rollback-resume"))).isEqualTo(new Resume(MLFLOW));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void reads(String request, Request read) {
    assertThat(read(request)).isEqualTo(read);
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        arguments(
            "{'action': 'pause', 'service': 'mlflow'}", new Pause(MLFLOW, Optional.empty(), "")),
        arguments("{'action': 'pause', 'service': '*'}", new Pause(EVERY, Optional.empty(), "")),
        arguments("{'action': 'resume', 'service': '*'}", new Resume(EVERY)),
        arguments(
            "{'action': 'pause', 'service': 'a-1_B', 'for': 'P7D', 'why': ''}",
            new Pause(Optional.of("a-1_B"), Optional.of(Duration.ofDays(7)), "")),
        arguments(
            "{'why': '%s', 'for': 'PT1M', 'service': '*', 'action': 'pause'}"
                .formatted("w".repeat(200)),
            new Pause(EVERY, Optional.of(Duration.ofMinutes(1)), "w".repeat(200))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void answers(String request, Malformed answer) {
    assertThat(read(request)).isEqualTo(answer);
  }

  static Stream<Arguments> malformed() {
    var object = "an object with action and service";
    var name = "a service's short name in the configuration, or *";
    var period = "how long, from PT1M to P7D; without it: until resumed";
    var words = "text of at most 200 characters";
    return Stream.of(
        arguments("", new Malformed("$", "nothing", object)),
        arguments("null", new Malformed("$", "null", object)),
        arguments("['pause']", new Malformed("$", "[\"pause\"]", object)),
        arguments("{} {}", new Malformed("$", "no JSON at line 1, column 4", object)),
        arguments(
            "{'action': 'pause',\n 'action': 'resume', 'service': '*'}",
            new Malformed("$", "no JSON at line 2, column 10", object)),
        arguments("{'service': '*'}", new Malformed("$.action", "nothing", "pause or resume")),
        arguments(
            "{'action': 'Pause', 'service': '*'}",
            new Malformed("$.action", "\"Pause\"", "pause or resume")),
        arguments(
            "{'action': ['pause'], 'service': '*'}",
            new Malformed("$.action", "[\"pause\"]", "pause or resume")),
        arguments("{'action': 'pause'}", new Malformed("$.service", "nothing", name)),
        arguments("{'action': 'pause', 'service': 7}", new Malformed("$.service", "7", name)),
        arguments(
            "{'action': 'pause', 'service': '../api'}",
            new Malformed("$.service", "\"../api\"", name)),
        arguments(
            "{'action': 'pause', 'service': '*', 'for': '1 hour'}",
            new Malformed("$.for", "\"1 hour\"", period)),
        arguments(
            "{'action': 'pause', 'service': '*', 'for': 3600}",
            new Malformed("$.for", "3600", period)),
        arguments(
            "{'action': 'pause', 'service': '*', 'for': null}",
            new Malformed("$.for", "null", period)),
        arguments(
            "{'action': 'pause', 'service': '*', 'for': 'P7DT1S'}",
            new Malformed("$.for", "\"P7DT1S\"", period)),
        arguments(
            "{'action': 'pause', 'service': '*', 'for': 'PT59S'}",
            new Malformed("$.for", "\"PT59S\"", period)),
        arguments(
            "{'action': 'pause', 'service': '*', 'for': '-PT1H'}",
            new Malformed("$.for", "\"-PT1H\"", period)),
        arguments(
            "{'action': 'resume', 'service': '*', 'for': 'PT1H'}",
            new Malformed("$.for", "\"PT1H\"", "nothing: only a pause lasts")),
        arguments(
            "{'action': 'pause', 'service': '*', 'why': 7}", new Malformed("$.why", "7", words)),
        arguments(
            "{'action': 'pause', 'service': '*', 'fro': 'PT1H'}",
            new Malformed("$.fro", "a key that is not known", "one of action, service, for, why")));
  }

  @Test
  void takesNoNovelForAReason() {
    var novel = "{'action': 'pause', 'service': '*', 'why': '%s'}".formatted("w".repeat(1_000_000));

    assertThat(read(novel))
        .isInstanceOfSatisfying(
            Malformed.class,
            answer -> {
              assertThat(answer.field()).isEqualTo("$.why");
              assertThat(answer.toString()).hasSizeLessThan(300);
            });
  }

  @Test
  void survivesDepthAndOtherEncodings() {
    var request = "{\"action\": \"resume\", \"service\": \"*\"}";

    assertThat(read("[".repeat(1_000_000))).isInstanceOf(Malformed.class);
    assertThat(RequestReader.read(request.getBytes(UTF_16))).isEqualTo(new Resume(EVERY));
    assertThat(RequestReader.read(new byte[] {'"', (byte) 0xC3, '"'}))
        .isInstanceOf(Malformed.class);
    assertThat(RequestReader.read(new byte[] {0, 0, 0, 1, 127, 0, 0, 0}))
        .isInstanceOf(Malformed.class);
  }

  /** Some bytes changed: an answer each time, and never a service with another kind of name. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void neverThrows(long seed) throws IOException {
    var random = new SplittableRandom(seed);
    var request = sample("rollback-pause");
    for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
      request[random.nextInt(request.length)] = (byte) random.nextInt(256);
    }

    if (RequestReader.read(request) instanceof Pause(var service, _, _)) {
      assertThat(service.orElse("every")).matches("[a-zA-Z0-9][a-zA-Z0-9_-]{0,62}");
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  private static Request read(String request) {
    return RequestReader.read(request.replace('\'', '"').getBytes(UTF_8));
  }

  private static byte[] sample(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            RequestReaderTest.class.getResourceAsStream("/events/" + name + ".json"))) {
      return file.readAllBytes();
    }
  }
}
