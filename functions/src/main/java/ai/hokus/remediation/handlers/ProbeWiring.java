package ai.hokus.remediation.handlers;

import ai.hokus.remediation.net.DirectProber;
import ai.hokus.remediation.net.HttpProbe;
import ai.hokus.remediation.net.NameQuery;
import ai.hokus.remediation.ports.Parallel;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * Puts together what asks tasks and DNS directly. Apart from the wiring of the passes, so that
 * {@code Probe} loads no AWS client.
 */
final class ProbeWiring {
  private ProbeWiring() {}

  /**
   * Reads {@code RESOLVER}, the {@code address:port} of the DNS server to ask; without it, or
   * empty, it is the system's.
   *
   * @throws IllegalArgumentException quoting {@code RESOLVER}, if it is neither
   */
  static DirectProber fromEnvironment() {
    var executor = Executors.newVirtualThreadPerTaskExecutor();
    return new DirectProber(
        new HttpProbe(executor),
        Optional.ofNullable(System.getenv("RESOLVER"))
            .filter(server -> !server.isBlank())
            .map(NameQuery::of)
            .orElseGet(NameQuery::ofSystem),
        new Parallel(executor),
        Clock.systemUTC(),
        Thread::sleep);
  }
}
