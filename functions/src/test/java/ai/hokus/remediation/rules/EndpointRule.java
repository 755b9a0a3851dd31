package ai.hokus.remediation.rules;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.EcsService.Deployment;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.GuardedService.Consumer.Reads;
import ai.hokus.remediation.model.GuardedService.EnterFallback;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Hold.Kind;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.EndpointPlan;
import ai.hokus.remediation.plan.EndpointView;
import ai.hokus.remediation.plan.NameVerdict.Row;
import ai.hokus.remediation.plan.Repair;
import ai.hokus.remediation.plan.Settlement;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.world.EndpointWorld;
import ai.hokus.remediation.world.RandomEndpoint;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.Viewed;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What holds of every endpoint, whatever a mind decides. Each rule looks at an endpoint of its own,
 * made from the seed. Its number is that of the rules in {@code docs/design.md}.
 */
enum EndpointRule {

  /** Nothing is decided on the strength of a parameter that could not be read. */
  AN_UNREAD_PARAMETER_DECIDES_NOTHING(3) {
    @Override
    void check(long seed, EndpointMind mind) {
      var plan = mind.plan(RandomEndpoint.of(seed).unread().view());
      assertThat(plan.move()).isEmpty();
      assertThat(plan.position()).isEmpty();
      assertThat(plan.hold()).isEmpty();
      assertThat(plan.says()).isNotEmpty();
    }
  },

  /** An address of ours is written only if its probe said ok in this very pass. */
  AN_ADDRESS_IS_WRITTEN_ONLY_WHERE_A_TASK_ANSWERED(4) {
    @Override
    void check(long seed, EndpointMind mind) {
      var view = RandomEndpoint.of(seed).view();
      var plan = mind.plan(view);
      plan.move()
          .filter(move -> move.then() instanceof Position.Pinned)
          .ifPresent(move -> {
            var pin = (Position.Pinned) move.then();
            assertThat(isVerified(pin, view)).isTrue();
            assertThat(move.to())
                .isEqualTo(new Action.Target.Value(new EndpointValue(byAddress(pin))));
          });
      if (!(plan.move().map(Action.Move::then).orElse(NOWHERE) instanceof Position.Pinned)) {
        assertThat(written(plan)).noneMatch(value -> value.address().isPresent());
      }
    }

    private Stream<EndpointValue> written(EndpointPlan plan) {
      return plan.move().map(Action.Move::to).stream()
          .filter(Action.Target.Value.class::isInstance)
          .map(value -> ((Action.Target.Value) value).value());
    }

    private String byAddress(Position.Pinned pin) {
      return Viewed.byAddress(pin.address());
    }
  },

  /** Byte for byte; only where it was an address itself, the name instead. */
  WHAT_WAS_THERE_BEFORE_COMES_BACK(5) {
    @Override
    void check(long seed, EndpointMind mind) {
      var world = RandomEndpoint.of(seed);
      var plan = mind.plan(world.view());
      var left = world.dossier().fallback().filter(_ -> isLeft(plan));
      left.ifPresent(file -> {
        var after = world.after(plan).versions().getLast().value();
        var before = world.value(file.before().version());
        boolean wasAddress = new EndpointValue(before).address().isPresent();
        assertThat(after).isEqualTo(wasAddress ? Viewed.BY_NAME : before);
      });
    }

    private boolean isLeft(EndpointPlan plan) {
      return plan.move().map(Action.Move::then).filter(Position.Left.class::isInstance).isPresent();
    }
  },

  /** Somebody else's value is written over only where he asked for it, or it was put back. */
  WHAT_OTHERS_WROTE_IS_LEFT_TO_THEM(5) {
    @Override
    void check(long seed, EndpointMind mind) {
      var world = RandomEndpoint.of(seed);
      var plan = mind.plan(world.view());
      plan.move()
          .ifPresent(move -> {
            boolean isOurs =
                onFile(world)
                    .flatMap(Fallback::written)
                    .filter(put -> put.value().equals(move.read().endpoint()))
                    .isPresent();
            boolean isAsked = isHeld(world.view(), Kind.RESTORE);
            boolean isPutBack =
                move.to() instanceof Action.Target.Others(long version)
                    && version == move.read().version() - 1;
            assertThat(isOurs || move.isEntry() || isAsked || isPutBack).isTrue();
          });
    }

    /* What we wrote, and know to have come through. */
    private Optional<Fallback> onFile(EndpointWorld world) {
      var view = world.view();
      return world
          .dossier()
          .fallback()
          .map(file -> Settlement.of(file, view.parameter().value(), view.earlier(), view.at()))
          .filter(Settlement.Settled.class::isInstance)
          .map(settled -> ((Settlement.Settled) settled).fallback());
    }
  },

  /** Who is pinned is pinned until then; who may not be touched is held until a person resumes. */
  A_FALLBACK_HAS_AN_END_AND_A_REASON(6) {
    @Override
    void check(long seed, EndpointMind mind) {
      var world = RandomEndpoint.of(seed);
      var plan = mind.plan(world.view());
      var at = world.view().at();
      changed(plan)
          .forEach(position -> {
            switch (position) {
              case Position.Pinned(_, _, var until) ->
                  assertThat(until).isEqualTo(at.plus(Duration.ofMinutes(30)));
              case Position.StandingBack(var until) ->
                  assertThat(until).isEqualTo(at.plus(Duration.ofMinutes(10)));
              case Position.HandsOff _ ->
                  assertThat(plan.hold().map(Hold::kind)).contains(Kind.ENDPOINT);
              case Position.Waiting(var since) -> assertThat(since).isEqualTo(at);
              case Position.Left(var since, _) -> assertThat(since).isEqualTo(at);
            }
          });
      if (plan.standing().isPresent()) {
        assertThat(plan.move().isPresent() || !plan.says().isEmpty()).isTrue();
      }
    }

    private Stream<Position> changed(EndpointPlan plan) {
      return Stream.concat(plan.move().map(Action.Move::then).stream(), plan.position().stream());
    }
  },

  /** Budgets, modes and alarms limit entering, and nothing else. */
  WHAT_GOES_ON_GOES_ON_WITHOUT_A_BUDGET(6) {
    @Override
    void check(long seed, EndpointMind mind) {
      var world = RandomEndpoint.of(seed);
      var plan = mind.plan(world.view());
      var without = mind.plan(spent(world).view());
      if (plan.standing().isPresent()) {
        assertThat(without.move()).isEqualTo(plan.move());
        assertThat(without.position()).isEqualTo(plan.position());
        assertThat(without.hold()).isEqualTo(plan.hold());
      }
    }

    private EndpointWorld spent(EndpointWorld world) {
      var old = world.dossier();
      var entries = Stream.generate(() -> world.view().at().minusSeconds(60)).limit(9).toList();
      var dossier = new Dossier(old.incident(), entries, old.returns(), Map.of());
      return world.but(view ->
          view.dossier(dossier)
              .service(Viewed.service(EnterFallback.NEVER))
              .doubted()
              .repair(Repair.PENDING));
    }
  },

  /** With a good name and nobody in the way it does, whatever the alarms say. */
  A_FALLBACK_ENDS(6) {
    @Override
    void check(long seed, EndpointMind mind) {
      var read = RandomEndpoint.of(seed).read();
      if (!read.view().seen().isComplete() || isStarting(read.view())) {
        return;
      }
      var heard = heard(read.view().byAddress());
      var world = read.but(view -> view.holds().name(Row.GOOD).byAddress(heard));
      for (int pass = 0; pass < 8; pass++) {
        world = world.after(mind.plan(world.view())).later(Duration.ofMinutes(10));
      }
      assertThat(world.dossier().fallback().isEmpty() || isHeld(world.view(), Kind.ENDPOINT))
          .isTrue();
    }

    /* Who hears nobody stays where he is. */
    private Answer heard(Answer answer) {
      return new Answer(
          Stream.of(Sample.IP1, Sample.IP2, Sample.IP3, Sample.OUTSIDE)
              .collect(
                  toMap(each -> each, each -> answer.of(each).answers() ? answer.of(each) : DOWN)),
          answer.resolution());
    }

    /* Who was pinned once ran, and does not start any more. */
    private boolean isStarting(EndpointView view) {
      return view.seen().tasks().value().known().stream()
          .anyMatch(task -> task.lastStatus().equals("PENDING"));
    }
  },

  /** All that entering needs, one by one; where a person asks for it, a task that answers. */
  ENTERING_KEEPS_TO_ITS_LIMITS(6) {
    @Override
    void check(long seed, EndpointMind mind) {
      var view = RandomEndpoint.of(seed).view();
      if (!isEntry(mind.plan(view))) {
        return;
      }
      var stricter = Stream.of(Kind.RESTORE, Kind.RELEASE, Kind.UNDO, Kind.ENDPOINT);
      assertThat(stricter).noneMatch(kind -> isHeld(view, kind));
      if (!isHeld(view, Kind.FALLBACK)) {
        var service = view.seen().service();
        assertThat(isHeld(view, Kind.PAUSE)).isFalse();
        assertThat(service.fallback()).isNotEqualTo(EnterFallback.NEVER);
        assertThat(
                (service.fallback() == EnterFallback.ON_NAME_FAILURE && !isHeld(view, Kind.DOUBT))
                    || view.alarms().value().stream().anyMatch(Alarm::calls))
            .isTrue();
        assertThat(view.seen().tasks()).isInstanceOf(Reading.Complete.class);
        assertThat(view.seen().tasks().value().running()).hasSizeLessThanOrEqualTo(2);
        assertThat(Dossier.ofLastDay(view.seen().look().dossier().entries(), view.at()))
            .isLessThan(3);
      }
    }
  },

  /** The name is repaired first. */
  NOBODY_ENTERS_WHILE_THE_NAME_WORKS_OR_A_REGISTRATION_MAY_HELP(8) {
    @Override
    void check(long seed, EndpointMind mind) {
      var view = RandomEndpoint.of(seed).view();
      if (!isEntry(mind.plan(view)) || isHeld(view, Kind.FALLBACK)) {
        return;
      }
      var consumers = view.seen().service().consumers();
      boolean isBroken =
          switch (view.name().row()) {
            case EMPTIED, NO_RECORD, ONLY_BY_ADDRESS, REJECTED_BOTH, ZONE_NOT_SEEN -> true;
            case SETTLING ->
                !consumers.isEmpty()
                    && consumers.stream().allMatch(each -> each.reads() == Reads.RUNTIME_READ);
            case ASLEEP, GOOD, HALF, BLIND -> false;
          };
      assertThat(isBroken).isTrue();
      assertThat(view.repair()).isNotEqualTo(Repair.PENDING);
      if (view.repair() == Repair.SUCCEEDED) {
        assertThat(view.succeeded().orElseThrow().plusSeconds(60)).isBeforeOrEqualTo(view.at());
      }
      if (view.repair() == Repair.UNSENT || view.repair() == Repair.UNENDED) {
        assertThat(view.seen().memory().vigil().troubledSince().orElseThrow().plusSeconds(60))
            .isBeforeOrEqualTo(view.at());
      }
    }
  },

  /** Where neither can help, nothing is changed, and what was seen is said. */
  WHERE_NOBODY_ANSWERS_NOTHING_IS_ENTERED_AND_IT_IS_SAID(8) {
    @Override
    void check(long seed, EndpointMind mind) {
      var world =
          RandomEndpoint.of(seed)
              .read()
              .but(view ->
                  view.byAddress(allDown())
                      .holds()
                      .dossier(Dossier.EMPTY)
                      .service(Viewed.service(EnterFallback.ON_NAME_FAILURE))
                      .name(Row.EMPTIED));
      var plan = mind.plan(world.view());
      assertThat(plan.move()).isEmpty();
      if (!world.view().seen().isAsleep()) {
        assertThat(plan.says()).isNotEmpty();
      }
    }

    private Answer allDown() {
      return new Answer(
          Map.of(Sample.IP1, DOWN, Sample.IP2, DOWN, Sample.IP3, DOWN, Sample.OUTSIDE, DOWN),
          new Resolution.NotAsked("nobody needs to know"));
    }
  },

  /** It is left for its name only where that is good, where nobody is wanted, or for a person. */
  ITS_NAME_IS_RETURNED_TO_ONLY_WHERE_IT_IS_GOOD(8) {
    @Override
    void check(long seed, EndpointMind mind) {
      var view = RandomEndpoint.of(seed).view();
      var plan = mind.plan(view);
      boolean isLeaving =
          plan.standing().isPresent()
              && plan.move()
                  .map(Action.Move::then)
                  .filter(Position.Left.class::isInstance)
                  .isPresent();
      if (isLeaving && !isHeld(view, Kind.RESTORE) && !isHeld(view, Kind.UNDO)) {
        assertThat(
                view.name().row() == Row.GOOD
                    || view.name().row() == Row.REJECTED_BOTH
                    || view.seen().isAsleep())
            .isTrue();
      }
    }
  },

  /** Writing only on change, and only once. */
  A_SECOND_PASS_DOES_NOTHING(7) {
    @Override
    void check(long seed, EndpointMind mind) {
      var world = counted(seed, mind);
      var plan = mind.plan(world.view());
      // What others wrote is put back first, and then gives way to whom a person asked for.
      boolean isPutBack = plan.row().equals(Optional.of(Situation.FALLBACK_WROTE_OVER_OTHERS));
      if (isPutBack && isHeld(world.view(), Kind.RESTORE)) {
        return;
      }
      var second = mind.plan(world.after(plan).view());
      assertThat(second.move()).isEmpty();
      assertThat(second.position()).isEmpty();
      assertThat(second.hold()).isEmpty();
    }
  },

  /** Once the good passes are counted, nothing is left to remember. */
  AN_UNCHANGED_WORLD_LEAVES_THE_VIGIL_AS_IT_WAS(7) {
    @Override
    void check(long seed, EndpointMind mind) {
      var world = RandomEndpoint.of(seed);
      for (int pass = 0; pass < 10; pass++) {
        world = world.after(mind.plan(world.view()));
      }
      assertThat(mind.plan(world.view()).vigil()).isEqualTo(world.view().seen().memory().vigil());
    }
  },

  /** Killed before the put, the next pass makes it; killed after it, the next one knows. */
  WHO_IS_KILLED_IS_FOLLOWED_BY_ONE_WHO_FINISHES(10) {
    @Override
    void check(long seed, EndpointMind mind) {
      var world = counted(seed, mind);
      var plan = mind.plan(world.view());
      // Who is killed in the middle of an entry has spent it.
      boolean isLastEntry = isEntry(plan) && world.dossier().entries().size() > 1;
      if (plan.move().isEmpty() || isLastEntry) {
        return;
      }
      var again = mind.plan(world.killedBeforeThePut(plan).view());
      assertThat(again.move().map(Action.Move::to)).isEqualTo(plan.move().map(Action.Move::to));
      assertThat(again.move().map(Action.Move::then)).isEqualTo(plan.move().map(Action.Move::then));
      var known = mind.plan(world.killedAfterThePut(plan).view());
      assertThat(known.move()).isEmpty();
      assertThat(known.standing()).isEqualTo(world.after(plan).dossier().fallback());
    }
  },

  /** Parameters are their owners': none is made, and only the one that was read is written. */
  NO_PARAMETER_IS_MADE(9) {
    @Override
    void check(long seed, EndpointMind mind) {
      var world = RandomEndpoint.of(seed);
      var gone = mind.plan(world.read().withoutParameter().view());
      assertThat(gone.move()).isEmpty();
      assertThat(gone.says().isEmpty() && !world.view().seen().isAsleep()).isFalse();
      assertThat(mind.plan(world.view()).move().map(Action.Move::read))
          .isIn(Optional.empty(), world.view().parameter().value());
    }
  },

  /** A pause lets through what a person asks for in so many words; who asks, others know. */
  WHAT_IS_PAUSED_MOVES_FOR_NOBODY_BUT_A_PERSON(11) {
    @Override
    void check(long seed, EndpointMind mind) {
      var paused = new Hold(Kind.PAUSE, Optional.empty(), "asked for");
      var world = RandomEndpoint.of(seed).but(view -> view.holds(paused));
      assertThat(mind.plan(world.view()).move()).isEmpty();
    }
  },

  /** The same view always gives the same plan, word for word. */
  THE_SAME_VIEW_GIVES_THE_SAME_PLAN(0) {
    @Override
    void check(long seed, EndpointMind mind) {
      var view = RandomEndpoint.of(seed).view();
      assertThat(mind.plan(view)).isEqualTo(mind.plan(view));
    }
  };

  private static final Position NOWHERE = new Position.Left(Instant.EPOCH);
  private static final Verdict DOWN = new Verdict.Down("connection refused");

  private final int number;

  /**
   * A rule.
   *
   * @param number in {@code docs/design.md}; zero where it follows from the words there
   */
  EndpointRule(int number) {
    this.number = number;
  }

  /**
   * Holds, or throws.
   *
   * @throws AssertionError where {@code mind} breaks the rule at the endpoint of {@code seed}
   */
  abstract void check(long seed, EndpointMind mind);

  /** As a sentence, for the tests' names. */
  @Override
  public String toString() {
    return (number == 0 ? "always" : "rule " + number)
        + ": "
        + name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Whose passes are counted so far that another one sees nothing new. */
  private static EndpointWorld counted(long seed, EndpointMind mind) {
    var world = RandomEndpoint.of(seed);
    for (int pass = 0; pass < 9; pass++) {
      var vigil = mind.plan(world.view()).vigil();
      world = world.but(view -> view.vigil(vigil));
    }
    return world;
  }

  private static boolean isEntry(EndpointPlan plan) {
    return plan.move().filter(Action.Move::isEntry).isPresent();
  }

  private static boolean isHeld(EndpointView view, Kind kind) {
    return view.seen().look().holds().inForce(kind, view.at()).isPresent();
  }

  private static boolean isVerified(Position.Pinned pin, EndpointView view) {
    var seen = view.seen();
    return seen.tasks()
        .value()
        .find(pin.task())
        .filter(Task::isRunning)
        .filter(task -> task.health() != Task.Health.UNHEALTHY)
        .filter(task -> task.address().equals(Optional.of(pin.address())))
        .filter(task -> isInProduction(task, view))
        .filter(_ -> seen.service().admits(pin.address()))
        .filter(_ -> view.byAddress().of(pin.address()) instanceof Verdict.Ok)
        .isPresent();
  }

  private static boolean isInProduction(Task task, EndpointView view) {
    return view.seen()
        .ecs()
        .value()
        .filter(ecs ->
            switch (ecs.deployment()) {
              case Deployment.Rolling _ -> true;
              case Deployment.OneColour(var startedBy) -> task.startedBy().equals(startedBy);
              case Deployment.TwoColours _ -> false;
            })
        .isPresent();
  }
}
