package ai.hokus.remediation.execution;

import ai.hokus.remediation.model.GuardedService;
import java.util.List;

/**
 * No pass: the ledger cannot be read, so it could only observe, and one did so a moment ago. A
 * thousand events would otherwise be a thousand looks, and ECS throttles those of everybody. The
 * sweep observes in any case.
 *
 * @param why the ledger could not be read
 */
public record LeftToSweep(GuardedService service, String why) implements Pass {
  @Override
  public List<String> unfinished() {
    return List.of();
  }

  public String inWords() {
    return "left to the next sweep, since the ledger could not be read: " + why;
  }
}
