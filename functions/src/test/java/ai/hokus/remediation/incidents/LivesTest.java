package ai.hokus.remediation.incidents;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds in every life; a red one is replayed by its seed. */
class LivesTest {
  private static final int LIVES = 60;
  private static final int PASSES = 60;
  private static final Pattern MOVE = Pattern.compile("the endpoint (moved|followed) to ");

  static LongStream seeds() {
    return LongStream.range(0, LIVES);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void numbersTheMessagesOfEachThreadWithoutGaps(long seed) {
    var life = lived(seed);

    assertThat(threads(life).values())
        .isNotEmpty()
        .allSatisfy(thread ->
            assertThat(thread)
                .extracting(Message::number)
                .isEqualTo(IntStream.rangeClosed(1, thread.size()).boxed().toList()));
  }

  /**
   * Rule 7: where nothing changed, and no time passed, nothing is written. That a consumer was
   * asked to start anew, or a put failed, is a change: the next pass may find that all is well.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void writesNothingAboutAnUnchangedWorld(long seed) {
    var life = new Life(seed);
    for (int n = 0; n < PASSES; n++) {
      live(life);
      var last = life.pass();
      if (last.endpoint().outcomes().stream().anyMatch(LivesTest::isTried)) {
        continue;
      }
      var before = life.file();

      var again = life.again(last);

      assertThat(again.isPresent()).as(() -> Told.of(before, again).toString()).isFalse();
    }
  }

  /** The first good pass may be the first to see it, the third is a minute and more after it. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void closesEveryIncidentOnceTheWorldIsGoodAgain(long seed) {
    var life = lived(seed);

    for (int n = 0; n < 3; n++) {
      life.goodPass();
    }

    assertThat(life.file().incident()).isEmpty();
    assertThat(life.closed()).extracting(Incident::id).doesNotHaveDuplicates();
    assertThat(life.closed())
        .allSatisfy(incident -> {
          var thread = threads(life).getOrDefault(incident.id(), List.of());
          assertThat(thread).hasSize(incident.told());
          assertThat(thread.getLast().weight()).isEqualTo(Message.Weight.GOOD);
        });
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void tellsTheWayBackFromEveryFallback(long seed) {
    var life = new Life(seed);
    for (int n = 0; n < PASSES; n++) {
      live(life);
      if (!life.pass().isLed()) {
        continue;
      }
      life.file()
          .incident()
          .filter(LivesTest::isPinned)
          .ifPresent(incident ->
              assertThat(threads(life).get(incident.id()))
                  .anySatisfy(message ->
                      assertThat(message.back().orElse("")).contains("\"undo\"", incident.id())));
    }
  }

  /** Who reads only the last message of a thread knows how the endpoint stands. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void tellsEveryPlaceThatTheEndpointGoesTo(long seed) {
    var life = new Life(seed);
    for (int n = 0; n < PASSES; n++) {
      live(life);
      if (!life.pass().isLed()) {
        continue;
      }
      life.file()
          .incident()
          .filter(LivesTest::isPinned)
          .map(incident -> (Position.Pinned) incident.standing().orElseThrow().position())
          .ifPresent(pinned ->
              assertThat(lastMove(life))
                  .hasValueSatisfying(
                      move -> assertThat(move).contains(" to " + pinned.address() + " until")));
    }
  }

  /** What is kept for 90 days, and what is sent, has its limits whatever happens. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void keepsMessagesAndTimelinesShort(long seed) {
    var life = lived(seed);

    assertThat(life.messages())
        .allSatisfy(message -> {
          assertThat(message.happened()).hasSizeLessThan(300).doesNotContain("\n");
          assertThat(message.done()).hasSizeLessThanOrEqualTo(11);
          assertThat(message.now()).hasSizeLessThanOrEqualTo(13).isNotEmpty();
          assertThat(message.toString()).hasSizeLessThan(20_000);
        });
  }

  private static Life lived(long seed) {
    var life = new Life(seed);
    for (int n = 0; n < PASSES; n++) {
      live(life);
      life.pass();
    }
    return life;
  }

  /** Some passes come to no end. */
  private static void live(Life life) {
    if (life.oneIn(6)) {
      life.killedPass();
    }
  }

  private static boolean isTried(Outcome outcome) {
    return !(outcome instanceof Outcome.Held);
  }

  private static boolean isPinned(Incident incident) {
    return incident
        .standing()
        .filter(fallback -> fallback.position() instanceof Position.Pinned)
        .isPresent();
  }

  private static Optional<String> lastMove(Life life) {
    return life.messages().reversed().stream()
        .map(Message::happened)
        .filter(happened -> MOVE.matcher(happened).find())
        .findFirst();
  }

  private static Map<String, List<Message>> threads(Life life) {
    return life.messages().stream()
        .collect(groupingBy(Message::thread, LinkedHashMap::new, Collectors.toList()));
  }
}
