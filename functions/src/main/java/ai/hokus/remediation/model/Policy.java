package ai.hokus.remediation.model;

/**
 * How far the program may go for a service, the strictest first. Has no default: a deployer must
 * choose.
 */
public enum Policy {
  /** Say what would be done, never do it. */
  OBSERVE,
  /** Register tasks, withdraw what is ours. */
  REPAIR,
  /** The same, and release native instances whose task is confirmed gone. */
  SYNC;

  public Policy stricter(Policy other) {
    return compareTo(other) < 0 ? this : other;
  }
}
