package ai.hokus.remediation.plan;

import static ai.hokus.remediation.world.Sample.ecs;
import static ai.hokus.remediation.world.Sample.forgetful;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.world.Seen;
import java.util.Arrays;
import org.junit.jupiter.params.provider.Arguments;

/** What the rows of the table of situations are written with. */
final class Situations {
  private Situations() {}

  /**
   * One row.
   *
   * @param row its name in the design's table; reports of the tests show it
   * @param sentence what is special about this case of it
   * @param expected the steps of the plan, as {@code Brief} writes them
   */
  static Arguments situation(String row, String sentence, Seen seen, String... expected) {
    return arguments(row, sentence, seen, Arrays.asList(expected));
  }

  /** One task is wanted, and ECS does not register it with our Cloud Map service. */
  static Seen forgotten() {
    return new Seen().ecs(forgetful(1));
  }

  /** One task is wanted, and ECS registers it itself. */
  static Seen registering() {
    return new Seen().ecs(ecs(1));
  }
}
