package ai.hokus.remediation.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an endpoint parameter holds: where consumers find the service, in the form that they parse,
 * a URL, {@code host:port} or a bare host. People may have written anything, so nothing is refused;
 * what has no host is nobody's endpoint.
 *
 * @param text as it stands in the parameter
 */
public record EndpointValue(String text) {
  /** Scheme, user info, port and what follows may be missing. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?<before>(?:(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://)?(?:[^/?#@]*@)?)"
              + "(?<host>[a-zA-Z0-9_](?:[a-zA-Z0-9_.-]*[a-zA-Z0-9_.])?)"
              + "(?<after>(?::(?<port>[0-9]{1,5}))?(?:[/?#].*)?)",
          Pattern.DOTALL);

  /** The host in it, a name or an address; empty where it has none. */
  public Optional<String> host() {
    var parts = parts();
    return parts.matches() ? Optional.of(parts.group("host")) : Optional.empty();
  }

  /** The address in it; empty where its host is a name. */
  public Optional<Ipv4> address() {
    try {
      return host().map(Ipv4::new);
    } catch (IllegalArgumentException aName) {
      return Optional.empty();
    }
  }

  /**
   * The same endpoint by address: the host is replaced, and all that consumers parse besides stays.
   *
   * @throws IllegalStateException if it has no host; the configuration's {@code byName} always has
   */
  public EndpointValue at(Ipv4 address) {
    var parts = parts();
    if (!parts.matches()) {
      throw new IllegalStateException("an endpoint without a host: " + Text.brief(text));
    }
    return new EndpointValue(parts.group("before") + address + parts.group("after"));
  }

  /**
   * The Host header that an HTTP client makes of it: the port is left out where it is the scheme's
   * own, and a bare host leaves it to the consumer.
   *
   * @param port on which the service's container serves
   */
  public String hostHeader(int port) {
    return host().map(name -> hostHeader(name, port)).orElse(text);
  }

  /** The same with {@link ProbeRequest#ADDRESS} in place of the host. */
  public String hostTemplate(int port) {
    return hostHeader(ProbeRequest.ADDRESS, port);
  }

  private String hostHeader(String host, int port) {
    var parts = parts();
    if (!parts.matches()) {
      return host;
    }
    var scheme = Optional.ofNullable(parts.group("scheme"));
    // A URL without a port means its scheme's.
    var unsaid = scheme.isPresent() ? "" : String.valueOf(port);
    var sent = Optional.ofNullable(parts.group("port")).orElse(unsaid);
    var own = scheme.filter("https"::equalsIgnoreCase).isPresent() ? "443" : "80";
    return sent.isEmpty() || sent.equals(own) ? host : host + ":" + sent;
  }

  private Matcher parts() {
    return FORM.matcher(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
