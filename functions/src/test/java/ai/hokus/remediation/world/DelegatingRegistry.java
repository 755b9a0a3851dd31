package ai.hokus.remediation.world;

import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.ports.Registry;
import java.time.Instant;
import java.util.Optional;

/** Another registry, but for what is overridden. */
public class DelegatingRegistry implements Registry {
  private final Registry registry;

  public DelegatingRegistry(Registry registry) {
    this.registry = registry;
  }

  @Override
  public Reading<Listing> list(GuardedService service, Guard guard) {
    return registry.list(service, guard);
  }

  @Override
  public boolean knows(String serviceArn) {
    return registry.knows(serviceArn);
  }

  @Override
  public Optional<Instance> find(
      GuardedService service, Guard guard, CloudMapService in, String id) {
    return registry.find(service, guard, in, id);
  }

  @Override
  public boolean awaitTurn(Instant deadline) {
    return registry.awaitTurn(deadline);
  }

  @Override
  public Operation register(CloudMapService in, Registration registration) {
    return registry.register(in, registration);
  }

  @Override
  public Operation remove(CloudMapService from, Instance.Removable instance) {
    return registry.remove(from, instance);
  }

  @Override
  public void pushHealth(CloudMapService in, Instance.Ours instance, boolean healthy) {
    registry.pushHealth(in, instance, healthy);
  }

  @Override
  public Operation follow(Operation.Running operation, Instant deadline) {
    return registry.follow(operation, deadline);
  }
}
