package ai.hokus.remediation.rollback;

import java.util.List;
import java.util.stream.Stream;

/**
 * What became of a request.
 *
 * @param standings with each guarded service that was meant, in the order of their names; before
 *     them with every one, if that was asked
 * @param says what else the person should know, a line each
 */
public record Reply(Ending ending, List<Standing> standings, List<String> says) {

  /** Whether it would help to ask again. */
  public enum Ending {
    DONE,
    COME_AGAIN,
    NEVER_AGAIN
  }

  public Reply {
    standings = List.copyOf(standings);
    says = List.copyOf(says);
  }

  /** That needs no more to be said. */
  public static Reply of(Standing standing) {
    return new Reply(Ending.DONE, List.of(standing), List.of());
  }

  /** The same, with more to say. */
  public Reply saying(List<String> lines) {
    return new Reply(ending, standings, Stream.concat(says.stream(), lines.stream()).toList());
  }

  /** The same, with another end. */
  public Reply ending(Ending other) {
    return new Reply(other, standings, says);
  }
}
