package ai.hokus.remediation.ports;

import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * What ECS knows of the guarded cluster. Reading changes nothing. What could not be read makes the
 * reading partial; nothing is thrown for it.
 */
public interface TaskCatalog {

  /**
   * The service as it is described now.
   *
   * @return empty and complete where ECS knows no such service in our cluster
   */
  Reading<Optional<EcsService>> service(String ecsService);

  /**
   * The ids of the tasks that ECS wants running, all pages. Draining tasks are not among them.
   *
   * @return empty and complete where ECS knows no such service
   */
  Reading<Set<TaskId>> running(String ecsService);

  /**
   * DescribeTasks' word on each of these, in batches of 100. A failure other than MISSING makes the
   * reading partial; the task is then in neither list. No ids cost no call.
   */
  Reading<Tasks> describe(Collection<TaskId> ids);
}
