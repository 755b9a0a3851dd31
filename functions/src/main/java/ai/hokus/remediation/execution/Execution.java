package ai.hokus.remediation.execution;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of a plan so far.
 *
 * @param outcomes one for each action
 * @param registered when the last registration ended in SUCCESS, Cloud Map's time; from then on
 *     resolvers may still hold an older negative answer
 */
public record Execution(List<Outcome> outcomes, Optional<Instant> registered) {
  public static final Execution NOTHING = new Execution(List.of(), Optional.empty());

  public Execution {
    outcomes = List.copyOf(outcomes);
  }

  static Execution of(Outcome outcome) {
    return new Execution(List.of(outcome), Optional.empty());
  }

  static Execution registered(Outcome.Done outcome, Instant at) {
    return new Execution(List.of(outcome), Optional.of(at));
  }

  Execution and(Execution next) {
    return new Execution(
        Stream.concat(outcomes.stream(), next.outcomes.stream()).toList(),
        Stream.concat(registered.stream(), next.registered.stream())
            .max(Comparator.naturalOrder()));
  }

  /** Whether anything was not done that was tried: then nothing may be taken away. */
  boolean isUnfinished() {
    return outcomes.stream().anyMatch(outcome -> !(outcome instanceof Outcome.Done));
  }
}
