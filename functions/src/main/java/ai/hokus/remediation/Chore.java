package ai.hokus.remediation;

import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.ports.Unavailable;
import java.util.List;

/**
 * What a sweep does besides its visits, once they are made. No pass waits for it, or fails by it.
 */
@FunctionalInterface
public interface Chore {

  /**
   * Does what is to be done now; what there is no time for is the next sweep's.
   *
   * @param round what the visits came to
   * @return what was out of the ordinary, one line each
   * @throws Unavailable if it could not be done
   */
  List<String> after(Round round, TimeBudget budget);
}
