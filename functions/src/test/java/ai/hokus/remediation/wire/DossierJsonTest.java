package ai.hokus.remediation.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Finding;
import ai.hokus.remediation.world.Dossiers;
import ai.hokus.remediation.world.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DossierJsonTest {
  private static final Instant NOON = Sample.NOON;
  private static final int DOSSIERS = 500;

  @Test
  void readsWhatItWrote() {
    var full = Dossiers.full("mlflow");

    assertThat(DossierJson.read(DossierJson.write(full))).isEqualTo(full);
  }

  /** And the same one always gives the same text, or nobody could see what changed. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readsWhateverItWrote(long seed) {
    var any = Dossiers.any(new SplittableRandom(seed));

    var text = DossierJson.write(any);

    assertThat(DossierJson.read(text)).isEqualTo(any);
    assertThat(DossierJson.write(DossierJson.read(text))).isEqualTo(text);
  }

  static LongStream seeds() {
    return LongStream.range(0, DOSSIERS);
  }

  @Test
  void isWrittenForPeople() {
    var finding = new Finding(NOON, NOON.plusSeconds(60), NOON, 1);
    var dossier =
        new Dossier(
            Optional.empty(),
            List.of(NOON, NOON.plusMillis(1)),
            List.of(),
            Map.of("taskMissing", finding, "registryForgotten", finding));

    var text =
        """
        {"since":"2025-08-01T12:00:00Z","seen":"2025-08-01T12:01:00Z",\
        "told":"2025-08-01T12:00:00Z","messages":1}\
        """;
    assertThat(DossierJson.write(dossier))
        .isEqualTo(
            """
            {"entries":["2025-08-01T12:00:00Z","2025-08-01T12:00:00.001Z"],\
            "findings":{"registryForgotten":%s,"taskMissing":%s}}\
            """
                .formatted(text, text));
  }

  /** Nobody guarded is to wait for what is only of use once he is guarded no more. */
  @Test
  void takesAnEstateThatItCannotReadForNone() {
    var full = Dossiers.full("mlflow");

    var strange = DossierJson.write(full).replace("\"REPAIR\"", "\"OF_A_NEWER_VERSION\"");

    assertThat(DossierJson.read(strange)).isEqualTo(full.leaving(Optional.empty()));
  }

  @Test
  void saysNothingOfNothing() {
    assertThat(DossierJson.write(Dossier.EMPTY)).isEqualTo("{}");
    assertThat(DossierJson.read("{}")).isEqualTo(Dossier.EMPTY);
  }

  @Test
  void passesOverWhatANewerVersionKeeps() {
    assertThat(DossierJson.read("{\"dreams\": [1]}")).isEqualTo(Dossier.EMPTY);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("senseless")
  void namesWhatMakesNoSense(String json, String message) {
    assertThatThrownBy(() -> DossierJson.read(json))
        .isInstanceOf(Malformed.class)
        .hasMessage(message);
  }

  static Stream<Arguments> senseless() {
    var time = "wanted a time such as 2026-03-02T12:00:00Z, found ";
    return Stream.of(
        arguments("", "the message: wanted an object, found nothing"),
        arguments("[]", "the message: wanted an object, found []"),
        arguments("{\"entries\": {}}", "entries: wanted a list, found {}"),
        arguments("{\"returns\": [7]}", "returns[0]: " + time + "7"),
        arguments("{\"incident\": 7}", "incident: wanted an object, found 7"),
        arguments("{\"incident\": {}}", "incident.id: wanted text, found nothing"),
        arguments("{\"findings\": []}", "findings: wanted an object, found []"),
        arguments("{\"findings\": {\"a\": {}}}", "findings[\"a\"].since: " + time + "nothing"),
        arguments(
            """
            {"findings": {"a": {"since": "2026-03-02T12:00:00Z", "seen": "2026-03-02T12:00:00Z",
             "told": "2026-03-02T12:00:00Z", "messages": -1}}}\
            """,
            "findings[\"a\"].messages: wanted a whole number from 0 to 2147483647, found -1"));
  }
}
