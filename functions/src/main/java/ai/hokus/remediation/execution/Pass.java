package ai.hokus.remediation.execution;

import ai.hokus.remediation.model.GuardedService;
import java.util.List;

/** What a turn over one guarded service came to. */
public sealed interface Pass permits Report, BrokenOff, LeftToAnother {
  GuardedService service();

  /** What could not be read or done, one line each; after a good pass there is none. */
  List<String> unfinished();

  /** Everything was read, and nothing that was tried failed. */
  default boolean isGood() {
    return unfinished().isEmpty();
  }
}
