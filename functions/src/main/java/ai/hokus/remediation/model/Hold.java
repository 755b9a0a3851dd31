package ai.hokus.remediation.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What a person asked for.
 *
 * @param until when it ends by itself; absent: when a person resumes
 * @param why the person's own words; may be empty
 */
public record Hold(Kind kind, Optional<Instant> until, String why) {

  /** What is asked for. */
  public enum Kind {
    /** No write at all: everything is looked at, and said. */
    PAUSE
  }

  public boolean isOver(Instant now) {
    return until.filter(end -> !now.isBefore(end)).isPresent();
  }
}
