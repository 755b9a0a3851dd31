package ai.hokus.remediation.rollback;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.rollback.Request.Ask;
import ai.hokus.remediation.rollback.Request.DryRun;
import ai.hokus.remediation.rollback.Request.Malformed;
import ai.hokus.remediation.rollback.Request.Pause;
import ai.hokus.remediation.rollback.Request.Resume;
import ai.hokus.remediation.rollback.Request.Status;
import ai.hokus.remediation.rollback.Request.Undo;
import ai.hokus.remediation.rollback.Request.Word;
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
            new Pause(
                MLFLOW,
                Optional.of(Duration.ofHours(1)),
                new Word("alice", "MLflow moves to another cluster")));
    assertThat(RequestReader.read(sample("rollback-resume"))).isEqualTo(new Resume(MLFLOW));
    assertThat(RequestReader.read(sample("rollback-status"))).isEqualTo(new Status(MLFLOW));
    assertThat(RequestReader.read(sample("rollback-dry-run")))
        .isEqualTo(
            new DryRun(new Ask(Hold.Kind.FALLBACK, "mlflow", Optional.empty(), false, Word.NONE)));
    assertThat(RequestReader.read(sample("rollback-restore"))).isInstanceOf(Ask.class);
    assertThat(RequestReader.read(sample("rollback-fallback"))).isInstanceOf(Ask.class);
    assertThat(RequestReader.read(sample("rollback-release"))).isInstanceOf(Ask.class);
    assertThat(RequestReader.read(sample("rollback-undo"))).isInstanceOf(Undo.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void reads(String request, Request read) {
    assertThat(read(request)).isEqualTo(read);
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        arguments(
            "{'action': 'pause', 'service': 'mlflow'}",
            new Pause(MLFLOW, Optional.empty(), Word.NONE)),
        arguments(
            "{'action': 'pause', 'service': '*'}", new Pause(EVERY, Optional.empty(), Word.NONE)),
        arguments("{'action': 'resume', 'service': '*'}", new Resume(EVERY)),
        arguments(
            "{'action': 'pause', 'service': 'a-1_B', 'for': 'P7D', 'reason': ''}",
            new Pause(Optional.of("a-1_B"), Optional.of(Duration.ofDays(7)), Word.NONE)),
        arguments(
            "{'reason': '%s', 'for': 'PT1M', 'service': '*', 'action': 'pause'}"
                .formatted("w".repeat(200)),
            new Pause(EVERY, Optional.of(Duration.ofMinutes(1)), new Word("", "w".repeat(200)))),
        arguments(
            "{'action': 'restore', 'service': 'mlflow', 'by': 'alice', 'reason': 'we mended it'}",
            new Ask(
                Hold.Kind.RESTORE,
                "mlflow",
                Optional.empty(),
                false,
                new Word("alice", "we mended it"))),
        arguments(
            "{'action': 'fallback', 'service': 'mlflow', 'for': 'PT2H'}",
            new Ask(
                Hold.Kind.FALLBACK, "mlflow", Optional.of(Duration.ofHours(2)), false, Word.NONE)),
        arguments(
            "{'action': 'release', 'service': 'mlflow', 'force': true}",
            new Ask(Hold.Kind.RELEASE, "mlflow", Optional.empty(), true, Word.NONE)),
        arguments(
            "{'action': 'rehearse', 'service': 'mlflow', 'by': 'alice'}",
            new Request.Rehearse("mlflow")),
        arguments(
            "{'action': 'undo', 'service': 'mlflow', 'incident': 'mlflow-20250801T120000Z'}",
            new Undo("mlflow", "mlflow-20250801T120000Z", false, Word.NONE)),
        arguments(
            "{'action': 'undo', 'service': 'mlflow', 'incident': 'mlflow-20250801T120000Z',"
                + " 'force': true, 'by': 'alice', 'dryRun': true}",
            new DryRun(new Undo("mlflow", "mlflow-20250801T120000Z", true, new Word("alice", "")))),
        arguments(
            "{'action': 'pause', 'service': '*', 'dryRun': true}",
            new DryRun(new Pause(EVERY, Optional.empty(), Word.NONE))),
        arguments("{'action': 'resume', 'service': '*', 'dryRun': false}", new Resume(EVERY)),
        arguments("{'action': 'status', 'service': 'mlflow'}", new Status(MLFLOW)),
        arguments("{'action': 'status', 'service': '*'}", new Status(EVERY)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void answers(String request, Malformed answer) {
    assertThat(read(request)).isEqualTo(answer);
  }

  static Stream<Arguments> malformed() {
    var actions = "status, pause, resume, restore, fallback, release, undo or rehearse";
    var object = "an object with action and service";
    var name = "a service's short name in the configuration, or *";
    var period = "how long, from PT1M to P7D";
    var words = "text of at most 200 characters";
    return Stream.of(
        arguments("", new Malformed("$", "nothing", object)),
        arguments("null", new Malformed("$", "null", object)),
        arguments("['pause']", new Malformed("$", "[\"pause\"]", object)),
        arguments("{} {}", new Malformed("$", "no JSON at line 1, column 4", object)),
        arguments(
            "{'action': 'pause',\n 'action': 'resume', 'service': '*'}",
            new Malformed("$", "no JSON at line 2, column 10", object)),
        arguments("{'service': '*'}", new Malformed("$.action", "nothing", actions)),
        arguments(
            "{'action': 'Pause', 'service': '*'}", new Malformed("$.action", "\"Pause\"", actions)),
        arguments(
            "{'action': ['pause'], 'service': '*'}",
            new Malformed("$.action", "[\"pause\"]", actions)),
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
            new Malformed("$.for", "\"PT1H\"", "nothing: this action does not take it")),
        arguments(
            "{'action': 'restore', 'service': '*'}",
            new Malformed(
                "$.service",
                "\"*\"",
                "one service's short name: only status, pause and resume are for *")),
        arguments(
            "{'action': 'rehearse', 'service': '*'}",
            new Malformed(
                "$.service",
                "\"*\"",
                "one service's short name: only status, pause and resume are for *")),
        arguments(
            "{'action': 'rehearse', 'service': 'mlflow', 'for': 'PT1H'}",
            new Malformed("$.for", "\"PT1H\"", "nothing: this action does not take it")),
        arguments(
            "{'action': 'fallback', 'service': 'mlflow', 'force': true}",
            new Malformed("$.force", "true", "nothing: this action does not take it")),
        arguments(
            "{'action': 'pause', 'service': '*', 'force': false}",
            new Malformed("$.force", "false", "nothing: this action does not take it")),
        arguments(
            "{'action': 'undo', 'service': '*', 'incident': 'mlflow-20250801T120000Z'}",
            new Malformed(
                "$.service",
                "\"*\"",
                "one service's short name: only status, pause and resume are for *")),
        arguments(
            "{'action': 'status', 'service': '*', 'dryRun': true}",
            new Malformed("$.dryRun", "true", "nothing: this action does not take it")),
        arguments(
            "{'action': 'status', 'service': '*', 'for': 'PT1H'}",
            new Malformed("$.for", "\"PT1H\"", "nothing: this action does not take it")),
        arguments(
            "{'action': 'resume', 'service': '*', 'dryRun': 'yes'}",
            new Malformed("$.dryRun", "\"yes\"", "true or false")),
        arguments(
            "{'action': 'undo', 'service': 'mlflow'}",
            new Malformed(
                "$.incident", "nothing", "an incident's id, as messages and answers have it")),
        arguments(
            "{'action': 'pause', 'service': 'mlflow', 'incident': 'mlflow-20250801T120000Z'}",
            new Malformed(
                "$.incident",
                "\"mlflow-20250801T120000Z\"",
                "nothing: this action does not take it")),
        arguments(
            "{'action': 'release', 'service': 'mlflow', 'force': 'yes'}",
            new Malformed("$.force", "\"yes\"", "true or false")),
        arguments(
            "{'action': 'pause', 'service': '*', 'by': ['alice']}",
            new Malformed("$.by", "[\"alice\"]", words)),
        arguments(
            "{'action': 'pause', 'service': '*', 'reason': 7}",
            new Malformed("$.reason", "7", words)),
        arguments(
            "{'action': 'pause', 'service': '*', 'fro': 'PT1H'}",
            new Malformed(
                "$.fro",
                "a key that is not known",
                "one of action, service, incident, for, by, reason, force, dryRun")));
  }

  @Test
  void takesNoNovelForAReason() {
    var novel =
        "{'action': 'pause', 'service': '*', 'reason': '%s'}".formatted("w".repeat(1_000_000));

    assertThat(read(novel))
        .isInstanceOfSatisfying(
            Malformed.class,
            answer -> {
              assertThat(answer.field()).isEqualTo("$.reason");
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
