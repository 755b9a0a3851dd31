package ai.hokus.remediation.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.figures.Figures;
import ai.hokus.remediation.world.Quiet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Events in every order, doubled, dropped and hours late, while the world is at each stage: the
 * world ends as if none had been lost, and no promise is broken on the way.
 */
@ExtendWith(Quiet.class)
class SchedulesTest {
  private static final int SAMPLES = 300;

  @ParameterizedTest(name = "{0}")
  @MethodSource("ai.hokus.remediation.schedules.Scenarios#small")
  void keepsEveryPromiseInEverySchedule(Scenario scenario) {
    var all = new Schedules(scenario);
    var schedules = some(scenario);
    schedules.addAll(all.doubled());
    schedules.addAll(all.every());

    keepsEveryPromise(scenario, schedules);
  }

  /** There are too many for all, so chance picks; a red one is in the message, event by event. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("ai.hokus.remediation.schedules.Scenarios#large")
  void keepsEveryPromiseInSomeSchedules(Scenario scenario) {
    keepsEveryPromise(scenario, some(scenario));
  }

  /** A proof that catches nobody proves nothing. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("ai.hokus.remediation.schedules.Broken#all")
  void catches(Broken broken) {
    var scenarios = Scenarios.all().toList();

    // Most are caught soon, in a scenario of their own: each has one before any has a second.
    assertThat(LongStream.range(0, SAMPLES).boxed())
        .anyMatch(
            sample -> scenarios.stream().anyMatch(scenario -> catches(broken, scenario, sample)));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void hasABrokenOneToCatch(Promise promise) {
    assertThat(Broken.all()).extracting(Broken::caughtBy).contains(promise);
  }

  private static void keepsEveryPromise(Scenario scenario, Set<Schedule> schedules) {
    var play = new Play(scenario);

    for (var schedule : schedules) {
      assertThat(play.play(schedule, Doorman::sound)).as("%s", schedule).isEmpty();
    }

    Figures.put("schedules.events." + scenario + ".count", schedules.size());
  }

  private static boolean catches(Broken broken, Scenario scenario, long sample) {
    var schedule = new Schedules(scenario).sample(sample);
    return new Play(scenario)
        .play(schedule, broken.doorman()).stream()
            .anyMatch(breach -> breach.promise() == broken.caughtBy());
  }

  private static Set<Schedule> some(Scenario scenario) {
    var all = new Schedules(scenario);
    var some = new LinkedHashSet<Schedule>();
    LongStream.range(0, SAMPLES).mapToObj(all::sample).forEach(some::add);
    return some;
  }
}
