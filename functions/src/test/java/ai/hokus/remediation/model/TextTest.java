package ai.hokus.remediation.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TextTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void isOneLine(String what, String text, String line) {
    assertThat(Text.line(text)).as(what).isEqualTo(line);
  }

  static Stream<Arguments> isOneLine() {
    return Stream.of(
        Arguments.of("as it was", "mlflow, \"quoted\"  ü 🙂", "mlflow, \"quoted\"  ü 🙂"),
        Arguments.of("nothing", "", ""),
        Arguments.of("a break of two characters", "a\r\nb", "a b"),
        Arguments.of("breaks one after the other", "a\n\n\t\nb", "a b"),
        Arguments.of("a break beside a space", "a \n b", "a   b"),
        Arguments.of("ends", "\n a \u0000", "a"),
        Arguments.of("what Unicode breaks lines by", "a\u2028b\u2029c\u0085d", "a b c d"),
        Arguments.of("what a terminal obeys", "a\u001b[31mb\u007fc\u009bd", "a [31mb c d"));
  }

  @Test
  void isBrief() {
    assertThat(Text.brief(4, "mlflow")).isEqualTo("mlfl…");
    assertThat(Text.brief(6, "mlflow")).isEqualTo("mlflow");
    assertThat(Text.brief("m".repeat(161))).isEqualTo("m".repeat(160) + "…");
  }

  @Test
  void saysHowManyLinesItLeavesOut() {
    assertThat(Text.first(2, List.of("a", "b"))).containsExactly("a", "b");
    assertThat(Text.first(1, List.of("a", "b", "c")))
        .containsExactly("a", "… and 2 more: see the log");
  }
}
