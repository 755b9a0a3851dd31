package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A world that is held goes on only as far as the test lets it. */
class HeldWorldTest {

  @Test
  void goesOneStageAtATime() {
    try (var world = World.up()) {
      world.hold();
      world.tell("scale", "mlflow", "2");

      var stages = new ArrayList<World.Stage>();
      do {
        stages.add(world.step());
      } while (!stages.getLast().settled());

      var told = stages.stream().flatMap(stage -> stage.events().stream()).toList();
      assertThat(told)
          .extracting(event -> event.at("/detail/lastStatus").asText())
          .filteredOn(status -> !status.isEmpty())
          .containsExactly("PROVISIONING", "PENDING", "ACTIVATING", "RUNNING");
      assertThat(world.events()).containsAll(told);
      assertThat(world.letGo()).isEqualTo(new World.Stage(true, List.of()));
    }
  }
}
