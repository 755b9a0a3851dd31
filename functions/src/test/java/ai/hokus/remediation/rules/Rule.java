package ai.hokus.remediation.rules;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.RandomWorld;
import ai.hokus.remediation.world.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What holds in every world, whatever a mind decides. Each rule looks at a world of its own, made
 * from the seed, and judges by what became of that world wherever it can.
 */
enum Rule {

  /** Foreign instances are never touched. */
  FOREIGN_INSTANCES_STAY_AS_THEY_ARE {
    @Override
    void check(long seed, Mind mind) {
      assertThat(pass(seed, mind).changed())
          .doesNotHaveAnyElementsOfTypes(Instance.Foreign.class, Instance.AnotherGuards.class);
    }
  },

  /** Native ones go only under sync, when their task, by id and address, is confirmed stopped. */
  NATIVE_INSTANCES_GO_ONLY_UNDER_SYNC_AND_STOPPED {
    @Override
    void check(long seed, Mind mind) {
      var world = RandomWorld.of(seed);
      var policy = RandomWorld.policy(seed);
      assertThat(Pass.over(world, policy, mind).changed())
          .filteredOn(Instance.Native.class::isInstance)
          .allSatisfy(gone -> {
            assertThat(policy).isEqualTo(Policy.SYNC);
            assertThat(world.task(gone.id()))
                .hasValueSatisfying(task -> {
                  assertThat(task.isStopped()).isTrue();
                  assertThat(gone.standsFor(task)).isTrue();
                });
          });
    }
  },

  /** A removal needs DescribeTasks' word on that very task. */
  NOTHING_GOES_WITHOUT_ECS_WORD {
    @Override
    void check(long seed, Mind mind) {
      var pass = pass(seed, mind);
      assertThat(pass.removed())
          .allSatisfy(gone ->
              assertThat(pass.seen().tasks().value().known())
                  .filteredOn(task -> task.id().value().equals(gone.id()))
                  .singleElement()
                  .matches(task -> task.isStopped() || task.isStopping()));
    }
  },

  /** While its task may still serve, an instance makes way only for another that stands. */
  STOPPING_TASKS_MAKE_WAY_ONLY_FOR_ONE_THAT_STANDS {
    @Override
    void check(long seed, Mind mind) {
      var world = RandomWorld.of(seed);
      var pass = Pass.over(world, RandomWorld.policy(seed), mind);
      boolean drained =
          pass.removed().stream()
              .anyMatch(gone -> world.task(gone.id()).filter(Task::isStopping).isPresent());
      assertThat(!drained || pass.after().stream().anyMatch(left -> stands(left, pass, world)))
          .isTrue();
    }

    private boolean stands(Instance instance, Pass pass, InMemoryWorld world) {
      return world.task(instance.id()).filter(Task::isRunning).filter(instance::standsFor).stream()
          .flatMap(task -> task.address().stream())
          .anyMatch(address -> pass.seen().answer().of(address).answers());
    }
  },

  /** A dead record costs its TTL; an emptied name plants a negative answer that lasts longer. */
  NO_NAME_IS_EMPTIED_BEFORE_ITS_TIME {
    @Override
    void check(long seed, Mind mind) {
      var pass = pass(seed, mind);
      if (pass.after().isEmpty()) {
        assertThat(pass.removed()).allMatch(gone -> isOver(gone, pass.seen()));
      }
    }

    private boolean isOver(Instance gone, Observation seen) {
      var tasks = seen.tasks().value();
      var task =
          tasks.known().stream().filter(known -> known.id().value().equals(gone.id())).findFirst();
      return task.filter(Task::isStopped).isPresent()
          && (seen.ecs().value().filter(ecs -> ecs.desiredCount() == 0).isPresent()
              || task.get()
                  .stoppedAt()
                  .orElseThrow()
                  .plus(Duration.ofMinutes(2))
                  .isBefore(seen.at())
              || tasks.running().stream()
                  .anyMatch(other -> other.address().equals(gone.address())));
    }
  },

  /** Additions may go on, after a look at the instance itself; removals wait. */
  AN_INCOMPLETE_READING_REMOVES_NOTHING {
    @Override
    void check(long seed, Mind mind) {
      var pass = pass(seed, mind);
      if (!pass.seen().isComplete()) {
        assertThat(pass.removed()).isEmpty();
        assertThat(pass.plan().actions())
            .allMatch(action ->
                action instanceof Action.Register register
                    && register.looksFirst(pass.seen().at()));
      }
    }
  },

  /** Who is registered runs, has the address, is admitted, and nothing was said against it. */
  ONLY_CANDIDATES_ARE_REGISTERED {
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
  IN_TWO_COLOURS_NOBODY_IS_ADDED {
    @Override
    void check(long seed, Mind mind) {
      var world = RandomWorld.of(seed);
      var pass = Pass.over(world, RandomWorld.policy(seed), mind);
      if (world.isInTwoColours()) {
        assertThat(ids(pass.after())).isSubsetOf(ids(pass.before()));
      }
    }

    private List<String> ids(List<Instance> instances) {
      return instances.stream().map(Instance::id).toList();
    }
  },

  /** Writing only on change. */
  A_SECOND_PASS_WRITES_NOTHING {
    @Override
    void check(long seed, Mind mind) {
      var world = RandomWorld.of(seed);
      var policy = RandomWorld.policy(seed);
      Pass.over(world, policy, mind);
      assertThat(Pass.over(world, policy, mind).writes()).isZero();
    }
  },

  /** The policy observe says everything and does nothing. */
  OBSERVE_WRITES_NOTHING {
    @Override
    void check(long seed, Mind mind) {
      assertThat(Pass.over(RandomWorld.of(seed), Policy.OBSERVE, mind).writes()).isZero();
    }
  },

  /** The same observation always gives the same plan, word for word. */
  THE_SAME_OBSERVATION_GIVES_THE_SAME_PLAN {
    @Override
    void check(long seed, Mind mind) {
      var pass = pass(seed, mind);
      assertThat(mind.planner().apply(pass.seen())).isEqualTo(pass.plan());
    }
  };

  /**
   * Holds, or throws.
   *
   * @throws AssertionError where {@code mind} breaks the rule in the world of {@code seed}
   */
  abstract void check(long seed, Mind mind);

  /** As a sentence, for the tests' names. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Pass pass(long seed, Mind mind) {
    return Pass.over(RandomWorld.of(seed), RandomWorld.policy(seed), mind);
  }
}
