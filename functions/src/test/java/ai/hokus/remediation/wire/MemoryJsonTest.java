package ai.hokus.remediation.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.Vigil;
import ai.hokus.remediation.world.Sample;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryJsonTest {
  private static final Instant NOON = Sample.NOON;

  /** With something in each of its parts. */
  private static final Memory MEMORY =
      new Memory(
          Map.of(Sample.A, new Memory.Missing(NOON, true)),
          Map.of(Sample.A, NOON.plusMillis(1)),
          Map.of(Sample.B, new Memory.Pushed(false, NOON.plusNanos(1))),
          Map.of(
              Sample.A,
              new Memory.Sent(NOON, new Memory.Underway(new Operation.Running("op-1"), true)),
              Sample.B,
              new Memory.Sent(NOON.plusSeconds(2)),
              Sample.C,
              new Memory.Sent(NOON, new Memory.Underway(new Operation.Running("op-2"), false))),
          Optional.of(NOON.minusSeconds(1)),
          Map.of(Sample.B, NOON.plusSeconds(20)),
          Map.of(Sample.A, NOON.plusSeconds(3)),
          Optional.of(NOON.plusSeconds(4)),
          new Vigil(
              Optional.of(NOON.plusSeconds(5)),
              Optional.of(NOON.plusSeconds(6)),
              7,
              Optional.of(NOON.plusSeconds(8)),
              Optional.of(NOON.plusSeconds(9)),
              Optional.of(NOON.plusSeconds(10))));

  @Test
  void readsWhatItWrote() {
    assertThat(MemoryJson.read(MemoryJson.write(MEMORY))).isEqualTo(MEMORY);
  }

  @Test
  void isWrittenForPeople() {
    var both =
        Map.of(Sample.B, new Memory.Missing(NOON, false), Sample.A, new Memory.Missing(NOON, true));
    var memory =
        new Memory(
            both,
            Map.of(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Map.of(Sample.A, NOON),
            Map.of(),
            Optional.empty());

    assertThat(MemoryJson.write(memory))
        .isEqualTo(
            """
            {"missing":{\
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa":{"since":"2025-08-01T12:00:00Z","addressFailed":true},\
            "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb":{"since":"2025-08-01T12:00:00Z","addressFailed":false}},\
            "waiting":{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa":"2025-08-01T12:00:00Z"}}\
            """);
  }

  /** Of an endpoint that nothing is wrong with, say, or by a version that knew of none. */
  @Test
  void writesOfAVigilWhatWasSeen() {
    var vigil =
        new Vigil(
            Optional.empty(),
            Optional.of(NOON),
            8,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(MemoryJson.write(Memory.NONE.keeping(vigil)))
        .isEqualTo("{\"vigil\":{\"goodSince\":\"2025-08-01T12:00:00Z\",\"goodPasses\":8}}");
    assertThat(MemoryJson.read("{\"vigil\": {}}")).isEqualTo(Memory.NONE);
  }

  @Test
  void saysNothingOfNothing() {
    assertThat(MemoryJson.write(Memory.NONE)).isEqualTo("{}");
    assertThat(MemoryJson.read("{}")).isEqualTo(Memory.NONE);
  }

  @Test
  void passesOverWhatANewerVersionRemembers() {
    assertThat(MemoryJson.read("{\"dreams\": [1]}")).isEqualTo(Memory.NONE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("senseless")
  void namesWhatMakesNoSense(String json, String message) {
    assertThatThrownBy(() -> MemoryJson.read(json))
        .isInstanceOf(Malformed.class)
        .hasMessage(message);
  }

  static Stream<Arguments> senseless() {
    var time = "wanted a time such as 2026-03-02T12:00:00Z, found ";
    return Stream.of(
        arguments("", "the message: wanted an object, found nothing"),
        arguments("[]", "the message: wanted an object, found []"),
        arguments("{\"down\": 7}", "down: wanted an object, found 7"),
        arguments("{\"down\": {\"a\": \"noon\"}}", "down[\"a\"]: " + time + "\"noon\""),
        arguments(
            "{\"unproven\": {\"a b\": \"2026-03-02T12:00:00Z\"}}",
            "unproven[\"a b\"]: wanted a task's id as the key, found \"a b\""),
        arguments(
            "{\"pushed\": {\"a\": {\"healthy\": 1}}}",
            "pushed[\"a\"].healthy: wanted true or false, found 1"),
        arguments("{\"missing\": {\"a\": {}}}", "missing[\"a\"].since: " + time + "nothing"),
        arguments("{\"vigil\": 7}", "vigil: wanted an object, found 7"),
        arguments("{\"vigil\": {\"goodSince\": true}}", "vigil.goodSince: " + time + "true"),
        arguments(
            "{\"vigil\": {\"goodPasses\": -8}}",
            "vigil.goodPasses: wanted a whole number from 0 to 2147483647, found -8"),
        arguments("{\"waiting\": {\"a\": 12}}", "waiting[\"a\"]: " + time + "12"));
  }
}
