package ai.hokus.remediation.proof;

import ai.hokus.remediation.world.CallKinds;
import ai.hokus.remediation.world.Halves;
import ai.hokus.remediation.world.SimulatedInvocation.Meets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Plays the schedules of a tale: every blow that can fall on it, then a second after that, as many
 * as are allowed. Each is played until it comes to where another was before it, and so ends as that
 * one did; where it does not, to its end, with nothing more befalling it.
 */
final class Search {
  private static final int NEVER = Integer.MAX_VALUE;

  /** Waits here, and asks nobody. */
  private static final String OURS_ALONE = "Registry.awaitTurn";

  private final Course course;
  private final Bounds bounds;
  private final Random random = new Random(1);
  private final Set<Moment.Key> known = new HashSet<>();

  /** Since which minute all is well, and stays so, where it goes on from there. */
  private final Map<Moment.Key, Integer> wells = new HashMap<>();

  private final Set<UUID> traces = new HashSet<>();
  private final List<Moment> struck = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private boolean isThrough;
  private boolean isExhausted;
  private int exhausted;

  /** A schedule that broke rules. */
  record Failure(Schedule schedule, List<Breach> breaches) {}

  /**
   * Where to stop.
   *
   * @param schedules of different traces
   * @param orders of a minute before any blow, in which all comes at once
   * @param ordersAfter the same, after a blow
   */
  record Bounds(int schedules, int orders, int ordersAfter) {}

  /** Of one tale. The first failure ends it. */
  Search(Course course, Bounds bounds) {
    this.course = course;
    this.bounds = bounds;
  }

  /** How many different traces of calls were played. */
  int distinct() {
    return traces.size();
  }

  Set<UUID> traces() {
    return traces;
  }

  List<Failure> failures() {
    return failures;
  }

  /** Whether every blow on the tale itself was played. */
  boolean isThrough() {
    return isThrough;
  }

  /** Whether, where nothing befalls it, each minute was played in all orders there are. */
  boolean isExhausted() {
    return isExhausted;
  }

  /** Of how many minutes before any blow all orders were played that make a difference. */
  int exhausted() {
    return exhausted;
  }

  /** Plays as many as are wanted, or all there are. */
  Search run() {
    var plain = new ArrayList<Moment>();
    settles(course.first(), plain);
    Collections.shuffle(plain, random);
    plain.forEach(this::strikes);
    isThrough = isWanted();
    plain.forEach(from -> exhausted += exhausts(from, bounds.orders()) ? 1 : 0);
    isExhausted = exhausted == plain.size();
    for (var next = taken(); !next.isEmpty() && isWanted(); next = taken()) {
      Collections.shuffle(next, random);
      next.forEach(from -> {
        strikes(from);
        exhausts(from, bounds.ordersAfter());
      });
    }
    return this;
  }

  /** Those that came of blows since this was asked last. */
  private List<Moment> taken() {
    var taken = new ArrayList<>(struck);
    struck.clear();
    return taken;
  }

  private boolean isWanted() {
    return traces.size() < bounds.schedules() && failures.isEmpty();
  }

  /** Each blow that can fall in the minute that comes. */
  private void strikes(Moment from) {
    if (!isWanted()) {
      return;
    }
    course.play(from, new Lot.Plain());
    var lots = lots(from);
    lots.stream().takeWhile(_ -> isWanted()).forEach(lot -> struck(course.play(from, lot)));
  }

  /** Plays the orders of the minute that comes; whether there are no more of them. */
  private boolean exhausts(Moment from, int most) {
    var choices = Optional.of(List.<Integer>of());
    for (int order = 0; order < most && choices.isPresent() && isWanted(); order++) {
      var played = course.play(from, new Lot.AtOnce(choices.get()));
      choices = course.otherwise();
      if (!course.isRedundant()) {
        struck(played);
      }
    }
    return choices.isEmpty();
  }

  private void struck(Moment after) {
    traces.add(after.trace());
    if (isSound(after, course.breaches())) {
      settles(after, struck);
    }
  }

  /** Plays on until all is at rest, or where another was before. */
  private void settles(Moment from, List<Moment> passed) {
    var path = new ArrayList<Moment>();
    var now = from;
    int well = NEVER;
    while (known.add(now.key())) {
      passed.add(now);
      path.add(now);
      var next = course.play(now, new Lot.Plain());
      if (!isSound(next, course.breaches())) {
        return;
      }
      if (next.minute() > named(next) && !isSound(next, course.named())) {
        return;
      }
      boolean isToBeWell = next.minute() > latest(next);
      var wrong = isToBeWell || mayBeWell(next) ? course.end() : List.<Breach>of();
      if (isToBeWell && (!isSound(next, wrong) || !course.isToBeOver())) {
        return;
      }
      well = mayBeWell(next) && wrong.isEmpty() ? Math.min(well, next.minute()) : NEVER;
      if (well < NEVER && course.isAtRest(now, next)) {
        areWell(path, well);
        return;
      }
      if (next.minute() > latest(next) + Course.FORGETTING) {
        isSound(next, List.of(Course.NO_REST));
        return;
      }
      now = next;
    }
    int other = wells.getOrDefault(now.key(), 0);
    if (other == 0) {
      return;
    }
    int since = other > now.minute() ? other : Math.min(well, now.minute());
    areWell(path, since);
    // The other may have had more time, where a blow fell on it later.
    if (since > latest(from)) {
      isSound(from, List.of(new Breach(10, "all is well only in minute " + since)));
    }
  }

  private void areWell(List<Moment> path, int since) {
    path.forEach(moment -> wells.put(moment.key(), since));
  }

  /** The minute in which all is to be well. */
  private int latest(Moment moment) {
    return course.tale().latest(moment.schedule()) + Course.SWEEPS_LEFT;
  }

  /** The minute in which each instance is to be as it has to be. */
  private int named(Moment moment) {
    return course.tale().latestOfInstances(moment.schedule()) + Course.SWEEPS_LEFT;
  }

  private boolean mayBeWell(Moment next) {
    return course.isToBeOver() && next.minute() > course.tale().lastHappening() + 2;
  }

  private boolean isSound(Moment after, List<Breach> breaches) {
    if (!breaches.isEmpty()) {
      failures.add(new Failure(after.schedule(), breaches));
    }
    return breaches.isEmpty();
  }

  /** What can befall the minute that was played last. */
  private List<Lot> lots(Moment from) {
    var steps = course.steps();
    var lots = new ArrayList<Lot>();
    var shown = new HashMap<>(from.shown());
    for (int whose = 0; whose < steps.size(); whose++) {
      lots.add(new Lot.Skewed(whose, 5));
      lots.add(new Lot.Skewed(whose, -5));
      for (int call = 0; call < steps.get(whose).size(); call++) {
        var step = steps.get(whose).get(call);
        for (var met : meets(step, shown)) {
          lots.add(new Lot.Met(met, whose, call + 1));
        }
        step.answer().ifPresent(answer -> shown.put(step.call(), answer));
      }
    }
    if (steps.size() > 1) {
      lots.add(new Lot.Lost());
    }
    lots.add(new Lot.Late(10));
    lots.add(new Lot.Late(45));
    return lots;
  }

  /**
   * What can befall a call.
   *
   * @param shown what belated reads would show
   */
  static List<Meets> meets(Trace.Step step, Map<String, Object> shown) {
    return Stream.of(Meets.values())
        .filter(meets ->
            switch (meets) {
              case DEATH -> true;
              case REFUSAL, NOTHING -> !step.call().equals(OURS_ALONE);
              case OVERTAKEN -> CallKinds.canBeOvertaken(step.call());
              case TWICE -> CallKinds.canBeSentTwice(step.call());
              case FAILURE, SILENCE -> CallKinds.isWrite(step.call());
              case THE_PAST ->
                  Optional.ofNullable(shown.get(step.call()))
                      .filter(_ -> CallKinds.isBelated(step.call()))
                      .filter(before -> !step.answer().equals(Optional.of(before)))
                      .isPresent();
              case HALF -> step.answer().filter(Halves::hasHalf).isPresent();
            })
        .toList();
  }
}
