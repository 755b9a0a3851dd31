package ai.hokus.remediation.model;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A literal IPv4 address. Never a host name: parsing one asks no resolver.
 *
 * @param dotted four decimal parts from 0 to 255 without leading zeros, as ECS and Cloud Map write
 *     them
 */
public record Ipv4(String dotted) implements Comparable<Ipv4> {
  public Ipv4 {
    var parts = dotted.split("\\.", -1);
    if (parts.length != 4 || !Arrays.stream(parts).allMatch(Ipv4::isOctet)) {
      throw new IllegalArgumentException("not an IPv4 address: \"" + Text.brief(dotted) + "\"");
    }
  }

  /** The 32 bits, first part highest, as an unsigned value in a long. */
  public long bits() {
    long bits = 0;
    for (var octet : dotted.split("\\.", -1)) {
      bits = bits << 8 | Integer.parseInt(octet);
    }
    return bits;
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

  private static boolean isOctet(String part) {
    return !part.isEmpty()
        && part.length() <= 3
        && part.chars().allMatch(digit -> '0' <= digit && digit <= '9')
        && (part.equals("0") || part.charAt(0) != '0')
        && Integer.parseInt(part) <= 255;
  }
}
