package ai.hokus.remediation.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an incident did, and a person has undone: what of it still stands is taken back, and none of
 * it is done again.
 *
 * @param incident its id
 * @param registered tasks that were registered in it
 * @param moved whether the endpoint was moved in it
 */
public record Reversal(String incident, List<TaskId> registered, boolean moved) {
  public Reversal {
    registered = List.copyOf(registered);
  }

  /** Of all that is on file of it. */
  public static Reversal of(Incident incident) {
    return new Reversal(incident.id(), incident.registered(), incident.hasMoved());
  }

  /** Whether there is anything to take back. */
  public boolean isAnything() {
    return moved || !registered.isEmpty();
  }

  /** The same, with what it did since, where it is the one that is open. */
  public Reversal with(Optional<Incident> open) {
    return open.filter(each -> each.id().equals(incident))
        .map(Reversal::of)
        .map(now ->
            new Reversal(
                incident,
                Stream.of(registered, now.registered)
                    .flatMap(Collection::stream)
                    .distinct()
                    .toList(),
                moved || now.moved))
        .orElse(this);
  }
}
