package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.RegistryContract;
import ai.hokus.remediation.world.InMemoryWorld.Call;
import java.time.Duration;
import java.time.Instant;

class InMemoryRegistryTest extends RegistryContract {
  private final InMemoryWorld world = new InMemoryWorld();

  @Override
  protected Registry registry() {
    return world;
  }

  @Override
  protected GuardedService service() {
    return Sample.MLFLOW;
  }

  @Override
  protected Guard guard() {
    return Sample.GUARD;
  }

  @Override
  protected Instant now() {
    return world.instant();
  }

  @Override
  protected void letFail(TaskId instance) {
    world.ends(instance, InMemoryWorld.Ending.FAIL);
  }

  @Override
  protected void letBeInFlight(TaskId instance) {
    world.ends(instance, InMemoryWorld.Ending.BUSY);
  }

  @Override
  protected void letBeRefused(TaskId instance) {
    world.ends(instance, InMemoryWorld.Ending.REFUSED);
  }

  @Override
  protected void letBeAccepted() {
    world.recovers();
  }

  @Override
  protected void letTakeLong() {
    world.operationsTake(Duration.ofSeconds(5));
  }

  @Override
  protected void letReadsBeRefused() {
    world.refuses(Call.LIST, Call.FIND, Call.KNOWS);
  }

  @Override
  protected void letLaterPagesFail() {
    world.refuses(Call.LIST);
  }

  @Override
  protected Reading<Listing> listNowhere() {
    return world.cloudMapGone().list(service(), guard());
  }
}
