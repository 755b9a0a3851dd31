package ai.hokus.remediation.execution;

import static java.util.stream.Collectors.toSet;

import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Memory.Missing;
import ai.hokus.remediation.model.Memory.Pushed;
import ai.hokus.remediation.model.Memory.Sent;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.plan.Action;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a pass leaves for the next ones to remember. An unchanged world leaves the memory as it was,
 * so that it need not be written; who is no longer there is forgotten.
 */
public final class Recollection {
  private final Observation seen;
  private final Execution execution;
  private final Memory before;

  private Recollection(Observation seen, Execution execution) {
    this.seen = seen;
    this.execution = execution;
    this.before = seen.memory();
  }

  /** What is to be remembered after what was seen and done. */
  public static Memory of(Observation seen, Execution execution) {
    return new Recollection(seen, execution).memory();
  }

  private Memory memory() {
    var down = down();
    return new Memory(
        missing(),
        down,
        pushed(),
        unproven(),
        execution.lastSuccess(before),
        waiting(),
        unclear(down.keySet()),
        withdrew(),
        before.vigil());
  }

  private Map<TaskId, Instant> waiting() {
    var waiting = new HashMap<>(before.waiting());
    waiting.values().removeIf(until -> !seen.at().isBefore(until));
    return waiting;
  }

  /** Only a complete pass counts, and only one that knows a task again ends the count. */
  private Map<TaskId, Missing> missing() {
    var missing = new HashMap<>(before.missing());
    seen.tasks().value().known().forEach(known -> missing.remove(known.id()));
    if (seen.isComplete()) {
      missing.clear();
      for (var instance : seen.missing()) {
        instance.task().ifPresent(task -> missing.put(task, missing(task, instance)));
      }
    }
    return missing;
  }

  /** One that failed counts too: it may have been a timeout, and Cloud Map heard it. */
  private Optional<Instant> withdrew() {
    boolean tried =
        execution.outcomes().stream()
            .filter(outcome -> !(outcome instanceof Outcome.Held))
            .anyMatch(outcome ->
                outcome.action() instanceof Action.Withdraw withdraw
                    && seen.missing().contains(withdraw.instance()));
    return tried ? Optional.of(seen.at()) : before.withdrew();
  }

  /** An address that fails for the first time counts from then on: it has to fail both times. */
  private Missing missing(TaskId task, Instance instance) {
    boolean fails = seen.failsItsProbe(instance);
    return Optional.ofNullable(before.missing().get(task))
        .filter(earlier -> earlier.addressFailed() || !fails)
        .orElseGet(() -> new Missing(seen.at(), fails));
  }

  /**
   * Who may have been called unhealthy, remembered or not, is only forgotten once Cloud Map heard
   * that he is well, or where it takes no health from us.
   */
  private Map<TaskId, Instant> down() {
    var down = new HashMap<>(before.down());
    var calledHealthy = calledHealthy();
    down.keySet().removeIf(this::isNotOurs);
    for (var task : seen.tasks().value().known()) {
      boolean isSettled =
          calledHealthy.contains(task.id()) || (seen.isWell(task) && takesNoHealth());
      if (!task.isRunning() || isSettled) {
        down.remove(task.id());
      } else if (seen.isSick(task) && isOurs(task.id())) {
        down.putIfAbsent(task.id(), seen.at());
      }
    }
    return down;
  }

  /** Any word on a task ends it; a pass that did not see the task says nothing. */
  private Map<TaskId, Instant> unclear(Set<TaskId> down) {
    var unclear = new HashMap<>(before.unclear());
    unclear.keySet().retainAll(down);
    for (var task : seen.tasks().value().known()) {
      if (!seen.canNobodyTell(task)) {
        unclear.remove(task.id());
      } else if (down.contains(task.id())) {
        unclear.putIfAbsent(task.id(), seen.at());
      }
    }
    return unclear;
  }

  /** What Cloud Map is known to have heard; who is down now may have been told of, too. */
  private Map<TaskId, Pushed> pushed() {
    var pushed = new HashMap<>(before.pushed());
    pushed.keySet().removeIf(this::isNotOurs);
    for (var outcome : execution.outcomes()) {
      if (outcome.action() instanceof Action.PushHealth push) {
        var task = new TaskId(push.instance().id());
        switch (outcome) {
          case Outcome.Done _ -> pushed.put(task, new Pushed(push.healthy(), seen.at()));
          case Outcome.Failed _, Outcome.Held _ -> {
            // Not told, or unknown: then it is told again, since its task is still down to us.
          }
        }
      }
    }
    return pushed;
  }

  private Set<TaskId> calledHealthy() {
    return execution.outcomes().stream()
        .filter(Outcome.Done.class::isInstance)
        .map(Outcome::action)
        .filter(action -> action instanceof Action.PushHealth push && push.healthy())
        .map(push -> new TaskId(((Action.PushHealth) push).instance().id()))
        .collect(toSet());
  }

  private boolean takesNoHealth() {
    return seen.listing().value() instanceof Listing.Found found && !found.service().customHealth();
  }

  /** Only a SUCCESS ends it, or that it is taken away. */
  private Map<TaskId, Sent> unproven() {
    var unproven = new HashMap<>(before.unproven());
    unproven.keySet().removeIf(this::isForgotten);
    unproven.putAll(execution.unproven());
    for (var outcome : execution.outcomes()) {
      switch (outcome) {
        case Outcome.Done(Action.Register register) ->
            unproven.remove(register.registration().task());
        case Outcome.Done(Action.Withdraw withdraw) ->
            unproven.remove(new TaskId(withdraw.instance().id()));
        case Outcome.Done _, Outcome.Failed _, Outcome.Held _ -> {
          // Whatever was known of a registration before holds.
        }
      }
    }
    return unproven;
  }

  /** Neither runs nor is registered by us any more, as far as a complete pass can tell. */
  private boolean isForgotten(TaskId task) {
    boolean runs = seen.tasks().value().find(task).filter(Task::isRunning).isPresent();
    return !runs && isNotOurs(task);
  }

  /** Not registered by us any more, as far as a complete pass can tell: its health was ours. */
  private boolean isNotOurs(TaskId task) {
    return seen.isComplete() && !isOurs(task);
  }

  private boolean isOurs(TaskId task) {
    return seen.instances().stream()
        .anyMatch(
            instance -> instance instanceof Instance.Ours && instance.id().equals(task.value()));
  }
}
