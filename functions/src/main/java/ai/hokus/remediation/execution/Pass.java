package ai.hokus.remediation.execution;

import ai.hokus.remediation.model.GuardedService;
import java.util.List;

/** What a turn over one guarded service came to. */
public sealed interface Pass permits Report, BrokenOff, LeftToAnother, LeftToSweep {
  GuardedService service();

  /** What could not be read or done, one line each; after a good pass there is none. */
  List<String> unfinished();

  /** Whether it was one: somebody else may be left to look. */
  default boolean looked() {
    return switch (this) {
      case Report _, BrokenOff _ -> true;
      case LeftToAnother _, LeftToSweep _ -> false;
    };
  }

  /** Everything was read, and nothing that was tried failed. */
  default boolean isGood() {
    return unfinished().isEmpty();
  }
}
