package ai.hokus.remediation.model;

import java.time.Duration;
import java.util.Set;

/**
 * The one HTTP request that tells whether a candidate serves: on an API path, as its consumer asks.
 * A health path proves less: MLflow answers 200 there and 403 everywhere else to a Host it does not
 * know.
 *
 * @param path begins with {@code /}
 * @param body sent as JSON; empty for none
 * @param expect statuses that mean <em>ok</em>
 * @param host the Host header that the consumer will send, port included where it sends one; {@link
 *     #ADDRESS} in it stands for the address that is asked
 * @param timeout for one request, more than zero and at most 2 s
 */
public record ProbeRequest(
    String method, String path, String body, Set<Integer> expect, String host, Duration timeout) {

  /** No Host header of a configuration can hold it. */
  public static final String ADDRESS = "{address}";

  public ProbeRequest {
    expect = Set.copyOf(expect);
  }

  /** The same, as a consumer asks who was told {@code endpoint} by address. */
  public ProbeRequest byAddress(EndpointValue endpoint, int port) {
    return new ProbeRequest(method, path, body, expect, endpoint.hostTemplate(port), timeout);
  }

  /** The Host header of a request to {@code address}. */
  public String hostFor(Ipv4 address) {
    return host.replace(ADDRESS, address.dotted());
  }
}
