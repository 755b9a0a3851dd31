package ai.hokus.remediation.rules;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.RandomWorld;
import ai.hokus.remediation.world.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What holds in every world, whatever a mind decides. Each rule looks at a world of its own, made
 * from the seed, and judges by what became of that world wherever it can. Its number is that of the
 * rules in {@code docs/design.md}.
 */
enum Rule {

  /** Foreign instances are never touched. */
  FOREIGN_INSTANCES_STAY_AS_THEY_ARE(1) {
    @Override
    void check(long seed, Mind mind) {
      assertThat(pass(seed, mind).changed())
          .doesNotHaveAnyElementsOfTypes(Instance.Foreign.class, Instance.AnotherGuards.class);
    }
  },

  /** Native ones go only under sync, when their task is confirmed stopped by id and address. */
  NATIVE_INSTANCES_GO_ONLY_UNDER_SYNC_AND_STOPPED(1) {
    @Override
    void check(long seed, Mind mind) {
      var pass = pass(seed, mind);
      assertThat(pass.changed())
          .filteredOn(Instance.Native.class::isInstance)
          .allSatisfy(gone -> {
            assertThat(RandomWorld.policy(seed)).isEqualTo(Policy.SYNC);
            assertThat(
                    (pass.wasMissingBefore(gone) && pass.isMissing(gone))
                        || pass.task(gone)
                            .filter(Task::isStopped)
                            .filter(gone::standsFor)
                            .isPresent())
                .isTrue();
          });
    }
  },

  /** A removal needs DescribeTasks' word on that very task. */
  NOTHING_GOES_WITHOUT_ECS_WORD(2) {
    @Override
    void check(long seed, Mind mind) {
      var pass = pass(seed, mind);
      assertThat(pass.removed())
          .allMatch(gone ->
              pass.isMissing(gone)
                  || pass.task(gone)
                      .filter(task -> task.isStopped() || task.isStopping())
                      .isPresent());
    }
  },

  /** That ECS does not know a task proves nothing, until it says so again. */
  MISSING_TASKS_GO_WHEN_THEY_WERE_MISSING_BEFORE(2) {
    @Override
    void check(long seed, Mind mind) {
      var pass = pass(seed, mind);
      var running = pass.seen().tasks().value().running();
      assertThat(pass.removedAsMissing())
          .allMatch(pass::wasMissingBefore)
          .allMatch(
              gone -> running.stream().noneMatch(task -> task.address().equals(gone.address())));
    }
  },

  /** So many at once would rather be a mistake. */
  MISSING_TASKS_GO_A_FIFTH_AT_A_TIME(2) {
    @Override
    void check(long seed, Mind mind) {
      var pass = pass(seed, mind);
      long all = pass.before().stream().filter(Instance.Removable.class::isInstance).count();
      assertThat(pass.removedAsMissing()).hasSizeLessThanOrEqualTo(Math.max(1, (int) all / 5));
    }
  },

  /** Where more than half look missing, it is our view that is wrong. */
  NO_MISSING_TASK_GOES_WHERE_MOST_LOOK_MISSING(2) {
    @Override
    void check(long seed, Mind mind) {
      var pass = pass(seed, mind);
      var all = pass.before().stream().filter(Instance.Removable.class::isInstance).toList();
      var missing = all.stream().filter(pass::isMissing).toList();
      boolean most = 2 * missing.size() > all.size();
      boolean shown =
          pass.seen().tasks().value().running().stream().anyMatch(pass.seen()::isCandidate)
              && missing.stream().allMatch(instance -> failedBothTimes(pass, instance));
      if (most && !shown && !pass.seen().isAsleep()) {
        assertThat(pass.removedAsMissing()).isEmpty();
      }
    }

    private boolean failedBothTimes(Pass pass, Instance instance) {
      return pass.seen().failsItsProbe(instance)
          && pass.seen().memory().missing().entrySet().stream()
              .anyMatch(earlier ->
                  earlier.getKey().value().equals(instance.id())
                      && earlier.getValue().addressFailed());
    }
  },

  /** While its task may still serve, an instance makes way only for another that stands. */
  STOPPING_TASKS_MAKE_WAY_ONLY_FOR_ONE_THAT_STANDS(2) {
    @Override
    void check(long seed, Mind mind) {
      var pass = pass(seed, mind);
      assertThat(pass.removed())
          .filteredOn(gone -> pass.task(gone).filter(Task::isStopping).isPresent())
          .allMatch(pass::anotherStands);
    }
  },

  /** A dead record costs its TTL; an emptied name plants a negative answer that lasts longer. */
  NO_NAME_IS_EMPTIED_BEFORE_ITS_TIME(2) {
    @Override
    void check(long seed, Mind mind) {
      check(RandomWorld.of(seed), seed, mind);
      check(RandomWorld.whereOneWasReplaced(seed), seed, mind);
    }

    private void check(InMemoryWorld world, long seed, Mind mind) {
      var pass = Pass.over(world, RandomWorld.policy(seed), RandomWorld.memory(seed), mind);
      if (!world.wantsNoTask() && pass.inProduction().findAny().isEmpty()) {
        assertThat(pass.removed()).allMatch(gone -> isOver(gone, pass));
      }
    }

    private boolean isOver(Instance gone, Pass pass) {
      var seen = pass.seen();
      var task = pass.task(gone);
      boolean longAgo =
          pass.wasMissingBefore(gone)
              || task.flatMap(Task::stoppedAt)
                  .filter(at -> at.plus(Duration.ofMinutes(2)).isBefore(seen.at()))
                  .isPresent();
      return (pass.isMissing(gone) || task.filter(Task::isStopped).isPresent())
          && (longAgo
              || seen.tasks().value().running().stream()
                  .anyMatch(other -> other.address().equals(gone.address())));
    }
  },

  /** To call one unhealthy takes it out of the answers: never the last that stands. */
  ONLY_OURS_ARE_CALLED_UNHEALTHY_WHERE_ANOTHER_STANDS(2) {
    @Override
    void check(long seed, Mind mind) {
      var pass = pass(seed, mind);
      assertThat(pass.calledUnhealthy())
          .allMatch(pass::anotherStands)
          .allMatch(pass.before()::contains)
          .allMatch(sick -> pass.task(sick).filter(pass.seen()::isSick).isPresent());
    }
  },

  /** Additions may go on, after a look at the instance itself; removals wait. */
  AN_INCOMPLETE_READING_REMOVES_NOTHING(3) {
    @Override
    void check(long seed, Mind mind) {
      var pass = pass(seed, mind);
      if (!pass.seen().isComplete()) {
        assertThat(pass.removed()).isEmpty();
        assertThat(pass.plan().actions())
            .noneMatch(Action.OnRegistry::isDestructive)
            .allMatch(action ->
                !(action instanceof Action.Register register)
                    || register.looksFirst(pass.seen().at()));
      }
    }
  },

  /** Who is registered runs, has the address, is admitted, and nothing was said against it. */
  ONLY_CANDIDATES_ARE_REGISTERED(0) {
    @Override
    void check(long seed, Mind mind) {
      var pass = pass(seed, mind);
      assertThat(pass.plan().actions())
          .filteredOn(Action.Register.class::isInstance)
          .map(Action.Register.class::cast)
          .extracting(Action.Register::registration)
          .allSatisfy(registration -> {
            var task = pass.seen().tasks().value().find(registration.task()).orElseThrow();
            assertThat(task.isRunning()).isTrue();
            assertThat(task.health()).isNotEqualTo(Task.Health.UNHEALTHY);
            assertThat(task.address()).contains(registration.address());
            assertThat(Sample.MLFLOW.admits(registration.address())).isTrue();
            assertThat(pass.seen().answer().of(registration.address()))
                .isNotInstanceOf(Verdict.Down.class);
          });
    }
  },

  /** Only one of two colours is in production, whether or not that could be read. */
  IN_TWO_COLOURS_ONLY_THE_ONE_IN_PRODUCTION_IS_ADDED(0) {
    @Override
    void check(long seed, Mind mind) {
      var world = RandomWorld.of(seed);
      var pass = Pass.over(world, RandomWorld.policy(seed), RandomWorld.memory(seed), mind);
      var added =
          pass.after().stream()
              .filter(Instance.Ours.class::isInstance)
              .map(Instance::id)
              .filter(id -> pass.before().stream().noneMatch(old -> old.id().equals(id)))
              .flatMap(id -> world.task(id).stream());
      switch (world.deployment()) {
        case EcsService.Deployment.Rolling _ -> {
          // Every task is in production.
        }
        case EcsService.Deployment.OneColour(var startedBy) ->
            assertThat(added).extracting(Task::startedBy).allMatch(startedBy::equals);
        case EcsService.Deployment.TwoColours _ -> assertThat(added).isEmpty();
      }
    }
  },

  /** Cloud Map may list what its name never answers with: only a SUCCESS that was seen will do. */
  WHAT_IS_REGISTERED_IS_ANSWERED_WITH_ONCE_CLOUD_MAP_RECOVERS(0) {
    @Override
    void check(long seed, Mind mind) {
      var world = RandomWorld.of(seed);
      var first = Pass.over(world, Policy.REPAIR, Memory.NONE, mind);
      // Sooner it would only fail again, and take the turns of others.
      var aMinuteLater = first.seen().at().plusSeconds(60);
      var second =
          Pass.over(world.recovers().at(aMinuteLater), Policy.REPAIR, first.memory(), mind);
      // Which may hear only then of what failed.
      var aMinuteMore = aMinuteLater.plusSeconds(60);
      Pass.over(world.at(aMinuteMore), Policy.REPAIR, second.memory(), mind);
      assertThat(world.answeredWith())
          .extracting(Instance::id)
          .containsAll(first.execution().unproven().keySet().stream().map(TaskId::value).toList());
    }
  },

  /** Where nothing is remembered of what was sent, the name tells who was left out of it. */
  WHAT_A_NAME_LEAVES_OUT_IS_ANSWERED_WITH_ONCE_CLOUD_MAP_RECOVERS(0) {
    @Override
    void check(long seed, Mind mind) {
      var world = RandomWorld.of(seed).listsWhatIsAccepted();
      var killed = Pass.over(world, Policy.REPAIR, Memory.NONE, mind);
      var aMinuteLater = killed.seen().at().plusSeconds(60);
      var next = Pass.over(world.recovers().at(aMinuteLater), Policy.REPAIR, Memory.NONE, mind);
      var expected = next.seen().isComplete() ? leftOut(killed, next) : List.<String>of();
      assertThat(world.answeredWith()).extracting(Instance::id).containsAll(expected);
    }

    // Those that were sent, and whose tasks answer and still have their place.
    private List<String> leftOut(Pass killed, Pass next) {
      if (!(next.seen().answer().resolution() instanceof Resolution.Addresses(var answered))
          || next.before().size() >= 8) {
        return List.of();
      }
      return killed.execution().unproven().keySet().stream()
          .flatMap(sent -> next.seen().tasks().value().find(sent).stream())
          .filter(task -> next.seen().isCandidate(task) && next.seen().isInProduction(task))
          .filter(task -> next.seen().verdict(task).answers())
          .filter(task -> !answered.contains(task.address().orElseThrow()))
          .filter(task ->
              next.before().stream()
                  .filter(listed -> listed.standsFor(task))
                  .anyMatch(Instance.Ours.class::isInstance))
          .map(task -> task.id().value())
          .toList();
    }
  },

  /**
   * Writing only on change; but who was down in the first pass may be called so in the second, and
   * a registration that did not end well is made again.
   */
  A_SECOND_PASS_WRITES_NOTHING(7) {
    @Override
    void check(long seed, Mind mind) {
      var world = RandomWorld.of(seed);
      var policy = RandomWorld.policy(seed);
      if (world.isChangedByAnother()) {
        return;
      }
      var first = Pass.over(world, policy, Memory.NONE, mind);
      var second = Pass.over(world.at(first.seen().at()), policy, first.memory(), mind);
      assertThat(second.tried())
          .allMatch(action -> isDownAgain(action, first) || first.leftUnfinished(action));
      assertThat(second.writes())
          .isLessThanOrEqualTo(second.tried().size() + first.unfinished().size());
    }

    private boolean isDownAgain(Action action, Pass first) {
      return action instanceof Action.PushHealth push
          && !push.healthy()
          && first.calledUnhealthy().stream().noneMatch(push.instance()::isStill)
          && first.memory().down().containsKey(new TaskId(push.instance().id()));
    }
  },

  /**
   * Once nothing is left to do but what never ends well, nothing else is left to write, not even to
   * the memory.
   */
  AN_UNCHANGED_WORLD_LEAVES_THE_MEMORY_AS_IT_WAS(7) {
    @Override
    void check(long seed, Mind mind) {
      var world = RandomWorld.of(seed);
      var policy = RandomWorld.policy(seed);
      if (world.isChangedByAnother()) {
        return;
      }
      var at = world.instant();
      var pass = Pass.over(world, policy, RandomWorld.memory(seed), mind);
      int passes = 1;
      for (; pass.writes() > 0 && passes < RandomWorld.MOST_TASKS; passes++) {
        pass = Pass.over(world.at(at), policy, pass.memory(), mind);
      }
      var settled = Pass.over(world.at(at), policy, pass.memory(), mind);
      assertThat(settled.tried()).allMatch(pass::leftUnfinished);
      assertThat(Pass.over(world.at(at), policy, settled.memory(), mind).memory())
          .isEqualTo(settled.memory());
    }
  },

  /** Where nothing answers, registering cannot help: it is said, and left as it is. */
  WHERE_NOTHING_ANSWERS_NOTHING_IS_ADDED_AND_IT_IS_SAID(8) {
    @Override
    void check(long seed, Mind mind) {
      var world = RandomWorld.whereAllAreDown(seed);
      var pass = Pass.over(world, RandomWorld.policy(seed), RandomWorld.memory(seed), mind);
      assertThat(pass.calledUnhealthy()).isEmpty();
      assertThat(pass.removed())
          .noneMatch(gone -> pass.task(gone).filter(Task::isRunning).isPresent());
      if (pass.seen().answer().verdicts().values().stream()
          .noneMatch(Verdict.Unasked.class::isInstance)) {
        assertThat(pass.plan().actions()).noneMatch(Action.Register.class::isInstance);
      }
      if (pass.seen().listing().value() instanceof Listing.Found found) {
        assertThat(pass.seen().tasks().value().running())
            .filteredOn(task -> found.find(task.id().value()).isEmpty())
            .allMatch(task -> isSaid(task, pass));
      }
    }

    private boolean isSaid(Task task, Pass pass) {
      return pass.plan().says(Situation.COLOUR_UNKNOWN)
          || pass.plan().steps().stream()
              .anyMatch(step ->
                  step.because().contains(task.id().value())
                      || (step instanceof Action.Register(_, var wanted, _, _, _)
                          && wanted.task().equals(task.id())));
    }
  },

  /** With the program off, ECS takes away what is left of it: each has the id of its task. */
  WHAT_IT_ADDS_GOES_WITH_ITS_TASK_WHOEVER_IS_OFF(9) {
    @Override
    void check(long seed, Mind mind) {
      var world = RandomWorld.of(seed);
      if (world.isChangedByAnother()) {
        return;
      }
      var pass = Pass.over(world, RandomWorld.policy(seed), RandomWorld.memory(seed), mind);
      assertThat(pass.after())
          .filteredOn(left -> pass.before().stream().noneMatch(left::isStill))
          .allMatch(Instance.Ours.class::isInstance)
          .allMatch(
              added -> world.task(added.id()).filter(Task::isRunning).isPresent(),
              "a running task of its id");
    }
  },

  /** The policy observe says everything and does nothing. */
  OBSERVE_WRITES_NOTHING(11) {
    @Override
    void check(long seed, Mind mind) {
      var pass = Pass.over(RandomWorld.of(seed), Policy.OBSERVE, RandomWorld.memory(seed), mind);
      assertThat(pass.writes()).isZero();
      assertThat(pass.execution().outcomes()).hasSameSizeAs(pass.plan().actions());
    }
  },

  /** Paused, or unable to read whether it is paused: everything is said, nothing is done. */
  WHAT_IS_PAUSED_OR_UNREAD_WRITES_NOTHING(11) {
    @Override
    void check(long seed, Mind mind) {
      var pass =
          Pass.over(
              RandomWorld.of(seed),
              RandomWorld.policy(seed),
              Optional.of("paused, or unable to read whether it is"),
              RandomWorld.memory(seed),
              mind);
      assertThat(pass.writes()).isZero();
      assertThat(pass.execution().outcomes())
          .hasSameSizeAs(pass.plan().actions())
          .allMatch(Outcome.Held.class::isInstance);
    }
  },

  /** The same observation always gives the same plan, word for word. */
  THE_SAME_OBSERVATION_GIVES_THE_SAME_PLAN(0) {
    @Override
    void check(long seed, Mind mind) {
      var pass = pass(seed, mind);
      assertThat(mind.planner().apply(pass.seen())).isEqualTo(pass.plan());
    }
  };

  private final int number;

  /**
   * A rule.
   *
   * @param number in {@code docs/design.md}; zero where it follows from the words there
   */
  Rule(int number) {
    this.number = number;
  }

  /**
   * Holds, or throws.
   *
   * @throws AssertionError where {@code mind} breaks the rule in the world of {@code seed}
   */
  abstract void check(long seed, Mind mind);

  /** As a sentence, for the tests' names. */
  @Override
  public String toString() {
    return (number == 0 ? "always" : "rule " + number)
        + ": "
        + name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Pass pass(long seed, Mind mind) {
    return Pass.over(
        RandomWorld.of(seed), RandomWorld.policy(seed), RandomWorld.memory(seed), mind);
  }
}
