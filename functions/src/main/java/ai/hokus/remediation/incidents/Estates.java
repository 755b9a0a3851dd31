package ai.hokus.remediation.incidents;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Estate;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.plan.Situation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What of ours is left standing by a pass, so that it is looked after whatever is configured. */
final class Estates {
  /** Longer than a throttle lasts, or a call that hangs. */
  private static final Duration GIVEN_UP_AFTER = Duration.ofMinutes(10);

  private Estates() {}

  /**
   * What is on file of it from now on.
   *
   * @param dossier as it is from now on, but for this
   */
  static Optional<Estate> after(Report report, Dossier dossier) {
    var instances = instances(report);
    // Of one that is retired nobody looks again once this is gone, so its last word comes first.
    boolean isToTell =
        report.service().retired()
            && !isGivenUp(report)
            && dossier.findings().keySet().stream().anyMatch(Mending::isOfTheRetired);
    return !instances.isEmpty() || dossier.incident().isPresent() || isToTell
        ? Optional.of(new Estate(report.service(), cloudMap(report), instances))
        : Optional.empty();
  }

  /** Whether nothing is left to do for a service that the configuration has no more. */
  static boolean isOver(Report report) {
    var moved = report.endpoint().dossier().fallback().filter(Fallback::isOurs);
    boolean isOutOfSight = isGivenUp(report) && !report.endpoint().unread().isEmpty();
    return report.service().retired()
        && instances(report).isEmpty()
        && (moved.isEmpty() || isOutOfSight)
        && (isGivenUp(report) || !isConsumerLeft(report));
  }

  /** Whether one may hold what the endpoint held before, and was not just asked to deploy. */
  private static boolean isConsumerLeft(Report report) {
    return Stream.concat(
            report.outcomes().stream()
                .filter(outcome -> !(outcome instanceof Outcome.Done))
                .map(outcome -> outcome.action().situation()),
            report.says().stream().map(Remark::situation))
        .anyMatch(Situation.REDEPLOY_CONSUMER::equals);
  }

  /**
   * Whether a person said by force, and some time ago, that what our role does not reach is taken
   * away: then what cannot be seen any more is not there any more.
   */
  static boolean isGivenUp(Report report) {
    var look = report.seen().look();
    return report.service().retired()
        && look.holds()
            .inForce(Hold.Kind.RELEASE, look.at())
            .filter(Hold::forced)
            .flatMap(Hold::since)
            .filter(since -> !look.at().isBefore(since.plus(GIVEN_UP_AFTER)))
            .isPresent();
  }

  private static List<String> instances(Report report) {
    if (report.seen().listing() instanceof Reading.Complete<Listing>(Listing.Gone _)) {
      // They went with it.
      return List.of();
    }
    return Stream.concat(before(report), report.registered().stream().map(TaskId::value))
        .filter(id -> !isWithdrawn(report, id))
        .distinct()
        .sorted()
        .toList();
  }

  /** As listed, and where not all could be, also as on file. */
  private static Stream<String> before(Report report) {
    var listed =
        report.seen().instances().stream()
            .filter(Instance.Ours.class::isInstance)
            .map(Instance::id);
    return report.seen().listing() instanceof Reading.Complete<Listing> || isGivenUp(report)
        ? listed
        : Stream.concat(
            listed, onFile(report).stream().flatMap(estate -> estate.instances().stream()));
  }

  private static boolean isWithdrawn(Report report, String id) {
    return report.done().stream()
        .map(Outcome.Done::action)
        .anyMatch(action ->
            action instanceof Action.Withdraw withdraw && withdraw.instance().id().equals(id));
  }

  private static Optional<String> cloudMap(Report report) {
    return report.seen().listing().value() instanceof Listing.Found found
        ? Optional.of(found.service().id())
        : onFile(report).flatMap(Estate::cloudMap);
  }

  private static Optional<Estate> onFile(Report report) {
    return report.seen().look().dossier().estate();
  }
}
