package ai.hokus.remediation.drill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * README's lines to try by hand, word for word and one after the other, as a reader types them:
 * each ends well, and its answer is what the line's comment promises.
 */
class ReadmeTest {
  private static final Pattern BLOCK =
      Pattern.compile("(?s)\\n## By hand\\n.*?\\n```sh\\n(.*?)\\n```\\n");

  private static final Pattern COMMENT = Pattern.compile(" +#.*$");

  /** Longer than resolvers remember that there was no name, which a reader may not wait for. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** A line, and what its answer must show. */
  private static final Map<String, Predicate<String>> PROMISES =
      Map.ofEntries(
          entry("bin/world up", said -> instances() == 1),
          entry("bin/world recreate-without-registries mlflow", said -> instances() == 0),
          entry("bin/world state", said -> json(said).at("/proxy/status").asInt() == 502),
          entry(
              "bin/local-invoke TaskStateChanged -e events/task-running.json",
              said -> pass(said).at("/done/0").asText().startsWith("register ")),
          entry(
              "bin/local-invoke Sweep -e events/scheduled.json",
              said -> isDone(said) && said.contains("1 of 1 task running, 1 instance (1 ours)")),
          entry(
              "bin/world set-alarm hokusai-api-502-errors ALARM",
              said -> json(said).at("/state").asText().equals("ALARM")),
          entry(
              "bin/local-invoke AlarmChanged -e events/alarm-state-change.json",
              said ->
                  json(said).at("/diagnosis/0").asText().contains("the cause is elsewhere")
                      && json(said).at("/diagnosis/1").asText().startsWith("target group ")),
          entry(
              "bin/local-invoke Rollback -e events/rollback-status.json",
              said ->
                  pass(said).at("/name").asText().startsWith("good: ")
                      && pass(said).has("held")
                      && json(said).at("/status/0/wayBack/0").asText().startsWith("aws lambda ")),
          entry(
              "bin/local-invoke Rollback -e events/rollback-pause.json",
              said -> state(said).equals("in force")),
          entry(
              "bin/local-invoke Rollback -e events/rollback-resume.json",
              said -> state(said).equals("resumed")),
          entry(
              "bin/local-invoke Notify -e events/notify-stream.json",
              said -> json(said).at("/batchItemFailures").isEmpty()),
          entry("bin/world down", String::isEmpty));

  private static final ObjectMapper JSON = new ObjectMapper();

  @AfterAll
  static void down() {
    run("bin/world down");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("commands")
  void promisesWhatHappens(String command) {
    var promise = PROMISES.getOrDefault(command, said -> fail("nobody knows what it promises"));

    // Callers hear of a repair once resolvers have forgotten that there was no name.
    World.await(PATIENCE, () -> promise.test(run(command)));
  }

  @Test
  void hasALineForEachPromise() {
    assertThat(commands()).containsExactlyInAnyOrderElementsOf(PROMISES.keySet());
  }

  static List<String> commands() {
    try {
      var block = BLOCK.matcher(Files.readString(World.REPOSITORY.resolve("README.md")));
      assertThat(block.find()).isTrue();
      return block
          .group(1)
          .lines()
          .map(line -> COMMENT.matcher(line).replaceFirst(""))
          .filter(line -> !line.isBlank())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it answers; progress goes to the test's own output. */
  private static String run(String command) {
    try {
      var process =
          new ProcessBuilder("bash", "-c", command)
              .directory(World.REPOSITORY.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      var said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(command).isZero();
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static int instances() {
    return json(run("bin/world state")).at("/instances/mlflow.hokusai-development.local").size();
  }

  private static boolean isDone(String said) {
    return json(said).at("/ending").asText().equals("done");
  }

  private static String state(String said) {
    return json(said).at("/services/0/state").asText();
  }

  /** The first of the passes that an answer tells of, `Rollback`'s being apart from its reply. */
  private static JsonNode pass(String said) {
    var answer = json(said);
    return answer.at(answer.has("passes") ? "/passes/0" : "/services/0");
  }

  private static JsonNode json(String said) {
    try {
      return JSON.readTree(said);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + said, e);
    }
  }
}
