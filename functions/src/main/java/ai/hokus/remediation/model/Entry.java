package ai.hokus.remediation.model;

import java.util.List;
import java.util.Optional;

/**
 * What is written about a guarded service in one step, or not at all.
 *
 * @param dossier as it is from now on
 * @param messages to be sent, in the order of their numbers
 * @param closed an incident that is no longer the open one; kept for 90 days
 * @param hold that the program itself asks for: hands off, until a person resumes
 */
public record Entry(
    Dossier dossier, List<Message> messages, Optional<Incident> closed, Optional<Hold> hold) {
  public Entry {
    messages = List.copyOf(messages);
  }

  /** The same, and nobody is told. */
  public Entry withoutMessages() {
    return new Entry(dossier, List.of(), closed, hold);
  }

  public static Entry of(Dossier dossier) {
    return new Entry(dossier, List.of(), Optional.empty(), Optional.empty());
  }
}
