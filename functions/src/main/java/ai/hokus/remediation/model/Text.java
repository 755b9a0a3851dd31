package ai.hokus.remediation.model;

/** Text from outside (events, status messages, configuration), made fit for a message of ours. */
public final class Text {
  /** Long enough for an ARN, short enough for a line in chat. */
  private static final int LONGEST = 160;

  private Text() {}

  /**
   * One line of at most 160 characters: control characters and line breaks become spaces, the rest
   * is cut with an ellipsis. Untrusted text must not forge a second log line.
   */
  public static String brief(String text) {
    return line(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
  }

  /** One line of any length, cleaned as {@link #brief} does. */
  public static String line(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ").strip();
  }
}
