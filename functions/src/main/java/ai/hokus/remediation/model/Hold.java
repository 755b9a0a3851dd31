package ai.hokus.remediation.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What a person asked for.
 *
 * @param until when it ends by itself; absent: when a person resumes
 * @param why the person's own words; may be empty
 * @param by who says that it was him: a claim, which nobody checks; may be empty
 * @param forced whether it is to be done although the program would refuse it
 */
public record Hold(Kind kind, Optional<Instant> until, String why, String by, boolean forced) {

  /** Of one who does not say who he is, and forces nothing. */
  public Hold(Kind kind, Optional<Instant> until, String why) {
    this(kind, until, why, "", false);
  }

  /** What is asked for. */
  public enum Kind {
    /** No write at all: everything is looked at, and said. */
    PAUSE,
    /** The endpoint by its name, and not by an address; tasks are registered. */
    RESTORE,
    /** The endpoint by an address: followed, and not left. */
    FALLBACK,
    /** No registration; a fallback is followed and left. */
    RELEASE,
    /** As {@link #RELEASE}, and no fallback is entered: what was undone is not done again. */
    UNDO,
    /**
     * Hands off the endpoint. The program's own: somebody else wrote it, and only a person can say
     * what was meant.
     */
    ENDPOINT,
    /**
     * So many names look broken at once that our view may be wrong: no address without an alarm.
     * The program's own, on every service, and it ends by itself.
     */
    DOUBT
  }

  /** As a report says it: {@code paused until 2026-03-02T13:00:00Z: deploying}. */
  public String inWords() {
    var why = Text.brief(why());
    var what =
        switch (kind) {
          case PAUSE -> "paused";
          case RESTORE -> "the endpoint by its name";
          case FALLBACK -> "the endpoint by an address";
          case RELEASE -> "released";
          case UNDO -> "undone";
          case ENDPOINT -> "hands off the endpoint";
          case DOUBT -> "in doubt of what is seen";
        };
    return what
        + " until "
        + until.map(Object::toString).orElse("a person resumes")
        + (by.isEmpty() ? "" : ", asked for by somebody who says to be " + Text.brief(by))
        + (forced ? ", forced" : "")
        + (why.isEmpty() ? "" : ": " + why);
  }

  public boolean isOver(Instant now) {
    return until.filter(end -> !now.isBefore(end)).isPresent();
  }
}
