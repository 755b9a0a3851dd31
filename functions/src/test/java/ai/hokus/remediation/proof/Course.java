package ai.hokus.remediation.proof;

import ai.hokus.remediation.Deployment;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.SimulatedInvocation;
import ai.hokus.remediation.world.Witness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A tale, minute by minute, that can be taken back to any moment between two of them. In each a
 * sweep comes first; an event follows each happening; messages are sent at last. No call takes time
 * of its own, so that all order is chosen.
 */
final class Course implements Scene {
  private static final Duration A_MINUTE = Duration.ofMinutes(1);
  private static final Duration HALF = A_MINUTE.dividedBy(2);
  private static final Duration FOR_MESSAGES = Duration.ofSeconds(40);

  /** Two for what was begun, and one to tell that it ended. */
  static final int SWEEPS_LEFT = 3;

  /** In minutes: the program remembers for five what nobody needs to know any more. */
  static final int FORGETTING = 6;

  static final Breach NO_REST = new Breach(10, "it never comes to rest");

  private static final Duration AFTER_A_HAPPENING = Duration.ofSeconds(1);

  private final Tale tale;
  private final UnaryOperator<Hands> broken;
  private final Choices choices = new Choices();
  private final Stage stage;
  private final Instant begin;
  private final Judge judge;
  private final AtRest atRest;
  private final Moment first;
  private Trace trace = new Trace();
  private final List<SimulatedInvocation> invocations = new ArrayList<>();
  private Optional<Story> story = Optional.empty();
  private boolean wasStruck;

  /**
   * Of the program as it is, or of a broken one.
   *
   * @param kept in what the program writes down what it does
   * @param broken how it uses what it has of the world
   */
  Course(Tale tale, Books.In kept, UnaryOperator<Hands> broken) {
    this.tale = tale;
    this.broken = broken;
    stage = new Stage(this::played, kept);
    begin = stage.world().instant();
    tale.before().accept(stage);
    judge = new Judge(stage);
    atRest = new AtRest(stage, judge);
    first = moment(0, Schedule.of(kept.of(tale)), new UUID(0, 0));
  }

  /** Calls that are made at a time need a thread for each only where some of them are writes. */
  private Interleaving played(InMemoryWorld world) {
    var interleaving = new Interleaving(world, choices);
    return tale.isOfMany() ? interleaving : interleaving.inTurn();
  }

  Tale tale() {
    return tale;
  }

  Moment first() {
    return first;
  }

  @Override
  public Course told(Story by) {
    story = Optional.of(by);
    return this;
  }

  @Override
  public List<Breach> play(Schedule schedule) {
    var all = new ArrayList<Breach>();
    wasStruck = true;
    int named = tale.latestOfInstances(schedule) + SWEEPS_LEFT;
    int last = tale.latest(schedule) + SWEEPS_LEFT;
    boolean isOver = false;
    for (var now = first; !isOver && now.minute() <= last + FORGETTING; ) {
      var lot = schedule.of(now.minute());
      var next = play(now, lot);
      wasStruck &= lot.befell(invocations) && choices.areAsWanted();
      all.addAll(breaches());
      if (next.minute() > last) {
        all.addAll(end());
      } else if (next.minute() > named) {
        all.addAll(named());
      }
      isOver = next.minute() > last && (!isToBeOver() || isAtRest(now, next));
      now = next;
    }
    if (!isOver) {
      all.add(NO_REST);
    }
    return all;
  }

  /** Whether nothing changes any more, now that one came after the other. */
  boolean isAtRest(Moment now, Moment next) {
    return judge.writes() == 0 && next.alike().equals(now.alike());
  }

  @Override
  public boolean wasStruck() {
    return wasStruck;
  }

  /** One minute; afterwards what is asked here is of that. */
  Moment play(Moment from, Lot lot) {
    stage.become(from.stage());
    boolean isDisturbed = !from.schedule().lots().isEmpty() || !(lot instanceof Lot.Plain);
    judge.begins(isDisturbed);
    trace = new Trace();
    choices.wants(lot instanceof Lot.AtOnce(var wanted) ? wanted : List.of());
    var played = stage.interleaving();
    played.showing(from.shown());
    var witness = trace.and(judge);
    played.before(story.<Witness>map(witness::and).orElse(witness));
    invocations.clear();
    var minute = new Minute(from.minute(), lot);
    minute.plan();
    if (!isDisturbed) {
      minute.expects();
    }
    minute.deployment.run();
    var end = begin.plus(A_MINUTE.multipliedBy(from.minute() + 1L));
    if (stage.world().instant().isBefore(end)) {
      stage.world().at(end);
    }
    atRest.now();
    story.ifPresent(each -> each.minute(from.minute(), breaches()));
    return moment(
        from.minute() + 1, from.schedule().with(from.minute(), lot), trace.after(from.trace()));
  }

  /** What was broken in the last minute. */
  List<Breach> breaches() {
    return List.copyOf(judge.breaches());
  }

  /** What the invocations of the last minute did, in the order in which they were planned. */
  List<List<Trace.Step>> steps() {
    return invocations.stream().map(trace::of).toList();
  }

  /** The next order of the last minute that was not played yet, where all came at once. */
  Optional<List<Integer>> otherwise() {
    return choices.next();
  }

  /** Whether nothing is left to people in the end. */
  boolean isToBeOver() {
    return tale.isOver(stage);
  }

  /** Whether the last minute was left off, as it need not be played in this order. */
  boolean isRedundant() {
    return stage.interleaving().isAbandoned();
  }

  /** What is wrong with the instances, if they are to have settled with the last minute. */
  List<Breach> named() {
    atRest.named();
    return breaches();
  }

  /** What is wrong with how the last minute ended, if all is to have an end with it. */
  List<Breach> end() {
    atRest.rested(judge.writes() == 0);
    atRest.end(tale);
    return breaches();
  }

  private Moment moment(int minute, Schedule schedule, UUID traced) {
    return new Moment(
        minute,
        stage.world().instant(),
        schedule,
        stage.state(),
        stage.alike(),
        stage.interleaving().shown(),
        traced);
  }

  /** Who comes in a minute, and what happens in it. */
  private final class Minute {
    private final Duration since;
    private final Lot lot;
    private final Deployment deployment = new Watched(stage, judge).deployment(broken);

    Minute(int number, Lot lot) {
      this.since = A_MINUTE.multipliedBy(number);
      this.lot = lot;
    }

    void plan() {
      deployment.sweeps(after(Duration.ZERO), next(Deployment.FOR_A_SWEEP));
      switch (lot) {
        case Lot.AtOnce _ -> {
          happenings().forEach(happening -> happens(Duration.ZERO, happening));
          rings(Duration.ZERO);
        }
        case Lot.Lost _ ->
            happenings().forEach(happening -> happens(happening.after().minus(since), happening));
        case Lot.Late(int seconds) -> {
          announced();
          rings(Duration.ofSeconds(seconds));
        }
        case Lot.Plain _, Lot.Met _, Lot.Skewed _ -> announced();
        case Lot.Shuffled _ -> throw new IllegalArgumentException("not of one service: " + lot);
      }
      stage.interleaving().happens(after(HALF), "", stage::settles);
      deployment.delivers(
          after(FOR_MESSAGES), stage.books()::waiting, next(Deployment.FOR_A_DELIVERY));
    }

    void expects() {
      for (var expected : within(tale.seen(), Tale.Expected::after)) {
        stage
            .interleaving()
            .happens(
                after(expected.after().minus(since)),
                "",
                () ->
                    judge.must(
                        expected.rule(),
                        expected.isSo().test(stage),
                        "it is not so that " + expected.what()));
      }
    }

    private void announced() {
      for (var happening : happenings()) {
        var at = happening.after().minus(since);
        happens(at, happening);
        rings(at.plus(AFTER_A_HAPPENING));
      }
    }

    private List<Happening> happenings() {
      return within(tale.happenings(), Happening::after);
    }

    private <T> List<T> within(List<T> all, Function<T, Duration> after) {
      var end = since.plus(A_MINUTE);
      return all.stream()
          .filter(each ->
              after.apply(each).compareTo(since) >= 0 && after.apply(each).compareTo(end) < 0)
          .toList();
    }

    private void happens(Duration at, Happening happening) {
      stage
          .interleaving()
          .happens(after(at), happening.what(), () -> happening.change().accept(stage));
      happening
          .asked()
          .ifPresent(asked ->
              deployment.asks(after(at), () -> asked.apply(stage), next(Deployment.FOR_A_PERSON)));
    }

    private void rings(Duration at) {
      deployment.rings(after(at), next(Deployment.FOR_AN_EVENT));
    }

    private SimulatedInvocation next(Duration timeout) {
      var next = lot.befalls(invocations.size(), SimulatedInvocation.of(timeout));
      invocations.add(next);
      return next;
    }

    /** From now on: whoever was at work longer than a minute delays the next. */
    private Duration after(Duration sinceItsBegin) {
      var at = begin.plus(since).plus(sinceItsBegin);
      var now = stage.world().instant();
      return at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO;
    }
  }
}
