package ai.hokus.remediation.execution;

import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Memory.Sent;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Permission;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.world.DelegatingRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The executor, broken on purpose. Most do in parts what is permitted, or more, and know in none
 * what became of those before.
 */
public final class BrokenExecutor implements Acting {
  private final Executor executor;
  private final Function<Permission, Stream<Permission>> parts;

  private BrokenExecutor(
      Registry registry,
      Parallel parallel,
      InstantSource clock,
      Function<Permission, Stream<Permission>> parts) {
    this.executor = new Executor(registry, parallel, clock);
    this.parts = parts;
  }

  public static Acting takingAwayFirst(Registry registry, Parallel parallel, InstantSource clock) {
    return new BrokenExecutor(
        registry, parallel, clock, all -> Stream.of(removals(all), additions(all)));
  }

  public static Acting takingAwayAllTheSame(
      Registry registry, Parallel parallel, InstantSource clock) {
    return new BrokenExecutor(
        registry, parallel, clock, all -> Stream.of(additions(all), removals(all)));
  }

  public static Acting doingWhatIsHeldBack(
      Registry registry, Parallel parallel, InstantSource clock) {
    return new BrokenExecutor(registry, parallel, clock, all -> Stream.of(all, heldBack(all)));
  }

  /** One after the other, until one fails: what comes after that is not tried. */
  public static Acting givingUp(Registry registry, Parallel parallel, InstantSource clock) {
    var executor = new Executor(registry, parallel, clock);
    return (look, permission, deadline) -> {
      var done = Execution.NOTHING;
      for (var action : permission.actions()) {
        if (!done.isUnfinished()) {
          var alone = new Permission(List.of(action), List.of());
          done = done.and(executor.execute(look, alone, deadline));
        }
      }
      var heldBack = new Permission(List.of(), permission.heldBack());
      return done.and(executor.execute(look, heldBack, deadline));
    };
  }

  /** It remembers that it registered, and not by which operation. */
  public static Acting forgettingWhatIsUnderway(
      Registry registry, Parallel parallel, InstantSource clock) {
    var executor = new Executor(registry, parallel, clock);
    return (look, permission, deadline) -> {
      var done = executor.execute(look, permission, deadline);
      var remembered = new HashMap<TaskId, Sent>();
      done.unproven().forEach((task, sent) -> remembered.put(task, new Sent(sent.at())));
      return new Execution(done.outcomes(), remembered, done.refused(), done.registered());
    };
  }

  /** It follows no operation to its end. */
  public static Acting takingAcceptedForDone(
      Registry registry, Parallel parallel, InstantSource clock) {
    var hasty =
        new DelegatingRegistry(registry) {
          @Override
          public Operation follow(Operation.Running operation, Instant deadline) {
            return new Operation.Succeeded(clock.instant());
          }
        };
    return new Executor(hasty, parallel, clock);
  }

  @Override
  public Execution execute(Look look, Permission permission, Instant deadline) {
    return parts
        .apply(permission)
        .map(part -> executor.execute(look, part, deadline))
        .reduce(Execution.NOTHING, Execution::and);
  }

  private static Permission additions(Permission all) {
    return new Permission(only(all, action -> !action.isDestructive()), all.heldBack());
  }

  private static Permission removals(Permission all) {
    return new Permission(only(all, Action.OnRegistry::isDestructive), List.of());
  }

  private static List<Action.OnRegistry> only(Permission all, Predicate<Action.OnRegistry> which) {
    return all.actions().stream().filter(which).toList();
  }

  private static Permission heldBack(Permission all) {
    return new Permission(
        all.heldBack().stream()
            .map(Permission.HeldBack::action)
            .filter(Action.OnRegistry.class::isInstance)
            .map(Action.OnRegistry.class::cast)
            .toList(),
        List.of());
  }
}
