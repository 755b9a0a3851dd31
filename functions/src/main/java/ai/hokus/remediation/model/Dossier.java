package ai.hokus.remediation.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What must not be lost about a guarded service. Unlike the {@link Memory}, which may be forgotten,
 * what cannot be read of it makes the whole ledger unreadable: it may hold what was there before.
 *
 * @param incident the open one
 * @param entries when the endpoint was moved from its name, of the last 24 hours
 * @param returns when others put it back in mid-fallback, of the last 24 hours
 * @param findings by the row of the situation that each is
 * @param closed ids of the incidents that were closed last, the newest first
 * @param estate what of ours stands; absent while nothing does and no incident is open
 */
public record Dossier(
    Optional<Incident> incident,
    List<Instant> entries,
    List<Instant> returns,
    Map<String, Finding> findings,
    List<String> closed,
    Optional<Estate> estate) {
  public static final Dossier EMPTY = new Dossier(Optional.empty(), List.of(), List.of(), Map.of());

  /** So many of the closed ones are named. */
  public static final int CLOSED_KEPT = 5;

  private static final Duration A_DAY = Duration.ofHours(24);

  public Dossier {
    entries = List.copyOf(entries);
    returns = List.copyOf(returns);
    findings = Map.copyOf(findings);
    closed = List.copyOf(closed);
  }

  /** Before which no incident was closed, and of which nothing stands. */
  public Dossier(
      Optional<Incident> incident,
      List<Instant> entries,
      List<Instant> returns,
      Map<String, Finding> findings) {
    this(incident, entries, returns, findings, List.of(), Optional.empty());
  }

  /** The fallback that goes on. */
  public Optional<Fallback> fallback() {
    return incident.flatMap(Incident::standing);
  }

  /** Who the endpoint is pinned to. */
  public Optional<Fallback.Position.Pinned> pinned() {
    return fallback()
        .map(Fallback::position)
        .filter(Fallback.Position.Pinned.class::isInstance)
        .map(Fallback.Position.Pinned.class::cast);
  }

  public Dossier with(Incident open) {
    return new Dossier(Optional.of(open), entries, returns, findings, closed, estate);
  }

  /** Without the open incident, which was closed. */
  public Dossier closing(Incident over) {
    var newest = Stream.concat(Stream.of(over.id()), closed.stream()).distinct();
    return new Dossier(
        Optional.empty(), entries, returns, findings, newest.limit(CLOSED_KEPT).toList(), estate);
  }

  /** Ids of the incidents that are known here, the newest first. */
  public List<String> known() {
    return Stream.concat(incident.map(Incident::id).stream(), closed.stream()).distinct().toList();
  }

  public Dossier entering(Instant at) {
    return new Dossier(incident, lastDay(entries, at), returns, findings, closed, estate);
  }

  public Dossier returned(Instant at) {
    return new Dossier(incident, entries, lastDay(returns, at), findings, closed, estate);
  }

  public Dossier finding(Map<String, Finding> now) {
    return new Dossier(incident, entries, returns, now, closed, estate);
  }

  public Dossier leaving(Optional<Estate> now) {
    return new Dossier(incident, entries, returns, findings, closed, now);
  }

  /** How many of the last day, at {@code now}. */
  public static long ofLastDay(List<Instant> times, Instant now) {
    return times.stream().filter(time -> time.isAfter(now.minus(A_DAY))).count();
  }

  private static List<Instant> lastDay(List<Instant> times, Instant now) {
    return Stream.concat(
            times.stream().filter(time -> time.isAfter(now.minus(A_DAY))), Stream.of(now))
        .toList();
  }
}
