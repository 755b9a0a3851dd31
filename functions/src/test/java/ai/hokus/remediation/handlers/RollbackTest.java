package ai.hokus.remediation.handlers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.world.InMemoryWorld.Call;
import ai.hokus.remediation.world.Sample;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RollbackTest {
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

  private static String invoke(RequestStreamHandler function, String event) throws IOException {
    var answer = new ByteArrayOutputStream();
    function.handleRequest(
        new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new Invocation());
    return answer.toString(UTF_8);
  }
}
