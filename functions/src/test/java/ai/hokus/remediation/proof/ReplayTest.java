package ai.hokus.remediation.proof;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.world.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tells one schedule as a story, into {@code target/replay.txt}: the one that is asked for by
 * {@code -Dreplay}, or the one in {@code docs/proof.md}, which so stays true.
 */
@ExtendWith(Quiet.class)
class ReplayTest {
  /** The function dies after it has moved the endpoint, and before it could say so. */
  private static final String IN_THE_DOCUMENT = "unrepairable/0:death@0.19";

  private static final Path TOLD = Path.of("target", "replay.txt");

  @Test
  void tellsWhatWasAskedFor() throws IOException {
    var asked = Optional.ofNullable(System.getProperty("replay"));
    var schedule = asked.orElse(IN_THE_DOCUMENT);
    var story = new Story();

    var breaches = play(schedule, story);

    Files.writeString(TOLD, schedule + "\n\n" + story.text() + ending(breaches));
    assertThat(breaches).as("%s", schedule).isEmpty();
    if (asked.isEmpty()) {
      assertThat(Files.readString(Path.of("..", "docs", "proof.md")))
          .contains("bin/test --replay " + IN_THE_DOCUMENT + "\n")
          .contains(story.text());
    }
  }

  /** Given back what was broken. */
  private static List<Breach> play(String schedule, Story story) {
    return Crowd.parse(schedule)
        .map(inACrowd ->
            new Play(inACrowd.getKey(), UnaryOperator.identity())
                .told(story)
                .in(inACrowd.getValue())
                .breaches())
        .orElseGet(() -> {
          var parsed = Schedule.parse(schedule);
          var scene = Scene.named(parsed.tale(), UnaryOperator.identity()).told(story);
          var breaches = scene.play(parsed);
          if (!scene.wasStruck()) {
            story.remark(
                "not all that was to befall it did: its minutes have fewer calls, or choices");
          }
          return breaches;
        });
  }

  private static String ending(List<Breach> breaches) {
    return breaches.isEmpty() ? "No rule is broken.\n" : "Broken: " + breaches + "\n";
  }
}
