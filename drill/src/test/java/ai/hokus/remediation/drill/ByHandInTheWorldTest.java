package ai.hokus.remediation.drill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All that a person can ask for, by the packaged function: each sample, and each command that the
 * documents or an answer give to be pasted, through a shell. ECS registers the service, so each
 * begins and ends with a name that is good.
 */
class ByHandInTheWorldTest {
  private static final String ENDPOINT = "/hokusai/development/mlflow/endpoint";
  private static final String SHADOW = "/remediation-rehearsal/local";

  /** In place of the AWS CLI, which is not everywhere: says what it would send, and to whom. */
  private static final String CLI =
      """
      aws() { [ "$1 $2 $3 $5 $6 $7 $9" = \
      "lambda invoke --function-name --cli-binary-format raw-in-base64-out --payload /dev/stdout" ] \
      && printf '%s\\n%s' "$4" "$8"; }
      ROLLBACK=Rollback:live
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static World world;
  private static JsonNode before;

  @BeforeAll
  static void up() {
    world = World.up();
    before = world.parameter(ENDPOINT);
  }

  @AfterAll
  static void down() {
    world.close();
  }

  @AfterEach
  void resume() {
    ask("restore", "");
    ask("resume", "");
    assertThat(world.parameter(ENDPOINT).at("/value")).isEqualTo(before.at("/value"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("samples")
  void takesTheSample(String name, String state) {
    var mark = world.mark();

    var answer = world.invokeWith("Rollback", sample(name));

    assertThat(answer.at("/ending").asText()).isEqualTo("done");
    assertThat(answer.at("/services").findValuesAsText("state")).containsExactly(state);
    assertThat(world.writesSince(mark)).isEqualTo(written(name));
  }

  static Stream<Arguments> samples() {
    return Stream.of(
        arguments("status", "looked at"),
        arguments("dry-run", "dry run"),
        arguments("pause", "in force"),
        arguments("resume", "resumed"),
        arguments("fallback", "in force"),
        arguments("restore", "in force"),
        arguments("release", "in force"),
        arguments("rehearse", "rehearsed"));
  }

  private static List<String> written(String sample) {
    return switch (sample) {
      case "fallback" -> List.of("PutParameter", "UpdateService");
      case "rehearse" -> List.of("PutParameter", "PutParameter");
      default -> List.of();
    };
  }

  /** Its incident is of another world. */
  @Test
  void takesTheSampleOfAnUndo() {
    var answer = world.invokeWith("Rollback", sample("undo"));

    assertThat(answer.at("/ending").asText()).isEqualTo("never again");
    assertThat(answer.at("/says/0").asText()).startsWith("no incident mlflow-20250801T120000Z of");
  }

  @Test
  void hasASampleOfAllThatCanBeAskedFor() throws IOException {
    try (var files = Files.list(World.REPOSITORY.resolve("events"))) {
      var asked =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.startsWith("rollback-"))
              .map(file -> json(sample(file.substring(9, file.length() - 5))))
              .collect(Collectors.toSet());

      assertThat(asked)
          .extracting(request -> request.at("/action").asText())
          .containsOnly(
              "status", "restore", "fallback", "release", "undo", "pause", "resume", "rehearse");
      assertThat(asked).anyMatch(request -> request.at("/dryRun").asBoolean());
    }
  }

  /**
   * Nobody reads the parameter on which it is tried; afterwards it holds what it held, as it did.
   */
  @Test
  void rehearsesThereAndBack() {
    var shadow = world.parameter(SHADOW);
    var endpoint = world.parameter(ENDPOINT);

    var answer = world.invokeWith("Rollback", sample("rehearse"));

    assertThat(answer.at("/services/0/says").asText()).contains("on the day it opens");
    var after = world.parameter(SHADOW);
    assertThat(after.at("/value")).isEqualTo(shadow.at("/value"));
    assertThat(after.at("/type")).isEqualTo(shadow.at("/type"));
    assertThat(after.at("/version").asInt()).isEqualTo(shadow.at("/version").asInt() + 2);
    assertThat(world.parameter(ENDPOINT)).isEqualTo(endpoint);
  }

  @Test
  void saysThatTheExitWouldNotOpen() {
    world.tell("stop-answering", "mlflow");
    try {
      var shadow = world.parameter(SHADOW);

      var answer = world.invokeWith("Rollback", sample("rehearse"));

      assertThat(answer.at("/services/0/state").asText()).isEqualTo("failed");
      assertThat(world.parameter(SHADOW)).isEqualTo(shadow);
    } finally {
      world.tell("answer-again", "mlflow");
    }
  }

  @Test
  void undoesAnIncidentByItsIdOnce() {
    ask("fallback", "");
    var id = status().at("/incident/id").asText();

    var answer = ask("undo", ", \"incident\": \"" + id + "\"");

    assertThat(states(answer)).containsExactly("in force");
    assertThat(world.parameter(ENDPOINT).at("/value")).isEqualTo(before.at("/value"));
    assertThat(states(ask("undo", ", \"incident\": \"" + id + "\"")))
        .containsExactly("already undone");
  }

  /** Of one that is open: what is said of it can be pasted as it is. */
  @Test
  void givesCommandsThatCanBePasted() {
    ask("fallback", "");
    var commands = status().at("/wayBack");

    assertThat(commands).hasSizeGreaterThan(2);
    assertThat(commands)
        .allSatisfy(command ->
            assertThat(paste(command.asText()).at("/ending").asText()).isEqualTo("done"));
  }

  @Test
  void documentsCommandsThatCanBePasted() throws IOException {
    var commands =
        Files.readString(World.REPOSITORY.resolve(Path.of("docs", "operating.md")))
            .replace("\\\n", "")
            .lines()
            .filter(line -> line.startsWith("aws lambda invoke "))
            .toList();

    assertThat(commands)
        .isNotEmpty()
        .allSatisfy(command -> assertThat(states(paste(command))).containsExactly("in force"));
  }

  private static JsonNode ask(String action, String more) {
    return world.invokeWith(
        "Rollback", "{\"action\": \"%s\", \"service\": \"mlflow\"%s}".formatted(action, more));
  }

  private static JsonNode status() {
    return ask("status", "").at("/status/0");
  }

  private static List<String> states(JsonNode answer) {
    return answer.at("/services").findValuesAsText("state");
  }

  /** What the function answers to what a shell makes of the command. */
  private static JsonNode paste(String command) {
    try {
      var shell = new ProcessBuilder("bash", "-euc", CLI + command);
      var process = shell.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      var sent = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(command).isZero();
      int end = sent.indexOf('\n');
      return world.invokeWith(sent.substring(0, end), sent.substring(end + 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String sample(String name) {
    try {
      return Files.readString(
          World.REPOSITORY.resolve(Path.of("events", "rollback-" + name + ".json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }
}
