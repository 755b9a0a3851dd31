package ai.hokus.remediation.plan;

import java.util.List;
import java.util.stream.Stream;

/**
 * An ordered list of steps. The same observation always gives the same plan, word for word.
 *
 * @param steps additions before removals, so that no name is emptied on the way
 */
public record Plan(List<Step> steps) {
  public Plan {
    steps = List.copyOf(steps);
  }

  public List<Action.OnRegistry> actions() {
    return of(Action.OnRegistry.class).toList();
  }

  public List<Remark> remarks() {
    return of(Remark.class).toList();
  }

  /** Whether a remark of this situation is among the steps. */
  public boolean says(Situation situation) {
    return remarks().stream().anyMatch(remark -> remark.situation() == situation);
  }

  private <T extends Step> Stream<T> of(Class<T> kind) {
    return steps.stream().filter(kind::isInstance).map(kind::cast);
  }
}
