package ai.hokus.remediation.world;

/** An invocation that is no longer there makes no call, whatever it still tries. */
final class Killed extends Error {
  private static final long serialVersionUID = 1;
}
