package ai.hokus.remediation.aws;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import ai.hokus.remediation.model.CloudMapRef;
import ai.hokus.remediation.model.CloudMapService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.DnsConfig;
import software.amazon.awssdk.services.servicediscovery.model.DnsRecord;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceFilter;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceFilterName;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceNotFoundException;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceSummary;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceType;
import software.amazon.awssdk.services.servicediscovery.model.RoutingPolicy;
import software.amazon.awssdk.services.servicediscovery.model.ServiceFilter;
import software.amazon.awssdk.services.servicediscovery.model.ServiceFilterName;
import software.amazon.awssdk.services.servicediscovery.model.ServiceNotFoundException;
import software.amazon.awssdk.services.servicediscovery.model.ServiceSummary;

/**
 * Cloud Map's namespaces and services, read anew at each call and all pages of them. Throws what
 * the SDK throws.
 */
final class CloudMapDirectory {
  private final ServiceDiscoveryClient cloudMap;

  CloudMapDirectory(ServiceDiscoveryClient cloudMap) {
    this.cloudMap = cloudMap;
  }

  /**
   * A namespace as it was read.
   *
   * @param services all of them, by their names in it
   */
  record Namespace(Map<String, CloudMapService> services) {}

  /** The private namespaces of that name: each VPC may have one. */
  List<Namespace> namespaces(String name) {
    return cloudMap
        .listNamespacesPaginator(
            asked -> asked.filters(filter(NamespaceFilterName.NAME, name), onlyPrivate()))
        .stream()
        .flatMap(page -> page.namespaces().stream())
        .map(namespace -> new Namespace(services(namespace)))
        .toList();
  }

  private static NamespaceFilter onlyPrivate() {
    return filter(NamespaceFilterName.TYPE, NamespaceType.DNS_PRIVATE.toString());
  }

  private static NamespaceFilter filter(NamespaceFilterName by, String value) {
    return NamespaceFilter.builder().name(by).values(value).build();
  }

  private Map<String, CloudMapService> services(NamespaceSummary namespace) {
    var ofNamespace =
        ServiceFilter.builder().name(ServiceFilterName.NAMESPACE_ID).values(namespace.id()).build();
    return listed(ofNamespace)
        // A name listed twice was made anew between two pages.
        .collect(
            toMap(
                ServiceSummary::name,
                service ->
                    service(
                        service.id(),
                        service.arn(),
                        service.name(),
                        namespace.name(),
                        service.dnsConfig(),
                        service.healthCheckCustomConfig() != null),
                (_, later) -> later));
  }

  private Stream<ServiceSummary> listed(ServiceFilter... filters) {
    return cloudMap.listServicesPaginator(asked -> asked.filters(filters)).stream()
        .flatMap(page -> page.services().stream());
  }

  /** The ARNs of all services, whatever their namespace. */
  Set<String> arns() {
    return listed().map(ServiceSummary::arn).collect(toSet());
  }

  /**
   * The service of that ARN.
   *
   * @throws ServiceNotFoundException if there is none
   * @throws NamespaceNotFoundException if its namespace is not there any more
   */
  CloudMapService service(CloudMapRef.ByArn ref) {
    var service = cloudMap.getService(asked -> asked.id(ref.id())).service();
    var namespace = cloudMap.getNamespace(asked -> asked.id(service.namespaceId())).namespace();
    return service(
        service.id(),
        service.arn(),
        service.name(),
        namespace.name(),
        service.dnsConfig(),
        service.healthCheckCustomConfig() != null);
  }

  private static CloudMapService service(
      String id,
      String arn,
      String name,
      String namespace,
      @Nullable DnsConfig dns,
      boolean customHealth) {
    var policy = Optional.ofNullable(dns).map(DnsConfig::routingPolicy);
    var records = Optional.ofNullable(dns).map(DnsConfig::dnsRecords).orElse(List.of());
    var longest = records.stream().mapToLong(DnsRecord::ttl).max().orElse(0);
    return new CloudMapService(
        id,
        arn,
        name + "." + namespace,
        namespace,
        records.stream().map(DnsRecord::typeAsString).collect(toSet()),
        Duration.ofSeconds(longest),
        customHealth,
        policy.filter(RoutingPolicy.MULTIVALUE::equals).isPresent());
  }
}
