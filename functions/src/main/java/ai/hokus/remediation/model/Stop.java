package ai.hokus.remediation.model;

/** Why nothing at all may be written now, whatever the policy says. */
public sealed interface Stop {
  String inWords();

  /** A person asked for it. */
  record Paused(Hold hold) implements Stop {
    @Override
    public String inWords() {
      return hold.inWords();
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
