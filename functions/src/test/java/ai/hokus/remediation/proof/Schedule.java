package ai.hokus.remediation.proof;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A tale, and what befalls it: enough to play it once more.
 *
 * @param lots by the number of the minute; nothing befalls the others
 */
record Schedule(String tale, SortedMap<Integer, Lot> lots) {
  Schedule {
    lots = new TreeMap<>(lots);
  }

  /** Nothing befalls the tale of this name. */
  static Schedule of(String tale) {
    return new Schedule(tale, new TreeMap<>());
  }

  Schedule with(int minute, Lot lot) {
    if (lot.equals(new Lot.Plain())) {
      return this;
    }
    var more = new TreeMap<>(lots);
    more.put(minute, lot);
    return new Schedule(tale, more);
  }

  Lot of(int minute) {
    return lots.getOrDefault(minute, new Lot.Plain());
  }

  /** The minute after the last blow; 0 where there is none. */
  int afterBlows() {
    return lots.isEmpty() ? 0 : lots.lastKey() + 1;
  }

  /** Reads what {@link #toString} writes. */
  static Schedule parse(String text) {
    var parts = text.split("/", -1);
    var lots = new TreeMap<Integer, Lot>();
    for (int part = 1; part < parts.length; part++) {
      var of = parts[part].split(":", 2);
      lots.put(Integer.valueOf(of[0]), Lot.parse(of[1]));
    }
    return new Schedule(parts[0], lots);
  }

  /** {@code unrepairable/0:death@0.7/3:refusal@0.2}: in minute 0 the sweep dies at call 7, … */
  @Override
  public String toString() {
    return lots.entrySet().stream()
        .map(lot -> "/" + lot.getKey() + ":" + lot.getValue())
        .collect(Collectors.joining("", tale, ""));
  }
}
