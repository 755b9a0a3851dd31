package ai.hokus.remediation.ports;

import java.util.Optional;

/**
 * Where the last sweep stopped, so that the next begins there: otherwise the services at the end of
 * a long list would never have their turn.
 */
public interface Bookmark {

  /**
   * Short name of the first guarded service that had no turn; empty where all had.
   *
   * @throws Unavailable if it could not be read
   */
  Optional<String> read();

  /**
   * Keeps it for the next sweep.
   *
   * @throws Unavailable if it could not be written
   */
  void put(Optional<String> next);
}
