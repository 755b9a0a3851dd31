package ai.hokus.remediation.schedules;

import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Plays one scenario: the world is held at each stage while the stage's events are delivered, one
 * by one. Hours later, when ECS has forgotten who stopped, the last of them arrive, and the sweeps
 * go on as they do every minute.
 */
final class Play {
  private static final Duration HOURS = Duration.ofHours(5);
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  /**
   * More than it takes to see eight tasks missing for two minutes, and to let them go two by two.
   */
  private static final int SWEEPS = 10;

  private final Scenario scenario;
  private final List<Set<TaskId>> withoutIt;
  private final List<Instance> wanted;

  Play(Scenario scenario) {
    this.scenario = scenario;
    this.withoutIt = withoutIt(scenario);
    var prompt = scenario.begin();
    play(Schedule.prompt(scenario), prompt, Doorman.sound(prompt), new Judge(prompt));
    this.wanted = prompt.world().instances();
  }

  /** What {@code doorman} breaks if the events are delivered so. */
  List<Breach> play(Schedule schedule, Function<Ecs, Doorman> doorman) {
    var ecs = scenario.begin();
    var judge = new Judge(ecs);
    play(schedule, ecs, doorman.apply(ecs), judge);
    judge.end(wanted);
    return judge.breaches();
  }

  private void play(Schedule schedule, Ecs ecs, Doorman doorman, Judge judge) {
    for (int stage = 0; stage < withoutIt.size(); stage++) {
      scenario.advance(ecs, stage);
      deliver(schedule.delivered().get(stage), ecs, doorman, judge);
      if (schedule.swept()) {
        judged(doorman::sweep, ecs, judge);
      }
      judge.stage(withoutIt.get(stage));
    }
    ecs.lets(HOURS).forgetsWhoStopped();
    deliver(schedule.delivered().getLast(), ecs, doorman, judge);
    Stream.generate(() -> A_MINUTE)
        .limit(SWEEPS)
        .forEach(minute -> judged(doorman::sweep, ecs.lets(minute), judge));
    int writes = ecs.world().writes();
    judged(doorman::sweep, ecs.lets(A_MINUTE), judge);
    judge.lastSweep(ecs.world().writes() - writes);
  }

  private static void deliver(List<Integer> events, Ecs ecs, Doorman doorman, Judge judge) {
    for (int event : events) {
      judged(() -> doorman.ring(ecs.events().get(event)), ecs, judge);
    }
  }

  private static void judged(Runnable pass, Ecs ecs, Judge judge) {
    var before = ecs.world().instances();
    pass.run();
    judge.pass(before, ecs.world().instances());
  }

  private static List<Set<TaskId>> withoutIt(Scenario scenario) {
    var ecs = scenario.begin();
    var judge = new Judge(ecs);
    return scenario
        .everyStage()
        .map(stage -> {
          scenario.advance(ecs, stage);
          return judge.registered();
        })
        .toList();
  }
}
