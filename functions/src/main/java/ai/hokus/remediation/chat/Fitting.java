package ai.hokus.remediation.chat;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;

/**
 * Fits text into a vendor's limits. It is put together from whole characters, each already escaped,
 * until no more fits: so nothing is ever cut within an entity or a pair of surrogates.
 *
 * <p>Counted is what a text takes in JSON of ASCII alone, which is never less than its characters
 * however a vendor counts them: 6 for one outside of ASCII, 2 for a quote.
 */
record Fitting(Markup markup) {
  private static final String ELLIPSIS = "…";
  private static final String BULLET = "\n• ";

  /** No vendor takes an empty text. */
  private static final String NOTHING = "–";

  /** So that one long line leaves room for others. */
  private static final int LONGEST_LINE = 600;

  /** For the line that says how many are left out. */
  private static final int RESERVED = 60;

  /** What a text takes. */
  static int size(String text) {
    return text.chars().map(Fitting::size).sum();
  }

  private static int size(int character) {
    return switch (character) {
      case '"', '\\', '\n' -> 2;
      default -> character < ' ' || character > '~' ? 6 : 1;
    };
  }

  /** One line, as much of it as fits; where it does not whole, with an ellipsis at its end. */
  String line(String text, int most) {
    var clean = markup.clean(text);
    return clean.isEmpty()
        ? NOTHING
        : whole(clean, most).orElseGet(() -> cut(clean, most - size(ELLIPSIS)) + ELLIPSIS);
  }

  /** One line as it is, or none where it does not fit. */
  Optional<String> whole(String text, int most) {
    var all = markup.clean(text).codePoints().mapToObj(markup::escaped).collect(joining());
    return Optional.of(all).filter(line -> size(line) <= most);
  }

  private String cut(String clean, int most) {
    var kept = new StringBuilder();
    int left = most;
    for (int character : clean.codePoints().toArray()) {
      var escaped = markup.escaped(character);
      left -= size(escaped);
      if (left < 0) {
        break;
      }
      kept.append(escaped);
    }
    // At the edge of a word it would mean something to some.
    return kept.toString().replaceFirst("_+$", "");
  }

  /**
   * A title of ours and lines below it, as many as fit, and in place of the others how many there
   * are.
   */
  String list(String title, List<String> lines, int most) {
    var list = new StringBuilder(title);
    int left = most - size(title) - RESERVED;
    int told = 0;
    for (var line : lines) {
      var item = BULLET + line(line, Math.min(LONGEST_LINE, most - size(title) - RESERVED * 2));
      left -= size(item);
      if (left < 0) {
        break;
      }
      list.append(item);
      told++;
    }
    if (told < lines.size()) {
      list.append("\n… and %d more: see the log".formatted(lines.size() - told));
    }
    return list.toString();
  }
}
