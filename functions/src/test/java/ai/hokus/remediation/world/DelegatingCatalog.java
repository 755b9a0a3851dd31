package ai.hokus.remediation.world;

import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.ports.TaskCatalog;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Another catalog, but for what is overridden. */
public class DelegatingCatalog implements TaskCatalog {
  private final TaskCatalog catalog;

  public DelegatingCatalog(TaskCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public Reading<Optional<EcsService>> service(String ecsService) {
    return catalog.service(ecsService);
  }

  @Override
  public Reading<Set<TaskId>> running(String ecsService) {
    return catalog.running(ecsService);
  }

  @Override
  public Reading<Tasks> describe(Collection<TaskId> ids) {
    return catalog.describe(ids);
  }
}
