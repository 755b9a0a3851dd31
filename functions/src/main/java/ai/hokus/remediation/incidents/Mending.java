package ai.hokus.remediation.incidents;

import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.plan.Retirement;
import ai.hokus.remediation.plan.Situation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What only people can mend: each is a finding while it stands. What passes by itself (a task that
 * starts, one that does not answer, a deployment) is none.
 */
enum Mending {
  REGISTRY_FORGOTTEN(
      Situation.REGISTRY_FORGOTTEN,
      Duration.ZERO,
      "its ECS service does not register with Cloud Map"),
  CLOUD_MAP_RECREATED(
      Situation.CLOUD_MAP_RECREATED,
      Duration.ZERO,
      "its ECS service registers with a Cloud Map service that is gone"),
  /** Terraform that makes it anew takes a minute or so. */
  CLOUD_MAP_GONE(
      Situation.CLOUD_MAP_GONE, Duration.ofMinutes(2), "its Cloud Map service is not there"),
  ECS_SERVICE_GONE(
      Situation.ECS_SERVICE_GONE, Duration.ofMinutes(2), "its ECS service is not there"),
  ANOTHER_GUARD(
      Situation.ANOTHER_GUARD, Duration.ZERO, "another stack guards it, so this one only observes"),
  NOT_OURS_WITH_TASK_ID(
      Situation.NOT_OURS_WITH_TASK_ID,
      Duration.ZERO,
      "somebody else's instance stands under the id of a task, with another address"),
  REJECTED(
      Situation.REJECTED,
      Duration.ZERO,
      "its application answers, and refuses the request or the Host of the probe"),
  /** A network interface may be late. */
  NO_ADDRESS(Situation.NO_ADDRESS, Duration.ofMinutes(2), "a task has no IPv4 address of its own"),
  OUTSIDE_CIDRS(
      Situation.OUTSIDE_CIDRS,
      Duration.ZERO,
      "a task has an address that none of the configured cidrs admits"),
  /** So long a deployment in two colours may take, on purpose. */
  COLOUR_UNKNOWN(
      Situation.COLOUR_UNKNOWN,
      Duration.ofHours(1),
      "which of its two colours is in production cannot be told"),
  /** Environments keep a configuration for a minute, and may be of two minds for so long. */
  NO_LONGER_CONFIGURED(
      Situation.NO_LONGER_CONFIGURED,
      Duration.ofMinutes(2),
      "it is no longer configured, and something of ours still stands"),
  OUT_OF_REACH(
      "outOfReach",
      Duration.ofMinutes(2),
      "it is no longer configured, and this program does not take away what is left of it"),
  /** Answering or not; where nobody is there, it is an incident besides. */
  ENDPOINT_ALREADY_BY_ADDRESS(
      Situation.ENDPOINT_ALREADY_BY_ADDRESS,
      Optional.of(Situation.ENDPOINT_DEAD_ADDRESS),
      Duration.ZERO,
      "its endpoint holds an address that this program did not write"),
  ENDPOINT_NAMES_ANOTHER(
      Situation.ENDPOINT_NAMES_ANOTHER,
      Duration.ZERO,
      "its endpoint leads to another name than the one that Cloud Map answers for"),
  ENDPOINT_MISSING(
      Situation.ENDPOINT_MISSING, Duration.ZERO, "its endpoint parameter is not there");

  private final String row;
  private final Optional<Situation> situation;
  private final Optional<Situation> too;
  private final Duration patience;
  private final String title;

  Mending(Situation situation, Duration patience, String title) {
    this(situation, Optional.empty(), patience, title);
  }

  /** Both of one row. */
  Mending(Situation situation, Optional<Situation> too, Duration patience, String title) {
    this.row = situation.row();
    this.situation = Optional.of(situation);
    this.too = too;
    this.patience = patience;
    this.title = title;
  }

  /** Of no situation that a planner knows. */
  Mending(String row, Duration patience, String title) {
    this.row = row;
    this.situation = Optional.empty();
    this.too = Optional.empty();
    this.patience = patience;
    this.title = title;
  }

  /** Its name in the design's table and in the dossier. */
  String row() {
    return row;
  }

  /** How long it has to stand before it is told. */
  Duration patience() {
    return patience;
  }

  /** In a line, after the service's name. */
  String title() {
    return title;
  }

  /** Of who is configured no more, nothing else is told. */
  static boolean isOfTheRetired(String row) {
    return row.equals(NO_LONGER_CONFIGURED.row) || row.equals(OUT_OF_REACH.row);
  }

  static Optional<Mending> of(Remark remark) {
    return Stream.of(values()).filter(each -> each.isAbout(remark.situation())).findFirst();
  }

  private boolean isAbout(Situation other) {
    return situation.filter(other::equals).isPresent() || too.filter(other::equals).isPresent();
  }

  static Optional<Mending> of(String row) {
    return Stream.of(values()).filter(each -> each.row().equals(row)).findFirst();
  }

  /** What a pass saw of it, with what there is to do about each. */
  static Map<Mending, List<String>> seen(Report report) {
    var seen = new EnumMap<Mending, List<String>>(Mending.class);
    report
        .says()
        .forEach(remark ->
            of(remark)
                .ifPresent(mending ->
                    seen.computeIfAbsent(mending, _ -> new ArrayList<>())
                        .addAll(Lines.of(remark))));
    // The planner says so only where it registers; the refusal stands as long as it is answered.
    var refused = refused(report.seen());
    if (!refused.isEmpty()) {
      seen.putIfAbsent(REJECTED, refused);
    }
    if (report.service().retired()) {
      seen.keySet().removeIf(mending -> !isOfTheRetired(mending.row));
      var byHand = outOfReach(report);
      if (!byHand.isEmpty()) {
        seen.put(OUT_OF_REACH, byHand);
      }
    }
    return seen;
  }

  /** What cannot be done for it, or is not to be, people do. */
  private static List<String> outOfReach(Report report) {
    var byHand = new Retirement(report.seen()).byHand();
    boolean isReached =
        report.unfinished().isEmpty() && report.mandate().policy() != Policy.OBSERVE;
    return isReached || byHand.isEmpty()
        ? List.of()
        : Stream.of(
                report.unfinished().stream().map(Lines::cut),
                Stream.of("take it away by hand:"),
                byHand.stream())
            .flatMap(each -> each)
            .toList();
  }

  /** Whether a pass that did not see it shows that it is gone: it may only have seen too little. */
  boolean isShownGone(Report report) {
    var seen = report.seen();
    if (isOfTheRetired(row)) {
      // What could not be read was on file, and so it was seen.
      return true;
    }
    if (!seen.isComplete() || seen.isAsleep()) {
      return false;
    }
    return switch (this) {
      case CLOUD_MAP_GONE, ECS_SERVICE_GONE, NO_LONGER_CONFIGURED, OUT_OF_REACH -> true;
      // While a fallback stands, the parameter holds what we wrote: that mends nothing.
      case ENDPOINT_ALREADY_BY_ADDRESS, ENDPOINT_NAMES_ANOTHER, ENDPOINT_MISSING ->
          report.endpoint().unread().isEmpty() && report.endpoint().dossier().fallback().isEmpty();
      case REJECTED ->
          seen.tasks().value().running().stream()
              .anyMatch(task -> seen.verdict(task) instanceof Verdict.Ok);
      case REGISTRY_FORGOTTEN, CLOUD_MAP_RECREATED, COLOUR_UNKNOWN ->
          seen.ecs().value().isPresent() && isListed(seen);
      case ANOTHER_GUARD -> isListed(seen);
      // Of tasks in two colours nothing else is said.
      case NOT_OURS_WITH_TASK_ID, NO_ADDRESS, OUTSIDE_CIDRS ->
          isListed(seen)
              && report.says().stream()
                  .noneMatch(remark -> remark.situation() == Situation.COLOUR_UNKNOWN);
    };
  }

  private static boolean isListed(Observation seen) {
    return seen.listing().value() instanceof Listing.Found;
  }

  private static List<String> refused(Observation seen) {
    return seen.tasks().value().running().stream()
        .filter(task -> seen.verdict(task) instanceof Verdict.Rejected)
        .map(task -> refused(seen, task))
        .toList();
  }

  private static String refused(Observation seen, Task task) {
    var probe = seen.service().probe();
    return Lines.cut(
        "task "
            + task.id()
            + " "
            + seen.verdict(task).inWords()
            + " on "
            + probe.path()
            + " for Host "
            + probe.host()
            + ": see the application's allowed hosts, or the probe's method, path and body");
  }
}
