package ai.hokus.remediation.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The world around one guarded service, as one pass saw it. All that a decision may rest on is in
 * here, the time included.
 *
 * @param look what it started from
 * @param ecs absent where ECS knows no such service, or could not be asked (then the reading is
 *     partial)
 * @param tasks those listed as running, and those of ours and native instances: a list of running
 *     tasks leaves out the draining ones
 * @param answer of the probe and the resolver
 */
public record Observation(
    Look look,
    Reading<Optional<EcsService>> ecs,
    Reading<Tasks> tasks,
    Reading<Listing> listing,
    Answer answer) {

  public GuardedService service() {
    return look.service();
  }

  public Guard guard() {
    return look.guard();
  }

  /** What earlier passes saw. */
  public Memory memory() {
    return look.memory();
  }

  /** When the pass began. */
  public Instant at() {
    return look.at();
  }

  /** What could not be read; while it is not empty, nothing is removed. */
  public List<String> unread() {
    var unread = new ArrayList<String>();
    Stream.of(ecs, tasks, listing)
        .forEach(reading -> {
          if (reading instanceof Reading.Partial<?>(_, String why)) {
            unread.add(why);
          }
        });
    return List.copyOf(unread);
  }

  public boolean isComplete() {
    return unread().isEmpty();
  }

  /** Every instance that was seen; none where Cloud Map has no such service. */
  public List<Instance> instances() {
    return switch (listing.value()) {
      case Listing.Found found -> found.instances();
      case Listing.Gone _, Listing.Unread _ -> List.of();
    };
  }

  /** Nobody is wanted and nobody runs: on purpose, so it is no incident. */
  public boolean isAsleep() {
    return ecs.value().filter(service -> service.desiredCount() == 0).isPresent()
        && tasks instanceof Reading.Complete<Tasks>(Tasks all)
        && all.known().stream().allMatch(Task::isStopped);
  }
}
