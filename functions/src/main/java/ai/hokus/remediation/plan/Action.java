package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Registration;
import java.time.Instant;
import java.util.Optional;

/** One change to the outside world. */
public sealed interface Action extends Step {

  /** What it does, in a few words and without the reason: {@code register 10.0.3.17:5000}. */
  String inWords();

  /** Whether something that consumers may be using goes away: such actions wait after a failure. */
  boolean isDestructive();

  /**
   * Adds a task's instance, or replaces the attributes of ours.
   *
   * @param listingGoodUntil until when it may be written on the strength of what was listed; later,
   *     and at once where there is none (the list may lag, or is incomplete), the instance itself
   *     is read first, and left if it is not ours or already as it should be
   */
  record Register(
      CloudMapService in,
      Registration registration,
      Optional<Instant> listingGoodUntil,
      Situation situation,
      String because)
      implements Action {
    /** Whether the instance itself has to be read before it is written at {@code now}. */
    public boolean looksFirst(Instant now) {
      return listingGoodUntil.filter(now::isBefore).isEmpty();
    }

    @Override
    public String inWords() {
      return "register "
          + registration.address()
          + ":"
          + registration.port()
          + " for task "
          + registration.task();
    }

    @Override
    public boolean isDestructive() {
      return false;
    }
  }

  /** Takes one of ours out, or one that ECS left behind. */
  record Withdraw(
      CloudMapService from, Instance.Removable instance, Situation situation, String because)
      implements Action {
    @Override
    public String inWords() {
      return "withdraw "
          + instance.whose()
          + " "
          + instance.id()
          + instance.address().map(address -> " (" + address + ")").orElse("");
    }

    @Override
    public boolean isDestructive() {
      return true;
    }
  }

  /** Tells Cloud Map whether one of ours may be answered with; to say no counts as a removal. */
  record PushHealth(
      CloudMapService in,
      Instance.Ours instance,
      boolean healthy,
      Situation situation,
      String because)
      implements Action {
    @Override
    public String inWords() {
      return "mark " + instance.id() + (healthy ? " healthy" : " unhealthy");
    }

    @Override
    public boolean isDestructive() {
      return !healthy;
    }
  }
}
