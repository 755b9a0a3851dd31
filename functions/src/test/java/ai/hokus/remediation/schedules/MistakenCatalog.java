package ai.hokus.remediation.schedules;

import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.world.DelegatingCatalog;
import java.util.Collection;
import java.util.Set;
import java.util.function.UnaryOperator;

/** ECS as somebody sees it who is mistaken about its tasks. */
final class MistakenCatalog extends DelegatingCatalog {
  private final UnaryOperator<Set<TaskId>> listed;
  private final UnaryOperator<Tasks> described;

  /**
   * ECS, seen so.
   *
   * @param ecs as it is
   * @param listed what he makes of a list of running tasks
   * @param described what he makes of a description
   */
  MistakenCatalog(
      TaskCatalog ecs, UnaryOperator<Set<TaskId>> listed, UnaryOperator<Tasks> described) {
    super(ecs);
    this.listed = listed;
    this.described = described;
  }

  @Override
  public Reading<Set<TaskId>> running(String ecsService) {
    return super.running(ecsService).map(listed);
  }

  @Override
  public Reading<Tasks> describe(Collection<TaskId> ids) {
    return super.describe(ids).map(described);
  }
}
