package ai.hokus.remediation.net;

import ai.hokus.remediation.model.Cidr;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.ports.AskedAgain;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.ProberContract;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.xbill.DNS.Section;

/** On the loopback. Waiting takes no time: the clock is moved on. */
class ProberContractTest extends ProberContract {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<AutoCloseable> servers = new ArrayList<>();
  private final List<Coming> coming = new ArrayList<>();
  private volatile Instant now = NOON;
  private volatile String record = "";
  private DnsServer resolver;
  private int port;

  private record Coming(Ipv4 address, Instant at) {}

  @BeforeEach
  void open() throws IOException {
    port = FreePort.any();
    resolver =
        DnsServer.answering((question, answer) -> {
          DnsServer.add(answer, Section.ANSWER, question.getName() + " 10 A " + record);
          return true;
        });
    servers.add(resolver);
  }

  @AfterEach
  void close() throws Exception {
    for (var server : servers) {
      server.close();
    }
    executor.close();
  }

  @Override
  protected Prober prober() {
    return new AskedAgain(
        new DirectProber(
            new HttpProbe(List.of(Cidr.parse("127.0.0.0/8")), executor),
            new NameQuery(() -> List.of(resolver.address()), Duration.ofSeconds(2)),
            new Parallel(executor),
            () -> now,
            this::sleep));
  }

  @Override
  protected Ipv4 address(int which) {
    return new Ipv4("127.0.0." + which);
  }

  @Override
  protected int port() {
    return port;
  }

  /** So long that no answer comes too late on a machine that is busy. */
  @Override
  protected Duration longest() {
    return Duration.ofSeconds(20);
  }

  @Override
  protected void serves(Ipv4 address, int status) throws IOException {
    servers.add(RawServer.saying(address.dotted(), port, RawServer.status(status)));
  }

  @Override
  protected void comesUp(Ipv4 address, Duration after) {
    coming.add(new Coming(address, now.plus(after)));
  }

  @Override
  protected Question.Name named(Ipv4 address) {
    record = address.dotted();
    return new Question.Name("mlflow.example.local", Set.of("A"));
  }

  private void sleep(Duration pause) {
    now = now.plus(pause);
    var due = coming.stream().filter(each -> !now.isBefore(each.at())).toList();
    coming.removeAll(due);
    try {
      for (var each : due) {
        serves(each.address(), 200);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
