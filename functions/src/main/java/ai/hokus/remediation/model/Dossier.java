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
 */
public record Dossier(
    Optional<Incident> incident,
    List<Instant> entries,
    List<Instant> returns,
    Map<String, Finding> findings) {
  public static final Dossier EMPTY = new Dossier(Optional.empty(), List.of(), List.of(), Map.of());

  private static final Duration A_DAY = Duration.ofHours(24);

  public Dossier {
    entries = List.copyOf(entries);
    returns = List.copyOf(returns);
    findings = Map.copyOf(findings);
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
    return new Dossier(Optional.of(open), entries, returns, findings);
  }

  public Dossier withoutIncident() {
    return new Dossier(Optional.empty(), entries, returns, findings);
  }

  public Dossier entering(Instant at) {
    return new Dossier(incident, lastDay(entries, at), returns, findings);
  }

  public Dossier returned(Instant at) {
    return new Dossier(incident, entries, lastDay(returns, at), findings);
  }

  public Dossier finding(Map<String, Finding> now) {
    return new Dossier(incident, entries, returns, now);
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
