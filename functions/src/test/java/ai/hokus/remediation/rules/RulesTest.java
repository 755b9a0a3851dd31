package ai.hokus.remediation.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules that are never broken, each in many small worlds; a red one is replayed by its seed.
 */
class RulesTest {

  private static final int WORLDS = 500;

  /** Some mistakes show in one world of thousands; who is caught sooner is caught. */
  private static final int WORLDS_TO_BE_CAUGHT_IN = 20_000;

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("worlds")
  void holds(Rule rule, long seed) {
    rule.check(seed, Mind.SOUND);
  }

  static Stream<Arguments> worlds() {
    return Arrays.stream(Rule.values())
        .flatMap(rule -> LongStream.range(0, WORLDS).mapToObj(seed -> arguments(rule, seed)));
  }

  /** A rule that catches nobody proves nothing. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("ai.hokus.remediation.rules.BrokenMind#all")
  void catches(BrokenMind broken) {
    assertThat(
            LongStream.range(0, WORLDS_TO_BE_CAUGHT_IN)
                .anyMatch(seed -> breaks(broken.mind(), broken.caughtBy(), seed)))
        .isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void hasABrokenMindToCatch(Rule rule) {
    assertThat(BrokenMind.all()).extracting(BrokenMind::caughtBy).contains(rule);
  }

  private static boolean breaks(Mind mind, Rule rule, long seed) {
    try {
      rule.check(seed, mind);
      return false;
    } catch (AssertionError caught) {
      return true;
    }
  }
}
