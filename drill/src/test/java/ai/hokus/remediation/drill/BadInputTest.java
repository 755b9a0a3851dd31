package ai.hokus.remediation.drill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.lambda.model.InvalidRequestContentException;

/**
 * What the packaged functions make of input that is wrong, hostile or meant for others: a clear
 * answer or a clear error, and never a change. One world for all, and at the end it is as it was.
 */
class BadInputTest {
  private static final String FUNCTION = "TaskStateChanged";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What must not come out of an event: it stands where containers' environments do. */
  private static final String ALARM_CHANGED = "AlarmChanged";

  private static final String SECRET = "a-password-in-an-override";

  /** Events as others published or captured them; not part of this repository. */
  private static final Path SAMPLES_OF_OTHERS =
      Path.of(
          System.getProperty(
              "shared.events", World.REPOSITORY.resolve("../shared/events").toString()));

  private static World world;
  private static String event;
  private static String before;
  private static int mark;

  @BeforeAll
  static void up() {
    world = World.up();
    event = world.event("task-running");
    before = world.changeable();
    mark = world.mark();
  }

  @AfterAll
  static void isAsItWas() {
    try {
      assertThat(world.writesSince(mark)).isEmpty();
      assertThat(world.changeable()).isEqualTo(before);
      assertThat(world.functionsLog()).contains("event ignored").doesNotContain(SECRET);
    } finally {
      world.close();
    }
  }

  /** Lambda refuses it before any function sees it. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"{\"source\":", "{'source': 1}", "no JSON at all", "{} {}"})
  void lambdaRefusesWhatIsNoJson(String body) {
    for (var function : List.of(FUNCTION, ALARM_CHANGED, "Sweep")) {
      assertThatExceptionOfType(InvalidRequestContentException.class)
          .isThrownBy(() -> world.invokeWith(function, body))
          .withMessageContaining("Could not parse request body into json");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void namesTheFieldThatMakesNoSense(String what, String body, String field, String found) {
    isMalformed(world.invokeWith(FUNCTION, body), field, found);
  }

  private static void isMalformed(JsonNode answer, String field, String found) {
    assertThat(answer.at("/ending").asText()).isEqualTo("never again");
    assertThat(answer.at("/malformed/field").asText()).isEqualTo(field);
    assertThat(answer.at("/malformed/found").asText()).isEqualTo(found);
    assertThat(answer.at("/malformed/wanted").asText()).isNotEmpty();
  }

  static Stream<Arguments> namesTheFieldThatMakesNoSense() {
    return Stream.of(
        arguments("an empty list", "[]", "$", "a list"),
        arguments("a list of events", "[" + event + "," + event + "]", "$", "a list"),
        arguments("null", "null", "$", "null"),
        arguments("text", "\"text\"", "$", "text of 4 characters"),
        arguments("a number", "5", "$", "a number"),
        arguments("an empty object", "{}", "$.source", "nothing"),
        arguments("a source of another type", with("/source", "{}"), "$.source", "an object"),
        arguments("no kind", with("/detail-type", "null"), "$.detail-type", "null"),
        arguments("detail as text", with("/detail", "\"{}\""), "$.detail", "text of 2 characters"),
        arguments("detail as a list", with("/detail", "[1]"), "$.detail", "a list"),
        arguments("no detail", with("/detail", "null"), "$.detail", "null"),
        arguments("no cluster", with("/detail/clusterArn", "7"), "$.detail.clusterArn", "a number"),
        arguments(
            "a cluster that is no ARN",
            with("/detail/clusterArn", "\"default\""),
            "$.detail.clusterArn",
            "text of 7 characters"),
        arguments("a group as a list", with("/detail/group", "[]"), "$.detail.group", "a list"),
        arguments(
            "a service with a path in its name",
            with("/detail/group", "\"service:../../x\""),
            "$.detail.group",
            "text of 15 characters"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void leavesAloneWhatIsForOthers(String what, String body, String says) {
    // Where it is the first invocation of all, its environment starts with a reading.
    world.invokeWith(FUNCTION, "{}");
    var mark = world.mark();

    assertThat(world.invokeWith(FUNCTION, body).at("/says").asText())
        .isEqualTo("nothing to look at: " + says);

    assertThat(world.callsSince(mark)).isEmpty();
  }

  static Stream<Arguments> leavesAloneWhatIsForOthers() {
    return Stream.of(
        arguments(
            "another cluster",
            event.replace("cluster/hokusai-development", "cluster/somebody-else"),
            "a task of another cluster"),
        arguments(
            "another account",
            event.replace("123456789012", "999999999999"),
            "a task of another cluster"),
        arguments(
            "a task of no service",
            with("/detail/group", "\"family:hokusai-mlflow-development\""),
            "a task that no service started"),
        arguments(
            "a service that nobody guards",
            with("/detail/group", "\"service:hokusai-batch\""),
            "no guarded service is ECS service hokusai-batch"),
        arguments(
            "another sender", with("/source", "\"aws.ec2\""), "an event that ECS did not send"),
        arguments(
            "another kind", with("/detail-type", "\"ECS Exec\""), "an ECS event of another kind"));
  }

  /** The other function that events call, in both of its envelopes. */
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void namesTheFieldOfAnAlarmThatMakesNoSense(
      String what, String body, String field, String found) {
    isMalformed(world.invokeWith(ALARM_CHANGED, body), field, found);
  }

  static Stream<Arguments> namesTheFieldOfAnAlarmThatMakesNoSense() {
    var bridged = sample("alarm-state-change");
    var action = sample("alarm-action-direct");
    return Stream.of(
        arguments("an empty object", "{}", "$.source", "nothing"),
        arguments("a list of events", "[" + bridged + "]", "$", "a list"),
        arguments("a list of actions", "[" + action + "]", "$", "a list"),
        arguments(
            "detail as text",
            bridged.replaceFirst("(?s)\"detail\": \\{.*", "\"detail\": \"{}\"}"),
            "$.detail",
            "text of 2 characters"),
        arguments(
            "no name",
            action.replace("\"alarmName\"", "\"name\""),
            "$.alarmData.alarmName",
            "nothing"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void leavesAloneAnAlarmThatIsForOthers(String what, String body, String says) {
    world.invokeWith(ALARM_CHANGED, "{}");
    var mark = world.mark();

    assertThat(world.invokeWith(ALARM_CHANGED, body).at("/says").asText())
        .isEqualTo("nothing to look at: " + says);

    assertThat(world.callsSince(mark)).isEmpty();
  }

  static Stream<Arguments> leavesAloneAnAlarmThatIsForOthers() {
    var bridged = sample("alarm-state-change");
    return Stream.of(
        arguments(
            "another account",
            sample("alarm-action-direct").replace("123456789012", "999999999999"),
            "an alarm of another account"),
        arguments(
            "another Region",
            bridged.replace("us-east-1", "eu-west-1"),
            "an alarm of another Region"),
        arguments(
            "an alarm that is linked to nothing",
            bridged.replace("hokusai-api-502-errors", "hokusai-queue-too-long"),
            "no guarded service is linked to alarm hokusai-queue-too-long"),
        arguments(
            "a change of its configuration",
            bridged.replace("State Change", "Configuration Change"),
            "a CloudWatch event of another kind"),
        arguments("another sender", event, "an event that CloudWatch did not send"));
  }

  private static String sample(String name) {
    try {
      return Files.readString(World.REPOSITORY.resolve(Path.of("events", name + ".json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Only which service it is comes from the event; everything else is read from AWS. */
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void looksAtTheServiceAndAtNothingElseInTheEvent(String what, String body) {
    var answer = World.unhurried(() -> world.invokeWith(FUNCTION, body));

    assertThat(answer.at("/ending").asText()).isEqualTo("done");
    assertThat(answer.at("/services")).isEmpty();
    assertThat(answer.at("/inSync")).hasSize(1);
    assertThat(answer.at("/inSync/mlflow").asText())
        .contains(": 1 of 1 task running, 1 instance (1 native); good: ");
  }

  static Stream<Arguments> looksAtTheServiceAndAtNothingElseInTheEvent() {
    var address = world.runningTasks("hokusai-mlflow-development").getFirst().at("/ip").asText();
    assertThat(event).contains(address);
    var addresses =
        Stream.of(
                "127.0.0.1",
                "169.254.169.254",
                "0.0.0.0",
                "255.255.255.255",
                "123",
                "::1",
                "fe80::1%eth0",
                "10.0.0.1; DROP",
                "")
            .map(absurd -> arguments("address \"" + absurd + "\"", event.replace(address, absurd)));
    var others =
        Stream.of(
            arguments("an unknown status", with("/detail/lastStatus", "\"DANCING\"")),
            arguments("a status of another type", with("/detail/lastStatus", "[null]")),
            arguments("an unknown stop code", with("/detail/stopCode", "\"Boredom\"")),
            arguments("an unknown launch type", with("/detail/launchType", "\"MOON\"")),
            arguments("attachments as text", with("/detail/attachments", "\"none\"")),
            arguments("a time that is none", with("/time", "\"yesterday\"")),
            arguments(
                "a megabyte of reasons", with("/detail/stoppedReason", text("x".repeat(1 << 20)))),
            arguments(
                "control characters",
                with(
                    "/detail/stoppedReason",
                    text(
                        "a\u0000b\u001b[31m\r\n{\"level\":\"ERROR\",\"message\":\""
                            + SECRET
                            + "\"}"))),
            arguments(
                "a secret among the overrides",
                with(
                    "/detail/overrides",
                    "{\"containerOverrides\":[{\"environment\":[{\"name\":\"PASSWORD\",\"value\":\""
                        + SECRET
                        + "\"}]}]}")),
            arguments("deep nesting", with("/detail/x", "[".repeat(400) + "]".repeat(400))));
    return Stream.concat(addresses, others);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void answersEverySample(Path sample) throws IOException {
    var answer = world.invokeWith(FUNCTION, Files.readString(sample));

    assertThat(answer.at("/ending").asText()).isIn("done", "never again");
  }

  static Stream<Path> samples() throws IOException {
    return files(World.REPOSITORY.resolve("events"));
  }

  @Test
  void findsNothingForItInTheEventsOfOthers() throws IOException {
    assumeThat(SAMPLES_OF_OTHERS).as("the events of others are not here").isDirectory();

    assertThat(files(SAMPLES_OF_OTHERS).toList())
        .isNotEmpty()
        .allSatisfy(sample ->
            assertThat(world.invokeWith(FUNCTION, Files.readString(sample)).has("services"))
                .isFalse());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"{}", "{\"source\": \"nobody\", \"detail\": {\"a\": [1]}}"})
  void sweepsWhateverTheEventSays(String body) {
    assertThat(world.invokeWith("Sweep", body).at("/inSync")).hasSize(2);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                     | $        | a list
          null                   | $        | null
          "text"                 | $        | text of 4 characters
          5                      | $        | a number
          {"time": "yesterday"}  | $.time   | text of 9 characters
          {"detail": 5}          | $.detail | a number
          """)
  void sweepsNothingWhereTheEventMakesNoSense(String body, String field, String found) {
    var mark = world.mark();

    isMalformed(world.invokeWith("Sweep", body), field, found);

    assertThat(world.callsSince(mark)).doesNotContain("DescribeServices");
  }

  /** 0: the function answered; 1: it was never asked. */
  @ParameterizedTest(name = "{0} {1} ends with {2}")
  @MethodSource
  void theCommandTellsAnswersFromErrors(String function, String body, int status)
      throws IOException, InterruptedException {
    assertThat(localInvoke(function, body)).isEqualTo(status);
  }

  static Stream<Arguments> theCommandTellsAnswersFromErrors() {
    return Stream.of(
        arguments(FUNCTION, "[]", 0),
        arguments(FUNCTION, "{\"source\":", 1),
        arguments("Sweep", "\"text\"", 0));
  }

  private static int localInvoke(String function, String body)
      throws IOException, InterruptedException {
    var command = World.REPOSITORY.resolve(Path.of("bin", "local-invoke")).toString();
    var process =
        new ProcessBuilder(command, function, "--event", "-")
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start();
    try (var event = process.getOutputStream()) {
      event.write(body.getBytes(UTF_8));
    }
    return process.waitFor();
  }

  /** The event about MLflow with another value at {@code pointer}, or one more. */
  private static String with(String pointer, String json) {
    var changed = read(event);
    var place = JsonPointer.compile(pointer);
    ((ObjectNode) changed.at(place.head())).set(place.last().getMatchingProperty(), read(json));
    return changed.toString();
  }

  private static String text(String any) {
    return new TextNode(any).toString();
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }

  private static Stream<Path> files(Path folder) throws IOException {
    try (var all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
    }
  }
}
