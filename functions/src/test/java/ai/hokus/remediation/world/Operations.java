package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.world.InMemoryWorld.Ending;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The changes to instances that Cloud Map accepted, each of which has its effect later. */
final class Operations {
  private static final String OF_ANOTHER = "operation-of-another";

  private final InstantSource clock;
  private final Map<String, Ending> endings = new TreeMap<>();
  private final Map<String, Change> changes = new TreeMap<>();
  private Duration taking = Duration.ofSeconds(2);

  Operations(InstantSource clock) {
    this.clock = clock;
  }

  /** What a change does to an instance. */
  sealed interface Effect {
    String id();

    /** It stands, and is answered with. */
    record Stands(Instance instance) implements Effect {
      @Override
      public String id() {
        return instance.id();
      }
    }

    /** There is none of that id any more. */
    record Gone(String id) implements Effect {}
  }

  /** What a change does, and when it does it. */
  private record Change(Instant due, Ending ending, Effect effect, boolean isDone) {
    boolean isOver(Instant now) {
      return isDone || (ending == Ending.FAIL && !due.isAfter(now));
    }

    boolean isInFlight(Instant now) {
      return !isDone && (ending == Ending.NEVER || due.isAfter(now));
    }

    boolean isDue(Instant now) {
      return ending == Ending.SUCCESS && !isDone && !due.isAfter(now);
    }

    Change givenUp() {
      return new Change(due, Ending.FAIL, effect, isDone);
    }

    Change done() {
      return new Change(due, ending, effect, true);
    }
  }

  private record State(Map<String, Ending> endings, Map<String, Change> changes) {}

  /** From acceptance to the end. */
  void take(Duration time) {
    taking = time;
  }

  /** How those on the instance under {@code id} end from now on. */
  void end(String id, Ending ending) {
    endings.put(id, ending);
    if (ending == Ending.BUSY) {
      changes.put(OF_ANOTHER, change(Ending.FAIL, new Effect.Gone(id)));
    }
  }

  /** One of another's is in flight. */
  void inFlight(String id, Effect effect) {
    endings.put(id, Ending.BUSY);
    changes.put(OF_ANOTHER, change(Ending.SUCCESS, effect));
  }

  /** Every one that is begun from now on ends in SUCCESS; none stays in the way of it. */
  void recover() {
    endings.clear();
    changes.replaceAll((_, change) -> change.ending() == Ending.NEVER ? change.givenUp() : change);
  }

  /** Whether one of another's is in flight that will have its effect. */
  boolean isChangedByAnother() {
    return Optional.ofNullable(changes.get(OF_ANOTHER))
        .filter(change -> change.ending() == Ending.SUCCESS)
        .isPresent();
  }

  boolean isRefused(String id) {
    return endings.get(id) == Ending.REFUSED;
  }

  Operation accept(String id, Effect effect) {
    var ending = endings.getOrDefault(id, Ending.SUCCESS);
    return switch (ending) {
      case BUSY -> {
        var before = changes.get(OF_ANOTHER);
        // Whoever is at work has begun anew.
        if (before == null || before.isOver(clock.instant())) {
          changes.put(OF_ANOTHER, change(Ending.FAIL, new Effect.Gone(id)));
        }
        yield new Operation.AnotherInFlight(OF_ANOTHER);
      }
      case REFUSED -> new Operation.Refused("an operation on " + id + " was throttled");
      case SUCCESS, FAIL, NEVER ->
          inFlightOn(id)
              .<Operation>map(Operation.AnotherInFlight::new)
              .orElseGet(() -> begin(change(ending, effect)));
    };
  }

  private Optional<String> inFlightOn(String id) {
    return changes.entrySet().stream()
        .filter(each -> each.getValue().effect().id().equals(id))
        .filter(each -> each.getValue().isInFlight(clock.instant()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private Operation begin(Change change) {
    var first = "operation-" + change.effect().id() + "-" + clock.instant();
    var operation =
        Stream.iterate(first, again -> again + "-again")
            .dropWhile(changes::containsKey)
            .findFirst()
            .orElseThrow();
    changes.put(operation, change);
    return new Operation.Running(operation);
  }

  private Change change(Ending ending, Effect effect) {
    return new Change(clock.instant().plus(taking), ending, effect, false);
  }

  /** What has come due since this was asked last. */
  List<Effect> due() {
    var now = clock.instant();
    var due = new ArrayList<Effect>();
    changes.replaceAll((_, change) -> {
      if (!change.isDue(now)) {
        return change;
      }
      due.add(change.effect());
      return change.done();
    });
    return due;
  }

  /** When it ends; empty where it never does. */
  Optional<Instant> endOf(Operation.Running operation) {
    return Optional.of(change(operation))
        .filter(change -> change.ending() != Ending.NEVER)
        .map(Change::due);
  }

  /** What one came to that has ended. */
  Operation outcome(Operation.Running operation) {
    var change = change(operation);
    return change.ending() == Ending.FAIL
        ? new Operation.Failed("the hosted zone does not exist")
        : new Operation.Succeeded(change.due());
  }

  /** Under whose id an instance is put by one of those that are not another's. */
  Optional<String> registeredBy(Operation.Running operation) {
    return Optional.of(operation.id())
        .filter(id -> !id.equals(OF_ANOTHER))
        .map(changes::get)
        .map(Change::effect)
        .filter(Effect.Stands.class::isInstance)
        .map(Effect::id);
  }

  private Change change(Operation.Running operation) {
    return Optional.ofNullable(changes.get(operation.id()))
        .orElseThrow(() -> new Unavailable("no such operation: " + operation.id()));
  }

  /**
   * As they are now, for {@link #become}.
   *
   * @param remembered the ids of those that somebody may still ask about: nobody is at work
   */
  Object state(Set<String> remembered) {
    var left = new TreeMap<>(changes);
    left.entrySet()
        .removeIf(
            each -> each.getValue().isOver(clock.instant()) && !remembered.contains(each.getKey()));
    return new State(new TreeMap<>(endings), left);
  }

  /** As they were then. */
  void become(Object then) {
    var state = (State) then;
    endings.clear();
    endings.putAll(state.endings());
    changes.clear();
    changes.putAll(state.changes());
  }
}
