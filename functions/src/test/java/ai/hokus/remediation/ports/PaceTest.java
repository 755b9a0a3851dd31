package ai.hokus.remediation.ports;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.world.InMemoryWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

  private final InMemoryWorld world = new InMemoryWorld();
  private final List<Duration> waits = new ArrayList<>();

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {1, 2, 6})
  void givesSoManyTurnsInAnySecond(int aSecond) {
    var pace = pace(aSecond);
    IntStream.range(0, aSecond).forEach(_ -> assertThat(pace.await(inSeconds(20))).isTrue());
    assertThat(waits).isEmpty();
    world.passes(Duration.ofMillis(300));

    assertThat(pace.await(inSeconds(20))).isTrue();
    assertThat(waits).containsExactly(Duration.ofMillis(700));
  }

  @Test
  void givesNoTurnThatWouldComeTooLateAndTakesNone() {
    var pace = pace(4);
    IntStream.range(0, 4).forEach(_ -> pace.await(inSeconds(20)));

    assertThat(pace.await(inSeconds(1))).isFalse();
    assertThat(waits).isEmpty();
    assertThat(pace.await(inSeconds(2))).isTrue();
    assertThat(waits).containsExactly(Duration.ofSeconds(1));
  }

  private Pace pace(int aSecond) {
    return new Pace(
        aSecond,
        world,
        wait -> {
          waits.add(wait);
          world.passes(wait);
        });
  }

  private Instant inSeconds(int seconds) {
    return world.instant().plusSeconds(seconds);
  }
}
