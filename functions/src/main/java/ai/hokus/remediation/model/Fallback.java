package ai.hokus.remediation.model;

import java.time.Instant;
import java.util.Optional;

/**
 * An endpoint that was moved for a while: what was there before, where it is, and what we wrote.
 * Its end is in its type: who is pinned is pinned until then.
 *
 * @param before written into the ledger before the parameter was written for the first time
 * @param entered when that was
 * @param written what we wrote last and know to have come through; absent before the first put was
 *     seen to come through
 * @param underway what was about to be written; absent once its outcome is known. A pass that finds
 *     one was preceded by one that was killed, or never heard what became of its put
 * @param lastPut by when the last put of ours had come through, whatever it wrote: SSM's answer, or
 *     when it was seen. Later than {@link Written#at}, which is when its pass began; absent before
 *     the first
 */
public record Fallback(
    Snapshot before,
    Instant entered,
    Position position,
    Optional<Written> written,
    Optional<Underway> underway,
    Optional<Instant> lastPut) {

  /** Of which nobody kept when its last put was: one that was left counts as left by a put. */
  public Fallback(
      Snapshot before,
      Instant entered,
      Position position,
      Optional<Written> written,
      Optional<Underway> underway) {
    this(
        before,
        entered,
        position,
        written,
        underway,
        written.map(put -> position instanceof Position.Left(var left, _) ? left : put.at()));
  }

  /** Where the endpoint is, as far as we moved it. */
  public sealed interface Position {

    /** By address: at this task, until then; after that it is renewed or moved. */
    record Pinned(TaskId task, Ipv4 address, Instant until) implements Position {}

    /**
     * By name, since the pinned task stopped and nobody else answered. The fallback goes on: the
     * first candidate that answers is followed.
     */
    record Waiting(Instant since) implements Position {}

    /** Somebody put it back, so we stay out until then, and judge anew. */
    record StandingBack(Instant until) implements Position {}

    /**
     * Not ours to move until a person resumes: somebody else wrote it, or it is gone.
     *
     * @param row of the design's table that says so
     * @param owed a version that somebody wrote and that we wrote over, while it has not been put
     *     back yet: that much is still ours to do
     */
    record HandsOff(Instant since, String row, Optional<Long> owed) implements Position {
      /** Nothing is owed to anybody. */
      public HandsOff(Instant since, String row) {
        this(since, row, Optional.empty());
      }
    }

    /**
     * Over: it holds what was there before, the name, or what others wrote.
     *
     * @param others when somebody else was first seen to have written it, if that ended it
     */
    record Left(Instant at, Optional<Instant> others) implements Position {
      /** By us. */
      public Left(Instant at) {
        this(at, Optional.empty());
      }
    }
  }

  /**
   * A put of ours that came through.
   *
   * @param at when the pass began that made it
   */
  public record Written(EndpointValue value, long version, Instant at) {}

  /**
   * A put of ours of which nobody knows yet what became.
   *
   * @param value absent where it is the snapshot's, which may be a secret
   * @param read the version that the parameter had then: ours is the next one
   * @param to where it leads
   */
  public record Underway(Optional<EndpointValue> value, long read, Instant at, Position to) {}

  /** One that begins with {@code first}: written down before the parameter is. */
  public static Fallback begin(Snapshot before, Underway first) {
    return new Fallback(
        before, first.at(), first.to(), Optional.empty(), Optional.of(first), Optional.empty());
  }

  /** Whether it still is for us to settle, to follow, to renew or to leave. */
  public boolean isOn() {
    return underway.isPresent() || !(position instanceof Position.Left);
  }

  /**
   * Whether something of it is still ours to do: not of what others took and nothing is owed for.
   */
  public boolean isOurs() {
    return isOn()
        && !(position instanceof Position.HandsOff(_, _, var owed)
            && owed.isEmpty()
            && underway.isEmpty());
  }

  /**
   * When the parameter was last written, by us or by others in our way; absent where no put of ours
   * came through. Who read it before may hold what it no longer holds.
   */
  public Optional<Instant> lastWrite() {
    var others = position instanceof Position.Left(_, var seen) ? seen : Optional.<Instant>empty();
    return lastPut.map(put -> others.filter(put::isBefore).orElse(put));
  }

  /** As a report says it, in brackets: {@code (fallback until 2026-03-02T12:30:00Z)}. */
  public String inWords() {
    return switch (position) {
      case Position.Pinned(var task, _, var until) ->
          "(fallback to task %s until %s)".formatted(task, until);
      case Position.Waiting(var since) ->
          "(fallback waiting since %s: nobody answers)".formatted(since);
      case Position.StandingBack(var until) ->
          "(put back by others; we stay out until %s)".formatted(until);
      case Position.HandsOff(var since, var row, _) ->
          "(hands off since %s until a person resumes: %s)".formatted(since, row);
      case Position.Left(var left, _) -> "(fallback left at %s)".formatted(left);
    };
  }

  public Fallback at(Position next) {
    return new Fallback(before, entered, next, written, underway, lastPut);
  }

  /** As it was kept. */
  public Fallback lastPutAt(Instant by) {
    return new Fallback(before, entered, position, written, underway, Optional.of(by));
  }

  /** About to be written; what becomes of it is not known yet. */
  public Fallback attempting(Underway put) {
    return new Fallback(before, entered, position, written, Optional.of(put), lastPut);
  }

  /** What was under way came through. */
  public Fallback settled(Written put, Position now, Instant by) {
    return new Fallback(before, entered, now, Optional.of(put), Optional.empty(), Optional.of(by));
  }

  /** The same, of what may not be written down again: what was there before, what others wrote. */
  public Fallback settled(Position now, Instant by) {
    return new Fallback(before, entered, now, written, Optional.empty(), Optional.of(by));
  }

  /** What was under way did not come through, or is no longer ours to ask about. */
  public Fallback withoutUnderway() {
    return new Fallback(before, entered, position, written, Optional.empty(), lastPut);
  }
}
