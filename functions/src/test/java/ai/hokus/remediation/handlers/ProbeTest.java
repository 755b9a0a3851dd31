package ai.hokus.remediation.handlers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Cidr;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.net.DirectProber;
import ai.hokus.remediation.net.DnsServer;
import ai.hokus.remediation.net.HttpProbe;
import ai.hokus.remediation.net.NameQuery;
import ai.hokus.remediation.net.RawServer;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.wire.ProbeMessages;
import com.amazonaws.services.lambda.runtime.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.crac.Core;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

class ProbeTest {

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    executor.close();
  }

  /** The sample, with the two tasks and the resolver played on the loopback. */
  @Test
  void answersTheSample() throws IOException {
    var a = new Ipv4("127.0.1.88");
    var b = new Ipv4("127.0.3.17");
    try (var first = RawServer.saying(a.dotted(), 0, RawServer.status(200));
        var second = RawServer.saying(b.dotted(), first.port(), RawServer.status(403));
        var dns = DnsServer.answering(ProbeTest::onlyTheFirst)) {

      var answer = ask(probe(dns), onTheLoopback(sample(), first.port()));

      assertThat(ProbeMessages.readAnswer(answer))
          .isEqualTo(
              new Answer(
                  Map.of(a, new Verdict.Ok(200), b, new Verdict.Rejected(403)),
                  new Resolution.Addresses(List.of(a))));
      assertThat(second.requests().remove())
          .startsWith("POST /api/2.0/mlflow/experiments/search HTTP/1.1\r\n")
          .contains("Host: mlflow.hokusai-development.local:5000\r\n");
      assertThat(dns.queries()).containsExactly("mlflow.hokusai-development.local. A");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''              | the message: wanted an object, found nothing
          {"request":     | the message: wanted JSON, found Unexpected end-of-input
          []              | the message: wanted an object, found []
          {"port": 5000}  | request: wanted an object, found nothing
          """)
  void answersWhatMakesNoSenseWithTheField(String question, String complaint) throws IOException {
    try (var dns = DnsServer.answering(ProbeTest::onlyTheFirst)) {
      var answer = new String(ask(probe(dns), question.getBytes(UTF_8)), UTF_8);

      assertThat(answer).startsWith("{\"error\":\"" + complaint);
      assertThat(dns.queries()).isEmpty();
    }
  }

  /** Whoever may invoke it chooses {@code within}; what it may reach is not theirs to choose. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10.0.0.0/16              | {"unasked":"outside the probe's own cidrs"}
          0.0.0.0/0                | {"unasked":"outside the probe's own cidrs"}
          10.0.0.0/16,127.0.0.0/8  | {"ok":200}
          """)
  void asksOnlyWithinItsEnvironment(String cidrs, String verdict) throws IOException {
    try (var server = RawServer.saying("127.0.0.1", 0, RawServer.status(200))) {
      var sample = ProbeMessages.readQuestion(onTheLoopback(sample(), server.port()));
      var question =
          new Question(
              sample.request(),
              sample.port(),
              sample.within(),
              Map.of(new Ipv4("127.0.0.1"), Duration.ZERO),
              Optional.empty());

      var answer =
          ask(
              new Probe(ProbeWiring.from(Map.of("PROBE_CIDRS", cidrs))),
              ProbeMessages.write(question));

      assertThat(new String(answer, UTF_8)).contains("{\"127.0.0.1\":" + verdict + "}");
      assertThat(server.connections()).isEqualTo(verdict.contains("ok") ? 1 : 0);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"everywhere", "10.0.0.0", "10.0.0.1/16", "10.0.0.0/16,", "127.0.0.1/8"})
  void quotesBlocksThatAreNone(String cidrs) {
    var environment = Map.of("PROBE_CIDRS", cidrs);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbeWiring.from(environment))
        .withMessageStartingWith("not a CIDR block: ");
  }

  @Test
  void primesItselfWithTheWholeWayThroughHttpAndDns() throws IOException {
    try (var dns = DnsServer.answering(ProbeTest::onlyTheFirst)) {
      new ProbePriming(prober(dns)).beforeCheckpoint(Core.getGlobalContext());

      assertThat(dns.queries()).containsExactly("localhost. A");
    }
  }

  private Probe probe(DnsServer dns) {
    return new Probe(prober(dns));
  }

  private DirectProber prober(DnsServer dns) {
    return new DirectProber(
        new HttpProbe(List.of(Cidr.parse("127.0.0.0/8")), executor),
        NameQuery.of(dns.addressAndPort()),
        new Parallel(executor),
        InstantSource.fixed(Instant.EPOCH),
        _ -> {});
  }

  private static byte[] ask(Probe probe, byte[] question) throws IOException {
    var answer = new ByteArrayOutputStream();
    probe.handleRequest(new ByteArrayInputStream(question), answer, unused());
    return answer.toByteArray();
  }

  private static boolean onlyTheFirst(Record question, Message answer) throws IOException {
    DnsServer.add(answer, Section.ANSWER, question.getName() + " 10 A 127.0.1.88");
    return true;
  }

  private static byte[] onTheLoopback(String sample, int port) {
    return sample
        .replace("10.0.0.0/16", "127.0.0.0/8")
        .replace("\"10.0.", "\"127.0.")
        .replace("\"port\": 5000", "\"port\": " + port)
        .getBytes(UTF_8);
  }

  private static String sample() throws IOException {
    var resource = ProbeTest.class.getResourceAsStream("/events/probe.json");
    try (var in = Objects.requireNonNull(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** Probe asks Lambda nothing. */
  private static Context unused() {
    return (Context)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (_, method, _) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
