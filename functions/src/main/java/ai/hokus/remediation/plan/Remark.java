package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.TaskId;
import java.util.Optional;

/**
 * Something that was seen and changes nothing: people should know, or wait.
 *
 * @param young the task that is to be waited for, if it is that
 */
public record Remark(Situation situation, String because, Optional<TaskId> young) implements Step {
  /** Nothing to wait for. */
  public Remark(Situation situation, String because) {
    this(situation, because, Optional.empty());
  }
}
