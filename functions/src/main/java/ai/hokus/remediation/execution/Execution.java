package ai.hokus.remediation.execution;

import static java.util.stream.Collectors.toSet;

import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Memory.Sent;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.plan.Repair;
import ai.hokus.remediation.plan.Situation;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What became of a plan so far.
 *
 * @param outcomes one for each action
 * @param unproven tasks whose registration was sent, by this pass or by an earlier one whose
 *     operation it waited for, and was not seen to end in SUCCESS: Cloud Map may list such an
 *     instance and never answer with it
 * @param refused tasks whose registration was refused at every try
 * @param registered when the last registration ended in SUCCESS, Cloud Map's time; from then on
 *     resolvers may still hold an older negative answer
 */
public record Execution(
    List<Outcome> outcomes,
    Map<TaskId, Sent> unproven,
    Set<TaskId> refused,
    Optional<Instant> registered) {
  public static final Execution NOTHING = new Execution(List.of(), Map.of(), Optional.empty());

  public Execution {
    outcomes = List.copyOf(outcomes);
    unproven = Map.copyOf(unproven);
    refused = Set.copyOf(refused);
  }

  /** In which Cloud Map refused nothing. */
  public Execution(
      List<Outcome> outcomes, Map<TaskId, Sent> unproven, Optional<Instant> registered) {
    this(outcomes, unproven, Set.of(), registered);
  }

  static Execution of(Outcome outcome) {
    return new Execution(List.of(outcome), Map.of(), Optional.empty());
  }

  static Execution failed(Action action, String why) {
    return of(new Outcome.Failed(action, why));
  }

  static Execution failed(Action action, RuntimeException why) {
    var message = why.getMessage();
    return failed(action, Text.brief(message == null ? why.getClass().getSimpleName() : message));
  }

  static Execution registered(Outcome.Done outcome, Instant at) {
    return new Execution(List.of(outcome), Map.of(), Optional.of(at));
  }

  /**
   * The same, where a registration had been sent: only a SUCCESS proves it. What is known of its
   * operation is remembered already.
   */
  Execution afterSending(Action action, Instant at) {
    return isUnfinished() && unproven.isEmpty() ? remembering(action, new Sent(at)) : this;
  }

  /** The same, where this is known of the registration that it was about. */
  Execution remembering(Action action, Sent sent) {
    return action instanceof Action.Register register
        ? new Execution(outcomes, Map.of(register.registration().task(), sent), refused, registered)
        : this;
  }

  /** The same, where the registration of {@code task} was refused. */
  Execution afterRefusal(TaskId task) {
    return new Execution(outcomes, unproven, Set.of(task), registered);
  }

  Execution and(Execution next) {
    return new Execution(
        Stream.concat(outcomes.stream(), next.outcomes.stream()).toList(),
        both(unproven, next.unproven),
        Stream.concat(refused.stream(), next.refused.stream()).collect(toSet()),
        Stream.concat(registered.stream(), next.registered.stream())
            .max(Comparator.naturalOrder()));
  }

  private static <K, V> Map<K, V> both(Map<K, V> one, Map<K, V> other) {
    var both = new HashMap<>(one);
    both.putAll(other);
    return both;
  }

  /**
   * What registering came to, as far as it can help the name.
   *
   * @param said in this pass
   * @param look with what earlier passes did
   */
  public Repair repair(List<Remark> said, Look look) {
    var before = look.memory();
    var registrations =
        outcomes.stream().filter(each -> each.action() instanceof Action.Register).toList();
    if (registrations.stream().anyMatch(Outcome.Done.class::isInstance)) {
      // It has not had the time to help yet; but where this pass only heard of it.
      return registered.filter(look.at()::isAfter).isPresent() ? Repair.SUCCEEDED : Repair.PENDING;
    }
    var underway = unproven.values().stream().filter(Sent::isUnderway).toList();
    if (underway.stream().anyMatch(Sent::isOurs)) {
      return before.unproven().values().containsAll(underway) ? Repair.UNENDED : Repair.PENDING;
    }
    if (!underway.isEmpty()) {
      return Repair.UNSENT;
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
    if (!(failed.action() instanceof Action.Register register)) {
      return false;
    }
    var task = register.registration().task();
    return unproven.containsKey(task) || refused.contains(task) || hasFailed(task, before);
  }

  /** What is under way may still come through. */
  private static boolean hasFailed(TaskId task, Memory before) {
    var sent = before.unproven().get(task);
    return sent != null && !sent.isUnderway();
  }

  /** When the last registration ended in SUCCESS, in this pass or before; Cloud Map's time. */
  public Optional<Instant> lastSuccess(Memory before) {
    return Stream.of(registered, before.succeeded())
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }

  /** Whether anything was not done that was tried: then nothing may be taken away. */
  boolean isUnfinished() {
    return outcomes.stream().anyMatch(outcome -> !(outcome instanceof Outcome.Done));
  }
}
