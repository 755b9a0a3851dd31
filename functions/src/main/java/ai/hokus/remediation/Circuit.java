package ai.hokus.remediation;

import ai.hokus.remediation.execution.BrokenOff;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.ports.Bookmark;
import ai.hokus.remediation.ports.Pace;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Sleeper;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Visits many guarded services side by side, in the order of their names, beginning where the last
 * round stopped. A slow one keeps one of the eight places; the others go on.
 */
public final class Circuit {
  /**
   * Each may be waiting for {@code Probe}, an invocation of its own: with ours they are nine, where
   * a new account may start with ten at a time.
   */
  static final int AT_A_TIME = 8;

  /**
   * So that 200 visits begin within 34 s, and their reads leave enough to others. ECS gives an
   * account in a Region 20 ListTasks and DescribeTasks a second together, in bursts of 100, and as
   * many DescribeServices beside them; a visit takes two of the first and one of the second (more
   * only above 100 tasks), so 12 and 6 of the 20. Cloud Map publishes no limit for its reads, and
   * AWS's App Mesh controller allows itself 40 ListInstances a second: a visit takes one. Where the
   * names lead is read once for all, every five minutes (where one leads nowhere, at most every
   * second): one ListNamespaces and the pages of ListServices, each of 100.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html">ECS
   *     request throttling</a>
   */
  static final int BEGUN_A_SECOND = 6;

  private final Parallel parallel;
  private final Bookmark bookmark;
  private final InstantSource clock;
  private final Sleeper sleeper;

  /** Where the last round of this environment stopped: all that is known where nothing is kept. */
  private volatile Optional<String> stopped = Optional.empty();

  public Circuit(Parallel parallel, Bookmark bookmark, InstantSource clock, Sleeper sleeper) {
    this.parallel = parallel;
    this.bookmark = bookmark;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * One round.
   *
   * @param visit never throws
   * @param budget when to begin no more visit (those left are carried over), and to wait for none
   */
  Round of(
      List<GuardedService> services, Function<GuardedService, Visit> visit, TimeBudget budget) {
    var says = new ArrayList<String>();
    var from = begin(says);
    var round =
        round(
            inOrder(services, from),
            visit,
            budget,
            carriedOver -> keep(carriedOver.stream().findFirst(), from, says));
    return new Round(round.visits(), round.carriedOver(), says);
  }

  /**
   * The same for some of them, beside the sweeps: what it has no time for is theirs in any case.
   */
  Round apart(
      List<GuardedService> services, Function<GuardedService, Visit> visit, TimeBudget budget) {
    return round(inOrder(services, Optional.empty()), visit, budget, _ -> {});
  }

  /**
   * Visits in this order.
   *
   * @param stopping told whom there was no time for, while the last ones are still at it
   */
  private Round round(
      List<GuardedService> order,
      Function<GuardedService, Visit> visit,
      TimeBudget budget,
      Consumer<List<String>> stopping) {
    var begun = new ConcurrentHashMap<String, Optional<Visit>>();
    var queue = new ConcurrentLinkedQueue<>(order);
    var pace = new Pace(BEGUN_A_SECOND, clock, sleeper);
    Callable<Boolean> place = () -> oneByOne(queue, pace, noted(visit, begun), budget.lastPass());
    var places =
        Stream.generate(() -> parallel.begin(place))
            .limit(Math.min(AT_A_TIME, order.size()))
            .toList();
    places.forEach(each -> Parallel.waitFor(each, until(budget.lastPass())));
    // Kept before the last ones are waited for: what hangs would hide where this round stopped.
    var carriedOver =
        order.stream().map(GuardedService::name).filter(name -> !begun.containsKey(name)).toList();
    stopping.accept(carriedOver);
    places.forEach(each -> Parallel.await(each, until(budget.ends())));
    return new Round(visits(order, begun), carriedOver, List.of());
  }

  /** The same calls, for as many services as are visited at a time, with nothing kept. */
  Round rehearse(List<GuardedService> services, Function<GuardedService, Visit> visit) {
    var says = new ArrayList<String>();
    begin(says);
    var some =
        services.stream()
            .limit(AT_A_TIME)
            .<Callable<Visit>>map(service -> () -> visit.apply(service))
            .toList();
    return new Round(parallel.all(some), List.of(), says);
  }

  private static Consumer<GuardedService> noted(
      Function<GuardedService, Visit> visit, Map<String, Optional<Visit>> begun) {
    return service -> {
      begun.put(service.name(), Optional.empty());
      begun.put(service.name(), Optional.of(visit.apply(service)));
    };
  }

  /** Whether none is left in the queue. */
  private static boolean oneByOne(
      Queue<GuardedService> queue, Pace pace, Consumer<GuardedService> visit, Instant latest) {
    for (var next = queue.poll(); next != null; next = queue.poll()) {
      if (!pace.await(latest)) {
        return false;
      }
      visit.accept(next);
    }
    return true;
  }

  /** One for each that was begun: of who hangs it is told just that. */
  private static List<Visit> visits(
      List<GuardedService> order, Map<String, Optional<Visit>> begun) {
    return order.stream()
        .filter(service -> begun.containsKey(service.name()))
        .map(service ->
            begun
                .getOrDefault(service.name(), Optional.empty())
                .orElseGet(() ->
                    Visit.of(
                        new BrokenOff(
                            service, new IllegalStateException("it did not end in time")))))
        .sorted(Comparator.comparing(each -> each.service().name()))
        .toList();
  }

  private Duration until(Instant time) {
    var left = Duration.between(clock.instant(), time);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static List<GuardedService> inOrder(
      List<GuardedService> services, Optional<String> from) {
    var byName = services.stream().sorted(Comparator.comparing(GuardedService::name)).toList();
    // Who stood there may be guarded no longer: then it begins with the next.
    var first = from.orElse("");
    return Stream.concat(
            byName.stream().filter(service -> service.name().compareTo(first) >= 0),
            byName.stream().filter(service -> service.name().compareTo(first) < 0))
        .toList();
  }

  private Optional<String> begin(List<String> says) {
    try {
      return bookmark.read();
    } catch (Unavailable why) {
      var from = stopped;
      says.add(
          "where the last sweep stopped could not be read, so this one began with "
              + from.orElse("the first")
              + ": "
              + why.getMessage());
      return from;
    }
  }

  private void keep(Optional<String> next, Optional<String> before, List<String> says) {
    stopped = next;
    if (next.equals(before)) {
      return;
    }
    try {
      bookmark.put(next);
    } catch (Unavailable why) {
      says.add("where this sweep stopped could not be kept: " + why.getMessage());
    }
  }
}
