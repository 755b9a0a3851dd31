package ai.hokus.remediation.rollback;

import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Notice;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a request stands with one guarded service. */
public sealed interface Standing {
  /** In place of a service's name: every one, those that are guarded later, too. */
  String EVERY = "*";

  /** Short name of the guarded service, or {@link #EVERY}. */
  String service();

  /** In a word or two, for programs, too. */
  String state();

  /** In a line, for people. */
  String inWords();

  private static String said(Hold hold) {
    return hold.inWords();
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

  /**
   * Every pass that begins from now on will read the hold, of whatever service.
   *
   * @param until when every other pass has ended
   */
  record Everywhere(Hold hold, Instant until) implements Standing {
    @Override
    public String service() {
      return EVERY;
    }

    @Override
    public String state() {
      return "accepted";
    }

    @Override
    public String inWords() {
      return "%s; passes that begin from now on read it, and any that runs ends by %s"
          .formatted(said(hold), until);
    }
  }

  /** The hold is over already: the pass that read it would not do what was asked for. */
  record Refused(String service) implements Standing {
    @Override
    public String state() {
      return "refused";
    }

    @Override
    public String inWords() {
      return "what stays is said by the pass, and nothing is held";
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

  /** Nothing is held by the service's name any more, but every service is. */
  record StillHeld(Resumed resumed, Hold every) implements Standing {
    @Override
    public String service() {
      return resumed.service();
    }

    @Override
    public String state() {
      return "still held";
    }

    @Override
    public String inWords() {
      return "%s; but every service is %s; to end that, resume %s"
          .formatted(resumed.inWords(), said(every), EVERY);
    }
  }

  /**
   * Its fallback was rehearsed.
   *
   * @param failure why that failed; empty where it did not
   */
  record Rehearsed(String service, Optional<String> failure) implements Standing {
    @Override
    public String state() {
      return failure.isPresent() ? "failed" : "rehearsed";
    }

    @Override
    public String inWords() {
      return failure
          .map(why -> "the rehearsal of the fallback failed: " + why)
          .orElse(
              "the fallback was rehearsed, there and back, on a parameter that nobody reads: on the"
                  + " day it opens");
    }
  }

  /** A dry run: what would be written, and was not. */
  record OnPaper(String service, String would) implements Standing {
    @Override
    public String state() {
      return "dry run";
    }

    @Override
    public String inWords() {
      return "would be: " + would + "; nothing was written";
    }
  }

  /** Nobody asked for anything but to be told. */
  record LookedAt(String service) implements Standing {
    @Override
    public String state() {
      return "looked at";
    }

    @Override
    public String inWords() {
      return "nothing was written";
    }
  }

  /** What the incident did was undone before, and is not done again. */
  record AlreadyUndone(String service, String incident, Instant at) implements Standing {
    @Override
    public String state() {
      return "already undone";
    }

    @Override
    public String inWords() {
      return "incident %s was undone at %s, and none of it is done again until a person resumes"
          .formatted(incident, at);
    }
  }

  /** The incident changed nothing. */
  record NothingToUndo(String service, String incident) implements Standing {
    @Override
    public String state() {
      return "nothing to undo";
    }

    @Override
    public String inWords() {
      return "nothing was registered or moved in incident %s, so nothing is held"
          .formatted(incident);
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
