package ai.hokus.remediation.model;

import java.util.List;
import java.util.stream.Stream;

/** Text from outside (events, status messages, configuration), made fit for a message of ours. */
public final class Text {
  /** Long enough for an ARN, short enough for a line in chat. */
  private static final int LONGEST = 160;

  private Text() {}

  /**
   * One line of at most 160 characters: control characters (U+0080 to U+009F among them) and line
   * breaks become a space, the rest is cut with an ellipsis. Untrusted text must not forge a second
   * log line.
   */
  public static String brief(String text) {
    return brief(LONGEST, text);
  }

  /** The same, of at most so many characters. */
  public static String brief(int longest, String text) {
    return line(text.length() > longest ? text.substring(0, longest) + "…" : text);
  }

  /** As many lines as may be told at the most, and in place of the others how many there are. */
  public static List<String> first(int most, List<String> lines) {
    return lines.size() <= most
        ? lines
        : Stream.concat(
                lines.stream().limit(most),
                Stream.of("… and " + (lines.size() - most) + " more: see the log"))
            .toList();
  }

  /** One line of any length, cleaned as {@link #brief} does. */
  public static String line(String text) {
    var line = new StringBuilder(text.length());
    boolean isAfterBreak = false;
    for (int at = 0; at < text.length(); at++) {
      char each = text.charAt(at);
      boolean isBreak = isBreak(each);
      if (!isBreak) {
        line.append(each);
      } else if (!isAfterBreak) {
        line.append(' ');
      }
      isAfterBreak = isBreak;
    }
    return line.toString().strip();
  }

  private static boolean isBreak(char each) {
    return switch (Character.getType(each)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }
}
