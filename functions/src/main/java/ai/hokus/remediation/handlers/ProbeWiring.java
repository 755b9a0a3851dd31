package ai.hokus.remediation.handlers;

import ai.hokus.remediation.model.Cidr;
import ai.hokus.remediation.net.DirectProber;
import ai.hokus.remediation.net.HttpProbe;
import ai.hokus.remediation.net.NameQuery;
import ai.hokus.remediation.ports.Parallel;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Puts together what asks tasks and DNS directly, from the environment. Apart from the wiring of
 * the passes, so that {@code Probe} loads no AWS client.
 *
 * <pre>
 * PROBE_CIDRS  the only blocks in which anybody is asked, with commas between them
 * RESOLVER     address:port of the DNS server to ask; the system's if unset or empty
 * </pre>
 */
final class ProbeWiring {
  private ProbeWiring() {}

  /**
   * Asks within {@code PROBE_CIDRS}.
   *
   * @throws IllegalStateException naming the variable, if it is not set
   * @throws IllegalArgumentException quoting what makes no sense
   */
  static DirectProber fromEnvironment() {
    return from(System.getenv());
  }

  /** As {@link #fromEnvironment()}, from a given one. */
  static DirectProber from(Map<String, String> environment) {
    var cidrs = Variables.needed(environment, "PROBE_CIDRS");
    return asking(Stream.of(cidrs.split(",", -1)).map(Cidr::parse).toList(), environment);
  }

  /** Asks this machine and no other, for a snapshot that knows how to ask. */
  static DirectProber ofThisMachine() {
    return asking(List.of(Cidr.parse("127.0.0.0/8")), System.getenv());
  }

  private static DirectProber asking(List<Cidr> within, Map<String, String> environment) {
    var executor = Executors.newVirtualThreadPerTaskExecutor();
    return new DirectProber(
        new HttpProbe(within, executor),
        Optional.ofNullable(environment.get("RESOLVER"))
            .filter(server -> !server.isBlank())
            .map(NameQuery::of)
            .orElseGet(NameQuery::ofSystem),
        new Parallel(executor),
        Clock.systemUTC(),
        Thread::sleep);
  }
}
