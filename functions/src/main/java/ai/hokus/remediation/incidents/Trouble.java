package ai.hokus.remediation.incidents;

import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.plan.NameVerdict.State;
import ai.hokus.remediation.plan.Situation;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What people should hear of at once. A deployment, a scale-in, a service that sleeps and a finding
 * are none of it.
 *
 * <pre>
 * seen                                                              | trouble
 * ------------------------------------------------------------------+---------
 * the name broken or half, in this pass and for a minute            | yes
 * the same, shorter; or in this pass nobody can tell                | not yet
 * a write that was tried and did not come through                   | yes
 * the endpoint holds an address that we did not write, of no task   | yes
 * that could answer
 * </pre>
 */
final class Trouble {
  /** How it begins that the name has been failing. */
  static final String LOST = "its name has been failing since ";

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
    var state = report.name().state();
    return report
        .vigil()
        .troubledSince()
        .filter(_ -> state == State.BROKEN || state == State.HALF)
        .filter(since -> !report.seen().at().isBefore(since.plus(TOO_LONG)))
        .map(since -> Lines.cut(LOST + Lines.of(since) + ": " + report.name().inWords()));
  }

  /** Whether consumers are told an address where nobody can answer, and none that we wrote. */
  Optional<String> deadEnd() {
    return Optional.of(report.seen())
        .filter(seen -> says(Situation.ENDPOINT_ALREADY_BY_ADDRESS) && !seen.isAsleep())
        .filter(seen -> seen.tasks() instanceof Reading.Complete<?>)
        .flatMap(_ -> report.endpoint().parameter())
        .filter(parameter ->
            Optional.of(parameter)
                .map(Parameter::endpoint)
                .flatMap(EndpointValue::address)
                .filter(this::isNobodys)
                .isPresent())
        .map(parameter ->
            "the endpoint leads nowhere: "
                + parameter.name()
                + " holds "
                + parameter.shown()
                + ", and no task that could answer has that address");
  }

  private boolean isNobodys(Ipv4 address) {
    return report.seen().tasks().value().running().stream()
        .filter(report.seen()::isCandidate)
        .noneMatch(task -> task.address().filter(address::equals).isPresent());
  }

  private boolean says(Situation situation) {
    return Stream.concat(report.remarks().stream(), report.endpoint().says().stream())
        .anyMatch(remark -> remark.situation() == situation);
  }
}
