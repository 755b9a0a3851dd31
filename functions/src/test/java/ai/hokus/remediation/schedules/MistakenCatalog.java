package ai.hokus.remediation.schedules;

import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.ports.TaskCatalog;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * ECS as somebody sees it who is mistaken about its tasks.
 *
 * @param ecs as it is
 * @param listed what he makes of a list of running tasks
 * @param described what he makes of a description
 */
record MistakenCatalog(
    TaskCatalog ecs, UnaryOperator<Set<TaskId>> listed, UnaryOperator<Tasks> described)
    implements TaskCatalog {

  @Override
  public Reading<Optional<EcsService>> service(String ecsService) {
    return ecs.service(ecsService);
  }

  @Override
  public Reading<Set<TaskId>> running(String ecsService) {
    return ecs.running(ecsService).map(listed);
  }

  @Override
  public Reading<Tasks> describe(Collection<TaskId> ids) {
    return ecs.describe(ids).map(described);
  }
}
