package ai.hokus.remediation.config;

import static ai.hokus.remediation.config.Documents.mistakesIn;
import static ai.hokus.remediation.config.Documents.read;
import static ai.hokus.remediation.config.Documents.sample;
import static ai.hokus.remediation.config.Documents.sampleWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Cidr;
import ai.hokus.remediation.model.CloudMapRef;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.GuardedService.Consumer;
import ai.hokus.remediation.model.GuardedService.EndpointParameter;
import ai.hokus.remediation.model.GuardedService.EnterFallback;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.ProbeRequest;
import ai.hokus.remediation.model.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationReaderTest {

  private static final String SMALL =
      """
      {
        "policy": "observe",
        "cidrs": ["10.0.0.0/16"],
        "services": {
          "mlflow": {
            "ecsService": "mlflow-staging",
            "port": 5000,
            "cloudMap": {"namespace": "example.local", "service": "mlflow"},
            "probe": {"path": "/health"}
          }
        }
      }
      """;

  private static final String POLICIES =
      """
      observe, repair or sync; there is no default:
          observe: says what it would do, and changes nothing
          repair: registers tasks, withdraws what it registered itself
          sync: does the same, and releases what ECS left behind once its task is confirmed gone\
      """;

  @Test
  void readsEveryKey() {
    var mlflow = read(sample()).find("mlflow-staging");

    assertThat(mlflow)
        .contains(
            new GuardedService(
                "mlflow",
                Policy.REPAIR,
                "mlflow-staging",
                5000,
                new CloudMapRef.ByName("example.local", "mlflow"),
                new ProbeRequest(
                    "POST",
                    "/api/2.0/mlflow/experiments/search",
                    "{\"max_results\":1}",
                    Set.of(200, 404),
                    "mlflow.example.local:5000",
                    Duration.ofMillis(1500)),
                List.of(Cidr.parse("10.0.0.0/16"), Cidr.parse("10.1.0.0/20")),
                new Settings(
                    Duration.ofSeconds(45),
                    Duration.ofMinutes(3),
                    Duration.ofSeconds(100),
                    Duration.ofMillis(90_500)),
                Optional.of(
                    new EndpointParameter(
                        "/example/mlflow/endpoint", "http://mlflow.example.local:5000")),
                List.of(
                    new Consumer("api-staging", Consumer.Reads.ENV_AT_START, true),
                    new Consumer("jobs-staging", Consumer.Reads.RUNTIME_READ, false)),
                Set.of("api-502-errors"),
                EnterFallback.ON_ALARM));
  }

  @Test
  void putsTheDefaultsIn() {
    var mlflow = read(SMALL).services().getFirst();

    assertThat(mlflow.probe())
        .isEqualTo(
            new ProbeRequest(
                "GET",
                "/health",
                "",
                Set.of(200),
                "mlflow.example.local:5000",
                Duration.ofSeconds(2)));
    assertThat(mlflow.settings()).isEqualTo(Settings.DEFAULTS);
    assertThat(mlflow.endpoint()).isEmpty();
    assertThat(mlflow.consumers()).isEmpty();
    assertThat(mlflow.alarms()).isEmpty();
    assertThat(mlflow.fallback()).isEqualTo(EnterFallback.NEVER);
  }

  @ParameterizedTest(name = "{0} on port {1}")
  @CsvSource({
    "http://mlflow.example.local:5000,     5000, mlflow.example.local:5000",
    "http://mlflow.example.local:5000/api, 5000, mlflow.example.local:5000",
    "http://mlflow.example.local,          5000, mlflow.example.local",
    "http://mlflow.example.local:80,       80,   mlflow.example.local",
    "https://mlflow.example.local:443,     5000, mlflow.example.local",
    "https://mlflow.example.local:80,      5000, mlflow.example.local:80",
    "mlflow.example.local:6000,            5000, mlflow.example.local:6000",
    "mlflow.example.local,                 5000, mlflow.example.local:5000",
    "mlflow.example.local,                 80,   mlflow.example.local",
    "mlflow,                               5000, mlflow:5000",
  })
  void asksWithTheHostThatAnHttpClientMakesOfTheEndpoint(String byName, int port, String host) {
    var document =
        SMALL
            .replace("\"port\": 5000", "\"port\": " + port)
            .replace(
                "\"probe\":",
                "\"endpoint\": {\"parameter\": \"/p\", \"byName\": \"%s\"}, \"probe\":"
                    .formatted(byName));

    assertThat(read(document).services().getFirst().probe().host()).isEqualTo(host);
  }

  @Test
  void unitesTheDocumentsAndKeepsTheirSettingsApart() {
    var another = SMALL.replace("mlflow", "auth").replace("observe", "sync");

    var configuration = read(sample(), another);

    assertThat(configuration.services())
        .extracting(GuardedService::name, GuardedService::policy)
        .containsExactly(
            tuple("api", Policy.REPAIR),
            tuple("auth", Policy.SYNC),
            tuple("mlflow", Policy.REPAIR));
    assertThat(configuration.find("auth-staging").orElseThrow().settings())
        .isEqualTo(Settings.DEFAULTS);
    assertThat(configuration.find("auth")).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void finds(String situation, String document, String path, String found, String wanted) {
    assertThat(mistakesIn(document)).containsExactly(new Mistake("first", path, found, wanted));
  }

  static Stream<Arguments> mistakes() {
    var port = "a whole number from 1 to 65535, without quotes";
    var timeout = "a duration longer than zero and at most \"PT2S\"";
    var period = "a duration longer than zero, such as \"PT2M\" or \"PT90S\"";
    var mlflow = "$.services.mlflow";
    return Stream.of(
        arguments(
            "no policy",
            sampleWith("", "\"policy\": \"repair\","),
            "$.policy",
            "nothing",
            POLICIES),
        arguments(
            "a policy nobody knows",
            sampleWith("\"policy\": \"repair \"", "\"policy\": \"repair\""),
            "$.policy",
            "\"repair \"",
            POLICIES),
        arguments(
            "a number as text",
            sampleWith("\"port\": \"5000\"", "\"port\": 5000"),
            mlflow + ".port",
            "\"5000\"",
            port),
        arguments(
            "a port too high",
            sampleWith("\"port\": 65536", "\"port\": 5000"),
            mlflow + ".port",
            "65536",
            port),
        arguments(
            "half a port",
            sampleWith("\"port\": 50.5", "\"port\": 5000"),
            mlflow + ".port",
            "50.5",
            port),
        arguments(
            "a list of services",
            "{\"policy\": \"sync\", \"cidrs\": [\"10.0.0.0/8\"], \"services\": []}",
            "$.services",
            "an empty list",
            "an object with services: {\"NAME\": {\"ecsService\": …}}"),
        arguments(
            "an unsuitable name",
            sampleWith("\"ml flow\": {", "\"mlflow\": {"),
            "$.services['ml flow']",
            "the name \"ml flow\"",
            "a short name: letters, digits, _ and -, at most 63"),
        arguments(
            "no block",
            sampleWith("\"cidrs\": []", "\"cidrs\": [\"10.0.0.0/16\", \"10.1.0.0/20\"]"),
            "$.cidrs",
            "an empty list",
            "a list of at least 1, each an IPv4 block such as \"10.0.0.0/16\", no bits behind its"
                + " prefix"),
        arguments(
            "a block with bits behind its prefix",
            sampleWith("10.0.0.1/16", "10.0.0.0/16"),
            "$.cidrs[0]",
            "\"10.0.0.1/16\"",
            "an IPv4 block such as \"10.0.0.0/16\", no bits behind its prefix"),
        arguments(
            "a block in which nobody may be asked",
            sampleWith("169.254.169.0/24", "10.0.0.0/16"),
            "$.cidrs[0]",
            "\"169.254.169.0/24\"",
            "a block of tasks' addresses: link-local, 0/8, multicast and reserved addresses are never"
                + " asked"),
        arguments(
            "a time too long",
            sampleWith("PT2.5S", "PT1.5S"),
            mlflow + ".probe.timeout",
            "\"PT2.5S\"",
            timeout),
        arguments(
            "no time at all",
            sampleWith("PT0.0S", "PT1.5S"),
            mlflow + ".probe.timeout",
            "\"PT0.0S\"",
            timeout),
        arguments(
            "a time in seconds",
            sampleWith("\"youngFor\": 180", "\"youngFor\": \"PT3M\""),
            "$.settings.youngFor",
            "180",
            period),
        arguments(
            "a misspelt key",
            sampleWith("youngfor", "youngFor"),
            "$.settings.youngfor",
            "a key that is not known",
            "youngFor, perhaps"),
        arguments(
            "a key that resembles none",
            sampleWith("\"wait\"", "\"every\""),
            "$.settings.redeploy.wait",
            "a key that is not known",
            "one of every, perIncident"),
        arguments(
            "nothing in place of an object",
            sampleWith("null", "{\"enter\": \"onAlarm\"}"),
            mlflow + ".fallback",
            "null",
            "an object with enter"),
        arguments(
            "an endpoint by address",
            sampleWith("http://10.0.1.88:5000", "http://mlflow.example.local:5000"),
            mlflow + ".endpoint.byName",
            "\"http://10.0.1.88:5000\"",
            "a URL or host:port with a name, not an address, such as"
                + " \"http://mlflow.example.local:5000\""),
        arguments(
            "a Host that would add a header",
            sampleWith("\"host\": \"a\\r\\nX: b\"", "\"host\": \"mlflow.example.local:5000\""),
            mlflow + ".probe.host",
            "\"a X: b\"",
            "a Host header: a name or address, and :PORT where consumers send one"),
        arguments(
            "by ARN and by name",
            sampleWith("{\"service\": \"api\", \"arn\": \"arn", "{\"arn\": \"arn"),
            "$.services.api.cloudMap",
            "an object with both",
            "either arn, or namespace and service"),
        arguments(
            "by ARN, and no name to ask with",
            sampleWith("", ", \"host\": \"api.example.local:8001\""),
            "$.services.api.probe.host",
            "nothing",
            "the Host header that consumers send: an ARN and no endpoint say no name"),
        arguments(
            "an alarm to wait for, and none named",
            sampleWith("[]", "[\"api-502-errors\"]"),
            mlflow + ".alarms",
            "an empty list",
            "at least one alarm, since fallback.enter is onAlarm"),
        arguments(
            "a fallback of nothing",
            SMALL.replace("\"port\"", "\"fallback\": {\"enter\": \"onNameFailure\"}, \"port\""),
            mlflow + ".endpoint",
            "nothing",
            "the endpoint that fallback.enter may move"),
        arguments(
            "consumers of nothing",
            SMALL.replace("\"port\"", "\"consumers\": [], \"port\""),
            mlflow + ".endpoint",
            "nothing",
            "the endpoint that the consumers read"),
        arguments(
            "an ECS service guarded twice",
            sampleWith(
                "\"ecsService\": \"mlflow-staging\",\n      \"port\": 8001",
                "\"ecsService\": \"api-staging\",\n      \"port\": 8001"),
            "$.services.api.ecsService",
            "\"mlflow-staging\", which $.services.mlflow in first guards",
            "an ECS service that no other entry guards"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("notJson")
  void saysWhereTextIsNoJson(String situation, String text, String where, String found) {
    assertThat(mistakesIn(text))
        .singleElement()
        .satisfies(mistake -> {
          assertThat(mistake.path()).isEqualTo(where);
          assertThat(mistake.found()).contains(found);
        });
  }

  static Stream<Arguments> notJson() {
    return Stream.of(
        arguments("empty", "", "line 1, column 1", "an empty text"),
        arguments("blank", " \n", "line 1, column 1", "an empty text"),
        arguments("cut off", "{\n \"policy\": ", "line 2, column 12", "the end of the text"),
        arguments("a key twice", "{\"policy\": 1,\n \"policy\": 2}", "line 2, column 10", "policy"),
        arguments("a byte order mark", "\uFEFF{}", "line 1, column 1", "a byte order mark"),
        arguments("two documents", "{} {}", "line 1, column 4", "railing token"),
        arguments("no quotes", "{policy: 1}", "line 1, column 2", "Unexpected character"),
        arguments("too deep", "[".repeat(5000), "line 1, column 1", "nesting depth"),
        arguments("an array", "[]", "$", "an empty list"),
        arguments("a word", "\"repair\"", "$", "\"repair\""));
  }

  @Test
  void reportsAllMistakesOfAllDocumentsInOneMessage() {
    var first = SMALL.replace("5000", "0").replace("\"path\"", "\"paths\"");

    assertThatThrownBy(() -> read(first, "{", SMALL.replace("observe", "OBSERVE")))
        .isInstanceOf(ConfigurationMistakes.class)
        .hasMessage(
            """
            the configuration cannot be used:
            second, line 1, column 2: found the end of the text in the middle of it, wanted valid JSON
            first, $.services.mlflow.port: found 0, wanted a whole number from 1 to 65535, without quotes
            first, $.services.mlflow.probe.path: found nothing, wanted the path of a request, with / first and no spaces
            first, $.services.mlflow.probe.paths: found a key that is not known, wanted path, perhaps
            third, $.policy: found "OBSERVE", wanted %s
            third, $.services.mlflow: found a service that first has too, wanted a name of its own
            third, $.services.mlflow.ecsService: found "mlflow-staging", which $.services.mlflow in first guards, wanted an ECS service that no other entry guards\
            """
                .formatted(POLICIES));
  }

  @Test
  void cutsAndTamesWhatItQuotes() {
    var document = SMALL.replace("/health", "\\n" + "x".repeat(100_000));

    assertThat(mistakesIn(document))
        .singleElement()
        .satisfies(
            mistake -> assertThat(mistake.found()).hasSizeLessThan(200).doesNotContain("\n"));
  }

  /** A message longer than a log line holds would be cut, and then be read by nobody. */
  @Test
  void putsNoMoreInAMessageThanALogLineHolds() {
    var document = SMALL.replace("\"10.0.0.0/16\"", "0,".repeat(4000) + "0");

    assertThat(mistakesIn(document)).hasSize(4001);
    assertThatThrownBy(() -> read(document))
        .hasMessageEndingWith("\nand 3801 more")
        .message()
        .hasSizeLessThan(128 * 1024)
        .hasLineCount(1 + 200 + 1);
  }

  @Test
  void wantsADocument() {
    assertThat(mistakesIn())
        .containsExactly(new Mistake("configuration", "$", "no document", "at least one"));
  }

  @Test
  void readsTheVariableItself() {
    var source = new InlineConfigurationSource(SMALL);

    assertThat(ConfigurationReader.read(source.documents()).services()).hasSize(1);
    assertThat(source.documents()).extracting("source").containsExactly("REMEDIATION_CONFIG");
  }
}
