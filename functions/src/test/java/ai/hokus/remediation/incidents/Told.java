package ai.hokus.remediation.incidents;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Entries in a line for each thing that is written, so that a failing row shows two lists. */
final class Told {
  private Told() {}

  /** The same, of what of ours stands after the pass: so that it is no change that it does. */
  static Dossier standing(Incidents incidents, Dossier before, Came came) {
    return before.leaving(
        incidents.after(came.with(before).report()).flatMap(entry -> entry.dossier().estate()));
  }

  /**
   * {@code opened}, {@code closed}, {@code noted WHAT} (a moment that no message tells), {@code
   * hold KIND}, {@code forgot ROW}; and of each message: {@code I} for an incident's, {@code ROW}
   * for a finding's, {@code C} for a change's; its number; {@code !} alert, {@code ~} change,
   * {@code +} good; and what happened. Nothing where nothing is written.
   */
  static List<String> of(Dossier before, Optional<Entry> written) {
    return written.map(entry -> of(before, entry)).orElseGet(List::of);
  }

  private static List<String> of(Dossier before, Entry entry) {
    var lines = new ArrayList<String>();
    if (before.incident().isEmpty() && incident(entry).isPresent()) {
      lines.add("opened");
    }
    entry.messages().stream().map(Told::of).forEach(lines::add);
    if (entry.messages().isEmpty()) {
      noted(before, entry).forEach(lines::add);
    }
    entry.closed().ifPresent(_ -> lines.add("closed"));
    entry.hold().ifPresent(hold -> lines.add("hold " + hold.kind()));
    entry
        .dossier()
        .findings()
        .forEach((row, finding) -> {
          if (finding.messages() == 0 && !before.findings().containsKey(row)) {
            lines.add("kept " + row);
          }
        });
    before.findings().keySet().stream()
        .filter(row -> !entry.dossier().findings().containsKey(row))
        .forEach(row -> lines.add("forgot " + row));
    return lines.isEmpty() ? List.of("filed") : lines;
  }

  private static Optional<Incident> incident(Entry entry) {
    return entry.dossier().incident().or(entry::closed);
  }

  private static List<String> noted(Dossier before, Entry entry) {
    int known = before.incident().map(incident -> incident.timeline().size()).orElse(0);
    return incident(entry).stream()
        .flatMap(incident -> incident.timeline().stream().skip(known))
        .map(moment -> "noted " + moment.what())
        .toList();
  }

  static String of(Message message) {
    var weight =
        switch (message.weight()) {
          case ALERT -> "!";
          case CHANGE -> "~";
          case GOOD -> "+";
        };
    return thread(message.thread()) + " " + message.number() + weight + " " + message.happened();
  }

  private static String thread(String thread) {
    return switch (thread.split("-", -1)[0]) {
      case "finding" -> thread.split("-", -1)[2];
      case "change" -> "C";
      default -> "I";
    };
  }
}
