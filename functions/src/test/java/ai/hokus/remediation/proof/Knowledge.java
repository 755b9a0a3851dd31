package ai.hokus.remediation.proof;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.ProbeRequest;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What an invocation was told in the pass that it is at, as far as the rules go by it. */
final class Knowledge {
  private final Holds holds;
  private final Set<Ipv4> ok = new HashSet<>();
  private final Set<Ipv4> down = new HashSet<>();
  private final Set<Ipv4> answering = new HashSet<>();
  private final Set<Ipv4> verified = new HashSet<>();
  private final Map<TaskId, Task> tasks = new HashMap<>();
  private final Set<TaskId> missing = new HashSet<>();
  private final List<Instance> listed = new ArrayList<>();
  private int missingTaken;
  private boolean isCalled;
  private Set<Ipv4> named = Set.of();
  private boolean isNameGood;
  private boolean isNameBroken;
  private boolean isIncomplete;
  private boolean isServiceRead;
  private boolean isListRead;
  private final Map<TaskId, Optional<Instance>> looked = new HashMap<>();

  /** It has just been told what people asked for. */
  Knowledge(Holds holds) {
    this.holds = holds;
  }

  /** In answer to a call. */
  void hears(Object told) {
    isIncomplete |= told instanceof Reading.Partial<?>;
    switch (told) {
      case Reading<?> reading when reading.value() instanceof Tasks described -> {
        described.known().forEach(task -> tasks.put(task.id(), task));
        missing.addAll(described.missing());
      }
      case Reading<?> reading when reading.value() instanceof Listing -> hearsOfList(reading);
      default -> {
        // No rule goes by it.
      }
    }
  }

  private void hearsOfList(Reading<?> reading) {
    isListRead = reading instanceof Reading.Complete<?>;
    looked.clear();
    if (reading.value() instanceof Listing.Found found) {
      listed.clear();
      found.instances().stream().filter(Instance.Removable.class::isInstance).forEach(listed::add);
    }
  }

  /** Of its ECS service. */
  void hearsOfService(Reading<?> reading) {
    isServiceRead = reading instanceof Reading.Complete<?>;
  }

  /** What stands under the task's id. */
  void hearsOf(TaskId task, Optional<Instance> there) {
    looked.put(task, there);
  }

  boolean isServiceRead() {
    return isServiceRead;
  }

  void hearsOf(List<Alarm> alarms) {
    isCalled = alarms.stream().anyMatch(Alarm::calls);
  }

  /**
   * Whether the last look that was answered in full, at it or at the list, showed none of ECS's
   * under its id.
   */
  boolean sawNoneOfEcs(TaskId task) {
    return Optional.ofNullable(looked.get(task))
        .map(there -> there.filter(Instance.Native.class::isInstance).isEmpty())
        .orElseGet(() ->
            isListRead
                && listed.stream()
                    .filter(Instance.Native.class::isInstance)
                    .noneMatch(instance -> instance.id().equals(task.value())));
  }

  /** Whether an alarm calls. */
  boolean isCalled() {
    return isCalled;
  }

  /** In answer to what it asked inside the network. */
  void hears(Question question, Answer answer) {
    hears(answer);
    if (question.request().host().contains(ProbeRequest.ADDRESS)) {
      verified.clear();
      verified.addAll(answer.verdicts().keySet());
      verified.retainAll(ok);
    }
  }

  private void hears(Answer answer) {
    answer
        .verdicts()
        .forEach((address, verdict) -> {
          ok.remove(address);
          down.remove(address);
          answering.remove(address);
          if (verdict.answers()) {
            answering.add(address);
          }
          switch (verdict) {
            case Verdict.Ok _ -> ok.add(address);
            case Verdict.Down _ -> down.add(address);
            default -> {
              // It proves nothing.
            }
          }
        });
    switch (answer.resolution()) {
      case Resolution.Addresses(var addresses) -> {
        named = Set.copyOf(addresses);
        isNameGood = ok.containsAll(addresses);
        isNameBroken = addresses.stream().anyMatch(down::contains);
      }
      case Resolution.NoRecord _, Resolution.Unknown _ -> {
        named = Set.of();
        isNameGood = false;
        isNameBroken = answer.resolution() instanceof Resolution.NoRecord;
      }
      case Resolution.NotAsked _ -> {
        // As it was.
      }
    }
  }

  boolean isIncomplete() {
    return isIncomplete;
  }

  /** Whether somebody answers there, asked by the address, as a consumer will ask. */
  boolean isVerified(Ipv4 address) {
    return verified.contains(address);
  }

  /** Whether ECS calls the container of whoever runs there unhealthy. */
  boolean isSickAt(Ipv4 address) {
    return tasks.values().stream()
        .filter(task -> task.address().equals(Optional.of(address)))
        .map(Task::id)
        .anyMatch(this::isUnhealthy);
  }

  /** Whether a task of the service runs there, whoever answers. */
  boolean isOfATask(Ipv4 address) {
    return tasks.values().stream()
        .anyMatch(task -> task.isRunning() && task.address().equals(Optional.of(address)));
  }

  /** How many ECS said run. */
  long running() {
    return tasks.values().stream().filter(Task::isRunning).count();
  }

  /** Whether ECS said that it runs, and just there. */
  boolean runsAt(TaskId task, Ipv4 address) {
    return isRunning(task) && tasks.get(task).address().equals(Optional.of(address));
  }

  /** Whether ECS said that it runs. */
  boolean isRunning(TaskId task) {
    return is(task, Task::isRunning);
  }

  /** Whether ECS said that it stops or has stopped, or knew nothing of it. */
  boolean isGoing(TaskId task) {
    return missing.contains(task) || is(task, known -> !known.isRunning());
  }

  /** Whether ECS said that it knows nothing of it. */
  boolean isMissing(TaskId task) {
    return missing.contains(task);
  }

  /** One whose task is missing is taken away: whether that is at most one in five, or the first. */
  boolean takesFewMissing() {
    missingTaken++;
    return missingTaken <= Math.max(1, listed.size() / 5);
  }

  /** Whether most of those listed are missing, unless somebody answers, and none of them does. */
  boolean isViewWrong() {
    var gone =
        listed.stream()
            .filter(instance -> instance.task().filter(missing::contains).isPresent())
            .toList();
    boolean isProven =
        !ok.isEmpty()
            && gone.stream().flatMap(each -> each.address().stream()).noneMatch(ok::contains);
    return 2 * gone.size() > listed.size() && !isProven;
  }

  /** Whether ECS said that it was asked to stop, and has not yet. */
  boolean isStopping(TaskId task) {
    return is(task, Task::isStopping);
  }

  /** Whether ECS said that it runs and is not unhealthy, and somebody answers there. */
  boolean isUp(TaskId task) {
    return isRunning(task)
        && !isUnhealthy(task)
        && tasks.get(task).address().filter(answering::contains).isPresent();
  }

  boolean hasStopped(TaskId task) {
    return is(task, Task::isStopped);
  }

  /** Whether ECS calls its container unhealthy. */
  boolean isUnhealthy(TaskId task) {
    return is(task, known -> known.health() == Task.Health.UNHEALTHY);
  }

  /** Where it runs, if it refused to answer there. */
  Optional<Ipv4> refusedAt(TaskId task) {
    return Optional.ofNullable(tasks.get(task)).flatMap(Task::address).filter(down::contains);
  }

  /** Whether the name is answered with it. */
  boolean isNamed(Ipv4 address) {
    return named.contains(address);
  }

  boolean isNameGood() {
    return isNameGood;
  }

  /** Whether it is answered with nobody, or with somebody who refused. */
  boolean isNameBroken() {
    return isNameBroken;
  }

  /** Whether ECS said so of it. */
  private boolean is(TaskId task, Predicate<Task> so) {
    return Optional.ofNullable(tasks.get(task)).filter(so).isPresent();
  }

  Optional<Hold> asked(Hold.Kind kind, Instant now) {
    return holds.inForce(kind, now);
  }
}
