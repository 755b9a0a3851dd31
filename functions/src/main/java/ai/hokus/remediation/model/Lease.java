package ai.hokus.remediation.model;

import java.time.Instant;

/**
 * The right to change one guarded service, held by one invocation at a time, and what the ledger
 * said with it.
 *
 * @param service short name of the guarded service
 * @param fence greater with every holder: the ledger refuses what a late one writes
 * @param until when it ends by itself, after its holder's own deadline
 * @param holds on this service and on every one
 */
public record Lease(
    String service, long fence, Instant until, Holds holds, Memory memory, Dossier dossier) {

  /** One of a service of which nothing is on file. */
  public Lease(String service, long fence, Instant until, Holds holds, Memory memory) {
    this(service, fence, until, holds, memory, Dossier.EMPTY);
  }
}
