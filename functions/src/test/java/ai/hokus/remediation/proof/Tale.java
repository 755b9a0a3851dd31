package ai.hokus.remediation.proof;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What happens to a service and its endpoint, whatever becomes of the program meanwhile.
 *
 * @param before what is there when it begins
 * @param happenings each announced by an event, in the order of their times; none in the end of a
 *     minute, when messages are sent
 * @param end what the endpoint holds once everything has settled
 * @param seen what must be so meanwhile where nothing befalls it
 * @param isOfMany whether several registrations of one pass are under way at a time
 * @param isCalm whether no alarm calls, so that the endpoint is never moved
 */
record Tale(
    String name,
    Consumer<Stage> before,
    List<Happening> happenings,
    String end,
    List<Expected> seen,
    boolean isOfMany,
    boolean isCalm) {
  Tale {
    happenings = List.copyOf(happenings);
    seen = List.copyOf(seen);
  }

  /** In which nothing is expected but its end. */
  Tale(String name, Consumer<Stage> before, List<Happening> happenings, String end) {
    this(name, before, happenings, end, List.of(), false, false);
  }

  /**
   * Something to be seen from outside.
   *
   * @param after the tale's begin
   * @param rule that is broken otherwise
   */
  record Expected(Duration after, int rule, String what, Predicate<Stage> isSo) {}

  /** The same, in which this must be so, too, after so many seconds. */
  Tale expecting(int seconds, int rule, String what, Predicate<Stage> isSo) {
    var expected = new Expected(Duration.ofSeconds(seconds), rule, what, isSo);
    return new Tale(
        name,
        before,
        happenings,
        end,
        Stream.concat(seen.stream(), Stream.of(expected)).toList(),
        isOfMany,
        isCalm);
  }

  /** The same, in which several registrations of one pass are under way at a time. */
  Tale ofMany() {
    return new Tale(name, before, happenings, end, seen, true, isCalm);
  }

  /** The same, in which no alarm calls, so that the endpoint is never moved. */
  Tale calm() {
    return new Tale(name, before, happenings, end, seen, isOfMany, true);
  }

  static Stream<Tale> all() {
    return Stream.of(
            TalesOfNames.all().stream(),
            TalesOfTasks.all().stream().map(Tale::calm),
            TalesOfFallbacks.all().stream(),
            TalesOfPeople.all().stream())
        .flatMap(each -> each);
  }

  static Tale named(String name) {
    return all()
        .filter(tale -> tale.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such tale: \"" + name + "\""));
  }

  /** The minute of the last happening. */
  int lastHappening() {
    return (int) happenings.getLast().after().toMinutes();
  }

  /** When all must have settled if nothing befalls it. */
  int minutes() {
    return lastHappening() + settling();
  }

  /** How long it takes, with the time that the program keeps an endpoint by address. */
  Duration lasting() {
    return happenings.getLast().after().plusMinutes(settling());
  }

  /** The minute by which all must have settled, whatever befalls it. */
  int latest(Schedule schedule) {
    return Math.max(minutes(), schedule.afterBlows() + settling());
  }

  /** The minute by which all instances must have settled, whatever befalls it. */
  int latestOfInstances(Schedule schedule) {
    return Math.max(lastHappening(), schedule.afterBlows()) + ofInstances();
  }

  /** In minutes, how long it may take until all is as it has to be. */
  int settling() {
    return isCalm ? ofInstances() : Timers.minutes();
  }

  private int ofInstances() {
    return isOfMany ? Timers.minutesOfMany() : Timers.minutesOfInstances();
  }

  /** Whether the endpoint ends at what people wrote there first: nothing is left to them. */
  boolean isOver(Stage stage) {
    return end.equals(stage.truth().first());
  }

  @Override
  public String toString() {
    return name;
  }
}
