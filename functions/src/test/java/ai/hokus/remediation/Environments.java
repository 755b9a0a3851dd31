package ai.hokus.remediation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The environments of one function: who finds none that is idle begins a cold one, and who is
 * killed takes its own along.
 */
final class Environments {
  private final Supplier<Rounds> cold;
  private final Deque<Rounds> idle = new ArrayDeque<>();

  Environments(Supplier<Rounds> cold) {
    this.cold = cold;
  }

  /**
   * Invokes the function.
   *
   * @param survives whether its environment is still there after that
   */
  <T> T invoke(Function<Rounds, T> trigger, Predicate<T> survives) {
    var environment = Optional.ofNullable(idle.poll()).orElseGet(cold);
    var answer = trigger.apply(environment);
    if (survives.test(answer)) {
      idle.push(environment);
    }
    return answer;
  }
}
