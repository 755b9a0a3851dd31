package ai.hokus.remediation.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What earlier passes over a guarded service saw and did, as far as one look cannot tell it.
 * Forgetting it delays decisions, and forgets two things: that an instance was told unhealthy,
 * which so stays until its task is sick again or ends, and that a registration was not seen to end,
 * which then counts as made unless the name has no record, or leaves it out.
 *
 * <p>It is kept as text, so its parts are simple.
 *
 * @param missing tasks that ECS did not know, in every complete pass since
 * @param down running tasks with an instance of ours whose probe said <em>down</em> or whose
 *     container was UNHEALTHY, and that were not seen well since
 * @param pushed the health that we told Cloud Map last
 * @param unproven tasks whose registration was sent and not seen to end in SUCCESS, with no SUCCESS
 *     of ours since
 * @param succeeded when the last registration of ours ended in SUCCESS
 * @param waiting young tasks that somebody gives time, and until when, so that nobody else need
 * @param unclear those of {@code down} of whom nobody could tell any more, in every pass since
 * @param withdrew when instances of missing tasks were last withdrawn, or may have been
 * @param vigil what was seen of the name and of who the endpoint is pinned to
 */
public record Memory(
    Map<TaskId, Missing> missing,
    Map<TaskId, Instant> down,
    Map<TaskId, Pushed> pushed,
    Map<TaskId, Sent> unproven,
    Optional<Instant> succeeded,
    Map<TaskId, Instant> waiting,
    Map<TaskId, Instant> unclear,
    Optional<Instant> withdrew,
    Vigil vigil) {
  public static final Memory NONE =
      new Memory(
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Optional.empty(),
          Map.of(),
          Map.of(),
          Optional.empty(),
          Vigil.NONE);

  /**
   * A task that ECS did not know.
   *
   * @param since the first of the passes that saw it so; where its address failed its probe, the
   *     first that saw that
   * @param addressFailed whether its instance's address failed its probe then
   */
  public record Missing(Instant since, boolean addressFailed) {}

  /** A health that was told, and when. */
  public record Pushed(boolean healthy, Instant at) {}

  /**
   * An operation on the instance of a task.
   *
   * @param isOurs whether the registration began it; if not, it was in flight when that was sent
   */
  public record Underway(Operation.Running operation, boolean isOurs) {}

  /**
   * A registration that was sent.
   *
   * @param at when the last pass began that sent it
   * @param underway what it waits for, where that was not seen to end; empty where it failed, or
   *     where nobody heard of an operation
   */
  public record Sent(Instant at, Optional<Underway> underway) {
    /**
     * An operation ends in seconds. One that is older than this may be of a Cloud Map service that
     * is gone, and would be waited for in vain.
     */
    private static final Duration ASKED_ABOUT_FOR = Duration.ofMinutes(5);

    /** One that failed, or of which nothing was heard. */
    public Sent(Instant at) {
      this(at, Optional.empty());
    }

    /** One that waits for this. */
    public Sent(Instant at, Underway what) {
      this(at, Optional.of(what));
    }

    /** Whether it waits for an operation that was not seen to end. */
    public boolean isUnderway() {
      return underway.isPresent();
    }

    /** Whether it may still come through, so that it is not sent again. */
    public boolean isUnderway(Instant now) {
      return isUnderway() && now.isBefore(at.plus(ASKED_ABOUT_FOR));
    }

    /** Whether Cloud Map accepted it, as far as anybody knows. */
    public boolean isOurs() {
      return underway.map(Underway::isOurs).orElse(true);
    }

    /** The same, of which nothing comes any more. */
    public Sent ended() {
      return new Sent(at);
    }
  }

  public Memory {
    missing = Map.copyOf(missing);
    down = Map.copyOf(down);
    pushed = Map.copyOf(pushed);
    unproven = Map.copyOf(unproven);
    waiting = Map.copyOf(waiting);
    unclear = Map.copyOf(unclear);
  }

  /** Without an endpoint there is nothing to keep a vigil over. */
  public Memory(
      Map<TaskId, Missing> missing,
      Map<TaskId, Instant> down,
      Map<TaskId, Pushed> pushed,
      Map<TaskId, Sent> unproven,
      Optional<Instant> succeeded,
      Map<TaskId, Instant> waiting,
      Map<TaskId, Instant> unclear,
      Optional<Instant> withdrew) {
    this(missing, down, pushed, unproven, succeeded, waiting, unclear, withdrew, Vigil.NONE);
  }

  /** The same memory, with these young tasks given time until then, and no others. */
  public Memory waiting(Map<TaskId, Instant> until) {
    return new Memory(missing, down, pushed, unproven, succeeded, until, unclear, withdrew, vigil);
  }

  /** The same memory, with what was seen of the name and the pinned task. */
  public Memory keeping(Vigil seen) {
    return new Memory(missing, down, pushed, unproven, succeeded, waiting, unclear, withdrew, seen);
  }
}
