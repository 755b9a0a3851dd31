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

/** The rules of the endpoint, each at many of them; a red one is replayed by its seed. */
class EndpointRulesTest {

  private static final int ENDPOINTS = 500;

  /** Some mistakes show at one of thousands; who is caught sooner is caught. */
  private static final int ENDPOINTS_TO_BE_CAUGHT_AT = 20_000;

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("endpoints")
  void holds(EndpointRule rule, long seed) {
    rule.check(seed, EndpointMind.SOUND);
  }

  static Stream<Arguments> endpoints() {
    return Arrays.stream(EndpointRule.values())
        .flatMap(rule -> LongStream.range(0, ENDPOINTS).mapToObj(seed -> arguments(rule, seed)));
  }

  /** A rule that catches nobody proves nothing. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("ai.hokus.remediation.rules.BrokenEndpointMind#all")
  void catches(BrokenEndpointMind broken) {
    assertThat(
            LongStream.range(0, ENDPOINTS_TO_BE_CAUGHT_AT)
                .anyMatch(seed -> breaks(broken.mind(), broken.caughtBy(), seed)))
        .isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void hasABrokenMindToCatch(EndpointRule rule) {
    assertThat(BrokenEndpointMind.all()).extracting(BrokenEndpointMind::caughtBy).contains(rule);
  }

  private static boolean breaks(EndpointMind mind, EndpointRule rule, long seed) {
    try {
      rule.check(seed, mind);
      return false;
    } catch (AssertionError caught) {
      return true;
    }
  }
}
