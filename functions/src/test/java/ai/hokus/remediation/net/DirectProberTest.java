package ai.hokus.remediation.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Cidr;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.ProbeRequest;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.ports.Parallel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

class DirectProberTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Ipv4 A = new Ipv4("127.0.0.1");
  private static final Ipv4 B = new Ipv4("127.0.0.2");
  private static final Verdict OK = new Verdict.Ok(200);
  private static final Optional<Question.Name> NAME =
      Optional.of(new Question.Name("mlflow.example.local", Set.of("A")));

  /** Waiting takes no time here: the clock is moved on. */
  private final AtomicInteger pauses = new AtomicInteger();

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<AutoCloseable> servers = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (var server : servers) {
      server.close();
    }
    executor.close();
  }

  @Test
  void asksEveryAddressAndTheName() throws Exception {
    var port = serve(A, 0, 200).port();
    serve(B, port, 403);

    var answer =
        prober(resolver(A, B), _ -> {})
            .ask(question(port, Map.of(A, Duration.ZERO, B, Duration.ZERO), NAME));

    assertThat(answer.verdicts()).isEqualTo(Map.of(A, OK, B, new Verdict.Rejected(403)));
    assertThat(answer.resolution()).isEqualTo(new Resolution.Addresses(List.of(A, B)));
  }

  @Test
  void asksEightAddressesBesideEachOther() throws Exception {
    var together = new CyclicBarrier(8);
    var addresses = new TreeMap<Ipv4, Duration>();
    int port = 0;
    for (int last = 1; last <= 8; last++) {
      var address = new Ipv4("127.0.0." + last);
      addresses.put(address, Duration.ZERO);
      // Each answers only when all eight are being asked.
      var server =
          keep(
              RawServer.at(
                  address.dotted(),
                  port,
                  caller -> {
                    await(together);
                    caller.getOutputStream().write(RawServer.status(200).getBytes(ISO_8859_1));
                  }));
      port = server.port();
    }

    var answer = prober(resolver(), _ -> {}).ask(question(port, addresses, Optional.empty()));

    assertThat(answer.verdicts())
        .hasSize(8)
        .allSatisfy((_, verdict) -> assertThat(verdict).isEqualTo(OK));
  }

  /** Whoever may invoke Probe chooses how many addresses there are. */
  @Test
  void asksNoMoreThanThirtyTwoAtATime() throws Exception {
    var full = new CountDownLatch(32);
    var oneTooMany = new CountDownLatch(33);
    var out = new AtomicInteger();
    var most = new AtomicInteger();
    var server =
        keep(
            RawServer.at(
                "0.0.0.0",
                0,
                caller -> {
                  most.accumulateAndGet(out.incrementAndGet(), Math::max);
                  full.countDown();
                  oneTooMany.countDown();
                  await(full, Duration.ofSeconds(20));
                  await(oneTooMany, Duration.ofMillis(300));
                  // Before it answers: then the request is still out for the one who counts.
                  out.decrementAndGet();
                  caller.getOutputStream().write(RawServer.status(200).getBytes(ISO_8859_1));
                }));
    var addresses = new TreeMap<Ipv4, Duration>();
    for (int last = 1; last <= 100; last++) {
      addresses.put(new Ipv4("127.0.0." + last), Duration.ZERO);
    }

    var answer =
        prober(resolver(), _ -> {}).ask(question(server.port(), addresses, Optional.empty()));

    assertThat(answer.verdicts())
        .hasSize(100)
        .allSatisfy((_, verdict) -> assertThat(verdict).isEqualTo(OK));
    assertThat(most).hasValue(32);
  }

  @Test
  void asksWhatTheNameAnswersAndNothingTwice() throws Exception {
    var first = serve(A, 0, 200);
    var second = serve(B, first.port(), 200);

    var answer =
        prober(resolver(A, B), _ -> {}).ask(question(first.port(), Map.of(A, Duration.ZERO), NAME));

    assertThat(answer.verdicts()).isEqualTo(Map.of(A, OK, B, OK));
    assertThat(first.connections()).isOne();
    assertThat(second.connections()).isOne();
  }

  @Test
  void doesNotAskWhatTheNameAnswersOutsideOfTheBlocks() throws Exception {
    var metadata = new Ipv4("169.254.169.254");

    var answer = prober(resolver(metadata), _ -> {}).ask(question(80, Map.of(), NAME));

    assertThat(answer.verdicts())
        .isEqualTo(Map.of(metadata, new Verdict.Unasked("outside the configured cidrs")));
    assertThat(answer.resolution()).isEqualTo(new Resolution.Addresses(List.of(metadata)));
  }

  @Test
  void asksAPatientAddressAgainUntilItAnswers() throws Exception {
    var port = FreePort.any();
    var prober = prober(resolver(), comesUp(port, 2));

    var answer = prober.ask(question(port, Map.of(A, Duration.ofSeconds(20)), Optional.empty()));

    assertThat(answer.verdicts()).isEqualTo(Map.of(A, OK));
    assertThat(pauses).hasValue(2);
  }

  /** Whoever asked can look again then, and wait for the rest. */
  @Test
  void waitsForNobodyElseOnceOneOfThemAnswers() throws Exception {
    var port = FreePort.any();
    var prober = prober(resolver(), comesUp(port, 3));
    // Each pause of B moves A's clock on, too: there is enough of it for A to be asked meanwhile.
    var aDay = Duration.ofDays(1);

    var answer = prober.ask(question(port, Map.of(A, aDay, B, aDay), Optional.empty()));

    assertThat(answer.verdicts())
        .isEqualTo(Map.of(A, OK, B, new Verdict.Down("connection refused")));
    assertThat(pauses).hasValueLessThan(2 * 60 * 60 * 24);
  }

  @Test
  void givesUpWhenPatienceIsOver() throws Exception {
    var port = FreePort.any();

    var answer =
        prober(resolver(), _ -> {})
            .ask(
                question(
                    port, Map.of(A, Duration.ofSeconds(20), B, Duration.ZERO), Optional.empty()));

    var down = new Verdict.Down("connection refused");
    assertThat(answer.verdicts()).isEqualTo(Map.of(A, down, B, down));
    assertThat(pauses).hasValue(40);
  }

  @Test
  void doesNotAskAgainWhoRefuses() throws Exception {
    var server = serve(A, 0, 403);

    prober(resolver(), _ -> {})
        .ask(question(server.port(), Map.of(A, Duration.ofSeconds(20)), Optional.empty()));

    assertThat(server.connections()).isOne();
  }

  @Test
  void answersAlsoWhenTheNameCannotBeAsked() throws Exception {
    var server = serve(A, 0, 200);
    var failing =
        keep(
            DnsServer.answering((_, answer) -> {
              answer.getHeader().setRcode(Rcode.SERVFAIL);
              return true;
            }));

    var answer =
        prober(failing, _ -> {}).ask(question(server.port(), Map.of(A, Duration.ZERO), NAME));

    assertThat(answer.verdicts()).isEqualTo(Map.of(A, OK));
    assertThat(answer.resolution())
        .isEqualTo(new Resolution.Unknown("the resolver answered SERVFAIL"));
  }

  private DirectProber prober(DnsServer resolver, IntConsumer whilePausing) {
    return new DirectProber(
        new HttpProbe(List.of(Cidr.parse("127.0.0.0/8")), executor),
        new NameQuery(() -> List.of(resolver.address()), Duration.ofSeconds(2)),
        new Parallel(executor),
        () -> NOON.plus(DirectProber.AGAIN_AFTER.multipliedBy(pauses.get())),
        _ -> whilePausing.accept(pauses.incrementAndGet()));
  }

  private static Question question(
      int port, Map<Ipv4, Duration> addresses, Optional<Question.Name> name) {
    return new Question(
        new ProbeRequest("GET", "/", "", Set.of(200), "mlflow", Duration.ofSeconds(20)),
        port,
        List.of(Cidr.parse("127.0.0.0/8")),
        addresses,
        name);
  }

  private IntConsumer comesUp(int port, int atPause) {
    return pause -> {
      if (pause == atPause) {
        try {
          serve(A, port, 200);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private RawServer serve(Ipv4 address, int port, int status) throws IOException {
    return keep(RawServer.saying(address.dotted(), port, RawServer.status(status)));
  }

  private DnsServer resolver(Ipv4... addresses) throws IOException {
    return keep(
        DnsServer.answering((question, answer) -> {
          for (var address : addresses) {
            DnsServer.add(answer, Section.ANSWER, question.getName() + " 10 A " + address.dotted());
          }
          return true;
        }));
  }

  private <T extends AutoCloseable> T keep(T server) {
    servers.add(server);
    return server;
  }

  private static void await(CountDownLatch latch, Duration atMost) throws IOException {
    try {
      boolean _ = latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void await(CyclicBarrier barrier) throws IOException {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IOException(e);
    }
  }
}
