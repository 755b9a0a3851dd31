package ai.hokus.remediation.world;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;

import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.ports.TaskCatalogContract;
import ai.hokus.remediation.world.InMemoryWorld.Call;
import java.util.Set;

class InMemoryTaskCatalogTest extends TaskCatalogContract {
  private final InMemoryWorld world =
      new InMemoryWorld()
          .ecs(Sample.ecs(1))
          .tasks(Sample.running(A, Sample.IP1), Sample.stopping(B, Sample.IP2));

  @Override
  protected TaskCatalog catalog() {
    return world;
  }

  @Override
  protected String service() {
    return Sample.MLFLOW.ecsService();
  }

  @Override
  protected TaskId leaving() {
    return B;
  }

  @Override
  protected Set<String> registries() {
    return Set.of(Sample.CLOUD_MAP.arn());
  }

  @Override
  protected void letFail() {
    world.refuses(Call.SERVICE, Call.RUNNING, Call.DESCRIBE);
  }

  @Override
  protected void heal() {
    world.heals();
  }
}
