package ai.hokus.remediation.execution;

import ai.hokus.remediation.model.GuardedService;
import java.time.Instant;
import java.util.List;

/**
 * No pass: another invocation is at it, and looks again once it is through. Whatever this one was
 * called for is seen then, so nothing is left to do.
 *
 * @param until when the other's lease ends at the latest
 */
public record LeftToAnother(GuardedService service, Instant until) implements Pass {
  @Override
  public List<String> unfinished() {
    return List.of();
  }

  public String inWords() {
    return "another invocation looks at it, and will look again (its lease ends at "
        + until
        + " at the latest)";
  }
}
