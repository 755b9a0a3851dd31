package ai.hokus.remediation;

import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.ports.Bookmark;
import ai.hokus.remediation.ports.Pace;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Sleeper;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
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
   * @param latest when to begin no more visit; those left are carried over
   */
  Round of(List<GuardedService> services, Function<GuardedService, Visit> visit, Instant latest) {
    var says = new ArrayList<String>();
    var from = begin(says);
    var order = inOrder(services, from);
    var visits = sideBySide(order, visit, latest);
    var visited = visits.stream().map(each -> each.service().name()).collect(Collectors.toSet());
    var carriedOver =
        order.stream().map(GuardedService::name).filter(name -> !visited.contains(name)).toList();
    keep(carriedOver.stream().findFirst(), from, says);
    return new Round(visits, carriedOver, says);
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

  private List<Visit> sideBySide(
      List<GuardedService> order, Function<GuardedService, Visit> visit, Instant latest) {
    var queue = new ConcurrentLinkedQueue<>(order);
    var pace = new Pace(BEGUN_A_SECOND, clock, sleeper);
    Callable<List<Visit>> place = () -> oneByOne(queue, pace, visit, latest);
    return parallel.all(Collections.nCopies(Math.min(AT_A_TIME, order.size()), place)).stream()
        .flatMap(Collection::stream)
        .sorted(Comparator.comparing(each -> each.service().name()))
        .toList();
  }

  private static List<Visit> oneByOne(
      Queue<GuardedService> queue,
      Pace pace,
      Function<GuardedService, Visit> visit,
      Instant latest) {
    var visits = new ArrayList<Visit>();
    for (var next = queue.poll(); next != null && pace.await(latest); next = queue.poll()) {
      visits.add(visit.apply(next));
    }
    return visits;
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
      says.add(
          "where the last sweep stopped could not be read, so this one began with the first: "
              + why.getMessage());
      return Optional.empty();
    }
  }

  private void keep(Optional<String> next, Optional<String> before, List<String> says) {
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
