package ai.hokus.remediation.execution;

import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.plan.Permission;
import java.time.Instant;

/** Who does what is permitted of a plan. */
@FunctionalInterface
public interface Acting {

  /**
   * Tries every permitted action.
   *
   * @param deadline when to begin no more, and to stop waiting for Cloud Map, at the latest; what
   *     has not ended by then is left to later passes
   * @return an outcome for each action of the plan, those held back last
   */
  Execution execute(Look look, Permission permission, Instant deadline);
}
