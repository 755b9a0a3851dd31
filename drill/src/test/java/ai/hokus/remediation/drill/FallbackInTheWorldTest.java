package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A name that is lost and cannot be repaired, as every operation on its service fails, while the
 * API's alarm calls: the endpoint moves to the task's address, and from there on. The API reads it
 * when its containers start, and is redeployed.
 */
class FallbackInTheWorldTest {
  private static final String MLFLOW = "hokusai-mlflow-development";
  private static final String PARAMETER = "/hokusai/development/mlflow/endpoint";
  private static final String ALARM = "hokusai-api-502-errors";

  /**
   * Not what is configured to the letter, so that only what was there before is what comes back.
   */
  private static final String BEFORE = "http://mlflow.hokusai-development.local:5000/";

  private static final Duration SWEEPS = Duration.ofSeconds(2);

  private World world;

  @BeforeEach
  void fallBack() {
    // Callers ask for the name while it is gone: who waits for it must not wait for long.
    world = World.up("--negative-ttl", "2");
    world.tell(
        "configure",
        "settings",
        """
        {"restoreAfter": "PT2S", "nameRepairBudget": "PT2S", "redeploy": {"every": "PT1S"}}\
        """);
    world.tell("set-parameter", PARAMETER, BEFORE);
    world.tell("deliver/messages");
    world.tell("recreate-without-registries", "mlflow");
    world.tell("fail-operations", "the hosted zone is gone", "mlflow");
    come("TaskStateChanged", "task-running");
    assertThat(value()).as("before the alarm").isEqualTo(BEFORE);

    world.tell("set-alarm", ALARM, "ALARM");
    come("AlarmChanged", "alarm-state-change");
    awaitByAddress();
  }

  @AfterEach
  void down() {
    world.close();
  }

  /** And every message of it arrives, though each channel fails in every way that it can. */
  @Test
  @DisplayName("fallback.enter.world, fallback.follow.world, fallback.restore.world")
  void servesByAddressUntilTheNameIsGood() {
    List.of("lost", "throttled", "broken", "silent", "busy", "closed")
        .forEach(kind -> world.tell("chat-fails", kind, "1"));
    awaitOk();

    world.tell("replace-task", "mlflow");
    come("TaskStateChanged", "task-stopped");
    awaitByAddress();
    awaitOk();

    world.tell("fail-operations", "off");
    world.tell("set-alarm", ALARM, "OK");
    // What failed is tried again after a minute.
    World.await(
        Duration.ofMinutes(3), SWEEPS, () -> come("Sweep", "scheduled") && value().equals(BEFORE));
    assertThat(world.parameter(PARAMETER).at("/type").asText()).isEqualTo("String");
    awaitOk();

    World.await(Duration.ofMinutes(2), SWEEPS, () -> come("Sweep", "scheduled") && isClosed());
    awaitMessages(
        "could not register",
        "the endpoint moved to",
        "the endpoint followed to",
        "registered",
        "the endpoint is by its name again",
        "all is well again");
    var onlooker = new Onlooker(0);
    onlooker.see(world.witnessedSince(0));
    assertThat(onlooker.breaches()).isEmpty();
    assertThat(onlooker.judged()).isPositive();
  }

  @Test
  @DisplayName("fallback.takenByOthers.world")
  void leavesToOthersWhatTheyWroteUntilAPersonResumes() {
    var theirs = "http://10.0.1.88:5000";
    world.tell("set-parameter", PARAMETER, theirs);

    come("Sweep", "scheduled");
    come("Sweep", "scheduled");
    assertThat(value()).isEqualTo(theirs);
    awaitMessages("hands off the endpoint since");

    world.invokeWith(
        "Rollback",
        """
        {"action": "resume", "service": "mlflow"}\
        """);
    // Nobody's task is there.
    awaitByAddress();
  }

  @Test
  @DisplayName("fallback.returnedByOthers.world")
  void standsBackWhereSomebodyPutTheNameBack() {
    world.tell("set-parameter", PARAMETER, BEFORE);

    come("Sweep", "scheduled");
    assertThat(value()).isEqualTo(BEFORE);
    // After as long as a name has to be good for.
    awaitByAddress();

    world.tell("set-parameter", PARAMETER, BEFORE);
    come("Sweep", "scheduled");
    come("Sweep", "scheduled");
    assertThat(value()).as("the second time").isEqualTo(BEFORE);
    awaitMessages("hands off the endpoint until", "hands off the endpoint since");
  }

  /** Whether it found everything in order, as it cannot while operations fail. */
  private boolean come(String function, String event) {
    try {
      world.invoke(function, event);
      return true;
    } catch (World.FunctionError failed) {
      assertThat(failed).hasMessageContaining("mlflow");
      return false;
    }
  }

  private String value() {
    return world.parameter(PARAMETER).at("/value").asText();
  }

  private boolean isClosed() {
    return !world.ledger("service/mlflow").at("/dossier").asText().contains("\"incident\"");
  }

  private String byAddress() {
    return "http://" + world.runningTasks(MLFLOW).getLast().get("ip").asText() + ":5000";
  }

  /** An event may come to nothing on a busy machine; then the next sweep does it. */
  private void awaitByAddress() {
    World.await(
        Duration.ofMinutes(2),
        SWEEPS,
        () -> {
          boolean isThere = value().equals(byAddress());
          if (!isThere) {
            come("Sweep", "scheduled");
          }
          return isThere;
        });
  }

  private void awaitOk() {
    World.await(() -> world.callersStatus() == 200);
  }

  /**
   * On both channels, in this order, and among all of the incident's: none is missing, and one that
   * comes twice says that it is the same.
   */
  private void awaitMessages(String... happened) {
    for (var channel : List.of("slack", "sns")) {
      World.await(Duration.ofMinutes(3), () -> hasInOrder(texts(channel), List.of(happened)));
      var textOf = new LinkedHashMap<Integer, String>();
      ofIncident(channel)
          .forEach(message ->
              textOf.merge(
                  message.at("/number").asInt(),
                  message.at("/text").asText(),
                  FallbackInTheWorldTest::same));
      assertThat(List.copyOf(textOf.keySet()))
          .isEqualTo(IntStream.rangeClosed(1, textOf.size()).boxed().toList());
    }
  }

  private static String same(String first, String again) {
    assertThat(again).isEqualTo(first);
    return first;
  }

  private static boolean hasInOrder(List<String> texts, List<String> wanted) {
    var left = new ArrayDeque<>(wanted);
    texts.forEach(text -> {
      if (!left.isEmpty() && text.contains(left.getFirst())) {
        left.removeFirst();
      }
    });
    return left.isEmpty();
  }

  private List<String> texts(String channel) {
    return ofIncident(channel).map(message -> message.at("/text").asText()).toList();
  }

  private Stream<JsonNode> ofIncident(String channel) {
    return world.messages().stream()
        .filter(message -> message.at("/channel").asText().equals(channel))
        .filter(message -> message.at("/incident").asText().startsWith("mlflow-"));
  }
}
