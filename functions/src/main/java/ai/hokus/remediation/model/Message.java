package ai.hokus.remediation.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What people are told, the same in every channel. It may arrive twice, and says by thread and
 * number that it is the same one.
 *
 * @param thread what belongs together: an incident's id; {@code finding-SERVICE-ROW-SINCE}, anew
 *     each time that the finding begins to stand; or {@code change-SERVICE-TIME}, of one message
 * @param number 1 for the first of its thread; those of a thread arrive in the order of them
 * @param at when it was written
 * @param service short name of the guarded service; {@code *} for all
 * @param weight how loud it should be
 * @param happened one line, which may stand alone
 * @param done what the program did, with its reasons, one line each
 * @param now what is true now, how and when that was verified, one line each
 * @param you what people must do, one line each; empty where there is nothing
 * @param back the exact command that undoes it; absent where there is nothing to undo
 */
public record Message(
    String thread,
    int number,
    Instant at,
    String service,
    Weight weight,
    String happened,
    List<String> done,
    List<String> now,
    List<String> you,
    Optional<String> back) {

  /** How loud a message should be. */
  public enum Weight {
    /** Somebody has to do something. */
    ALERT,
    /** Something changed. */
    CHANGE,
    /** All is well again. */
    GOOD
  }

  public Message {
    done = List.copyOf(done);
    now = List.copyOf(now);
    you = List.copyOf(you);
  }
}
