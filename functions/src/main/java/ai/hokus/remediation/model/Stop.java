package ai.hokus.remediation.model;

/** Why nothing at all may be written now, whatever the policy says. */
public sealed interface Stop {
  String inWords();

  /** A person asked for it. */
  record Paused(Hold hold) implements Stop {
    @Override
    public String inWords() {
      var why = Text.brief(hold.why());
      return "paused until "
          + hold.until().map(Object::toString).orElse("a person resumes")
          + (why.isEmpty() ? "" : ": " + why);
    }
  }

  /**
   * Whether a person asked for it is not known.
   *
   * @param why the ledger could not be read
   */
  record LedgerUnread(String why) implements Stop {
    @Override
    public String inWords() {
      return "only observed, since the ledger could not be read: " + why;
    }
  }
}
