package ai.hokus.remediation.schedules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What happens to one service, stage by stage, while ECS has it.
 *
 * @param registersItself whether ECS registers its tasks itself; if not, all instances are ours
 * @param before what is there when it begins
 * @param stages each a change of the world, ten seconds after the one before
 */
record Scenario(
    String name, boolean registersItself, Consumer<Ecs> before, List<Consumer<Ecs>> stages) {
  private static final Duration BETWEEN_STAGES = Duration.ofSeconds(10);

  Scenario {
    stages = List.copyOf(stages);
  }

  Ecs begin() {
    var ecs = new Ecs(registersItself);
    before.accept(ecs);
    return ecs;
  }

  void advance(Ecs ecs, int stage) {
    stages.get(stage).accept(ecs.lets(BETWEEN_STAGES));
  }

  /** Their numbers, in order. */
  Stream<Integer> everyStage() {
    return IntStream.range(0, stages.size()).boxed();
  }

  /** For each event of it, the stage that makes it. */
  List<Integer> made() {
    var ecs = begin();
    var made = new ArrayList<Integer>();
    everyStage()
        .forEach(stage -> {
          advance(ecs, stage);
          while (made.size() < ecs.events().size()) {
            made.add(stage);
          }
        });
    return made;
  }

  @Override
  public String toString() {
    return name;
  }
}
