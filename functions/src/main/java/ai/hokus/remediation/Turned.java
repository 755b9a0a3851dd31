package ai.hokus.remediation;

import static java.util.stream.Collectors.toMap;

import ai.hokus.remediation.execution.LeftToAnother;
import ai.hokus.remediation.execution.Pass;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.TaskId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a turn ended.
 *
 * @param waiting what remains to be done without the lease
 */
record Turned(Visit visit, Optional<Waiting> waiting) {

  /**
   * Young tasks of the last pass, which nobody else waits for.
   *
   * @param until as the ledger has it
   */
  record Waiting(Report report, Map<TaskId, Ipv4> tasks, Instant until) {
    Waiting {
      tasks = Map.copyOf(tasks);
    }

    /** The rest of them; empty where nobody is left. */
    Optional<Waiting> without(Set<TaskId> others) {
      var rest = new HashMap<>(tasks);
      rest.keySet().removeAll(others);
      return Optional.of(new Waiting(report, rest, until)).filter(_ -> !rest.isEmpty());
    }

    Map<TaskId, Instant> asRemembered() {
      return tasks.keySet().stream().collect(toMap(task -> task, _ -> until));
    }
  }

  /** Whether it was no turn at all, since it was another's. */
  boolean isLeftToAnother() {
    return visit.last() instanceof LeftToAnother;
  }

  static Turned of(Pass pass) {
    return new Turned(Visit.of(pass), Optional.empty());
  }
}
