package ai.hokus.remediation.model;

import java.time.Duration;
import java.util.Set;

/**
 * A Cloud Map service as Cloud Map knows it.
 *
 * @param name the DNS name that consumers ask, without a trailing dot
 * @param zone its namespace, and so the name of the private hosted zone
 * @param recordTypes what it keeps in DNS, of A, AAAA, SRV and CNAME; empty for HTTP-only
 * @param recordTtl how long resolvers may keep its records; zero where it keeps none
 * @param customHealth whether it takes health from us (HealthCheckCustomConfig)
 * @param answersWithAll whether its name answers with every healthy instance, up to eight
 *     (MULTIVALUE), and not with one of them (WEIGHTED)
 */
public record CloudMapService(
    String id,
    String arn,
    String name,
    String zone,
    Set<String> recordTypes,
    Duration recordTtl,
    boolean customHealth,
    boolean answersWithAll) {
  public CloudMapService {
    recordTypes = Set.copyOf(recordTypes);
  }
}
