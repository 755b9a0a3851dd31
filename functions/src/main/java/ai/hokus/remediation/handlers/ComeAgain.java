package ai.hokus.remediation.handlers;

import ai.hokus.remediation.execution.Pass;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.ports.Unavailable;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something could not be read or done for now: Lambda tries the event again, and the sweep comes in
 * any case. A second run is harmless.
 *
 * <p>The message is one line for each thing, for the person who reads it in a log or a queue; where
 * it was thrown tells nobody anything, so there is no stack trace.
 */
public final class ComeAgain extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A sweep where nothing can be read has some for each of hundreds of services. */
  private static final int MOST_LINES = 100;

  ComeAgain(Round round) {
    this(joined(round.visits().stream().map(Visit::last).flatMap(ComeAgain::lines).toList()));
  }

  /** Without the configuration there was no pass at all. */
  ComeAgain(Unavailable configuration) {
    this(String.valueOf(configuration.getMessage()));
  }

  private static Stream<String> lines(Pass pass) {
    return pass.unfinished().stream().map(line -> pass.service().name() + ": " + line);
  }

  private static String joined(List<String> lines) {
    return String.join("\n", Text.first(MOST_LINES, lines));
  }

  private ComeAgain(String lines) {
    super(lines, null, false, false);
  }
}
