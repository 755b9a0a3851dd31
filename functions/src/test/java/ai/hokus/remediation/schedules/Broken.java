package ai.hokus.remediation.schedules;

import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.world.MistakenRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The functions, broken on purpose: each sees the world as one who makes a tempting mistake would,
 * and must be caught by a promise.
 *
 * @param does the mistake, in words
 */
record Broken(String does, Promise caughtBy, Function<Ecs, Doorman> doorman) {

  static Stream<Broken> all() {
    return Stream.of(
        new Broken(
            "believes the event", Promise.ONLY_WHO_RUNS_IS_REGISTERED, BelievesTheEvent::new),
        new Broken(
            "takes a missing task for stopped",
            Promise.WHO_RUNS_KEEPS_ITS_PLACE,
            Broken::takesMissingForStopped),
        new Broken(
            "takes a missing task for stopped",
            Promise.NEVER_WORSE_THAN_WITHOUT_IT,
            Broken::takesMissingForStopped),
        new Broken(
            "takes the list of running tasks for all",
            Promise.THE_NAME_IS_NEVER_EMPTIED,
            Broken::takesTheListForAll),
        new Broken(
            "takes the first page for the list",
            Promise.THE_SAME_END,
            ecs -> misreading(ecs, listed -> Set.copyOf(firstPage(listed)), tasks -> tasks)),
        new Broken("lives by events alone", Promise.THE_SAME_END, Broken::neverSweeps),
        new Broken(
            "takes what is native for its own",
            Promise.NATIVE_INSTANCES_STAY,
            ecs -> mistaking(ecs, instance -> ours(Instance.Native.class, instance))),
        new Broken(
            "takes what is foreign for its own",
            Promise.FOREIGN_INSTANCES_STAY,
            ecs -> mistaking(ecs, instance -> ours(Instance.Foreign.class, instance))),
        new Broken(
            "never sees what it wrote",
            Promise.THE_WORLD_SETTLES,
            ecs -> mistaking(ecs, MistakenRegistry::withoutItsPort)));
  }

  @Override
  public String toString() {
    return does + ": caught by " + caughtBy;
  }

  private static Doorman takesMissingForStopped(Ecs ecs) {
    return misreading(
        ecs,
        listed -> listed,
        tasks ->
            new Tasks(
                Stream.concat(
                        tasks.known().stream(),
                        tasks.missing().stream().map(id -> stopped(ecs.tasks().get(id))))
                    .toList(),
                Set.of()));
  }

  /** It leaves out who is draining. */
  private static Doorman takesTheListForAll(Ecs ecs) {
    return misreading(
        ecs,
        listed -> listed,
        tasks ->
            new Tasks(
                tasks.known().stream()
                    .map(task -> task.desiredStatus().equals("RUNNING") ? task : stopped(task))
                    .toList(),
                tasks.missing()));
  }

  private static Doorman neverSweeps(Ecs ecs) {
    var sound = Doorman.sound(ecs);
    return new Doorman() {
      @Override
      public void ring(byte[] event) {
        sound.ring(event);
      }

      @Override
      public void sweep() {
        // This is its mistake.
      }
    };
  }

  private static Doorman misreading(
      Ecs ecs, UnaryOperator<Set<TaskId>> listed, UnaryOperator<Tasks> described) {
    return Doorman.seeing(new MistakenCatalog(ecs.world(), listed, described), ecs.world(), ecs);
  }

  private static Doorman mistaking(Ecs ecs, UnaryOperator<Instance> sees) {
    return Doorman.seeing(ecs.world(), new MistakenRegistry(ecs.world(), sees), ecs);
  }

  private static List<TaskId> firstPage(Set<TaskId> listed) {
    return new TreeSet<>(listed).stream().limit(2).toList();
  }

  private static Instance ours(Class<? extends Instance> owner, Instance instance) {
    return owner.isInstance(instance)
        ? new Instance.Ours(instance.id(), instance.attributes())
        : instance;
  }

  private static Task stopped(Task task) {
    return Ecs.as(task, "STOPPED", "STOPPED", task.startedAt(), Optional.of(Instant.EPOCH));
  }
}
