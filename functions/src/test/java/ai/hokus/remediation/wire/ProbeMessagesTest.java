package ai.hokus.remediation.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Cidr;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.ProbeRequest;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProbeMessagesTest {

  private static final Question SAMPLE =
      new Question(
          new ProbeRequest(
              "POST",
              "/api/2.0/mlflow/experiments/search",
              "{\"max_results\":1}",
              Set.of(200),
              "mlflow.hokusai-development.local:5000",
              Duration.ofSeconds(2)),
          5000,
          List.of(Cidr.parse("10.0.0.0/16")),
          Map.of(
              new Ipv4("10.0.1.88"), Duration.ZERO, new Ipv4("10.0.3.17"), Duration.ofSeconds(20)),
          Optional.of(new Question.Name("mlflow.hokusai-development.local", Set.of("A"))));

  @Test
  void readsTheSampleOfAQuestion() {
    assertThat(ProbeMessages.readQuestion(sample().getBytes(UTF_8))).isEqualTo(SAMPLE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("questions")
  void readsTheQuestionThatItWrote(String kind, Question question) {
    assertThat(ProbeMessages.readQuestion(ProbeMessages.write(question))).isEqualTo(question);
  }

  static Stream<Arguments> questions() {
    var get =
        new ProbeRequest("GET", "/health", "", Set.of(200, 204), "api", Duration.ofMillis(1500));
    return Stream.of(
        arguments("addresses and a name", SAMPLE),
        arguments(
            "only addresses",
            new Question(get, 8001, SAMPLE.within(), SAMPLE.addresses(), Optional.empty())),
        arguments(
            "only a name", new Question(get, 8001, SAMPLE.within(), Map.of(), SAMPLE.name())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformedQuestions")
  void namesTheFieldOfAQuestionThatMakesNoSense(String kind, String json, String complaint) {
    assertThatThrownBy(() -> ProbeMessages.readQuestion(json.getBytes(UTF_8)))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining(complaint);
  }

  static Stream<Arguments> malformedQuestions() {
    var noAddress = "addresses[\"mlflow.local\"]: wanted an IPv4 address as the key, found";
    var noTimeout =
        "request.timeout: wanted an ISO-8601 duration from PT0.001S to PT2S, found \"PT3S\"";
    return Stream.of(
        arguments("nothing", "", "the message: wanted an object, found nothing"),
        arguments("a list", "[]", "the message: wanted an object, found []"),
        arguments("cut off", sample().substring(0, 90), "the message: wanted JSON, found"),
        arguments("two messages", sample() + "{}", "the message: wanted JSON, found"),
        arguments("too deep", "[".repeat(100_000), "the message: wanted JSON, found"),
        arguments("the same key twice", "{\"port\":1,\"port\":2}", "Duplicate field 'port'"),
        arguments("empty", "{}", "request: wanted an object, found nothing"),
        arguments("null for a field", with("5000,", "null,"), "port: wanted a whole number"),
        arguments("no port", with("5000,", "\"http\","), "from 1 to 65535, found \"http\""),
        arguments("half a port", with("5000,", "80.5,"), "port: wanted a whole number"),
        arguments("a huge port", with("5000,", "1e99,"), "port: wanted a whole number"),
        arguments("a method of two lines", with("POST", "GET\\n"), "request.method: wanted"),
        arguments("a method that changes things", with("POST", "DELETE"), "GET, HEAD or POST"),
        arguments("a path elsewhere", with("/api", "@metadata"), "request.path: wanted"),
        arguments("a Host of two lines", with(":5000\"", "\\r\\nA: b\""), "request.host: wanted"),
        arguments("a body that is no text", with("\"{\\\"max_results\\\":1}\"", "{}"), "body"),
        arguments("nothing expected", with("[200]", "[]"), "request.expect: wanted at least one"),
        arguments("no status", with("[200]", "[200, 20]"), "request.expect[1]: wanted"),
        arguments("too patient a request", with("PT2S", "PT3S"), noTimeout),
        arguments("no duration", with("PT2S", "2 s"), "request.timeout: wanted"),
        arguments("no block", with("10.0.0.0/16", "10.0.0.1/16"), "within[0]: wanted a CIDR block"),
        arguments("a name as an address", with("10.0.1.88", "mlflow.local"), noAddress),
        arguments("too much patience", with("PT20S", "PT21S"), "addresses[\"10.0.3.17\"]: wanted"),
        arguments("patience behind us", with("PT0S", "-PT1S"), "addresses[\"10.0.1.88\"]: wanted"),
        arguments("types that are no list", with("[\"A\"]", "\"A\""), "name.recordTypes: wanted"));
  }

  @Test
  void ignoresWhatItDoesNotKnow() {
    var newer = with("\"port\"", "\"since\": \"2.0\", \"port\"");

    assertThat(ProbeMessages.readQuestion(newer.getBytes(UTF_8))).isEqualTo(SAMPLE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void readsTheAnswerThatItWrote(String json, Answer answer) {
    var written = ProbeMessages.write(answer);

    assertThat(new String(written, UTF_8)).isEqualTo(json);
    assertThat(ProbeMessages.readAnswer(written)).isEqualTo(answer);
  }

  static Stream<Arguments> answers() {
    Map<Ipv4, Verdict> verdicts =
        Map.of(
            new Ipv4("10.0.0.1"), new Verdict.Ok(200),
            new Ipv4("10.0.0.2"), new Verdict.Rejected(403),
            new Ipv4("10.0.0.3"), new Verdict.Down("HTTP 503"),
            new Ipv4("10.0.0.4"), new Verdict.Silent("no answer in 2 s"),
            new Ipv4("10.0.0.5"), new Verdict.Unasked("outside the configured cidrs"));
    return Stream.of(
        arguments(
            """
            {"verdicts":{"10.0.0.1":{"ok":200},"10.0.0.2":{"rejected":403},\
            "10.0.0.3":{"down":"HTTP 503"},"10.0.0.4":{"silent":"no answer in 2 s"},\
            "10.0.0.5":{"unasked":"outside the configured cidrs"}},\
            "resolution":{"addresses":["10.0.0.1","10.0.0.2"]}}\
            """,
            new Answer(
                verdicts,
                new Resolution.Addresses(List.of(new Ipv4("10.0.0.2"), new Ipv4("10.0.0.1"))))),
        arguments(
            """
            {"verdicts":{},"resolution":{"noRecord":{"zone":"example.local","negativeTtl":"PT15S"}}}\
            """,
            new Answer(Map.of(), new Resolution.NoRecord("example.local", Duration.ofSeconds(15)))),
        arguments(
            """
            {"verdicts":{},"resolution":{"unknown":"the resolver answered SERVFAIL"}}\
            """,
            new Answer(Map.of(), new Resolution.Unknown("the resolver answered SERVFAIL"))),
        arguments(
            """
            {"verdicts":{},"resolution":{"notAsked":"the question has no name"}}\
            """,
            new Answer(Map.of(), new Resolution.NotAsked("the question has no name"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformedAnswers")
  void namesTheFieldOfAnAnswerThatMakesNoSense(String json, String complaint) {
    assertThatThrownBy(() -> ProbeMessages.readAnswer(json.getBytes(UTF_8)))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining(complaint);
  }

  static Stream<Arguments> malformedAnswers() {
    return Stream.of(
        arguments("{\"errorMessage\": \"timed out\"}", "verdicts: wanted an object, found nothing"),
        arguments("{\"verdicts\": {\"10.0.0.1\": {}}}", "one of ok, rejected, down, silent"),
        arguments("{\"verdicts\": {\"10.0.0.1\": {\"ok\": \"200\"}}}", "[\"10.0.0.1\"].ok: wanted"),
        arguments("{\"verdicts\": {}, \"resolution\": {}}", "resolution: wanted one of addresses"),
        arguments(
            "{\"verdicts\": {}, \"resolution\": {\"addresses\": []}}",
            "resolution.addresses: wanted at least one address, found []"),
        arguments(
            "{\"verdicts\": {}, \"resolution\": {\"noRecord\": {\"zone\": \"a\"}}}",
            "resolution.noRecord.negativeTtl: wanted an ISO-8601 duration"));
  }

  @Test
  void passesTheErrorOfTheOtherSideOn() {
    var refusal = ProbeMessages.write(new Malformed("port", "a number", "\"http\""));

    assertThatThrownBy(() -> ProbeMessages.readAnswer(refusal))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("port: wanted a number");
  }

  @Test
  void keepsAReasonToOneShortLine() {
    var why = "a\nb" + "x".repeat(9_999);
    var down =
        new Answer(
            Map.of(new Ipv4("10.0.0.1"), new Verdict.Down(why)), new Resolution.Unknown("blind"));

    var read = ProbeMessages.readAnswer(ProbeMessages.write(down));

    assertThat(read.of(new Ipv4("10.0.0.1")).inWords()).matches("is down \\(a bx{157}…\\)");
  }

  private static String with(String part, String instead) {
    assertThat(sample()).contains(part);
    return sample().replace(part, instead);
  }

  private static String sample() {
    var resource = ProbeMessagesTest.class.getResourceAsStream("/events/probe.json");
    try (var in = Objects.requireNonNull(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
