package ai.hokus.remediation.model;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that one pass wants to know from inside the network: asked at once, answered at once.
 *
 * @param request what to ask each address
 * @param port where
 * @param within nothing outside these blocks is asked, whoever names it: not even an address that
 *     DNS answers
 * @param addresses each with its patience: how long to ask again while it is down or silent; zero
 *     asks once
 * @param name asked of the resolver, and each address in its answer is probed too
 */
public record Question(
    ProbeRequest request,
    int port,
    List<Cidr> within,
    Map<Ipv4, Duration> addresses,
    Optional<Name> name) {

  /**
   * The name whose records are asked for.
   *
   * @param host without a trailing dot
   * @param recordTypes those that the Cloud Map service keeps
   */
  public record Name(String host, Set<String> recordTypes) {
    public Name {
      recordTypes = Set.copyOf(recordTypes);
    }
  }

  public Question {
    within = List.copyOf(within);
    addresses = Collections.unmodifiableMap(new TreeMap<>(addresses));
  }

  /** Whether there is anything to ask. */
  public boolean isEmpty() {
    return addresses.isEmpty() && name.isEmpty();
  }
}
