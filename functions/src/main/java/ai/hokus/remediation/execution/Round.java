package ai.hokus.remediation.execution;

import java.util.List;

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

  /** Whether nobody need come again: what had no turn is the next sweep's, on purpose. */
  public boolean isGood() {
    return visits.stream().allMatch(Visit::isGood);
  }
}
