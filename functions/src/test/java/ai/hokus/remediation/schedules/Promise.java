package ai.hokus.remediation.schedules;

import java.util.Locale;

/** What holds whatever becomes of the events. */
enum Promise {
  /** Foreign instances are never touched. */
  FOREIGN_INSTANCES_STAY,
  /** Nor are native ones, under {@code repair}. */
  NATIVE_INSTANCES_STAY,
  /** What a pass writes leads to a task that runs, at its address. */
  ONLY_WHO_RUNS_IS_REGISTERED,
  /** No pass takes a task's record away while ECS wants the task. */
  WHO_RUNS_KEEPS_ITS_PLACE,
  /** While anybody serves, no pass takes away the last record that leads to one who does. */
  THE_NAME_IS_NEVER_EMPTIED,
  /** At every stage, who is registered in a world without this program is so in one with it. */
  NEVER_WORSE_THAN_WITHOUT_IT,
  /** The sweeps that follow come to an end of writing. */
  THE_WORLD_SETTLES,
  /** The world ends as it does when every event is delivered at once. */
  THE_SAME_END;

  /** As a sentence, for the tests' names. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
