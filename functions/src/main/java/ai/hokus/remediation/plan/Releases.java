package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import java.util.Comparator;
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
    return instances.stream()
        .filter(Instance.Ours.class::isInstance)
        .map(Instance.Ours.class::cast)
        .flatMap(ours ->
            task(ours)
                .filter(Task::isRunning)
                .flatMap(task -> asked(task.id()))
                .map(hold -> forOurs(ours, hold))
                .stream())
        .toList();
  }

  /** Of several that speak of this task, the one that is forced. */
  private Optional<Hold> asked(TaskId task) {
    return Stream.of(Hold.Kind.UNDO, Hold.Kind.RELEASE)
        .flatMap(kind -> seen.look().holds().inForce(kind, seen.at()).stream())
        .filter(hold -> hold.takesBack(task, seen.look().dossier().incident()))
        .min(Comparator.comparing(hold -> !hold.forced()));
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
