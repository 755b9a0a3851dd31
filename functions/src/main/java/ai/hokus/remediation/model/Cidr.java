package ai.hokus.remediation.model;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A block of IPv4 addresses in which tasks live, such as {@code 10.0.0.0/16}.
 *
 * @param base the first address of the block
 * @param prefix leading bits that every address of the block shares, 0 to 32
 */
public record Cidr(Ipv4 base, int prefix) {
  private static final Pattern FORM = Pattern.compile("([0-9.]{7,15})/([0-9]{1,2})");
  private static final Cidr LOOPBACK = parse("127.0.0.0/8");
  private static final Cidr LINK_LOCAL = parse("169.254.0.0/16");
  private static final Cidr THIS_NETWORK = parse("0.0.0.0/8");
  private static final Cidr MULTICAST_AND_RESERVED = parse("224.0.0.0/3");

  public Cidr {
    if (prefix < 0 || prefix > 32 || (base.bits() & ~mask(prefix)) != 0) {
      throw new IllegalArgumentException(
          "not a CIDR block: \"" + base.dotted() + "/" + prefix + "\"");
    }
  }

  /**
   * Reads a block as people write it.
   *
   * @throws IllegalArgumentException quoting the text, if it is no block or its base has bits
   *     behind the prefix
   */
  public static Cidr parse(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("not a CIDR block: \"" + Text.brief(text) + "\"");
    }
    return new Cidr(new Ipv4(form.group(1)), Integer.parseInt(form.group(2)));
  }

  /**
   * Whether a task's address in this block may be asked and registered. Link-local addresses never
   * may (instance metadata and task credentials live there), nor may 0/8, multicast and reserved
   * ones; loopback may only where the block itself is loopback, as the local world's is.
   */
  public boolean admits(Ipv4 address) {
    return contains(address)
        && !LINK_LOCAL.contains(address)
        && !THIS_NETWORK.contains(address)
        && !MULTICAST_AND_RESERVED.contains(address)
        && (!LOOPBACK.contains(address) || (LOOPBACK.contains(base) && prefix >= 8));
  }

  /** Whether it admits any address at all. */
  public boolean admitsAny() {
    return Stream.of(LINK_LOCAL, THIS_NETWORK, MULTICAST_AND_RESERVED)
        .noneMatch(never -> never.prefix <= prefix && never.contains(base));
  }

  private boolean contains(Ipv4 address) {
    return (address.bits() & mask(prefix)) == base.bits();
  }

  private static long mask(int prefix) {
    return prefix == 0 ? 0 : 0xFFFF_FFFFL << (32 - prefix) & 0xFFFF_FFFFL;
  }

  @Override
  public String toString() {
    return base.dotted() + "/" + prefix;
  }
}
