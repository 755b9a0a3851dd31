package ai.hokus.remediation.rollback;

import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Notice;
import ai.hokus.remediation.model.Stop;
import java.util.stream.Collectors;

/** How a request stands with one guarded service. */
public sealed interface Standing {

  /** Short name of the guarded service. */
  String service();

  /** In a word or two, for programs, too. */
  String state();

  /** In a line, for people. */
  String inWords();

  private static String said(Hold hold) {
    return switch (hold.kind()) {
      case PAUSE -> new Stop.Paused(hold).inWords();
    };
  }

  /** Every pass that runs has read the hold, and so will every later one. */
  record InForce(String service, Hold hold) implements Standing {
    @Override
    public String state() {
      return "in force";
    }

    @Override
    public String inWords() {
      return said(hold) + "; no pass runs that has not read it";
    }
  }

  /**
   * Every later pass will read the hold; one that runs may not have done so.
   *
   * @param notice until when it may finish what it began
   */
  record Accepted(String service, Hold hold, Notice notice) implements Standing {
    @Override
    public String state() {
      return "accepted";
    }

    @Override
    public String inWords() {
      return "%s; the running pass may still finish what it began, until %s at the latest"
          .formatted(said(hold), notice.until());
    }
  }

  /** Nothing is held any more. */
  record Resumed(String service, Holds were) implements Standing {
    @Override
    public String state() {
      return "resumed";
    }

    @Override
    public String inWords() {
      return were.all().isEmpty()
          ? "nothing was held"
          : were.all().stream().map(Standing::said).collect(Collectors.joining("; ", "was: ", ""));
    }
  }

  /** The ledger did not answer: perhaps the request stands there all the same. */
  record Unknown(String service, String why) implements Standing {
    @Override
    public String state() {
      return "unknown";
    }

    @Override
    public String inWords() {
      return why + "; while the ledger cannot be read, passes only look";
    }
  }
}
