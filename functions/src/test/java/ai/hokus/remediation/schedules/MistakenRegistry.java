package ai.hokus.remediation.schedules;

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
import java.util.function.UnaryOperator;

/**
 * Cloud Map as somebody sees it who is mistaken about its instances.
 *
 * @param cloudMap as it is
 * @param sees what he makes of an instance
 */
record MistakenRegistry(Registry cloudMap, UnaryOperator<Instance> sees) implements Registry {

  @Override
  public Reading<Listing> list(GuardedService service, Guard guard) {
    return cloudMap
        .list(service, guard)
        .map(listing ->
            listing instanceof Listing.Found(var in, var instances)
                ? new Listing.Found(in, instances.stream().map(sees).toList())
                : listing);
  }

  @Override
  public Optional<Instance> find(
      GuardedService service, Guard guard, CloudMapService in, String id) {
    return cloudMap.find(service, guard, in, id).map(sees);
  }

  @Override
  public boolean knows(String serviceArn) {
    return cloudMap.knows(serviceArn);
  }

  @Override
  public boolean awaitTurn(Instant deadline) {
    return cloudMap.awaitTurn(deadline);
  }

  @Override
  public Operation register(CloudMapService in, Registration registration) {
    return cloudMap.register(in, registration);
  }

  @Override
  public Operation remove(CloudMapService from, Instance.Removable instance) {
    return cloudMap.remove(from, instance);
  }

  @Override
  public void pushHealth(CloudMapService in, Instance.Ours instance, boolean healthy) {
    cloudMap.pushHealth(in, instance, healthy);
  }

  @Override
  public Operation follow(Operation.Running operation, Instant deadline) {
    return cloudMap.follow(operation, deadline);
  }
}
