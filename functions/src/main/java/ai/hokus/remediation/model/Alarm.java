package ai.hokus.remediation.model;

/**
 * A CloudWatch alarm, metric or composite, as it is now.
 *
 * @param state ALARM, OK or INSUFFICIENT_DATA, CloudWatch's word
 * @param muted whether its actions are disabled or suppressed: people asked not to be disturbed by
 *     it, and so not to have anything done for it
 */
public record Alarm(String name, State state, boolean muted) {

  /** CloudWatch's words. */
  public enum State {
    OK,
    ALARM,
    INSUFFICIENT_DATA
  }

  /** Whether it calls for help. */
  public boolean calls() {
    return state == State.ALARM && !muted;
  }
}
