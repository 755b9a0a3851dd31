package ai.hokus.remediation.handlers;

import ai.hokus.remediation.execution.Pass;
import ai.hokus.remediation.ports.Unavailable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something could not be read or done for now: Lambda tries the event again, and the sweep comes in
 * any case. A second run is harmless.
 *
 * <p>The message is one line for each thing, for the person who reads it in a log or a queue; where
 * it was thrown tells nobody anything, so there is no stack trace.
 */
public final class ComeAgain extends RuntimeException {
  private static final long serialVersionUID = 1;

  ComeAgain(List<Pass> passes) {
    this(
        passes.stream()
            .flatMap(
                pass -> pass.unfinished().stream().map(line -> pass.service().name() + ": " + line))
            .collect(Collectors.joining("\n")));
  }

  /** Without the configuration there was no pass at all. */
  ComeAgain(Unavailable configuration) {
    this(String.valueOf(configuration.getMessage()));
  }

  private ComeAgain(String lines) {
    super(lines, null, false, false);
  }
}
