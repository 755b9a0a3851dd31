package ai.hokus.remediation.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * DescribeTasks' word on the tasks that were asked about.
 *
 * @param known each with its state, in the order of their ids
 * @param missing those that ECS no longer knows (it forgets a stopped task after an hour or more)
 */
public record Tasks(List<Task> known, Set<TaskId> missing) {
  public static final Tasks NONE = new Tasks(List.of(), Set.of());

  public Tasks {
    known = known.stream().sorted(Comparator.comparing(Task::id)).toList();
    missing = Set.copyOf(missing);
  }

  public Optional<Task> find(TaskId id) {
    return known.stream().filter(task -> task.id().equals(id)).findFirst();
  }

  public List<Task> running() {
    return known.stream().filter(Task::isRunning).toList();
  }
}
