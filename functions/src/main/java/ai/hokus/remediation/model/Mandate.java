package ai.hokus.remediation.model;

import java.util.Locale;
import java.util.Optional;

/**
 * How far a pass may go.
 *
 * @param configured by the service's own policy
 * @param most that this deployment lets any service do
 * @param stop why it may write nothing in spite of both
 * @param onPaper why nothing is done of what all of them allow: it was only asked what would be
 */
public record Mandate(
    Policy configured, Policy most, Optional<Stop> stop, Optional<String> onPaper) {

  /** Of a pass that does what it may. */
  public Mandate(Policy configured, Policy most, Optional<Stop> stop) {
    this(configured, most, stop, Optional.empty());
  }

  /** The same, of which nothing is done. */
  public Mandate onPaper(String why) {
    return new Mandate(configured, most, stop, Optional.of(why));
  }

  /** The stricter of the two: the one that holds. */
  public Policy policy() {
    return configured.stricter(most);
  }

  /** {@code repair}; or, where another one was configured, which and who was stricter. */
  public String inWords() {
    return policy() == configured
        ? word(configured)
        : word(most) + " (POLICY; configured is " + word(configured) + ")";
  }

  private static String word(Policy policy) {
    return policy.name().toLowerCase(Locale.ROOT);
  }
}
