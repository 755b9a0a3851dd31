package ai.hokus.remediation.rollback;

import ai.hokus.remediation.model.Hold;
import java.time.Duration;
import java.util.Optional;

/** What a person asks for. */
public sealed interface Request {

  /** Who asks, and why: a claim, and the person's own words. Both may be empty. */
  record Word(String by, String reason) {
    public static final Word NONE = new Word("", "");
  }

  /** That something be done: it is written down for every later pass. */
  sealed interface Order extends Request permits Pause, Ask, Undo, Resume {

    /** Short name of the guarded service; empty: every one. */
    Optional<String> service();
  }

  /**
   * That nothing be written.
   *
   * @param service short name of the guarded service; empty: every one
   * @param lasting how long; empty: until somebody resumes
   */
  record Pause(Optional<String> service, Optional<Duration> lasting, Word word) implements Order {}

  /**
   * Something that the passes are to do about one service from now on: the endpoint by its name or
   * by an address, or nothing of ours in Cloud Map.
   *
   * @param kind RESTORE, FALLBACK or RELEASE
   * @param about short name of the guarded service
   * @param lasting how long; empty: as long as is usual for its kind
   * @param force although the program would refuse it
   */
  record Ask(Hold.Kind kind, String about, Optional<Duration> lasting, boolean force, Word word)
      implements Order {
    @Override
    public Optional<String> service() {
      return Optional.of(about);
    }
  }

  /**
   * That what an incident did be taken back where it still stands, and not be done again.
   *
   * @param about short name of the guarded service
   * @param incident its id
   * @param force although the program would refuse it
   */
  record Undo(String about, String incident, boolean force, Word word) implements Order {
    @Override
    public Optional<String> service() {
      return Optional.of(about);
    }
  }

  /**
   * That passes go on.
   *
   * @param service short name of the guarded service; empty: every one
   */
  record Resume(Optional<String> service) implements Order {}

  /** What would be done if that were asked for; nothing is. */
  record DryRun(Order order) implements Request {}

  /**
   * What is true now, and what would be done.
   *
   * @param service short name of the guarded service; empty: every one
   */
  record Status(Optional<String> service) implements Request {}

  /**
   * That the fallback be rehearsed now.
   *
   * @param service short name of the guarded service
   */
  record Rehearse(String service) implements Request {}

  /**
   * Nothing that can be understood, and asking again would not help.
   *
   * @param field JSON path, {@code $.for}
   * @param found what stands there, in one short line
   * @param wanted in words
   */
  record Malformed(String field, String found, String wanted) implements Request {}
}
