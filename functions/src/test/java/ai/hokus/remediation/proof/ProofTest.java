package ai.hokus.remediation.proof;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.figures.Figures;
import ai.hokus.remediation.world.Quiet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to the service, to the endpoint and to the program: no rule of {@code
 * docs/design.md} is broken, and all ends well. A sample of it by default; {@code -Dproof=long}
 * plays every mishap.
 */
@ExtendWith(Quiet.class)
class ProofTest {
  private static final boolean IS_LONG = "long".equals(System.getProperty("proof"));
  private static final int MISHAPS = IS_LONG ? Integer.MAX_VALUE : 60;
  private static final int CROWDS = IS_LONG ? 500 : 20;

  /**
   * Sweeps in the end that nothing befalls: two for what was begun, and one to tell that it ended.
   */
  private static final int LAST = 3;

  /** Enough for a mistake to meet a tale in which it is one. */
  private static final int TRIES = 20;

  private static final Set<String> TRACES = new HashSet<>();
  private static final List<Broken> CAUGHT = new ArrayList<>();

  @AfterAll
  static void count() {
    Figures.put("proof.distinct.count", TRACES.size());
    Figures.put("mutants.count", Broken.all().toList().size());
    Figures.put("mutants.caught.count", CAUGHT.size());
    Figures.put(
        "mutants.rules.count", CAUGHT.stream().map(Broken::rule).distinct().toList().size());
  }

  /** A call of one invocation is its last, or takes effect unheard, or has none. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("ai.hokus.remediation.proof.Tale#all")
  void keepsEveryRuleWhateverACallMeets(Tale tale) {
    var play = new Play(tale, UnaryOperator.identity());
    var calls = play.under(new Fate.Plain(1)).calls();
    var mishaps = new ArrayList<>(Fate.mishaps(calls.subList(0, calls.size() - LAST), 1));
    Collections.shuffle(mishaps, new Random(1));

    keepsEveryRule(tale, mishaps.stream().limit(MISHAPS));
  }

  /** Many events at once, and some of those who hear them are killed. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("ai.hokus.remediation.proof.Tale#all")
  void keepsEveryRuleInACrowd(Tale tale) {
    keepsEveryRule(tale, LongStream.range(0, CROWDS).mapToObj(seed -> new Fate.Crowd(12, seed)));
  }

  /** A proof that catches nobody proves nothing. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("ai.hokus.remediation.proof.Broken#all")
  void catches(Broken broken) {
    assertThat(caught(broken)).isPresent();
    CAUGHT.add(broken);
  }

  @Test
  void hasABrokenOneForEveryRule() {
    assertThat(Broken.all())
        .extracting(Broken::rule)
        .containsAll(IntStream.rangeClosed(1, 12).boxed().toList());
  }

  private static void keepsEveryRule(Tale tale, Stream<? extends Fate> fates) {
    var play = new Play(tale, UnaryOperator.identity());
    fates.forEach(fate -> {
      var played = play.under(fate);
      assertThat(played.breaches()).as("%s, %s", tale, fate).isEmpty();
      TRACES.add(played.trace());
    });
  }

  private static Optional<String> caught(Broken broken) {
    return Tale.all()
        .flatMap(tale ->
            fates()
                .filter(fate ->
                    new Play(tale, broken.hands())
                        .under(fate).breaches().stream()
                            .anyMatch(breach -> breach.rule() == broken.rule()))
                .map(fate -> tale + ", " + fate))
        .findFirst();
  }

  private static Stream<Fate> fates() {
    return Stream.concat(
        Stream.of(new Fate.Plain(1)),
        LongStream.range(0, TRIES).mapToObj(seed -> new Fate.Crowd(12, seed)));
  }
}
