package ai.hokus.remediation.schedules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What ECS does to a service that it forgot to register (all instances are ours), and to one that
 * it registers itself, in its own order and with its own lag.
 */
final class Scenarios {
  private Scenarios() {}

  /** With few enough events for every schedule to be played. */
  static Stream<Scenario> small() {
    return Stream.of(
        forgotten("start", ecs -> {}, starts(1)),
        forgotten("stop", ecs -> ecs.wants(1).has(1, 1), stopsForGood(1)),
        forgotten("shortLife", ecs -> {}, livesShortly(1)),
        forgotten("crash", ecs -> ecs.wants(1).has(1, 1), crashes(1, 2)),
        forgotten("rollingOne", ecs -> ecs.wants(1).has(1, 1), rolls(1, 2)),
        forgotten("lapse", ecs -> ecs.wants(2).has(1, 2), forgetsForAWhile(1)),
        forgotten("startByHand", ecs -> {}, startsAndIsRegisteredByHand(1)),
        itself("lapseNative", ecs -> ecs.wants(2).has(1, 2), forgetsForAWhile(1)),
        itself("startNativeLate", ecs -> {}, startsUnregistered(1, Duration.ofSeconds(30))),
        itself("startNativeTooLate", ecs -> {}, startsUnregistered(1, Duration.ofSeconds(90))));
  }

  /** With too many for that, or with little for this program to do. */
  static Stream<Scenario> large() {
    return Stream.of(
        forgotten("replacement", ecs -> ecs.wants(1).has(1, 1), replaces(1, 2)),
        forgotten("rollingFour", ecs -> ecs.wants(4).has(1, 4), rollsFour()),
        forgotten("scaleIn", ecs -> ecs.wants(10).has(1, 10), scalesIn(10, 2)),
        forgotten("toZeroAndBack", ecs -> ecs.wants(1).has(1, 1), toZeroAndBack(1, 2)),
        itself("startNative", ecs -> {}, starts(1)),
        itself("stopNative", ecs -> ecs.wants(1).has(1, 1), stopsForGood(1)),
        itself("crashNative", ecs -> ecs.wants(1).has(1, 1), crashes(1, 2)),
        itself("rollingOneNative", ecs -> ecs.wants(1).has(1, 1), rolls(1, 2)),
        itself("replacementNative", ecs -> ecs.wants(1).has(1, 1), replaces(1, 2)),
        itself("rollingFourNative", ecs -> ecs.wants(4).has(1, 4), rollsFour()),
        itself("scaleInNative", ecs -> ecs.wants(10).has(1, 10), scalesIn(10, 2)),
        itself("toZeroAndBackNative", ecs -> ecs.wants(1).has(1, 1), toZeroAndBack(1, 2)));
  }

  static Stream<Scenario> all() {
    return Stream.concat(small(), large());
  }

  private static Scenario forgotten(String name, Consumer<Ecs> before, List<Consumer<Ecs>> stages) {
    return new Scenario(name, false, before, stages);
  }

  private static Scenario itself(String name, Consumer<Ecs> before, List<Consumer<Ecs>> stages) {
    return new Scenario(name, true, before, stages);
  }

  private static List<Consumer<Ecs>> starts(int task) {
    return List.of(
        ecs -> ecs.wants(1).provisions(task),
        ecs -> ecs.starts(task, task),
        ecs -> ecs.activates(task),
        ecs -> ecs.runs(task),
        Ecs::isSteady);
  }

  /** As a listing that lags looks, or an ECS that is late. */
  private static List<Consumer<Ecs>> startsUnregistered(int task, Duration lag) {
    return List.of(
        ecs -> ecs.wants(1).starts(task, task),
        ecs -> ecs.runs(task),
        ecs -> ecs.lets(lag).registers(task).isSteady());
  }

  /** Another service's task answers at its address when its own RUNNING may still arrive. */
  private static List<Consumer<Ecs>> livesShortly(int task) {
    return List.of(
        ecs -> ecs.wants(1).starts(task, task),
        ecs -> ecs.runs(task),
        ecs -> ecs.wants(0).stops(task),
        ecs -> ecs.givesToAnotherService(task));
  }

  private static List<Consumer<Ecs>> startsAndIsRegisteredByHand(int task) {
    return List.of(
        ecs -> ecs.wants(1).starts(task, task),
        ecs -> ecs.runs(task),
        ecs -> ecs.isRegisteredByHand(task),
        Ecs::isSteady);
  }

  private static List<Consumer<Ecs>> stopsForGood(int task) {
    return List.of(
        ecs -> ecs.wants(0).asksToStop(task),
        ecs -> ecs.deprovisions(task),
        ecs -> ecs.stops(task),
        ecs -> ecs.givesToAnotherService(task));
  }

  /** The next task gets the address of the one that has just stopped. */
  private static List<Consumer<Ecs>> crashes(int task, int next) {
    return List.of(
        ecs -> ecs.stops(task),
        ecs -> ecs.starts(next, task),
        ecs -> ecs.activates(next),
        ecs -> ecs.runs(next));
  }

  private static List<Consumer<Ecs>> rolls(int task, int next) {
    return List.of(
        ecs -> ecs.starts(next, next),
        ecs -> ecs.runs(next),
        ecs -> ecs.asksToStop(task),
        ecs -> ecs.stops(task));
  }

  /** Neither list nor description knows a task that serves all the while. */
  private static List<Consumer<Ecs>> forgetsForAWhile(int task) {
    return List.of(
        ecs -> ecs.forgets(task).isSteady(), Ecs::isSteady, ecs -> ecs.remembers(task).isSteady());
  }

  private static List<Consumer<Ecs>> replaces(int task, int next) {
    return List.of(
        ecs -> ecs.asksToStop(task).provisions(next),
        ecs -> ecs.starts(next, next),
        ecs -> ecs.deprovisions(task),
        ecs -> ecs.activates(next).stops(task),
        ecs -> ecs.runs(next),
        Ecs::isSteady);
  }

  /** Four new tasks start beside the four old ones, which then stop; one address is used again. */
  private static List<Consumer<Ecs>> rollsFour() {
    return List.of(
        ecs -> each(5, 8, ecs, task -> ecs.starts(task, task)),
        ecs -> each(5, 8, ecs, ecs::activates),
        ecs -> each(5, 7, ecs, ecs::runs),
        ecs -> each(1, 3, ecs, ecs::asksToStop).runs(8),
        ecs -> each(1, 3, ecs, ecs::stops).asksToStop(4),
        ecs -> ecs.stops(4).starts(9, 1),
        ecs -> ecs.stops(8).runs(9).hasDeployed());
  }

  private static List<Consumer<Ecs>> scalesIn(int from, int to) {
    return List.of(
        ecs -> each(to + 1, from, ecs.wants(to), ecs::asksToStop),
        ecs -> each(to + 1, from - 2, ecs, ecs::deprovisions),
        ecs -> each(to + 1, from - 2, ecs, ecs::stops),
        ecs -> each(from - 1, from, ecs, ecs::deprovisions),
        ecs -> each(from - 1, from, ecs, ecs::stops).isSteady());
  }

  private static List<Consumer<Ecs>> toZeroAndBack(int task, int next) {
    var stages = new ArrayList<>(stopsForGood(task));
    stages.addAll(starts(next));
    return stages;
  }

  private static Ecs each(int first, int last, Ecs ecs, IntConsumer change) {
    IntStream.rangeClosed(first, last).forEach(change);
    return ecs;
  }
}
