package ai.hokus.remediation.rollback;

import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Reversal;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Ledger.OnFile;
import java.time.Instant;
import java.util.List;

/** What is on file of the incident that a person wants undone. */
public final class Archive {
  private final Ledger ledger;

  public Archive(Ledger ledger) {
    this.ledger = ledger;
  }

  /** What an {@code undo} is about. */
  public sealed interface Found {

    /** There is something to take back, or was. */
    record Undoable(Incident incident, OnFile file) implements Found {}

    /** It was undone before, and nobody resumed since. */
    record Already(Incident incident, Instant at) implements Found {}

    /** It changed nothing. */
    record Idle(Incident incident) implements Found {}

    /**
     * No incident of the service has that id.
     *
     * @param known those that are known, the newest first
     */
    record Unknown(List<String> known) implements Found {}
  }

  /**
   * Looks it up: the open one, or one of those that were closed in the last 90 days.
   *
   * @throws ai.hokus.remediation.ports.Unavailable where the ledger did not answer
   */
  public Found find(Request.Undo asked, Instant now) {
    var file = ledger.onFile(asked.about());
    return file.dossier()
        .incident()
        .filter(open -> open.id().equals(asked.incident()))
        .or(() -> ledger.incident(asked.incident()))
        .filter(incident -> incident.service().equals(asked.about()))
        .map(incident -> found(incident, file, now))
        .orElseGet(() -> new Found.Unknown(file.dossier().known()));
  }

  private static Found found(Incident incident, OnFile file, Instant now) {
    if (!Reversal.of(incident).isAnything()) {
      return new Found.Idle(incident);
    }
    return incident
        .undoneUnder(file.holds(), now)
        .<Found>map(at -> new Found.Already(incident, at))
        .orElseGet(() -> new Found.Undoable(incident, file));
  }
}
