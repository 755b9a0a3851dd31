package ai.hokus.remediation.drill;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.wire.MessageJson;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Messages on their way from the table to people, with all that can go wrong there. One world for
 * all: every test has a thread of its own, into whose box it writes as the ledger does.
 */
class NotifyTest {
  /** All retries of a batch, each with a channel that hangs, on a busy machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Of a batch until it is given up. */
  private static final int TRIES = 6;

  private static World world;
  private static DynamoDbClient dynamo;

  private final String thread = "mlflow-" + UUID.randomUUID();

  @BeforeAll
  static void up() {
    world = World.up();
    world.tell("deliver/messages");
    var environment = world.environment();
    dynamo =
        DynamoDbClient.builder()
            .httpClient(AwsCrtHttpClient.create())
            .endpointOverride(URI.create(environment.get("AWS_ENDPOINT_URL")))
            .region(Region.of(environment.get("AWS_REGION")))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        environment.get("AWS_ACCESS_KEY_ID"),
                        environment.get("AWS_SECRET_ACCESS_KEY"))))
            .build();
  }

  @AfterAll
  static void down() {
    dynamo.close();
    world.close();
  }

  @AfterEach
  void heal() {
    world.tell("chat-fails", "off");
    world.tell("fail-ledger", "off");
  }

  @Test
  void bringsEveryMessageToBothChannelsInOrder() {
    IntStream.rangeClosed(1, 5).forEach(this::file);

    awaitSettled();

    for (var channel : List.of("slack", "sns")) {
      assertThat(heard(channel)).containsExactly(1, 2, 3, 4, 5);
      assertThat(numbers(channel)).as("one was late at most").hasSizeLessThan(7);
    }
    assertThat(texts("slack", 5)).first().asString().contains("happened 5", "- do <this>");
    assertThat(texts("sns", 5)).first().asString().contains("happened 5", "- do <this>");
  }

  /** None is missing, none overtakes another, and one that comes twice says that it is the same. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"throttled", "busy", "broken", "silent", "lost", "closed"})
  void losesNothingWhere(String kind) {
    world.tell("chat-fails", kind, "2");

    IntStream.rangeClosed(1, 3).forEach(this::file);

    awaitSettled();
    for (var channel : List.of("slack", "sns")) {
      assertThat(heard(channel)).containsExactly(1, 2, 3);
      assertThat(new LinkedHashSet<>(texts(channel, 1))).hasSize(1);
    }
  }

  /** At each of the failures a message of its own, in two threads beside each other. */
  @Test
  void losesNothingWhereEverythingGoesWrong() {
    var kinds =
        List.of("lost", "throttled", "broken", "silent", "busy", "lost", "closed", "broken");
    kinds.forEach(kind -> world.tell("chat-fails", kind, "1"));
    var other = new NotifyTest();

    IntStream.rangeClosed(1, 6)
        .forEach(number -> {
          file(number);
          other.file(number);
        });

    awaitSettled();
    other.awaitSettled();
    for (var channel : List.of("slack", "sns")) {
      assertThat(heard(channel)).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(other.heard(channel)).containsExactly(1, 2, 3, 4, 5, 6);
    }
    assertThat(numbers("slack").size() + other.numbers("slack").size())
        .as("at least those whose answers were lost came twice")
        .isGreaterThanOrEqualTo(14);
  }

  @Test
  void passesOverWhatOneChannelWillNeverTake() {
    world.tell("chat-fails", "refused", "1", "slack");

    IntStream.rangeClosed(1, 2).forEach(this::file);

    awaitSettled();
    assertThat(heard("slack")).containsExactly(2);
    assertThat(heard("sns")).containsExactly(1, 2);
    assertThat(logged("message refused"))
        .contains("\"channel\":\"slack\"")
        .contains("Slack answered 400 invalid_blocks");
  }

  @Test
  void passesOverWhatNobodyCanRead() {
    file(1);
    write(2, "{\"thread\":");
    file(3);

    awaitSettled();

    assertThat(heard("slack")).containsExactly(1, 3);
    assertThat(heard("sns")).containsExactly(1, 3);
    assertThat(logged("message refused")).contains("\"number\":2");
  }

  /** After the last retry the sweep has it tried again, for as long as it takes. */
  @Test
  void sendsWhatWasGivenUpOnceItIsTouched() {
    world.tell("chat-fails", "closed", "1000", "slack");
    file(1);
    World.await(PATIENCE, () -> !world.unsent().isEmpty());
    assertThat(world.unsent().getLast().at("/requestContext/condition").asText())
        .isEqualTo("RetryAttemptsExhausted");
    assertThat(heard("sns")).containsExactly(1);
    assertThat(numbers("slack")).isEmpty();

    world.tell("chat-fails", "off");
    touch();

    awaitSettled();
    assertThat(heard("slack")).containsExactly(1);
    assertThat(numbers("sns"))
        .as("not again with each try for Slack")
        .containsOnly(1)
        .hasSizeLessThan(TRIES);
  }

  /** A mark that was lost is a message that comes again. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"throttled", "before", "after"})
  void losesNothingWhereTheTableFails(String how) {
    file(1);
    world.tell("fail-ledger", how);
    World.await(PATIENCE, () -> logged("outbox not read").contains(thread) || settled());
    world.tell("fail-ledger", "off");
    touch();

    awaitSettled();

    assertThat(heard("slack")).containsExactly(1);
    assertThat(heard("sns")).containsExactly(1);
  }

  @Test
  void neverLogsTheWebhook() {
    world.tell("chat-fails", "closed", "1", "slack");
    file(1);

    awaitSettled();

    assertThat(world.functionsLog()).doesNotContain("/services/");
  }

  private void file(int number) {
    write(
        number,
        MessageJson.write(
            new Message(
                thread,
                number,
                Instant.parse("2026-03-02T12:00:07Z"),
                "mlflow",
                Message.Weight.ALERT,
                "it happened " + number,
                List.of("register 10.0.3.219:5000"),
                List.of("10.0.3.219 answered 200"),
                List.of("- do <this>"),
                Optional.of(
                    "aws lambda invoke --payload '{\"action\": \"restore\"}' /dev/stdout"))));
  }

  private void write(int number, String text) {
    change(
        "SET m%d = :text, #last = :number, due = :now".formatted(number),
        Map.of("#last", "last"),
        Map.of(
            ":text", AttributeValue.fromS(text),
            ":number", AttributeValue.fromN(String.valueOf(number)),
            ":now", AttributeValue.fromS(now())));
  }

  /** As the sweep does. */
  private void touch() {
    change("SET due = :now", Map.of(), Map.of(":now", AttributeValue.fromS(now())));
  }

  private void change(
      String update, Map<String, String> names, Map<String, AttributeValue> values) {
    dynamo.updateItem(asked -> {
      asked
          .tableName("Ledger")
          .key(Map.of("id", AttributeValue.fromS("outbox/" + thread)))
          .updateExpression(update)
          .expressionAttributeValues(values);
      if (!names.isEmpty()) {
        asked.expressionAttributeNames(names);
      }
    });
  }

  private void awaitSettled() {
    World.await(PATIENCE, this::settled);
  }

  private boolean settled() {
    var box = world.ledger("outbox/" + thread);
    return box.has("last") && !box.has("due");
  }

  /** Each once: what nothing was heard of in time, as on a busy machine, is sent again. */
  private List<Integer> heard(String channel) {
    return numbers(channel).stream().distinct().toList();
  }

  private List<Integer> numbers(String channel) {
    return ours(channel).map(message -> message.at("/number").asInt()).toList();
  }

  private List<String> texts(String channel, int number) {
    return ours(channel)
        .filter(message -> message.at("/number").asInt() == number)
        .map(message -> message.at("/text").asText())
        .toList();
  }

  private Stream<JsonNode> ours(String channel) {
    return world.messages().stream()
        .filter(message -> message.at("/channel").asText().equals(channel))
        .filter(message -> message.at("/incident").asText().equals(thread));
  }

  /** The functions' log lines about this thread with this message. */
  private String logged(String message) {
    return world
        .functionsLog()
        .lines()
        .filter(line -> line.contains(message) && line.contains(thread))
        .collect(joining("\n"));
  }

  private static String now() {
    return Clock.systemUTC().instant().toString();
  }
}
