package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.net.FreePort;
import ai.hokus.remediation.ports.AskedAgain;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.ProberContract;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * Through the packaged function {@code Probe}, which asks on the loopback, and the world's
 * resolver. Waiting takes its time here.
 */
class LambdaProberContractTest extends ProberContract {
  private static AwsOfTheWorld aws;

  private final List<HttpServer> servers = new ArrayList<>();

  /** When those that come up were first asked; zero if not yet. */
  private final List<AtomicLong> asked = new ArrayList<>();

  private int port;

  /** Nobody of ECS's is in the answers. */
  @BeforeAll
  static void up() {
    aws = AwsOfTheWorld.up();
    aws.world().tell("scale", "mlflow", "0");
  }

  @AfterAll
  static void down() {
    aws.close();
  }

  @BeforeEach
  void open() throws IOException {
    port = FreePort.any();
  }

  @AfterEach
  void close() {
    servers.forEach(server -> server.stop(0));
  }

  @Override
  protected Prober prober() {
    var prober = aws.aws().prober("Probe");
    return new AskedAgain(question -> afresh(prober, question));
  }

  private Answer afresh(Prober prober, Question question) {
    asked.forEach(first -> first.set(0));
    return prober.ask(question);
  }

  @Override
  protected Ipv4 address(int which) {
    return new Ipv4("127.0.0." + which);
  }

  @Override
  protected int port() {
    return port;
  }

  @Override
  protected void serves(Ipv4 address, int status) throws IOException {
    serve(address, () -> status);
  }

  /** So much time after it was first asked: how long a function takes to start is not known. */
  @Override
  protected void comesUp(Ipv4 address, Duration after) throws IOException {
    var first = new AtomicLong();
    asked.add(first);
    serve(
        address,
        () -> {
          first.compareAndSet(0, System.nanoTime());
          return System.nanoTime() - first.get() < after.toNanos() ? 503 : 200;
        });
  }

  @Override
  protected Question.Name named(Ipv4 address) {
    aws.world().register("by-hand", Map.of("AWS_INSTANCE_IPV4", address.dotted()));
    // It makes the resolver forget.
    aws.world().tell("hide-zone", "off");
    return new Question.Name("mlflow.hokusai-development.local", Set.of("A"));
  }

  private void serve(Ipv4 address, IntSupplier status) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(address.dotted(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status.getAsInt(), -1);
          exchange.close();
        });
    server.start();
    servers.add(server);
  }
}
