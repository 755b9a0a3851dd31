package ai.hokus.remediation.execution;

import static java.util.stream.Collectors.toSet;

import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.plan.Repair;
import ai.hokus.remediation.plan.Situation;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What became of a plan so far.
 *
 * @param outcomes one for each action
 * @param unproven tasks whose registration was sent, and that was not seen to end in SUCCESS: Cloud
 *     Map may list such an instance and never answer with it
 * @param unended tasks of which an operation was waited for, and has not ended: it may still
 * @param refused tasks whose registration was refused at every try
 * @param registered when the last registration ended in SUCCESS, Cloud Map's time; from then on
 *     resolvers may still hold an older negative answer
 */
public record Execution(
    List<Outcome> outcomes,
    Set<TaskId> unproven,
    Set<TaskId> unended,
    Set<TaskId> refused,
    Optional<Instant> registered) {
  public static final Execution NOTHING = new Execution(List.of(), Set.of(), Optional.empty());

  public Execution {
    outcomes = List.copyOf(outcomes);
    unproven = Set.copyOf(unproven);
    unended = Set.copyOf(unended);
    refused = Set.copyOf(refused);
  }

  /** In which Cloud Map refused nothing. */
  public Execution(List<Outcome> outcomes, Set<TaskId> unproven, Optional<Instant> registered) {
    this(outcomes, unproven, Set.of(), Set.of(), registered);
  }

  static Execution of(Outcome outcome) {
    return new Execution(List.of(outcome), Set.of(), Optional.empty());
  }

  /** Held for an operation on this task's instance that has not ended. */
  static Execution unended(Outcome.Held outcome, TaskId task) {
    return new Execution(List.of(outcome), Set.of(), Set.of(task), Set.of(), Optional.empty());
  }

  static Execution registered(Outcome.Done outcome, Instant at) {
    return new Execution(List.of(outcome), Set.of(), Optional.of(at));
  }

  /** The same, where a registration of {@code task} had been sent: only a SUCCESS proves it. */
  Execution afterSending(TaskId task) {
    return isUnfinished()
        ? new Execution(outcomes, Set.of(task), unended, refused, registered)
        : this;
  }

  /** The same, where the registration of {@code task} was refused. */
  Execution afterRefusal(TaskId task) {
    return new Execution(outcomes, unproven, unended, Set.of(task), registered);
  }

  Execution and(Execution next) {
    return new Execution(
        Stream.concat(outcomes.stream(), next.outcomes.stream()).toList(),
        Stream.concat(unproven.stream(), next.unproven.stream()).collect(toSet()),
        Stream.concat(unended.stream(), next.unended.stream()).collect(toSet()),
        Stream.concat(refused.stream(), next.refused.stream()).collect(toSet()),
        Stream.concat(registered.stream(), next.registered.stream())
            .max(Comparator.naturalOrder()));
  }

  /**
   * What registering came to, as far as it can help the name.
   *
   * @param said in this pass
   * @param before what earlier passes did
   */
  public Repair repair(List<Remark> said, Memory before) {
    var registrations =
        outcomes.stream().filter(each -> each.action() instanceof Action.Register).toList();
    if (registrations.stream().anyMatch(Outcome.Done.class::isInstance)) {
      // It has not had the time to help yet.
      return Repair.PENDING;
    }
    if (!unended.isEmpty()) {
      // Who was registered by an earlier pass, and not seen to be, has had its time.
      return before.unproven().keySet().containsAll(unended) ? Repair.UNENDED : Repair.PENDING;
    }
    var failed = registrations.stream().filter(Outcome.Failed.class::isInstance).toList();
    if (!failed.isEmpty()) {
      return failed.stream().anyMatch(each -> wasTried(each, before))
          ? Repair.FAILED
          : Repair.UNSENT;
    }
    boolean waits =
        said.stream().anyMatch(each -> each.situation() == Situation.ECS_STILL_REGISTERING);
    if (waits || !registrations.isEmpty()) {
      return Repair.PENDING;
    }
    return before.succeeded().isPresent() ? Repair.SUCCEEDED : Repair.CANNOT_HELP;
  }

  private boolean wasTried(Outcome failed, Memory before) {
    return failed.action() instanceof Action.Register register
        && Stream.of(unproven, refused, before.unproven().keySet())
            .anyMatch(tasks -> tasks.contains(register.registration().task()));
  }

  /** Whether anything was not done that was tried: then nothing may be taken away. */
  boolean isUnfinished() {
    return outcomes.stream().anyMatch(outcome -> !(outcome instanceof Outcome.Done));
  }
}
