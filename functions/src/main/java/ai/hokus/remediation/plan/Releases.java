package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Task;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ours of tasks that run, where a person asked for them to be withdrawn ({@code release}, {@code
 * undo}):
 *
 * <pre>
 *                              | not everything | a native one answers | no native one does
 *                              | could be read  | for the service      |
 * -----------------------------+----------------+----------------------+--------------------
 * asked for                    | stays; say     | withdraw             | stays; say
 * asked for, and forced        | stays; say     | withdraw             | withdraw
 * </pre>
 */
final class Releases {
  private final Observation seen;
  private final CloudMapService from;
  private final List<Instance> instances;

  Releases(Observation seen, Listing.Found found) {
    this.seen = seen;
    this.from = found.service();
    this.instances = found.instances();
  }

  List<Step> steps() {
    return asked().stream().flatMap(this::forAsked).toList();
  }

  private Optional<Hold> asked() {
    return Stream.of(Hold.Kind.UNDO, Hold.Kind.RELEASE)
        .flatMap(kind -> seen.look().holds().inForce(kind, seen.at()).stream())
        .findFirst();
  }

  private Stream<Step> forAsked(Hold hold) {
    return instances.stream()
        .filter(Instance.Ours.class::isInstance)
        .map(Instance.Ours.class::cast)
        .filter(ours -> task(ours).filter(Task::isRunning).isPresent())
        .map(ours -> forOurs(ours, hold));
  }

  private Step forOurs(Instance.Ours ours, Hold hold) {
    if (!seen.isComplete()) {
      return stays(ours, "not everything could be read");
    }
    return hold.forced() || instances.stream().anyMatch(this::answersNatively)
        ? new Action.Withdraw(from, ours, Situation.RELEASED, hold.inWords())
        : stays(
            ours,
            "no instance that ECS registered answers for the service, and the name would lose what"
                + " answers now; force it all the same, or let ECS register first");
  }

  private boolean answersNatively(Instance instance) {
    return instance instanceof Instance.Native
        && task(instance)
            .filter(Task::isRunning)
            .filter(instance::standsFor)
            .filter(task -> seen.verdict(task).answers())
            .isPresent();
  }

  private Optional<Task> task(Instance instance) {
    return instance.task().flatMap(seen.tasks().value()::find);
  }

  private static Step stays(Instance.Ours ours, String why) {
    return new Remark(Situation.RELEASED, ours.inWords() + " stays: " + why);
  }
}
