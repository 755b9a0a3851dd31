package ai.hokus.remediation.execution;

import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Text;
import java.util.List;

/**
 * A pass that ended in a mistake of ours: what AWS and the network do wrong is in a {@link Report}.
 * A value, so that the passes beside it are told all the same.
 */
public record BrokenOff(GuardedService service, RuntimeException why) implements Pass {
  @Override
  public List<String> unfinished() {
    return List.of("the pass broke off: " + Text.brief(why.toString()));
  }
}
