package ai.hokus.remediation.schedules;

import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * ECS as it leads the tasks of one service through their lives, a status at a time. It changes the
 * world as ECS and the network would, and makes the event of each change; who gets that event, and
 * when, is a {@link Schedule}'s to say.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html">Amazon
 *     ECS task lifecycle</a>
 */
final class Ecs {
  private static final String SERVICE = Sample.MLFLOW.ecsService();
  private static final int BY_HAND = 250;
  private static final Verdict SERVING = new Verdict.Ok(200);
  private static final Verdict NOBODY = new Verdict.Silent("no answer in 2 s");

  private final InMemoryWorld world = new InMemoryWorld();
  private final EcsEvents making = new EcsEvents(Sample.GUARD);
  private final boolean registersItself;
  private final Map<TaskId, Integer> versions = new TreeMap<>();
  private final Map<TaskId, Task> tasks = new TreeMap<>();
  private final List<byte[]> events = new ArrayList<>();

  /**
   * A service without tasks; somebody else's instance has its name, too.
   *
   * @param registersItself whether its {@code serviceRegistries} names our Cloud Map service
   */
  Ecs(boolean registersItself) {
    this.registersItself = registersItself;
    world.instances(Sample.foreign("by-hand", address(BY_HAND)));
    world.answers(address(BY_HAND), SERVING);
    wants(0);
  }

  static TaskId id(int number) {
    return new TaskId("%032x".formatted(number));
  }

  static Ipv4 address(int number) {
    return new Ipv4("10.0.0." + number);
  }

  InMemoryWorld world() {
    return world;
  }

  /** All so far, in the order in which they were made. */
  List<byte[]> events() {
    return events;
  }

  /** Every task that was ever there, as it is now or was at its end. */
  Map<TaskId, Task> tasks() {
    return tasks;
  }

  /** Whether its application answers: from RUNNING until it is taken down. */
  boolean serves(Task task) {
    return task.lastStatus().equals("RUNNING") || task.lastStatus().equals("DEACTIVATING");
  }

  // What ECS does.

  Ecs wants(int count) {
    EcsService described = registersItself ? Sample.ecs(count) : Sample.forgetful(count);
    world.ecs(described);
    return this;
  }

  /** {@code count} tasks from {@code first} on have been running for an hour, registered or not. */
  Ecs has(int first, int count) {
    for (int number = first; number < first + count; number++) {
      var task = Sample.running(id(number), address(number));
      keep(task);
      world.answers(address(number), SERVING);
      world.instances(
          registersItself
              ? Sample.ofEcs(task.id(), address(number))
              : Sample.ours(task.id(), address(number)));
    }
    return this;
  }

  /** There is a task, and no network interface yet. */
  Ecs provisions(int number) {
    var task = Sample.withoutAddress(id(number));
    return becomes(as(task, "PROVISIONING", "RUNNING", Optional.empty(), Optional.empty()));
  }

  /** Its network interface has come, at the address of this number. */
  Ecs starts(int number, int address) {
    var task = Sample.starting(id(number), address(address));
    return becomes(as(task, "PENDING", "RUNNING", Optional.empty(), Optional.empty()));
  }

  /** Its containers run; ECS registers it now, if it does at all. */
  Ecs activates(int number) {
    becomes(in("ACTIVATING", now(number)));
    return registersItself ? registers(number) : this;
  }

  Ecs runs(int number) {
    var task = now(number);
    world.answers(task.address().orElseThrow(), SERVING);
    return becomes(as(task, "RUNNING", "RUNNING", Optional.of(world.instant()), Optional.empty()));
  }

  /** ECS wants it stopped; it still serves. */
  Ecs asksToStop(int number) {
    return becomes(in("DEACTIVATING", now(number)));
  }

  /**
   * Its containers have ended; before that ECS has taken it out of Cloud Map, if it does at all.
   */
  Ecs deprovisions(int number) {
    return ends(in("DEPROVISIONING", now(number)));
  }

  /** Its address is free for others. */
  Ecs stops(int number) {
    var task = now(number);
    return ends(as(task, "STOPPED", "STOPPED", task.startedAt(), Optional.of(world.instant())));
  }

  /** In Cloud Map, with the attributes that ECS writes, over whatever stands there under its id. */
  Ecs registers(int number) {
    var task = now(number);
    world.instances(Sample.ofEcs(task.id(), task.address().orElseThrow()));
    return this;
  }

  /** Somebody puts it into Cloud Map under its own id, over whatever stands there. */
  Ecs isRegisteredByHand(int number) {
    world.instances(Sample.foreign(id(number).value(), now(number).address().orElseThrow()));
    return this;
  }

  /** DescribeTasks and ListTasks know nothing of it, whatever has become of it. */
  Ecs forgets(int number) {
    world.forgets(id(number));
    return this;
  }

  Ecs remembers(int number) {
    world.tasks(now(number));
    return this;
  }

  /**
   * As ECS does after an hour; but for those whose address another task has been given: by rule 2
   * their record would stay until that one stops, and leads where that one's does.
   */
  Ecs forgetsWhoStopped() {
    tasks.values().stream()
        .filter(Task::isStopped)
        .filter(stopped -> runningAt(stopped.address()).isEmpty())
        .map(Task::id)
        .forEach(world::forgets);
    return this;
  }

  /** The task of a service that nobody guards runs at this address. */
  Ecs givesToAnotherService(int address) {
    world.answers(address(address), SERVING);
    var task = Sample.running(id(1000 + address), address(address));
    events.add(making.changed("hokusai-jobs-development", task, 4, world.instant()));
    return this;
  }

  Ecs isSteady() {
    events.add(making.steady(SERVICE, world.instant()));
    return this;
  }

  Ecs hasDeployed() {
    events.add(making.deployed(SERVICE, world.instant()));
    return this;
  }

  Ecs lets(Duration time) {
    world.passes(time);
    return this;
  }

  /** What stands in Cloud Map under a task's id goes with it, whoever put it there. */
  private Ecs ends(Task task) {
    if (registersItself) {
      world.loses(task.id().value());
    }
    world.answers(task.address().orElseThrow(), NOBODY);
    return becomes(task);
  }

  private Optional<Task> runningAt(Optional<Ipv4> address) {
    return tasks.values().stream()
        .filter(Task::isRunning)
        .filter(task -> task.address().equals(address))
        .findFirst();
  }

  private Task now(int number) {
    return tasks.get(id(number));
  }

  private Ecs becomes(Task task) {
    keep(task);
    int version = versions.merge(task.id(), 1, Integer::sum);
    events.add(making.changed(SERVICE, task, version, world.instant()));
    return this;
  }

  private void keep(Task task) {
    tasks.put(task.id(), task);
    world.tasks(task);
  }

  /** The same task at another time of its life. */
  static Task as(
      Task task,
      String lastStatus,
      String desiredStatus,
      Optional<Instant> startedAt,
      Optional<Instant> stoppedAt) {
    return new Task(
        task.id(),
        lastStatus,
        desiredStatus,
        task.health(),
        task.address(),
        task.availabilityZone(),
        task.family(),
        task.startedBy(),
        startedAt,
        stoppedAt);
  }

  private static Task in(String status, Task task) {
    var wanted = status.equals("ACTIVATING") ? "RUNNING" : "STOPPED";
    return as(task, status, wanted, task.startedAt(), task.stoppedAt());
  }
}
