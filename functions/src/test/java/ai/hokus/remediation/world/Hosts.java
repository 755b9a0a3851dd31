package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.ProbeRequest;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who answers a request at which address; where nothing was told, nobody does. */
final class Hosts {
  private static final Verdict OK = new Verdict.Ok(200);

  private final InstantSource clock;
  private final Map<Ipv4, Verdict> served = new TreeMap<>();
  private final Map<Ipv4, Instant> upFrom = new TreeMap<>();
  private final Set<Ipv4> refusingAddresses = new TreeSet<>();

  Hosts(InstantSource clock) {
    this.clock = clock;
  }

  private record State(
      Map<Ipv4, Verdict> served, Map<Ipv4, Instant> upFrom, Set<Ipv4> refusingAddresses) {}

  void answer(Ipv4 address, Verdict verdict) {
    served.put(address, verdict);
  }

  /** Refuses connections, and answers well once so much time has passed. */
  void comesUp(Ipv4 address, Duration after) {
    upFrom.put(address, clock.instant().plus(after));
    answer(address, new Verdict.Down("connection refused"));
  }

  /** Who serves there knows a Host by its name only, as MLflow does; or by its address, too. */
  void refusesAddresses(Ipv4 address, boolean isSo) {
    if (isSo) {
      refusingAddresses.add(address);
    } else {
      refusingAddresses.remove(address);
    }
  }

  /** What the address answers to one request, now. */
  Verdict asked(Question question, Ipv4 address) {
    if (question.within().stream().noneMatch(block -> block.admits(address))) {
      return new Verdict.Unasked("outside the configured cidrs");
    }
    var verdict = verdict(address);
    return verdict.answers()
            && refusingAddresses.contains(address)
            && question.request().host().contains(ProbeRequest.ADDRESS)
        ? new Verdict.Rejected(403)
        : verdict;
  }

  private Verdict verdict(Ipv4 address) {
    return upFrom.containsKey(address) && !clock.instant().isBefore(upFrom.get(address))
        ? OK
        : served.getOrDefault(address, new Verdict.Silent("no answer in 2 s"));
  }

  /** When an address that does not answer yet will do so, if that is within {@code patience}. */
  Optional<Instant> upWithin(Ipv4 address, Duration patience) {
    var now = clock.instant();
    return Optional.ofNullable(upFrom.get(address))
        .filter(at -> at.isAfter(now) && !at.isAfter(now.plus(patience)));
  }

  /** As they are now, for {@link #become}. */
  Object state() {
    return new State(new TreeMap<>(served), new TreeMap<>(upFrom), Set.copyOf(refusingAddresses));
  }

  /** As they were then. */
  void become(Object then) {
    var state = (State) then;
    served.clear();
    served.putAll(state.served());
    upFrom.clear();
    upFrom.putAll(state.upFrom());
    refusingAddresses.clear();
    refusingAddresses.addAll(state.refusingAddresses());
  }
}
