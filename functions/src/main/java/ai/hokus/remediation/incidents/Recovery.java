package ai.hokus.remediation.incidents;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.plan.Situation;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether an incident is over: the name good, or not applicable, in two passes half a minute apart
 * with nothing else between them, and nothing that speaks against it.
 *
 * <pre>
 * speaks against it
 * ----------------------------------------------------------------------------------------
 * something could not be read, or was tried and failed
 * a fallback on file, also one that waits, or that others took over
 * a consumer that holds a value of before, or that could not be asked
 * byName is another name than Cloud Map's: then the name that was judged is not the consumers'
 * an address in the endpoint that we did not write, and nobody is there
 * </pre>
 */
final class Recovery {
  /** Two passes of a burst may be half a second apart, and see one answer twice. */
  private static final Duration APART = Duration.ofSeconds(30);

  private static final Set<Situation> AGAINST =
      Set.of(
          Situation.REDEPLOY_CONSUMER,
          Situation.ENDPOINT_NAMES_ANOTHER,
          Situation.ENDPOINT_DEAD_ADDRESS);

  private final Report report;
  private final Timeline timeline;

  Recovery(Report report, Timeline timeline) {
    this.report = report;
    this.timeline = timeline;
  }

  boolean isVerified() {
    return isWell() && hasBeen() && isWhole() && !isAnythingAgainst();
  }

  private boolean isWell() {
    return switch (Trouble.state(report)) {
      case GOOD, NOT_APPLICABLE -> true;
      case HALF, SETTLING, BROKEN, UNKNOWN -> false;
    };
  }

  /** Every other word on the name would have been noted since. */
  private boolean hasBeen() {
    return timeline
        .last(Chronicle.NAME)
        .filter(moment -> moment.what().startsWith(Chronicle.state(Trouble.state(report))))
        .filter(moment -> !report.seen().at().isBefore(moment.at().plus(APART)))
        .isPresent();
  }

  private boolean isWhole() {
    return report.seen().isComplete()
        && report.endpoint().unread().isEmpty()
        && report.outcomes().stream().noneMatch(Outcome.Failed.class::isInstance);
  }

  private boolean isAnythingAgainst() {
    return report.endpoint().dossier().fallback().isPresent()
        || Stream.concat(
                report.outcomes().stream().map(outcome -> outcome.action().situation()),
                report.says().stream().map(Remark::situation))
            .anyMatch(AGAINST::contains);
  }
}
