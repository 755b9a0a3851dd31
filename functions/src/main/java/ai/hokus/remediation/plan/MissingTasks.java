package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Instances whose task ECS no longer knows: it forgets a stopped task after an hour or more. One
 * such answer proves nothing, and many of them tell more about our view than about the tasks, so a
 * task counts as stopped only when all of this holds:
 *
 * <ul>
 *   <li>it was missing in two complete passes, {@code missingFor} apart;
 *   <li>no running task has been given its address;
 *   <li>at most half of the instances look like this; or a candidate was seen and the address of
 *       each of them failed its probe both times; or no task is wanted, and then ECS should know
 *       none.
 * </ul>
 *
 * Of those that have stopped so, one pass a minute takes at most one in five, and at least one:
 * ours first, so that native ones, which most policies leave alone, never keep ours from their
 * turn.
 */
final class MissingTasks {
  private static final int ONE_IN = 5;

  /** A burst makes several passes in a few seconds. */
  private static final Duration TURNS_APART = Duration.ofMinutes(1);

  private final Observation seen;
  private final CloudMapService from;
  private final Standing standing;
  private final int all;
  private final List<Instance.Removable> missing;

  MissingTasks(Observation seen, Listing.Found found, Standing standing) {
    this.seen = seen;
    this.from = found.service();
    this.standing = standing;
    this.all =
        (int) found.instances().stream().filter(Instance.Removable.class::isInstance).count();
    this.missing =
        seen.missing().stream()
            .sorted(Comparator.comparing(instance -> instance instanceof Instance.Native))
            .toList();
  }

  List<Step> steps() {
    var steps = new ArrayList<Step>();
    int may = isItsTurn() ? Math.max(1, all / ONE_IN) : 0;
    for (var instance : missing) {
      var why = staysBecause(instance).or(() -> may(may, steps));
      steps.add(
          why.<Step>map(reason -> stays(instance, reason)).orElseGet(() -> withdraw(instance)));
    }
    return steps;
  }

  private Optional<String> staysBecause(Instance.Removable instance) {
    if (!seen.isComplete()) {
      return Optional.of("not everything could be read");
    }
    var since = earlier(instance).map(Memory.Missing::since).orElse(seen.at());
    var until = since.plus(seen.service().settings().missingFor());
    if (seen.at().isBefore(until)) {
      return Optional.of(
          "one such answer does not prove it gone; it counts as stopped if it is still unknown at "
              + until);
    }
    if (standing.isTaken(instance)) {
      return Optional.of("a running task has its address");
    }
    if (isOurViewWrong()) {
      return Optional.of(
          "so it is with "
              + missing.size()
              + " of "
              + all
              + " instances, and that may be our view; where you know that it is gone, deregister it"
              + " by hand");
    }
    return standing.mayGo(instance, Optional.of(since))
        ? Optional.empty()
        : Optional.of("it is the name's last instance");
  }

  private boolean isItsTurn() {
    return seen.memory().withdrew().stream()
        .noneMatch(last -> seen.at().isBefore(last.plus(TURNS_APART)));
  }

  private static Optional<String> may(int most, List<Step> steps) {
    return steps.stream().filter(Action.class::isInstance).count() < most
        ? Optional.empty()
        : Optional.of("its turn is in a later pass: at most one in " + ONE_IN + " of all a minute");
  }

  private boolean isOurViewWrong() {
    return 2 * missing.size() > all
        && !seen.isAsleep()
        && !(isACandidateSeen() && missing.stream().allMatch(this::failedBothTimes));
  }

  private boolean isACandidateSeen() {
    return seen.tasks().value().running().stream().anyMatch(seen::isCandidate);
  }

  private boolean failedBothTimes(Instance.Removable instance) {
    return seen.failsItsProbe(instance)
        && earlier(instance).filter(Memory.Missing::addressFailed).isPresent();
  }

  private Optional<Memory.Missing> earlier(Instance.Removable instance) {
    return instance.task().map((TaskId task) -> seen.memory().missing().get(task));
  }

  private Step withdraw(Instance.Removable instance) {
    return new Action.Withdraw(
        from,
        instance,
        seen.isAsleep() && instance instanceof Instance.Ours
            ? Situation.ASLEEP
            : situation(instance),
        "ECS has not known its task since "
            + earlier(instance).map(Memory.Missing::since).orElse(seen.at()));
  }

  private static Step stays(Instance.Removable instance, String why) {
    return new Remark(
        situation(instance), instance.inWords() + " stays: ECS no longer knows its task; " + why);
  }

  private static Situation situation(Instance.Removable instance) {
    return switch (instance) {
      case Instance.Ours _ -> Situation.TASK_MISSING;
      case Instance.Native _ -> Situation.NATIVE_LEFT_BEHIND;
    };
  }
}
