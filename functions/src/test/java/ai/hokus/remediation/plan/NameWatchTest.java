package ai.hokus.remediation.plan;

import static ai.hokus.remediation.world.Sample.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Vigil;
import ai.hokus.remediation.plan.NameVerdict.Row;
import ai.hokus.remediation.world.Seen;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NameWatchTest {
  private static final Instant EARLIER = NOON.minusSeconds(60);

  @ParameterizedTest(name = "{0}", quoteTextArguments = false)
  @MethodSource("passes")
  void remembers(String situation, Vigil before, Row name, Vigil after) {
    var seen = new Seen().memory(Memory.NONE.keeping(before)).observation();

    assertThat(NameWatch.keep(seen, new NameVerdict(name, "it was seen"))).isEqualTo(after);
  }

  static Stream<Arguments> passes() {
    return Stream.of(
        arguments("good: nothing to remember", none(), Row.GOOD, none()),
        arguments("good after trouble", troubled(EARLIER), Row.GOOD, none()),
        arguments("refused by all, so it is found", troubled(EARLIER), Row.REJECTED_BOTH, none()),
        arguments("broken for the first time", none(), Row.NO_RECORD, troubled(NOON)),
        arguments("broken again", troubled(EARLIER), Row.EMPTIED, troubled(EARLIER)),
        arguments("half for the first time", none(), Row.HALF, troubled(NOON)),
        arguments("half after broken", troubled(EARLIER), Row.HALF, troubled(EARLIER)),
        arguments("nobody can tell", troubled(EARLIER), Row.BLIND, troubled(EARLIER)),
        arguments("our zone is not seen", none(), Row.ZONE_NOT_SEEN, none()),
        arguments("it settles after trouble", troubled(EARLIER), Row.SETTLING, troubled(EARLIER)),
        arguments("it settles", none(), Row.SETTLING, none()),
        arguments("asleep after trouble", troubled(EARLIER), Row.ASLEEP, none()));
  }

  private static Vigil none() {
    return Vigil.NONE;
  }

  private static Vigil troubled(Instant since) {
    return Vigil.NONE.ofName(Optional.of(since), Optional.empty(), 0, Optional.empty());
  }
}
