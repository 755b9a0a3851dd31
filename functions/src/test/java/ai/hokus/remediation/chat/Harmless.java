package ai.hokus.remediation.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;

/** What no text may hold, whatever it is made of. */
final class Harmless {
  private static final List<Pattern> NEVER =
      List.of(
          // Slack's control characters, which begin links and mentions.
          Pattern.compile("[<>]"),
          Pattern.compile("&(?!(amp|lt|gt);)"),
          Pattern.compile("@(here|channel|everyone)", Pattern.CASE_INSENSITIVE),
          Pattern.compile("\\p{Cf}"),
          Pattern.compile("\\p{Cs}"),
          Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}&&[^\n]]"));

  private Harmless() {}

  static void isHarmless(String text) {
    assertThat(NEVER).allSatisfy(never -> assertThat(text).doesNotContainPattern(never));
  }
}
