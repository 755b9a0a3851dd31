package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Fallback.Written;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.model.Vigil;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of the task that the endpoint is pinned to. The first row that fits:
 *
 * <pre>
 * ECS says of the task                       | its address                  | it is
 * -------------------------------------------+------------------------------+--------
 * nothing, and not all was read              |                              | UNSEEN
 * nothing, in each pass for missingFor       |                              | STOPPED
 * nothing                                    |                              | LEAVING
 * stopped                                    |                              | STOPPED
 * asked to stop                              |                              | LEAVING
 * a word that is neither that nor running    |                              | UNSEEN
 * running                                    | is another by now            | STOPPED
 * running, its container UNHEALTHY           |                              | FAILING
 * running                                    | is down or silent, and was   | FAILING
 *                                            | half a minute ago or earlier |
 * running                                    | anything else                | RUNNING
 * </pre>
 *
 * A complete reading that does not know the task counts as MISSING: whoever runs is in it.
 */
final class PinnedTask {
  /** Two passes may come a moment after each other, and both fall into one hiccup. */
  private static final Duration TWICE = Duration.ofSeconds(30);

  /** What may become of it. */
  enum State {
    RUNNING,
    FAILING,
    LEAVING,
    STOPPED,
    UNSEEN;

    /** Whether somebody else has to take its place. */
    boolean isLost() {
      return switch (this) {
        case FAILING, LEAVING, STOPPED -> true;
        case RUNNING, UNSEEN -> false;
      };
    }
  }

  private final EndpointView view;
  private final Position.Pinned pin;
  private final Vigil vigil;

  /** By what this pass saw, and by {@code vigil}, in which that is kept already. */
  PinnedTask(EndpointView view, Position.Pinned pin, Vigil vigil) {
    this.view = view;
    this.pin = pin;
    this.vigil = vigil;
  }

  State state() {
    return view.seen()
        .tasks()
        .value()
        .find(pin.task())
        .map(this::state)
        .orElseGet(this::stateOfUnknown);
  }

  /** As a report says it: {@code task 0123… (10.0.0.1), which is asked to stop}. */
  String inWords() {
    return "task " + pin.task() + " (" + pin.address() + "), which " + whatItDoes();
  }

  Verdict verdict() {
    return view.byAddress().of(pin.address());
  }

  /** The vigil over it: what is known of an earlier one ended with the put that left him. */
  static Vigil keep(EndpointView view, Fallback file, Position.Pinned pin, Vigil before) {
    var pinnedAt = file.written().map(Written::at).orElse(file.entered());
    var tasks = view.seen().tasks();
    boolean isMissing =
        tasks instanceof Reading.Complete<?> && tasks.value().find(pin.task()).isEmpty();
    boolean isKnown = tasks.value().find(pin.task()).isPresent();
    var verdict = view.byAddress().of(pin.address());
    return before.ofPin(
        since(before.pinDownSince(), pinnedAt, verdict.speaksAgainst(), verdict.answers(), view),
        since(before.pinMissingSince(), pinnedAt, isMissing, isKnown, view));
  }

  private static Optional<Instant> since(
      Optional<Instant> earlier,
      Instant pinnedAt,
      boolean isSo,
      boolean isOtherwise,
      EndpointView view) {
    if (isOtherwise) {
      return Optional.empty();
    }
    var ofThisOne = earlier.filter(since -> since.isAfter(pinnedAt));
    return isSo ? ofThisOne.or(() -> Optional.of(view.at())) : ofThisOne;
  }

  private State state(Task task) {
    if (task.isStopped()) {
      return State.STOPPED;
    }
    if (task.isStopping()) {
      return State.LEAVING;
    }
    if (!task.isRunning()) {
      return State.UNSEEN;
    }
    if (task.address().filter(pin.address()::equals).isEmpty()) {
      return State.STOPPED;
    }
    boolean isFailing =
        task.health() == Task.Health.UNHEALTHY
            || (verdict().speaksAgainst() && hasLasted(vigil.pinDownSince(), TWICE));
    return isFailing ? State.FAILING : State.RUNNING;
  }

  private State stateOfUnknown() {
    if (!(view.seen().tasks() instanceof Reading.Complete<?>)) {
      return State.UNSEEN;
    }
    return hasLasted(vigil.pinMissingSince(), view.seen().service().settings().missingFor())
        ? State.STOPPED
        : State.LEAVING;
  }

  private boolean hasLasted(Optional<Instant> since, Duration atLeast) {
    return since
        .filter(start -> Duration.between(start, view.at()).compareTo(atLeast) >= 0)
        .isPresent();
  }

  private String whatItDoes() {
    return switch (state()) {
      case RUNNING -> "runs and " + verdict().inWords();
      case FAILING -> "runs, and its container is UNHEALTHY or it " + verdict().inWords();
      case LEAVING -> "is asked to stop or no longer known to ECS";
      case STOPPED -> "has stopped";
      case UNSEEN -> "was not seen in this pass";
    };
  }
}
