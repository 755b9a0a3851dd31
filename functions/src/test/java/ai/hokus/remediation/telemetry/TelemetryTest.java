package ai.hokus.remediation.telemetry;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.C;
import static ai.hokus.remediation.world.Sample.CLOUD_MAP;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP3;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.execution.BrokenOff;
import ai.hokus.remediation.execution.EndpointReport;
import ai.hokus.remediation.execution.Execution;
import ai.hokus.remediation.execution.LeftToAnother;
import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Pass;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.handlers.Invocation;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Mandate;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Stop;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.NameVerdict;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.ports.ConfigurationSource.Stale;
import ai.hokus.remediation.ports.Ledger.Forgotten;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.rollback.Reply;
import ai.hokus.remediation.rollback.Standing;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.Seen;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What comes out on standard output, in a JVM of its own with the environment that Lambda gives.
 */
class TelemetryTest {

  /** Text from outside that would like to be a log line, a metric, or a colour. */
  private static final String FORGED =
      "no\n{\"level\":\"ERROR\",\"message\":\"forged\"}\r\n{\"_aws\":{}}\u2028\u001b[31m\u0000\" }";

  private static final String SECRET = "a-value-of-the-environment";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Passes that a JVM of its own tells about. */
  enum Story {
    REPAIRED {
      @Override
      void tell(Telemetry telemetry) {
        var done = new Outcome.Done(register(A, IP1, "nobody else did"));
        telemetry.tell(
            round(
                report(
                    new Execution(
                        List.of(done), Map.of(), Optional.of(Sample.NOON.plusMillis(1500))))));
      }
    },
    IN_SYNC {
      @Override
      void tell(Telemetry telemetry) {
        telemetry.tell(round(report(Execution.NOTHING)));
      }
    },
    HOSTILE {
      @Override
      void tell(Telemetry telemetry) {
        telemetry.ignored(FORGED);
        telemetry.stale(new Stale(Duration.ofMinutes(2), new Unavailable(FORGED)));
        telemetry.notPrimed(new IllegalStateException(FORGED));
        telemetry.tell(
            round(
                report(
                    new Execution(
                        List.of(
                            new Outcome.Done(register(A, IP1, FORGED)),
                            new Outcome.Held(register(B, IP2, FORGED), FORGED),
                            new Outcome.Failed(register(C, IP3, FORGED), FORGED)),
                        Map.of(),
                        Optional.empty()),
                    new Remark(Situation.REJECTED, FORGED)),
                new BrokenOff(Sample.MLFLOW, new IllegalStateException(FORGED))));
      }
    },
    OUT_OF_THE_ORDINARY {
      @Override
      void tell(Telemetry telemetry) {
        var paused = new Stop.Paused(new Hold(Hold.Kind.PAUSE, Optional.empty(), FORGED));
        telemetry.tell(
            new Round(
                List.of(
                    Visit.of(report(Optional.of(paused), Execution.NOTHING)),
                    Visit.of(report(Optional.of(new Stop.LedgerUnread(FORGED)), Execution.NOTHING)),
                    new Visit(
                        Sample.MLFLOW,
                        List.of(new LeftToAnother(Sample.MLFLOW, Sample.NOON)),
                        List.of(FORGED))),
                List.of("web", "worker"),
                List.of(FORGED)));
      }
    },
    STALE {
      @Override
      void tell(Telemetry telemetry) {
        telemetry.stale(new Stale(Duration.ofSeconds(125), new Unavailable("SSM refused")));
      }
    },
    FORGOTTEN {
      @Override
      void tell(Telemetry telemetry) {
        telemetry.forgotten(new Forgotten("mlflow", FORGED));
      }
    },
    ASKED {
      @Override
      void tell(Telemetry telemetry) {
        var hold = new Hold(Hold.Kind.PAUSE, Optional.of(Sample.NOON), FORGED);
        telemetry.tell(
            new Reply(
                Reply.Ending.DONE, List.of(new Standing.InForce("mlflow", hold)), List.of(FORGED)));
      }
    },
    NOTHING_HAPPENED {
      @Override
      void tell(Telemetry telemetry) {
        telemetry.ignored("a task of another cluster");
      }
    };

    abstract void tell(Telemetry telemetry);
  }

  /** Tells the story that its argument names. */
  static final class Teller {
    private Teller() {}

    public static void main(String[] story) {
      var telemetry = new Telemetry();
      telemetry.during(
          new Invocation(),
          () -> {
            Story.valueOf(story[0]).tell(telemetry);
            return story;
          });
    }
  }

  @Test
  void tellsOfARepairInConstantMessagesAndKeys() throws Exception {
    var lines = told(Story.REPAIRED);

    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .isEqualTo(
            Map.of(
                "message", "action done",
                "guarded_service", "mlflow",
                "action", "register 10.0.0.1:5000 for task " + A,
                "because", "nobody else did",
                "situation", "registryForgotten"));
    assertThat(lines.get(1))
        .isEqualTo(
            Map.of(
                "message", "pass ended",
                "guarded_service", "mlflow",
                "seen", "0 of 1 task running, 0 instances",
                "name", "good",
                "done", "1",
                "held", "0",
                "failed", "0"));
  }

  @Test
  void everyLineCarriesTheInvocation() throws Exception {
    var line = lines(Story.REPAIRED, "Remediation").getFirst();

    assertThat(line.at("/service").asText()).isEqualTo("remediation");
    assertThat(line.at("/function_request_id").asText())
        .isEqualTo(new Invocation().getAwsRequestId());
    assertThat(line.at("/level").asText()).isEqualTo("INFO");
  }

  @Test
  void noTextFromOutsideForgesALine() throws Exception {
    var lines = lines(Story.HOSTILE, "Remediation");

    assertThat(lines)
        .extracting(line -> line.path("message").asText("metrics"))
        .containsExactly(
            "event ignored",
            "configuration stale",
            "not primed",
            "action done",
            "action held",
            "action failed",
            "remark",
            "pass ended",
            "metrics",
            "pass broke off");
  }

  @Test
  void saysWhatIsOutOfTheOrdinary() throws Exception {
    assertThat(lines(Story.OUT_OF_THE_ORDINARY, "Remediation"))
        .extracting(line -> line.path("message").asText("metrics"))
        .containsExactly(
            "only observed",
            "pass ended",
            "metrics",
            "only observed",
            "pass ended",
            "metrics",
            "left to another",
            "metrics",
            "lease",
            "sweep says",
            "carried over",
            "metrics");
  }

  @Test
  void countsWhatIsOutOfTheOrdinary() throws Exception {
    var metrics =
        told(Story.OUT_OF_THE_ORDINARY).stream().filter(line -> line.containsKey("_aws")).toList();

    assertThat(metrics).hasSize(4);
    assertThat(metrics.get(0)).containsEntry("Paused", "1.0").containsKey("LastGoodPass");
    assertThat(metrics.get(1))
        .containsEntry("LedgerUnread", "1.0")
        .doesNotContainKey("LastGoodPass");
    assertThat(metrics.get(2)).containsEntry("LeftToAnother", "1.0").doesNotContainKey("Passes");
    assertThat(metrics.get(3))
        .containsEntry("CarriedOver", "2.0")
        .doesNotContainKey("GuardedService");
  }

  /** Each combination of dimensions is a metric that somebody pays for. */
  @ParameterizedTest
  @EnumSource(names = {"REPAIRED", "IN_SYNC", "HOSTILE"})
  void metricsFollowTheFormatsRules(Story story) throws Exception {
    var metrics = lines(story, "Remediation").stream().filter(line -> line.has("_aws")).toList();

    assertThat(metrics)
        .singleElement()
        .satisfies(line -> {
          assertThat(line.toString().length()).isLessThan(256 * 1024);
          assertThat(line.at("/_aws/Timestamp").isIntegralNumber()).isTrue();
          assertThat(line.at("/_aws/CloudWatchMetrics")).hasSize(1);
          var directive = line.at("/_aws/CloudWatchMetrics/0");
          assertThat(directive.at("/Namespace").asText()).isEqualTo("Remediation");
          assertThat(directive.at("/Dimensions")).hasToString("[[\"Service\",\"GuardedService\"]]");
          assertThat(line.at("/Service").asText()).isEqualTo("remediation");
          assertThat(line.at("/GuardedService").asText()).isEqualTo("mlflow");
          assertThat(directive.at("/Metrics"))
              .hasSizeLessThanOrEqualTo(100)
              .allSatisfy(
                  metric -> assertThat(line.path(metric.at("/Name").asText()).isNumber()).isTrue());
        });
  }

  @Test
  void countsARepair() throws Exception {
    assertThat(told(Story.REPAIRED).getLast())
        .containsEntry("Passes", "1.0")
        .containsEntry("Writes", "1.0")
        .containsEntry("Held", "0.0")
        .containsEntry("Failed", "0.0")
        .containsEntry("TimeToRegister", "1500.0")
        .containsEntry("LastGoodPass", String.valueOf((double) Sample.NOON.getEpochSecond()));
  }

  @Test
  void aPassThatFailedIsNoGoodOne() throws Exception {
    assertThat(lines(Story.HOSTILE, "Remediation"))
        .filteredOn(line -> line.has("_aws"))
        .singleElement()
        .satisfies(line -> {
          assertThat(line.has("LastGoodPass")).isFalse();
          assertThat(line.has("TimeToRegister")).isFalse();
          assertThat(line.at("/Failed").asInt()).isEqualTo(1);
          assertThat(line.at("/Held").asInt()).isEqualTo(1);
        });
  }

  @Test
  void countsNothingWhereNothingHappened() throws Exception {
    assertThat(told(Story.NOTHING_HAPPENED))
        .containsExactly(Map.of("message", "event ignored", "why", "a task of another cluster"));
  }

  @Test
  void saysHowOldAConfigurationIsThatStandsIn() throws Exception {
    assertThat(told(Story.STALE))
        .containsExactly(
            Map.of(
                "message", "configuration stale",
                "age_seconds", "125",
                "why", "SSM refused"));
  }

  @Test
  void saysThatAMemoryIsLost() throws Exception {
    assertThat(told(Story.FORGOTTEN))
        .containsExactly(
            Map.of(
                "message", "memory forgotten",
                "guarded_service", "mlflow",
                "why", Text.line(FORGED)));
  }

  @Test
  void saysWhatAPersonAskedFor() throws Exception {
    assertThat(told(Story.ASKED))
        .containsExactly(
            Map.of(
                "message", "request",
                "guarded_service", "mlflow",
                "state", "in force",
                "says",
                    "paused until 2025-08-01T12:00:00Z: %s; no pass runs that has not read it"
                        .formatted(Text.brief(FORGED))),
            Map.of("message", "request doubtful", "why", Text.line(FORGED)));
  }

  /** No namespace, or one that CloudWatch would refuse. */
  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"", "no;namespace"})
  void losesMetricsButNoPass(String namespace) throws Exception {
    assertThat(lines(Story.REPAIRED, namespace))
        .extracting(line -> line.path("message").asText("metrics"))
        .containsExactly("action done", "pass ended", "metrics lost");
  }

  private static Round round(Pass... passes) {
    return Round.of(Stream.of(passes).map(Visit::of).toList());
  }

  private static Pass report(Execution execution, Remark... remarks) {
    return report(Optional.empty(), execution, remarks);
  }

  private static Pass report(Optional<Stop> stop, Execution execution, Remark... remarks) {
    return new Report(
        new Mandate(Policy.REPAIR, Policy.SYNC, stop),
        new Seen().observation(),
        List.of(remarks),
        execution,
        new NameVerdict(NameVerdict.Row.GOOD, "it answers"),
        EndpointReport.none(Dossier.EMPTY));
  }

  private static Action register(TaskId task, Ipv4 address, String because) {
    return new Action.Register(
        CLOUD_MAP,
        Sample.registration(task, address),
        Optional.of(Sample.NOON),
        Situation.REGISTRY_FORGOTTEN,
        because);
  }

  /** Each line's own keys, without what Powertools adds to every one. */
  private static List<Map<String, String>> told(Story story) throws Exception {
    return lines(story, "Remediation").stream().map(TelemetryTest::own).toList();
  }

  private static Map<String, String> own(JsonNode line) {
    var own = new TreeMap<String, String>();
    line.properties().stream()
        .filter(property ->
            !property.getKey().matches("function_.*|level|service|timestamp|cold_start"))
        .forEach(property -> own.put(property.getKey(), property.getValue().asText()));
    return own;
  }

  /** Standard output of a JVM that tells the story; every line is JSON and none has a secret. */
  private static List<JsonNode> lines(Story story, String namespace)
      throws IOException, InterruptedException {
    var java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Teller.class.getName(),
                story.name())
            .redirectError(Redirect.INHERIT);
    java.environment()
        .putAll(
            Map.of(
                "AWS_LAMBDA_FUNCTION_NAME", "remediation",
                "POWERTOOLS_SERVICE_NAME", "remediation",
                "POWERTOOLS_METRICS_NAMESPACE", namespace,
                "POWERTOOLS_LOG_LEVEL", "INFO",
                "SOME_SECRET", SECRET));
    var process = java.start();
    var written = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(written).doesNotContain(SECRET);
    return written.lines().map(TelemetryTest::json).toList();
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }
}
