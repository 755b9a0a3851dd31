package ai.hokus.remediation.handlers;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Report;
import java.util.List;
import java.util.stream.Collectors;
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

  ComeAgain(List<Report> reports) {
    super(
        reports.stream().flatMap(ComeAgain::unfinished).collect(Collectors.joining("\n")),
        null,
        false,
        false);
  }

  private static Stream<String> unfinished(Report report) {
    var service = report.seen().service().name() + ": ";
    return Stream.concat(
            report.seen().unread().stream(), report.failed().stream().map(Outcome::inWords))
        .map(line -> service + line);
  }
}
