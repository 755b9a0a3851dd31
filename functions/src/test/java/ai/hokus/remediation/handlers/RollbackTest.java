package ai.hokus.remediation.handlers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.rollback.Request;
import ai.hokus.remediation.rollback.RequestReader;
import ai.hokus.remediation.world.Dossiers;
import ai.hokus.remediation.world.InMemoryLedger.Access;
import ai.hokus.remediation.world.InMemoryWorld.Call;
import ai.hokus.remediation.world.Sample;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollbackTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Wired wired = new Wired();
  private final Rollback rollback = new Rollback(wired.requests());

  @Test
  void saysThatAPauseIsInForce() throws IOException {
    assertThat(
            asked(
                "{'action': 'pause', 'service': 'mlflow', 'for': 'PT1H', 'by': 'alice', 'reason': 'we\\nmove'}"))
        .isEqualTo(
            """
            {
              "ending" : "done",
              "services" : [ {
                "service" : "mlflow",
                "state" : "in force",
                "says" : "paused until 2025-08-01T13:00:00Z, asked for by somebody who says to be alice: we move; no pass runs that has not read it"
              } ],
              "says" : [ ]
            }\
            """);
  }

  @Test
  void saysWhatWasHeld() throws IOException {
    asked("{'action': 'pause', 'service': 'mlflow'}");

    assertThat(asked("{'action': 'resume', 'service': '*'}"))
        .isEqualTo(
            """
            {
              "ending" : "done",
              "services" : [ {
                "service" : "*",
                "state" : "resumed",
                "says" : "nothing was held"
              }, {
                "service" : "mlflow",
                "state" : "resumed",
                "says" : "was: paused until a person resumes"
              } ],
              "says" : [ ]
            }\
            """);
  }

  @Test
  void saysThatNothingCanBeRehearsedHere() throws IOException {
    assertThat(asked("{'action': 'rehearse', 'service': 'mlflow'}"))
        .contains("never again", "this deployment has no parameter to rehearse on");
  }

  @Test
  void namesTheFieldThatMakesNoSense() throws IOException {
    assertThat(asked("{'action': 'pause', 'service': '*', 'for': 'an hour'}"))
        .isEqualTo(
            """
            {
              "ending" : "never again",
              "malformed" : {
                "field" : "$.for",
                "found" : "\\"an hour\\"",
                "wanted" : "how long, from PT1M to P7D"
              }
            }\
            """);
  }

  @Test
  void answersWithThePassThatItMade() throws IOException {
    wired.world.tasks(Sample.running(Sample.A, Sample.IP1)).ecs(Sample.ecs(1)).ok(Sample.IP1);

    assertThat(asked("{'action': 'resume', 'service': 'mlflow'}"))
        .startsWith("{\n  \"ending\" : \"done\",\n  \"services\" : [ {\n")
        .contains("\"passes\" : [ {\n    \"service\" : \"mlflow\",\n    \"policy\" : \"repair\",\n")
        .contains("\"done\" : [ \"register 10.0.0.1:5000 for task ");
    assertThat(wired.world.count(Call.REGISTER)).isEqualTo(1);
  }

  @Test
  void saysWhatWouldBeDoneAndWritesNothing() throws IOException {
    wired.world.tasks(Sample.running(Sample.A, Sample.IP1)).ecs(Sample.ecs(1)).ok(Sample.IP1);
    wired.ledger.owner();
    int writes = wired.ledger.count(Access.WRITE);

    assertThat(asked("{'action': 'resume', 'service': '*', 'dryRun': true}"))
        .contains("\"state\" : \"dry run\"")
        .contains("; held: dry run: said, not done");
    assertThat(wired.world.count(Call.REGISTER)).isZero();
    assertThat(wired.ledger.count(Access.WRITE)).isEqualTo(writes);
  }

  @Test
  void showsWhatIsOnFileAndTheWayBack() throws IOException {
    wired.world.tasks(Sample.running(Sample.A, Sample.IP1)).ecs(Sample.ecs(1)).ok(Sample.IP1);
    wired.world.instances(Sample.ours(Sample.A, Sample.IP1));
    wired.ledger.hasOnFile("mlflow", Dossiers.full("mlflow"));
    asked("{'action': 'pause', 'service': 'mlflow', 'by': 'alice', 'reason': 'we move'}");

    var status = JSON.readTree(asked("{'action': 'status', 'service': 'mlflow'}"));

    var mlflow = status.path("status").path(0);
    assertThat(texts(mlflow.path("holds")))
        .containsExactly(
            "paused until a person resumes, asked for by somebody who says to be alice: we move;"
                + " asked for at 2025-08-01T12:00:00Z by request "
                + new Invocation().getAwsRequestId());
    assertThat(mlflow.path("incident").path("id").asText()).isEqualTo("mlflow-20250801T120000Z");
    assertThat(texts(mlflow.path("incident").path("happened")))
        .containsExactly(
            "2025-08-01T12:00:00Z the name has no record",
            "2025-08-01T12:00:04Z moved to 10.0.0.1 (says to be ada)");
    assertThat(mlflow.path("fallback").asText())
        .startsWith(
            "before it: http://mlflow.old:5000; moved at 2025-08-01T12:00:00Z (fallback to");
    assertThat(texts(mlflow.path("findings")))
        .containsExactly("registryForgotten since 2025-08-01T12:00:00Z");
    assertThat(texts(mlflow.path("closed"))).containsExactly("mlflow-20250731T120000Z");
    var command =
        "aws lambda invoke --function-name"
            + " \"arn:aws:lambda:us-east-1:123456789012:function:remediation:live\""
            + " --cli-binary-format raw-in-base64-out --payload '{\"service\": \"mlflow\","
            + " \"action\": \"%s\"}' /dev/stdout";
    assertThat(texts(mlflow.path("wayBack")))
        .hasSize(5)
        .contains(
            command.formatted("undo\", \"incident\": \"mlflow-20250801T120000Z"),
            command.formatted("restore"),
            command.formatted("release"),
            command.formatted("resume"),
            command.formatted("pause"));
    assertThat(status.path("passes").path(0).path("stopped").asText()).startsWith("paused until");
  }

  /** Each command that is shown is one that it takes. */
  @Test
  void takesTheCommandsThatItShows() throws IOException {
    wired.world.instances(Sample.ours(Sample.A, Sample.IP1));
    wired.ledger.hasOnFile("mlflow", Dossiers.full("mlflow"));
    asked("{'action': 'pause', 'service': 'mlflow'}");

    var status = JSON.readTree(asked("{'action': 'status', 'service': 'mlflow'}"));

    assertThat(texts(status.path("status").path(0).path("wayBack")))
        .isNotEmpty()
        .allSatisfy(command -> {
          var request = command.split("'", 3)[1];
          assertThat(RequestReader.read(request.getBytes(UTF_8)))
              .isNotInstanceOf(Request.Malformed.class);
        });
  }

  @Test
  void saysThatItHelpsToAskAgain() throws IOException {
    wired.withoutConfiguration();

    assertThat(asked("{'action': 'resume', 'service': '*'}"))
        .startsWith("{\n  \"ending\" : \"come again\",\n  \"services\" : [ {\n");
  }

  @Test
  void holdsEveryPassBackUntilAllMayGoOn() throws IOException {
    var sweep = new Sweep(wired.passes());
    wired.world.tasks(Sample.running(Sample.A, Sample.IP1)).ecs(Sample.ecs(1));

    asked("{'action': 'pause', 'service': '*'}");
    asked("{'action': 'resume', 'service': 'mlflow'}");
    invoke(sweep, "{}");
    assertThat(wired.world.count(Call.REGISTER)).isZero();

    asked("{'action': 'resume', 'service': '*'}");
    invoke(sweep, "{}");
    assertThat(wired.world.count(Call.REGISTER)).isEqualTo(1);
  }

  @Test
  void holdsPassesBackUntilTheyMayGoOn() throws IOException {
    var sweep = new Sweep(wired.passes());
    wired.world.tasks(Sample.running(Sample.A, Sample.IP1)).ecs(Sample.ecs(1));

    asked("{'action': 'pause', 'service': 'mlflow'}");
    invoke(sweep, "{}");
    assertThat(wired.world.count(Call.REGISTER)).isZero();

    asked("{'action': 'resume', 'service': 'mlflow'}");
    invoke(sweep, "{}");
    assertThat(wired.world.count(Call.REGISTER)).isEqualTo(1);
  }

  private String asked(String request) throws IOException {
    return invoke(rollback, request.replace('\'', '"'));
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }

  private static String invoke(RequestStreamHandler function, String event) throws IOException {
    var answer = new ByteArrayOutputStream();
    function.handleRequest(
        new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new Invocation());
    return answer.toString(UTF_8);
  }
}
