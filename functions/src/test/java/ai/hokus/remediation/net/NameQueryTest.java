package ai.hokus.remediation.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Resolution;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class NameQueryTest {

  private static final String HOST = "mlflow.example.local";
  private static final String SOA =
      "example.local. 15 SOA ns.example.local. root.example.local. 1 7200 900 1209600 86400";
  private static final Resolution UNHEARD = unknown("no answer from the resolver, asked twice");

  /** Enough for an answer that comes, however busy the machine is. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Resolution NO_RECORD =
      new Resolution.NoRecord("example.local", Duration.ofSeconds(15));

  @ParameterizedTest(name = "{0}")
  @MethodSource("situations")
  void resolves(String situation, Set<String> types, DnsServer.Talk talk, Resolution expected)
      throws IOException {
    try (var server = DnsServer.answering(talk)) {
      var patience = expected.equals(UNHEARD) ? Duration.ofMillis(300) : PATIENCE;
      assertThat(query(server, patience).ask(new Question.Name(HOST, types))).isEqualTo(expected);
    }
  }

  static Stream<Arguments> situations() {
    var a = Set.of("A");
    var srv = Set.of("SRV");
    var both = Set.of("A", "SRV");
    return Stream.of(
        arguments(
            "one address",
            a,
            says(Rcode.NOERROR, "mlflow.example.local. 10 A 10.0.1.88"),
            addresses("10.0.1.88")),
        arguments(
            "several, each once and in order",
            a,
            says(
                Rcode.NOERROR,
                "mlflow.example.local. 10 A 10.0.0.10",
                "mlflow.example.local. 10 A 10.0.0.9",
                "MLFLOW.example.local. 10 A 10.0.0.9"),
            addresses("10.0.0.9", "10.0.0.10")),
        arguments(
            "through an alias",
            Set.of("CNAME"),
            says(
                Rcode.NOERROR,
                "mlflow.example.local. 10 CNAME lb.example.local.",
                "lb.example.local. 10 A 10.0.0.3"),
            addresses("10.0.0.3")),
        arguments(
            "an alias that leads nowhere",
            a,
            says(Rcode.NXDOMAIN, "mlflow.example.local. 10 CNAME gone.example.local.", SOA),
            NO_RECORD),
        arguments(
            "an address of something else",
            a,
            says(Rcode.NOERROR, "other.example.local. 10 A 10.0.0.3"),
            unknown("NOERROR without a record and without an SOA")),
        arguments("no such name", a, says(Rcode.NXDOMAIN, SOA), NO_RECORD),
        arguments("a name without addresses", a, says(Rcode.NOERROR, SOA), NO_RECORD),
        arguments(
            "the SOA's minimum is the lower one",
            a,
            says(Rcode.NXDOMAIN, SOA.replace(" 15 SOA", " 900 SOA").replace("86400", "300")),
            new Resolution.NoRecord("example.local", Duration.ofMinutes(5))),
        arguments(
            "the SOA of another zone",
            a,
            says(Rcode.NXDOMAIN, SOA.replace("example.local. 15", "local. 15")),
            new Resolution.NoRecord("local", Duration.ofSeconds(15))),
        arguments(
            "the SOA of the root",
            a,
            says(Rcode.NXDOMAIN, SOA.replace("example.local. 15", ". 15")),
            new Resolution.NoRecord(".", Duration.ofSeconds(15))),
        arguments(
            "no such name, and no SOA",
            a,
            says(Rcode.NXDOMAIN),
            unknown("NXDOMAIN without a record and without an SOA")),
        arguments(
            "SERVFAIL", a, says(Rcode.SERVFAIL, SOA), unknown("the resolver answered SERVFAIL")),
        arguments("REFUSED", a, says(Rcode.REFUSED), unknown("the resolver answered REFUSED")),
        arguments("no answer", a, (DnsServer.Talk) (_, _) -> false, UNHEARD),
        arguments(
            "an SRV record, and the address of its target",
            srv,
            serving("t1.mlflow.example.local. 10 A 10.0.0.1"),
            addresses("10.0.0.1")),
        arguments("an SRV record whose target is gone", srv, serving(SOA), NO_RECORD),
        arguments("no SRV record", srv, says(Rcode.NOERROR, SOA), NO_RECORD),
        arguments(
            "an address, and no SRV record",
            both,
            (DnsServer.Talk)
                (question, answer) ->
                    (question.getType() == Type.A
                            ? says(Rcode.NOERROR, "mlflow.example.local. 10 A 10.0.0.1")
                            : says(Rcode.NOERROR, SOA))
                        .about(question, answer),
            addresses("10.0.0.1")),
        arguments(
            "an address, and silence for SRV: half of an answer is none",
            both,
            (DnsServer.Talk)
                (question, answer) ->
                    question.getType() == Type.A
                        && says(Rcode.NOERROR, "mlflow.example.local. 10 A 10.0.0.1")
                            .about(question, answer),
            UNHEARD),
        arguments(
            "nothing in DNS",
            Set.of(),
            says(Rcode.NOERROR),
            new Resolution.NotAsked("it keeps no A, CNAME or SRV record in DNS")));
  }

  @Test
  void asksOnceMoreWhenADatagramIsLost() throws IOException {
    var answers = says(Rcode.NOERROR, "mlflow.example.local. 10 A 10.0.0.1");
    var lost = new AtomicBoolean();
    try (var server =
        DnsServer.answering(
            (question, answer) -> lost.getAndSet(true) && answers.about(question, answer))) {
      var resolution =
          query(server, Duration.ofSeconds(2)).ask(new Question.Name(HOST, Set.of("A")));

      assertThat(resolution).isEqualTo(addresses("10.0.0.1"));
      assertThat(server.queries()).hasSize(2);
    }
  }

  @Test
  void asksForThatVeryNameAndForNothingElse() throws IOException {
    try (var server = DnsServer.answering(says(Rcode.NXDOMAIN, SOA))) {
      query(server, PATIENCE).ask(new Question.Name(HOST, Set.of("A", "AAAA")));

      assertThat(server.queries()).containsExactly("mlflow.example.local. A");
    }
  }

  @Test
  void asksTheResolverThatItIsTold() throws IOException {
    try (var server = DnsServer.answering(says(Rcode.NXDOMAIN, SOA))) {
      var resolution =
          NameQuery.of(server.addressAndPort()).ask(new Question.Name(HOST, Set.of("A")));

      assertThat(resolution).isEqualTo(NO_RECORD);
    }
  }

  @Test
  void takesNothingThatIsNoName() throws IOException {
    try (var server = DnsServer.answering(says(Rcode.NXDOMAIN, SOA))) {
      var resolution = query(server, PATIENCE).ask(new Question.Name("x".repeat(64), Set.of("A")));

      assertThat(resolution).isEqualTo(unknown("not a DNS name: \"" + "x".repeat(64) + "\""));
      assertThat(server.queries()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "127.0.0.1", "localhost:53", "127.0.0.1:65536", "127.0.0.256:53"})
  void refusesWhatIsNoResolver(String server) {
    assertThatThrownBy(() -> NameQuery.of(server))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + server.replaceFirst("256:53", "256"));
  }

  private static NameQuery query(DnsServer server, Duration timeout) {
    return new NameQuery(() -> List.of(server.address()), timeout);
  }

  private static DnsServer.Talk says(int rcode, String... records) {
    return (_, answer) -> {
      answer.getHeader().setRcode(rcode);
      for (var record : records) {
        boolean isSoa = record.contains(" SOA ");
        DnsServer.add(answer, isSoa ? Section.AUTHORITY : Section.ANSWER, record);
      }
      return true;
    };
  }

  /** An SRV record for the name, and {@code target} for whatever else is asked. */
  private static DnsServer.Talk serving(String target) {
    return (question, answer) ->
        (question.getType() == Type.SRV
                ? says(
                    Rcode.NOERROR, "mlflow.example.local. 10 SRV 1 1 5000 t1.mlflow.example.local.")
                : says(Rcode.NOERROR, target))
            .about(question, answer);
  }

  private static Resolution addresses(String... dotted) {
    return new Resolution.Addresses(Stream.of(dotted).map(Ipv4::new).toList());
  }

  private static Resolution unknown(String why) {
    return new Resolution.Unknown(why);
  }
}
