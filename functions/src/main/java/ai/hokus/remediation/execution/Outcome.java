package ai.hokus.remediation.execution;

import ai.hokus.remediation.plan.Action;

/** What became of one action. Values, so that the third of five failing hides nothing. */
public sealed interface Outcome {
  Action action();

  /** It took effect, and AWS has confirmed it. */
  record Done(Action action) implements Outcome {}

  /**
   * It did not, or we do not know.
   *
   * @param why in one line, with AWS's own words
   */
  record Failed(Action action, String why) implements Outcome {}

  /** Not tried, or given up on purpose; the next pass decides anew. */
  record Held(Action action, String why) implements Outcome {}

  /** As a report says it, with the reason and, unless it was done, what stood against it. */
  default String inWords() {
    var line =
        action().inWords() + ": " + action().because() + " (" + action().situation().row() + ")";
    return switch (this) {
      case Done _ -> line;
      case Failed(_, String why) -> line + "; failed: " + why;
      case Held(_, String why) -> line + "; held: " + why;
    };
  }
}
