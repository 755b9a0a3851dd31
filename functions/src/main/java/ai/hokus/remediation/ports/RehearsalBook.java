package ai.hokus.remediation.ports;

import ai.hokus.remediation.model.Rehearsed;
import java.util.Map;

/**
 * How the last rehearsal of each guarded service's fallback went. What is lost of it is rehearsed
 * again, and nothing more.
 *
 * <p>Every call throws {@link Unavailable} where the ledger did not answer in time or throttled
 * every retry.
 */
public interface RehearsalBook {

  /** By the short names of the services; without those that were never rehearsed. */
  Map<String, Rehearsed> read();

  /** Writes down the last one, in place of the one before. */
  void put(String service, Rehearsed last);
}
