package ai.hokus.remediation.proof;

import java.util.List;
import java.util.function.UnaryOperator;

/** What a schedule can befall. */
sealed interface Scene permits Course, Fleet {

  /**
   * The tale of this name, in what its books are kept, or the fleet.
   *
   * @param broken how the program uses what it has of the world
   */
  static Scene named(String name, UnaryOperator<Hands> broken) {
    return Fleet.Plight.named(name)
        .<Scene>map(plight -> new Fleet(plight, broken))
        .orElseGet(() -> {
          var kept = Books.In.named(name);
          return new Course(kept.tale(name), kept, broken);
        });
  }

  /** From its begin to its end, and what was broken in it. */
  List<Breach> play(Schedule schedule);

  /** Whether all that the schedule that was played last has for it did befall it. */
  boolean wasStruck();

  /** From now on somebody writes down what happens. */
  Scene told(Story by);
}
