package ai.hokus.remediation.plan;

/** What registering came to, as far as it can help the name. */
public enum Repair {
  /** Nothing is left that could be registered. */
  CANNOT_HELP,
  /** A registration was tried and did not come through, and none did. */
  FAILED,
  /**
   * None could be sent: what has to be looked at first could not be, or another's operation is in
   * the way, or was and FAILed.
   */
  UNSENT,
  /** One that an earlier pass sent has not ended. */
  UNENDED,
  /** One ended in SUCCESS, in this pass or the last to register: it is given time to help. */
  SUCCEEDED,
  /** One has just been made or sent, or was held back, or ECS is still registering. */
  PENDING
}
