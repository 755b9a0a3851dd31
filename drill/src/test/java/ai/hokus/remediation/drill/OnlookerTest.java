package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each call that breaks a rule is seen, and none that keeps them all is. */
class OnlookerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final JsonNode REGISTER =
      json(
          """
          {"service": "servicediscovery", "action": "RegisterInstance", "key": "FUNCTIONS-1",
           "monotonic": 1, "status": 200,
           "witnessed": {
             "asked": {"ServiceId": "srv-1", "InstanceId": "a",
                       "Attributes": {"AWS_INSTANCE_IPV4": "10.0.0.1"}},
             "service": "mlflow", "instance": null,
             "tasks": [{"id": "a", "service": "mlflow", "ip": "10.0.0.1", "lastStatus": "RUNNING",
                        "desiredStatus": "RUNNING", "ran": true, "stoppedFor": null}],
             "lease": {"key": "FUNCTIONS-1", "asked": [], "paused": false, "dossier": "{}"}}}\
          """);

  private static final JsonNode DEREGISTER =
      with(
          with(
              with(
                  with(REGISTER, "/action", "'DeregisterInstance'"),
                  "/witnessed/asked",
                  "{'ServiceId': 'srv-1', 'InstanceId': 'a'}"),
              "/witnessed/instance",
              "{'owner': 'ours', 'attributes': {}}"),
          "/witnessed/tasks/0/desiredStatus",
          "'STOPPED'");

  private static final JsonNode MARK =
      with(DEREGISTER, "/action", "'UpdateInstanceCustomHealthStatus'");

  private static final JsonNode PUT =
      with(
          with(
              with(with(REGISTER, "/action", "'PutParameter'"), "/service", "'ssm'"),
              "/witnessed/asked",
              "{'Name': '%s', 'Value': 'http://10.0.0.1:5000', 'Overwrite': true}"
                  .formatted(Mischief.PARAMETER)),
          "/witnessed/lease/dossier",
          keeping(Mischief.BEFORE));

  private static final JsonNode REDEPLOY =
      with(
          with(
              with(with(REGISTER, "/action", "'UpdateService'"), "/service", "'ecs'"),
              "/witnessed/asked",
              "{'cluster': 'c', 'service': 'hokusai-api-development', 'forceNewDeployment': true}"),
          "/monotonic",
          "2");

  static Stream<Arguments> refused() {
    var asked = "/witnessed/asked";
    var lease = "/witnessed/lease";
    var owner = "/witnessed/instance/owner";
    var task = "/witnessed/tasks/0";
    return Stream.of(
        arguments("a foreign one is taken out", 1, with(DEREGISTER, owner, "'foreign'")),
        arguments("a foreign one is marked", 1, with(MARK, owner, "'foreign'")),
        arguments(
            "a foreign one is written over, though nothing comes of it",
            1,
            with(with(REGISTER, "/witnessed/instance", "{'owner': 'foreign'}"), "/status", "400")),
        arguments("a native one is taken out", 1, with(DEREGISTER, owner, "'native'")),
        arguments("a native one is marked", 1, with(MARK, owner, "'native'")),
        arguments(
            "who runs is taken out", 2, with(DEREGISTER, task + "/desiredStatus", "'RUNNING'")),
        arguments(
            "somebody asked for something else",
            2,
            with(
                with(DEREGISTER, task + "/desiredStatus", "'RUNNING'"),
                lease + "/asked",
                "['restore']")),
        arguments("an address of nobody", 4, with(PUT, "/witnessed/tasks", "[]")),
        arguments("an address of another service", 4, with(PUT, task + "/service", "'api'")),
        arguments("an address of one who never ran", 4, with(PUT, task + "/ran", "false")),
        arguments("an address of long ago", 4, with(PUT, task + "/stoppedFor", "121")),
        arguments("another form", 5, with(PUT, asked + "/Value", "'10.0.0.1:5000'")),
        arguments("another name", 5, with(PUT, asked + "/Value", "'http://other.local:5000'")),
        arguments("nothing kept", 5, with(PUT, lease + "/dossier", "'{}'")),
        arguments(
            "an address kept", 5, with(PUT, lease + "/dossier", keeping("http://10.0.0.9:5000"))),
        arguments("an address of nobody's task", 8, with(REGISTER, task + "/ip", "'10.0.0.2'")),
        arguments("a task of another service", 8, with(REGISTER, task + "/service", "'api'")),
        arguments("a task that does not run yet", 8, with(REGISTER, task + "/ran", "false")),
        arguments("no task", 8, with(REGISTER, "/witnessed/tasks", "[]")),
        arguments("a task is stopped", 9, with(REDEPLOY, "/action", "'StopTask'")),
        arguments("a name is made", 9, with(REGISTER, "/action", "'CreateService'")),
        arguments("a service nobody needs", 9, with(REGISTER, "/service", "'ec2'")),
        arguments("a function is called", 9, called("arn:aws:lambda:r:a:function:Sweep:live")),
        arguments("a parameter is taken away", 9, with(PUT, "/action", "'DeleteParameter'")),
        arguments("a parameter is made", 9, with(PUT, asked + "/Type", "'String'")),
        arguments("a parameter may be made", 9, with(PUT, asked + "/Overwrite", "false")),
        arguments("another parameter", 9, with(PUT, asked + "/Name", "'/other'")),
        arguments("another service", 9, with(REDEPLOY, asked + "/service", "'many-001'")),
        arguments("a configuration", 9, with(REDEPLOY, asked + "/serviceRegistries", "[]")),
        arguments("no deployment", 9, with(REDEPLOY, asked + "/forceNewDeployment", "false")),
        arguments("another's turn", 10, with(PUT, lease + "/key", "'FUNCTIONS-2'")),
        arguments("before any turn", 10, with(REDEPLOY, lease + "/key", "null")),
        arguments("paused", 11, with(REGISTER, lease + "/paused", "true")),
        arguments(
            "paused, and somebody asked for no move",
            11,
            with(with(REGISTER, lease + "/paused", "true"), lease + "/asked", "['pause']")));
  }

  @ParameterizedTest(name = "rule {1}: {0}")
  @MethodSource
  void refused(String what, int rule, JsonNode call) {
    // The put is what a redeployment is for.
    var onlooker = seeing(PUT, call);

    assertThat(onlooker.breaches())
        .as(what)
        .singleElement()
        .asString()
        .startsWith("rule %d: ".formatted(rule));
  }

  @Test
  void refusesARedeploymentForNothingNew() {
    var first = seeing(REDEPLOY).breaches();
    var second = seeing(PUT, REDEPLOY, with(REDEPLOY, "/monotonic", "3")).breaches();

    assertThat(first).containsExactly("rule 9: redeployment 1 after 0 values");
    assertThat(second).containsExactly("rule 9: redeployment 2 after 1 values");
  }

  static Stream<Arguments> taken() {
    var lease = "/witnessed/lease";
    var running = with(DEREGISTER, "/witnessed/tasks/0/desiredStatus", "'RUNNING'");
    return Stream.of(
        arguments("a registration", REGISTER),
        arguments("who stops is taken out", DEREGISTER),
        arguments("a release", with(running, lease + "/asked", "['release']")),
        arguments("a mark", MARK),
        arguments("an address", PUT),
        arguments("who has just stopped", with(PUT, "/witnessed/tasks/0/stoppedFor", "3")),
        arguments(
            "what people had",
            with(PUT, "/witnessed/asked/Value", "'%s'".formatted(Mischief.BEFORE))),
        arguments(
            "the name", with(PUT, "/witnessed/asked/Value", "'%s'".formatted(Mischief.BY_NAME))),
        arguments("a redeployment", REDEPLOY),
        arguments("one that was refused", with(REDEPLOY, "/status", "400")),
        arguments(
            "a move that somebody asked for",
            with(with(PUT, lease + "/paused", "true"), lease + "/asked", "['pause', 'fallback']")),
        arguments("the prober is asked", called("arn:aws:lambda:r:a:function:Probe:live")),
        arguments(
            "somebody else's",
            with(with(DEREGISTER, "/key", "'OWNER'"), "/action", "'DeleteService'")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void taken(String what, JsonNode call) {
    assertThat(seeing(PUT, call).breaches()).as(what).isEmpty();
  }

  @Test
  void countsWhatItJudged() {
    var ledger = with(with(REGISTER, "/service", "'dynamodb'"), "/action", "'UpdateItem'");

    var onlooker = seeing(REGISTER, PUT, ledger, with(PUT, "/key", "'OWNER'"));

    assertThat(onlooker.judged()).isEqualTo(2);
    assertThat(onlooker.seen()).isEqualTo(4);
  }

  private static JsonNode called(String function) {
    var invoked = with(REGISTER, "/service", "'lambda'");
    return with(invoked, "/action", "'Invoke %s'".formatted(function));
  }

  private static String keeping(String value) {
    return "'{\\'incident\\': {\\'fallback\\': {\\'before\\': {\\'value\\': \\'%s\\'}}}}'"
        .formatted(value);
  }

  private static Onlooker seeing(JsonNode... calls) {
    var onlooker = new Onlooker(0);
    onlooker.see(new World.Witnessed(calls.length, List.of(calls)));
    return onlooker;
  }

  /** The same call with another value there, written as JSON with single quotes. */
  private static JsonNode with(JsonNode call, String path, String value) {
    var changed = call.deepCopy();
    var pointer = JsonPointer.compile(path);
    ((ObjectNode) changed.at(pointer.head()))
        .set(pointer.last().getMatchingProperty(), quoted(value));
    return changed;
  }

  private static JsonNode quoted(String json) {
    return json(json.replace('\'', '"'));
  }

  private static JsonNode json(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }
}
