package ai.hokus.remediation.execution;

import ai.hokus.remediation.model.GuardedService;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that one invocation did about one guarded service.
 *
 * @param passes at least one, in their order: more where somebody rang meanwhile, or a young task
 *     was waited for
 * @param says what was out of the ordinary about the lease, one line each
 */
public record Visit(GuardedService service, List<Pass> passes, List<String> says) {
  public Visit {
    passes = List.copyOf(passes);
    says = List.copyOf(says);
  }

  public static Visit of(Pass pass) {
    return new Visit(pass.service(), List.of(pass), List.of());
  }

  public Visit and(Visit next) {
    return new Visit(service, together(passes, next.passes), together(says, next.says));
  }

  /**
   * The last pass that looked saw what the others left, so it alone tells whether all is done. Whom
   * a later turn was left to knows nothing of what failed before.
   */
  public Pass last() {
    return passes.reversed().stream().filter(Pass::looked).findFirst().orElse(passes.getLast());
  }

  public boolean isGood() {
    return last().isGood();
  }

  private static <T> List<T> together(List<T> some, List<T> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }
}
