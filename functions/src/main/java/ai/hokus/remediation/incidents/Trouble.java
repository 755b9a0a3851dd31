package ai.hokus.remediation.incidents;

import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.plan.NameVerdict.State;
import ai.hokus.remediation.plan.Situation;
import java.time.Duration;
import java.util.Optional;

/**
 * What people should hear of at once. A deployment, a scale-in, a service that sleeps and a finding
 * are none of it.
 *
 * <pre>
 * seen                                                             | trouble
 * -----------------------------------------------------------------+---------
 * the name broken or half, in this pass and for a minute           | yes
 * the same, shorter; or in this pass it settles or nobody can tell | not yet
 * a write that was tried and did not come through                  | yes
 * the endpoint holds an address that we did not write, and nobody  | yes
 * is there
 * </pre>
 */
final class Trouble {
  /** How it begins that the name has been failing. */
  static final String LOST = "its name has been failing since ";

  /** How it begins that the endpoint holds a dead address of others. */
  static final String DEAD_END = "nobody is where the endpoint leads: ";

  /** A hiccup, or a deployment between two tasks, is over by then. */
  private static final Duration TOO_LONG = Duration.ofSeconds(60);

  private final Report report;

  Trouble(Report report) {
    this.report = report;
  }

  /** The first of them, in one line; empty where there is none. */
  Optional<String> cause() {
    return lost()
        .or(this::deadEnd)
        .or(() -> report.failedWrites().stream().findFirst().map(Lines::of));
  }

  /** Whether the name has been failing for too long, and since when. */
  Optional<String> lost() {
    var state = state(report);
    return report
        .endpoint()
        .vigil()
        .troubledSince()
        .filter(_ -> state == State.BROKEN || state == State.HALF)
        .filter(since -> !report.seen().at().isBefore(since.plus(TOO_LONG)))
        .map(since -> Lines.cut(LOST + Lines.of(since) + ": " + report.name().inWords()));
  }

  Optional<String> deadEnd() {
    return report.says().stream()
        .filter(remark -> remark.situation() == Situation.ENDPOINT_DEAD_ADDRESS)
        .findFirst()
        .map(remark -> Lines.cut(DEAD_END + remark.because()));
  }

  /**
   * How the name is for those who are told it. Where an application refuses its name alone, or an
   * alarm confirms that our zone is not seen, only whoever keeps the vigil over the endpoint knows
   * that it is broken.
   */
  static State state(Report report) {
    var vigil = report.endpoint().vigil();
    boolean isBroken =
        switch (report.name().row()) {
          case REJECTED_BOTH -> vigil.troubledSince().isPresent();
          case ZONE_NOT_SEEN ->
              vigil
                  .zoneUnseenSince()
                  .flatMap(unseen -> vigil.troubledSince().filter(since -> !since.isBefore(unseen)))
                  .isPresent();
          case ASLEEP, EMPTIED, SETTLING, NO_RECORD, GOOD, HALF, ONLY_BY_ADDRESS, BLIND -> false;
        };
    return isBroken ? State.BROKEN : report.name().state();
  }
}
