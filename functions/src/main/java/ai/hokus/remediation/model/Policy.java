package ai.hokus.remediation.model;

/** How far the program may go for a service. Has no default: a deployer must choose. */
public enum Policy {
  /** Say what would be done, never do it. */
  OBSERVE,
  /** Register, withdraw what is ours, fall back and return. */
  REPAIR,
  /** The same, and release native instances whose task is confirmed gone. */
  SYNC
}
