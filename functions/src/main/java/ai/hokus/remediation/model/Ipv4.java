package ai.hokus.remediation.model;

import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A literal IPv4 address. Never a host name: parsing one asks no resolver.
 *
 * @param dotted four decimal parts from 0 to 255 without leading zeros, as ECS and Cloud Map write
 *     them
 */
public record Ipv4(String dotted) implements Comparable<Ipv4> {
  private static final String PART = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern FORM = Pattern.compile(PART + "(?:\\." + PART + "){3}");

  public Ipv4 {
    if (!FORM.matcher(dotted).matches()) {
      throw new IllegalArgumentException("not an IPv4 address: \"" + Text.brief(dotted) + "\"");
    }
  }

  /** The 32 bits, first part highest, as an unsigned value in a long. */
  public long bits() {
    long bits = 0;
    int part = 0;
    for (int at = 0; at < dotted.length(); at++) {
      char next = dotted.charAt(at);
      if (next == '.') {
        bits = bits << 8 | part;
        part = 0;
      } else {
        part = part * 10 + (next - '0');
      }
    }
    return bits << 8 | part;
  }

  /**
   * Bytes in network order, as {@code InetAddress.getByAddress} takes them, so that no name service
   * is asked.
   */
  public byte[] bytes() {
    long bits = bits();
    return new byte[] {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
  }

  /** In the order of the numbers, so that 10.0.0.9 comes before 10.0.0.10. */
  @Override
  public int compareTo(Ipv4 other) {
    return Long.compare(bits(), other.bits());
  }

  @Override
  public String toString() {
    return dotted;
  }

  /** Reads the addresses of a list as people write them: {@code 10.0.0.1, 10.0.0.2}. */
  public static String list(Iterable<Ipv4> addresses) {
    var sorted = new TreeSet<Ipv4>();
    addresses.forEach(sorted::add);
    return sorted.stream().map(Ipv4::dotted).collect(Collectors.joining(", "));
  }
}
