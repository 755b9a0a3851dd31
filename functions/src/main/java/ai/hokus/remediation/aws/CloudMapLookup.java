package ai.hokus.remediation.aws;

import ai.hokus.remediation.aws.CloudMapDirectory.Namespace;
import ai.hokus.remediation.model.CloudMapRef;
import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceNotFoundException;
import software.amazon.awssdk.services.servicediscovery.model.ServiceNotFoundException;

/**
 * Finds the Cloud Map service that the configuration names, and remembers its whole namespace, so
 * that a pass in sync costs one call to Cloud Map, and many services one look-up.
 */
final class CloudMapLookup {
  /** A service that is made anew is noticed at once all the same: its old id is not found. */
  private static final Duration KEPT = Duration.ofMinutes(5);

  /**
   * The next pass finds what is created now, and however many are not there, they cost a reading a
   * second.
   */
  private static final Duration MISSED = Duration.ofSeconds(1);

  private final CloudMapDirectory directory;
  private final InstantSource clock;
  private final Place place;
  private final Map<String, Shared<List<Namespace>>> namespaces = new ConcurrentHashMap<>();
  private final Map<CloudMapRef.ByArn, Shared<CloudMapService>> services =
      new ConcurrentHashMap<>();
  private final Shared<Set<String>> arns;

  CloudMapLookup(ServiceDiscoveryClient cloudMap, InstantSource clock) {
    this.directory = new CloudMapDirectory(cloudMap);
    this.clock = clock;
    this.arns = new Shared<>(directory::arns, clock);
    this.place = Place.of("Cloud Map", cloudMap.serviceClientConfiguration());
  }

  /** Whether there is such a service. */
  sealed interface Found {
    record Known(CloudMapService service) implements Found {}

    /**
     * There is none.
     *
     * @param why which part of the name leads nowhere
     */
    record Gone(String why) implements Found {}
  }

  /**
   * The service behind {@code ref}, as it is or was at most five minutes ago; that there is none,
   * as it is or was a second ago.
   *
   * @throws Unavailable if Cloud Map could not be asked, or knows several of that name
   */
  Found find(CloudMapRef ref) {
    try {
      return switch (ref) {
        case CloudMapRef.ByName name -> byName(name);
        case CloudMapRef.ByArn arn -> byArn(arn);
      };
    } catch (SdkException e) {
      throw place.unavailable("looking for " + ref, e);
    }
  }

  /**
   * Whether there is a service of this ARN, or was a second ago. By listing all: a role is allowed
   * to read the services that it guards, and one that is gone is not among them any more.
   *
   * @throws Unavailable if Cloud Map could not be asked
   */
  boolean knows(String serviceArn) {
    try {
      return arns.begunAfter(clock.instant().minus(MISSED)).contains(serviceArn);
    } catch (SdkException e) {
      throw place.unavailable("looking for " + serviceArn, e);
    }
  }

  /**
   * What was found for {@code ref} is not there any more. Where it was found is read anew, but not
   * again for each of many that were found there.
   */
  void forget(CloudMapRef ref, CloudMapService gone) {
    switch (ref) {
      case CloudMapRef.ByName name ->
          namespaces(name).forgetIf(known -> named(name, known).anyMatch(gone::equals));
      case CloudMapRef.ByArn arn -> service(arn).forgetIf(gone::equals);
    }
  }

  private Found byName(CloudMapRef.ByName name) {
    var now = clock.instant();
    var remembered = namespaces(name).begunAfter(now.minus(KEPT));
    return named(name, remembered).count() == 1
        ? judge(name, remembered)
        : judge(name, namespaces(name).begunAfter(now.minus(MISSED)));
  }

  private Found judge(CloudMapRef.ByName name, List<Namespace> namespaces) {
    if (namespaces.isEmpty()) {
      return new Found.Gone("Cloud Map has no private DNS namespace " + name.namespace());
    }
    var services = named(name, namespaces).toList();
    return switch (services.size()) {
      case 0 ->
          new Found.Gone(
              "Cloud Map's namespace %s has no service %s"
                  .formatted(name.namespace(), name.service()));
      case 1 -> new Found.Known(services.getFirst());
      default ->
          throw new Unavailable(
              "%s knows %d services %s, each in a namespace of that name: configure one by its ARN"
                  .formatted(place.name(), services.size(), name));
    };
  }

  private static Stream<CloudMapService> named(
      CloudMapRef.ByName name, List<Namespace> namespaces) {
    return namespaces.stream()
        .map(Namespace::services)
        .filter(services -> services.containsKey(name.service()))
        .map(services -> services.get(name.service()));
  }

  private Shared<List<Namespace>> namespaces(CloudMapRef.ByName name) {
    return namespaces.computeIfAbsent(
        name.namespace(), of -> new Shared<>(() -> directory.namespaces(of), clock));
  }

  private Found byArn(CloudMapRef.ByArn ref) {
    try {
      return new Found.Known(service(ref).begunAfter(clock.instant().minus(KEPT)));
    } catch (ServiceNotFoundException _) {
      return new Found.Gone("Cloud Map has no service " + ref);
    } catch (NamespaceNotFoundException _) {
      return new Found.Gone("Cloud Map has no namespace for " + ref);
    }
  }

  private Shared<CloudMapService> service(CloudMapRef.ByArn ref) {
    return services.computeIfAbsent(ref, of -> new Shared<>(() -> directory.service(of), clock));
  }
}
