package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.CloudMapRef;
import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.DnsConfig;
import software.amazon.awssdk.services.servicediscovery.model.DnsRecord;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceFilter;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceFilterName;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceNotFoundException;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceSummary;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceType;
import software.amazon.awssdk.services.servicediscovery.model.ServiceFilter;
import software.amazon.awssdk.services.servicediscovery.model.ServiceFilterName;
import software.amazon.awssdk.services.servicediscovery.model.ServiceNotFoundException;

/**
 * Finds the Cloud Map service that the configuration names, and remembers it, so that a pass in
 * sync costs one call to Cloud Map and not three.
 */
final class CloudMapLookup {
  /** A service that is made anew is noticed at once all the same: its old id is not found. */
  private static final Duration KEPT = Duration.ofMinutes(5);

  private final ServiceDiscoveryClient cloudMap;
  private final InstantSource clock;
  private final Place place;
  private final Map<CloudMapRef, Kept> kept = new ConcurrentHashMap<>();

  CloudMapLookup(ServiceDiscoveryClient cloudMap, InstantSource clock) {
    this.cloudMap = cloudMap;
    this.clock = clock;
    this.place = Place.of("Cloud Map", cloudMap.serviceClientConfiguration());
  }

  private record Kept(CloudMapService service, Instant until) {}

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
   * The service behind {@code ref}, as it is or was at most five minutes ago.
   *
   * @throws Unavailable if Cloud Map could not be asked, or knows several of that name
   */
  Found find(CloudMapRef ref) {
    var known = kept.get(ref);
    if (known != null && clock.instant().isBefore(known.until())) {
      return new Found.Known(known.service());
    }
    var found = look(ref);
    if (found instanceof Found.Known(var service)) {
      kept.put(ref, new Kept(service, clock.instant().plus(KEPT)));
    }
    return found;
  }

  /**
   * Whether there is a service of this ARN. By listing all: a role is allowed to read the services
   * that it guards, and one that is gone is not among them any more.
   *
   * @throws Unavailable if Cloud Map could not be asked
   */
  boolean knows(String serviceArn) {
    try {
      return cloudMap.listServicesPaginator().stream()
          .flatMap(page -> page.services().stream())
          .anyMatch(service -> serviceArn.equals(service.arn()));
    } catch (SdkException e) {
      throw place.unavailable("looking for " + serviceArn, e);
    }
  }

  /** What is remembered of {@code ref} turned out to be wrong. */
  void forget(CloudMapRef ref) {
    kept.remove(ref);
  }

  private Found look(CloudMapRef ref) {
    try {
      return switch (ref) {
        case CloudMapRef.ByName name -> byName(name);
        case CloudMapRef.ByArn arn -> byArn(arn);
      };
    } catch (SdkException e) {
      throw place.unavailable("looking for " + ref, e);
    }
  }

  private Found byName(CloudMapRef.ByName name) {
    var namespaces = namespaces(name.namespace());
    if (namespaces.isEmpty()) {
      return new Found.Gone("Cloud Map has no private DNS namespace " + name.namespace());
    }
    var services =
        namespaces.stream().flatMap(namespace -> in(namespace, name.service()).stream()).toList();
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

  /** Each VPC may have a private namespace of the same name. */
  private List<NamespaceSummary> namespaces(String name) {
    return cloudMap
        .listNamespacesPaginator(
            asked -> asked.filters(filter(NamespaceFilterName.NAME, name), onlyPrivate()))
        .stream()
        .flatMap(page -> page.namespaces().stream())
        .toList();
  }

  private static NamespaceFilter onlyPrivate() {
    return filter(NamespaceFilterName.TYPE, NamespaceType.DNS_PRIVATE.toString());
  }

  private static NamespaceFilter filter(NamespaceFilterName by, String value) {
    return NamespaceFilter.builder().name(by).values(value).build();
  }

  private List<CloudMapService> in(NamespaceSummary namespace, String name) {
    var ofNamespace =
        ServiceFilter.builder().name(ServiceFilterName.NAMESPACE_ID).values(namespace.id()).build();
    return cloudMap.listServicesPaginator(asked -> asked.filters(ofNamespace)).stream()
        .flatMap(page -> page.services().stream())
        .filter(service -> service.name().equals(name))
        .map(service ->
            service(
                service.id(),
                service.arn(),
                name,
                namespace.name(),
                service.dnsConfig(),
                service.healthCheckCustomConfig() != null))
        .toList();
  }

  private Found byArn(CloudMapRef.ByArn ref) {
    try {
      var service = cloudMap.getService(asked -> asked.id(ref.id())).service();
      var namespace = cloudMap.getNamespace(asked -> asked.id(service.namespaceId())).namespace();
      return new Found.Known(
          service(
              service.id(),
              service.arn(),
              service.name(),
              namespace.name(),
              service.dnsConfig(),
              service.healthCheckCustomConfig() != null));
    } catch (ServiceNotFoundException _) {
      return new Found.Gone("Cloud Map has no service " + ref);
    } catch (NamespaceNotFoundException _) {
      return new Found.Gone("Cloud Map has no namespace for " + ref);
    }
  }

  private static CloudMapService service(
      String id,
      String arn,
      String name,
      String namespace,
      @Nullable DnsConfig dns,
      boolean customHealth) {
    var records = Optional.ofNullable(dns).map(DnsConfig::dnsRecords).orElse(List.of());
    var longest = records.stream().mapToLong(DnsRecord::ttl).max().orElse(0);
    return new CloudMapService(
        id,
        arn,
        name + "." + namespace,
        namespace,
        records.stream().map(DnsRecord::typeAsString).collect(Collectors.toSet()),
        Duration.ofSeconds(longest),
        customHealth);
  }
}
