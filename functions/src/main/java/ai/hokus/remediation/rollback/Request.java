package ai.hokus.remediation.rollback;

import java.time.Duration;
import java.util.Optional;

/** What a person asks for. */
public sealed interface Request {

  /**
   * That nothing be written.
   *
   * @param service short name of the guarded service; empty: every one
   * @param lasting how long; empty: until somebody resumes
   * @param why the person's own words; may be empty
   */
  record Pause(Optional<String> service, Optional<Duration> lasting, String why)
      implements Request {}

  /**
   * That passes go on.
   *
   * @param service short name of the guarded service; empty: every one
   */
  record Resume(Optional<String> service) implements Request {}

  /**
   * Nothing that can be understood, and asking again would not help.
   *
   * @param field JSON path, {@code $.for}
   * @param found what stands there, in one short line
   * @param wanted in words
   */
  record Malformed(String field, String found, String wanted) implements Request {}
}
