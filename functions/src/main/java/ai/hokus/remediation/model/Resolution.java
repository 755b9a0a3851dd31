package ai.hokus.remediation.model;

import java.time.Duration;
import java.util.List;

/** What the VPC's resolver answered for a name, past every cache of ours. */
public sealed interface Resolution {

  /** At least one address, in the order of the numbers. Never more than eight from Cloud Map. */
  record Addresses(List<Ipv4> addresses) implements Resolution {
    public Addresses {
      addresses = addresses.stream().distinct().sorted().toList();
      if (addresses.isEmpty()) {
        throw new IllegalArgumentException("an answer without addresses is NoRecord or Unknown");
      }
    }
  }

  /**
   * NXDOMAIN or NODATA.
   *
   * @param zone whose SOA came with it, without a trailing dot; it tells our zone from another's
   * @param negativeTtl how long resolvers may keep this answer: the lower of the SOA's TTL and its
   *     minimum (RFC 2308)
   */
  record NoRecord(String zone, Duration negativeTtl) implements Resolution {}

  /**
   * Anything that proves nothing: a timeout, SERVFAIL, an answer without SOA, nobody who could ask.
   */
  record Unknown(String why) implements Resolution {}

  /** On purpose: asking for an empty name plants a negative answer in the resolver. */
  record NotAsked(String why) implements Resolution {}
}
