package ai.hokus.remediation.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which word somebody meant to write. */
final class Spelling {

  private Spelling() {}

  /**
   * The known word that is closest to {@code written}, upper and lower case being the same; empty
   * where more than a third of its letters would have to change.
   */
  static Optional<String> nearest(String written, Collection<String> known) {
    return known.stream()
        .filter(word -> Math.abs(word.length() - written.length()) <= word.length() / 3)
        .filter(word -> distance(written, word) <= word.length() / 3)
        .min(Comparator.comparingInt(word -> distance(written, word)));
  }

  /** Letters to insert, remove or replace (Levenshtein). */
  private static int distance(String written, String known) {
    var from = written.toLowerCase(Locale.ROOT);
    var to = known.toLowerCase(Locale.ROOT);
    var row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
