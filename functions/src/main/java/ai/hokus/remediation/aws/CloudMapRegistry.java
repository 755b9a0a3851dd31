package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.ports.Pace;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.Sleeper;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.CustomHealthStatus;
import software.amazon.awssdk.services.servicediscovery.model.DuplicateRequestException;
import software.amazon.awssdk.services.servicediscovery.model.InstanceNotFoundException;
import software.amazon.awssdk.services.servicediscovery.model.ServiceNotFoundException;

/**
 * Cloud Map's instances. Finding the service and following operations are {@link CloudMapLookup}'s
 * and {@link CloudMapOperations}'s.
 */
final class CloudMapRegistry implements Registry {
  private final ServiceDiscoveryClient cloudMap;
  private final InstantSource clock;
  private final CloudMapLookup lookup;
  private final CloudMapOperations operations;
  private final Pace writes;
  private final Place place;

  CloudMapRegistry(
      ServiceDiscoveryClient cloudMap, Pace writes, InstantSource clock, Sleeper sleeper) {
    this.cloudMap = cloudMap;
    this.clock = clock;
    this.lookup = new CloudMapLookup(cloudMap, clock);
    this.operations = new CloudMapOperations(cloudMap, clock, sleeper);
    this.writes = writes;
    this.place = Place.of("Cloud Map", cloudMap.serviceClientConfiguration());
  }

  @Override
  public Reading<Listing> list(GuardedService service, Guard guard) {
    try {
      return listFound(service, guard);
    } catch (ServiceNotFoundException _) {
      // What we remembered is gone; the same name may lead to another service by now.
    }
    try {
      return listFound(service, guard);
    } catch (ServiceNotFoundException _) {
      return new Reading.Complete<>(new Listing.Gone("Cloud Map has no " + service.cloudMap()));
    }
  }

  private Reading<Listing> listFound(GuardedService service, Guard guard) {
    try {
      return switch (lookup.find(service.cloudMap())) {
        case CloudMapLookup.Found.Known(var known) -> instances(service, guard, known);
        case CloudMapLookup.Found.Gone(var why) -> new Reading.Complete<>(new Listing.Gone(why));
      };
    } catch (Unavailable unread) {
      return new Reading.Partial<>(new Listing.Unread(), String.valueOf(unread.getMessage()));
    }
  }

  private Reading<Listing> instances(GuardedService service, Guard guard, CloudMapService in) {
    var seen = new ArrayList<Instance>();
    try {
      cloudMap.listInstancesPaginator(asked -> asked.serviceId(in.id())).stream()
          .flatMap(page -> page.instances().stream())
          .map(instance -> Ownership.of(instance.id(), instance.attributes(), service, guard))
          .forEach(seen::add);
      return new Reading.Complete<>(new Listing.Found(in, seen));
    } catch (ServiceNotFoundException e) {
      lookup.forget(service.cloudMap(), in);
      throw e;
    } catch (SdkException e) {
      return new Reading.Partial<>(
          new Listing.Found(in, seen), place.why("listing the instances of " + in.name(), e));
    }
  }

  @Override
  public boolean knows(String serviceArn) {
    return lookup.knows(serviceArn);
  }

  @Override
  public Optional<Instance> find(
      GuardedService service, Guard guard, CloudMapService in, String id) {
    try {
      var answer = cloudMap.getInstance(asked -> asked.serviceId(in.id()).instanceId(id));
      return Optional.of(Ownership.of(id, answer.instance().attributes(), service, guard));
    } catch (InstanceNotFoundException _) {
      return Optional.empty();
    } catch (SdkException e) {
      throw place.unavailable("reading instance " + id + " of " + in.name(), e);
    }
  }

  @Override
  public boolean awaitTurn(Instant deadline) {
    return writes.await(deadline);
  }

  @Override
  public Operation register(CloudMapService in, Registration registration) {
    var id = registration.task().value();
    return write(
        "registering " + id + " in " + in.name(),
        attempts ->
            new Operation.Running(
                cloudMap
                    .registerInstance(asked ->
                        asked
                            .serviceId(in.id())
                            .instanceId(id)
                            .attributes(registration.attributes())
                            .overrideConfiguration(attempts.counted()))
                    .operationId()));
  }

  @Override
  public Operation remove(CloudMapService from, Instance.Removable instance) {
    return write(
        "removing " + instance.id() + " from " + from.name(),
        attempts -> {
          try {
            return new Operation.Running(
                cloudMap
                    .deregisterInstance(asked ->
                        asked
                            .serviceId(from.id())
                            .instanceId(instance.id())
                            .overrideConfiguration(attempts.counted()))
                    .operationId());
          } catch (InstanceNotFoundException _) {
            return new Operation.Succeeded(clock.instant());
          }
        });
  }

  @Override
  public void pushHealth(CloudMapService in, Instance.Ours instance, boolean healthy) {
    try {
      cloudMap.updateInstanceCustomHealthStatus(asked ->
          asked
              .serviceId(in.id())
              .instanceId(instance.id())
              .status(healthy ? CustomHealthStatus.HEALTHY : CustomHealthStatus.UNHEALTHY));
    } catch (SdkException e) {
      throw place.unavailable("telling the health of " + instance.id() + " in " + in.name(), e);
    }
  }

  @Override
  public Operation follow(Operation.Running operation, Instant deadline) {
    return operations.follow(operation, deadline);
  }

  private Operation write(String doing, Function<Attempts, Operation> write) {
    var attempts = new Attempts();
    try {
      return write.apply(attempts);
    } catch (DuplicateRequestException e) {
      return new Operation.AnotherInFlight(String.valueOf(e.duplicateOperationId()));
    } catch (SdkException e) {
      if (attempts.wereAllRefused()) {
        return new Operation.Refused(place.why(doing, e));
      }
      throw place.unavailable(doing, e);
    }
  }
}
