package ai.hokus.remediation.delivery;

import java.util.List;

/**
 * What became of a thread's box.
 *
 * @param dispatches in their order; none where nothing waited
 */
public record Delivered(String thread, List<Dispatch> dispatches) {
  public Delivered {
    dispatches = List.copyOf(dispatches);
  }

  /** Whether it has to be looked at again. */
  public boolean isUnfinished() {
    return dispatches.stream().anyMatch(Dispatch::isUnfinished);
  }
}
