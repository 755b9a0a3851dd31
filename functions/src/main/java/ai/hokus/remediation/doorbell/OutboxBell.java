package ai.hokus.remediation.doorbell;

import java.util.List;

/** What a batch of records of the table's stream asks of us. */
public sealed interface OutboxBell {

  /**
   * To look into these threads' boxes.
   *
   * @param rings oldest first; one for each record that is about a box
   */
  record Rings(List<Ring> rings) implements OutboxBell {
    public Rings {
      rings = List.copyOf(rings);
    }
  }

  /**
   * A box has changed.
   *
   * @param sequenceNumber of the record; empty where it has none
   */
  record Ring(String thread, String sequenceNumber) {}

  /** Nothing, and a second delivery would not help. */
  record Malformed(Doorbell.Malformed field) implements OutboxBell {}
}
