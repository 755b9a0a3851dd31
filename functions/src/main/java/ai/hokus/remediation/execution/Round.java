package ai.hokus.remediation.execution;

import ai.hokus.remediation.model.GuardedService;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one invocation came to.
 *
 * @param visits in the order of the guarded services' names
 * @param carriedOver names of the guarded services that had no turn: the next sweep's, which after
 *     a sweep begins with the first of them
 * @param says what was out of the ordinary, one line each
 */
public record Round(List<Visit> visits, List<String> carriedOver, List<String> says) {
  public Round {
    visits = List.copyOf(visits);
    carriedOver = List.copyOf(carriedOver);
    says = List.copyOf(says);
  }

  public static Round of(List<Visit> visits) {
    return new Round(visits, List.of(), List.of());
  }

  /** The same, with more to say. */
  public Round saying(List<String> more) {
    return new Round(visits, carriedOver, Stream.concat(says.stream(), more.stream()).toList());
  }

  /** The same, with visits that some of the services had after those. */
  public Round and(Round later) {
    return new Round(
        visits.stream()
            .map(visit -> later.to(visit.service()).map(visit::and).orElse(visit))
            .toList(),
        carriedOver,
        Stream.concat(says.stream(), later.says.stream()).toList());
  }

  private Optional<Visit> to(GuardedService service) {
    return visits.stream()
        .filter(visit -> visit.service().name().equals(service.name()))
        .findFirst();
  }

  /** Whether nobody need come again: what had no turn is the next sweep's, on purpose. */
  public boolean isGood() {
    return visits.stream().allMatch(Visit::isGood);
  }
}
