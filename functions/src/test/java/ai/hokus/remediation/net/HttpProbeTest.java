package ai.hokus.remediation.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Cidr;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.ProbeRequest;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HttpProbeTest {

  private static final Ipv4 HERE = new Ipv4("127.0.0.1");

  /** Enough for an answer that comes, however busy the machine is. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final ProbeRequest REQUEST = request(PATIENCE);

  private final HttpProbe probe = within("0.0.0.0/0", "127.0.0.0/8");

  @ParameterizedTest(name = "{0}")
  @MethodSource("servers")
  void judges(String situation, RawServer.Talk talk, Verdict expected) throws Exception {
    try (var server = RawServer.at("127.0.0.1", 0, talk)) {
      var patience = expected instanceof Verdict.Silent ? Duration.ofMillis(1500) : PATIENCE;
      assertThat(probe.ask(question(server.port(), request(patience), "127.0.0.0/8"), HERE))
          .isEqualTo(expected);
    }
  }

  static Stream<Arguments> servers() {
    var rejected = new Verdict.Rejected(403);
    var silent = new Verdict.Silent("no answer in 1500 ms");
    var closed = new Verdict.Down("connection closed without an answer");
    var reset = new Verdict.Down("connection reset");
    var notHttp = new Verdict.Down("no answer in HTTP");
    RawServer.Talk accepts = caller -> caller.getInputStream().readAllBytes();
    return Stream.of(
        arguments("as expected", says(RawServer.status(200)), new Verdict.Ok(200)),
        arguments("as expected, too", says(RawServer.status(204)), new Verdict.Ok(204)),
        arguments("another good status", says(RawServer.status(201)), new Verdict.Rejected(201)),
        arguments("refuses the Host", says(RawServer.status(403)), rejected),
        arguments("wants a password", says(RawServer.status(401)), new Verdict.Rejected(401)),
        arguments("overloaded", says(RawServer.status(503)), new Verdict.Down("HTTP 503")),
        arguments("beyond all statuses", says(RawServer.status(999)), new Verdict.Down("HTTP 999")),
        arguments("closes", says(""), closed),
        arguments("closes in mid-head", says("HTTP/1.1 200 OK\r\nContent-Le"), closed),
        arguments("resets", (RawServer.Talk) caller -> caller.setSoLinger(true, 0), reset),
        arguments("accepts and never answers", accepts, silent),
        arguments("never ends its head", then(says("HTTP/1.1 200 OK\r\nX: "), accepts), silent),
        arguments("another protocol", says("SSH-2.0-OpenSSH_9.9\r\n"), notHttp),
        arguments("TLS", says("\u0015\u0003\u0003\u0000\u0002\u0002P\r\n"), notHttp),
        arguments(
            "a length in letters", says("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"), notHttp),
        arguments(
            "a head of a megabyte",
            says("HTTP/1.1 200 OK\r\nX: " + "x".repeat(1 << 20) + "\r\n\r\n"),
            notHttp));
  }

  @Test
  void saysWhoRefusesTheConnection() throws Exception {
    assertThat(probe.ask(question(FreePort.any(), REQUEST, "127.0.0.0/8"), HERE))
        .isEqualTo(new Verdict.Down("connection refused"));
  }

  /** Which the client mostly tells as a connection that could not be made. */
  @Test
  void saysWhoResetsAsSoonAsTheyAreConnected() throws Exception {
    try (var listening = new ServerSocket(0, 50, InetAddress.getByAddress(HERE.bytes()))) {
      var question = question(listening.getLocalPort(), REQUEST, "127.0.0.0/8");
      Thread.ofPlatform().start(() -> resetAll(listening));

      for (int i = 0; i < 20; i++) {
        assertThat(probe.ask(question, HERE)).isInstanceOf(Verdict.Down.class);
      }
    }
  }

  @Test
  void asksAsTheConsumerWould() throws Exception {
    try (var server = RawServer.saying("127.0.0.1", 0, RawServer.status(200))) {
      probe.ask(question(server.port(), REQUEST, "127.0.0.0/8"), HERE);

      assertThat(server.requests().remove())
          .startsWith("POST /api/search?q=1 HTTP/1.1\r\n")
          .containsOnlyOnce("Host: mlflow.example.local:5000\r\n")
          .contains("Content-Type: application/json\r\n")
          .endsWith("\r\n\r\n{\"max_results\":1}");
    }
  }

  @Test
  void connectsAnewForEachRequest() throws Exception {
    try (var server =
        RawServer.at("127.0.0.1", 0, then(says(RawServer.status(200)), HttpProbeTest::hungUp))) {
      var question = question(server.port(), REQUEST, "127.0.0.0/8");
      probe.ask(question, HERE);
      probe.ask(question, HERE);

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void followsNoRedirect() throws Exception {
    try (var elsewhere = RawServer.saying("127.0.0.1", 0, RawServer.status(200));
        var server =
            RawServer.saying(
                "127.0.0.1",
                0,
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%d/\r\nContent-Length: 0\r\n\r\n"
                    .formatted(elsewhere.port()))) {
      var verdict = probe.ask(question(server.port(), REQUEST, "127.0.0.0/8"), HERE);

      assertThat(verdict).isEqualTo(new Verdict.Rejected(302));
      assertThat(elsewhere.connections()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"Content-Length: 1000000000", "Transfer-Encoding: chunked"})
  void hangsUpBeforeABodyWithoutEnd(String header) throws Exception {
    var hungUp = new CountDownLatch(1);
    RawServer.Talk endless =
        caller -> {
          caller.getOutputStream().write(bytes("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n"));
          try {
            while (true) {
              caller.getOutputStream().write(bytes("5\r\nhello\r\n"));
            }
          } finally {
            hungUp.countDown();
          }
        };
    try (var server = RawServer.at("127.0.0.1", 0, endless)) {
      var verdict = probe.ask(question(server.port(), REQUEST, "127.0.0.0/8"), HERE);

      assertThat(verdict).isEqualTo(new Verdict.Ok(200));
      assertThat(hungUp.await(60, SECONDS)).isTrue();
    }
  }

  @Test
  void doesNotWaitForABodyThatDripsIn() throws Exception {
    var hungUp = new CountDownLatch(1);
    RawServer.Talk onePart =
        caller -> {
          caller.getOutputStream().write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"));
          hungUp(caller);
          hungUp.countDown();
        };
    try (var server = RawServer.at("127.0.0.1", 0, onePart)) {
      var verdict = probe.ask(question(server.port(), REQUEST, "127.0.0.0/8"), HERE);

      assertThat(verdict).isEqualTo(new Verdict.Ok(200));
      assertThat(hungUp.await(60, SECONDS)).isTrue();
    }
  }

  @ParameterizedTest(name = "{1} within {0}")
  @CsvSource({
    "10.0.0.0/16, 127.0.0.1",
    "127.0.0.2/32, 127.0.0.1",
    "0.0.0.0/0, 127.0.0.1",
    "169.254.0.0/16, 169.254.169.254",
    "0.0.0.0/0, 169.254.170.2",
    "0.0.0.0/0, 0.0.0.0",
    "0.0.0.0/0, 255.255.255.255",
  })
  void connectsToNoAddressThatNobodyConfigured(String within, String address) throws Exception {
    try (var server = RawServer.saying("127.0.0.1", 0, RawServer.status(200))) {
      var verdict = probe.ask(question(server.port(), REQUEST, within), new Ipv4(address));

      assertThat(verdict).isEqualTo(new Verdict.Unasked("outside the configured cidrs"));
      assertThat(server.connections()).isZero();
    }
  }

  /** Whoever asks the question may have chosen its blocks. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"10.0.0.0/16", "127.0.0.2/32", "0.0.0.0/0"})
  void connectsToNoAddressOutsideItsOwnBlocks(String own) throws Exception {
    try (var server = RawServer.saying("127.0.0.1", 0, RawServer.status(200))) {
      var verdict = within(own).ask(question(server.port(), REQUEST, "127.0.0.0/8"), HERE);

      assertThat(verdict).isEqualTo(new Verdict.Unasked("outside the probe's own cidrs"));
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void asksNobodyWhatCannotBeAsked() throws Exception {
    try (var server = RawServer.saying("127.0.0.1", 0, RawServer.status(200))) {
      var request = new ProbeRequest("GET", "/a|b", "", Set.of(200), "mlflow", PATIENCE);

      var verdict = probe.ask(question(server.port(), request, "127.0.0.0/8"), HERE);

      assertThat(verdict.inWords()).contains("was not asked (no such request can be made: ");
      assertThat(server.connections()).isZero();
    }
  }

  private static HttpProbe within(String... blocks) {
    return new HttpProbe(
        Stream.of(blocks).map(Cidr::parse).toList(), Executors.newVirtualThreadPerTaskExecutor());
  }

  private static ProbeRequest request(Duration timeout) {
    return new ProbeRequest(
        "POST",
        "/api/search?q=1",
        "{\"max_results\":1}",
        Set.of(200, 204),
        "mlflow.example.local:5000",
        timeout);
  }

  private static Question question(int port, ProbeRequest request, String within) {
    return new Question(request, port, List.of(Cidr.parse(within)), Map.of(), Optional.empty());
  }

  private static void resetAll(ServerSocket listening) {
    try {
      while (true) {
        var caller = listening.accept();
        caller.setSoLinger(true, 0);
        caller.close();
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static RawServer.Talk says(String text) {
    return caller -> caller.getOutputStream().write(bytes(text));
  }

  private static RawServer.Talk then(RawServer.Talk first, RawServer.Talk second) {
    return caller -> {
      first.with(caller);
      second.with(caller);
    };
  }

  /** Returns when the other side has closed the connection. */
  private static void hungUp(Socket caller) throws IOException {
    caller.getInputStream().readAllBytes();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
