package ai.hokus.remediation.model;

/** What one probe of one address found. */
public sealed interface Verdict {

  /** It answered as the configuration expects. */
  record Ok(int status) implements Verdict {}

  /** It answers, and refuses us: the Host header, the method or the path. */
  record Rejected(int status) implements Verdict {}

  /**
   * It does not serve: connection refused or reset, or a status from 500 on.
   *
   * @param why {@code connection refused}, {@code HTTP 503}
   */
  record Down(String why) implements Verdict {}

  /**
   * No answer in time.
   *
   * @param why with the time that was given, {@code no answer in 2 s}
   */
  record Silent(String why) implements Verdict {}

  /** Nobody could ask. Never evidence, neither for nor against. */
  record Unasked(String why) implements Verdict {}

  /** Whether somebody is there: what it says may still be a refusal. */
  default boolean answers() {
    return this instanceof Ok || this instanceof Rejected;
  }

  /** Whether it was asked, and nobody is there. */
  default boolean speaksAgainst() {
    return this instanceof Down || this instanceof Silent;
  }

  /** As a report says it: {@code answered 200}, {@code down (connection refused)}. */
  default String inWords() {
    return switch (this) {
      case Ok(int status) -> "answered " + status;
      case Rejected(int status) -> "refused the request with " + status;
      case Down(String why) -> "is down (" + why + ")";
      case Silent(String why) -> "is silent (" + why + ")";
      case Unasked(String why) -> "was not asked (" + why + ")";
    };
  }
}
