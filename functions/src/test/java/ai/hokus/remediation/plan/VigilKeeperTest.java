package ai.hokus.remediation.plan;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.ecs;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Viewed.BEFORE;
import static ai.hokus.remediation.world.Viewed.ENTERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Fallback.Underway;
import ai.hokus.remediation.model.Vigil;
import ai.hokus.remediation.plan.NameVerdict.Row;
import ai.hokus.remediation.world.Seen;
import ai.hokus.remediation.world.Viewed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a pass adds to what earlier ones saw. */
class VigilKeeperTest {

  private static final Optional<Instant> NEVER = Optional.empty();
  private static final Optional<Instant> EARLIER = Optional.of(NOON.minusSeconds(60));
  private static final Optional<Instant> NOW = Optional.of(NOON);

  /** Troubled, and good, and blind to our zone, all at once: each row shows what it leaves. */
  private static final Vigil ALL = named(EARLIER, EARLIER, 3, EARLIER);

  @ParameterizedTest(name = "{0}", quoteTextArguments = false)
  @MethodSource({"names", "counts"})
  void keepsWhatItSawOfTheName(String situation, Viewed viewed, Vigil before, Vigil after) {
    assertThat(new EndpointPlanner().plan(viewed.vigil(before).view()).vigil()).isEqualTo(after);
  }

  static Stream<Arguments> names() {
    return Stream.of(
        arguments(
            "good ends the trouble and goes on",
            new Viewed().name(Row.GOOD),
            ALL,
            named(NEVER, EARLIER, 4, NEVER)),
        arguments(
            "broken ends the good",
            new Viewed().name(Row.EMPTIED),
            ALL,
            named(EARLIER, NEVER, 0, NEVER)),
        arguments(
            "so does half", new Viewed().name(Row.HALF), ALL, named(EARLIER, NEVER, 0, NEVER)),
        arguments(
            "settling ends the good and leaves the trouble",
            new Viewed().name(Row.SETTLING),
            ALL,
            named(EARLIER, NEVER, 0, NEVER)),
        arguments("who could not tell changes nothing", new Viewed().name(Row.BLIND), ALL, ALL),
        arguments(
            "our zone unseen changes nothing else",
            new Viewed().name(Row.ZONE_NOT_SEEN).alarms(),
            ALL,
            ALL),
        arguments(
            "our zone unseen again, and an alarm calls: broken",
            new Viewed().name(Row.ZONE_NOT_SEEN),
            ALL,
            named(EARLIER, NEVER, 0, EARLIER)),
        arguments(
            "asleep ends it all",
            new Viewed().seen(new Seen().ecs(ecs(0))).name(Row.ASLEEP),
            ALL,
            Vigil.NONE),
        arguments(
            "another name's verdict changes nothing",
            new Viewed().byName("http://another:5000").name(Row.GOOD),
            named(EARLIER, EARLIER, 3, NEVER),
            named(EARLIER, EARLIER, 3, NEVER)));
  }

  static Stream<Arguments> counts() {
    return Stream.of(
        arguments(
            "the first good pass",
            new Viewed().name(Row.GOOD),
            Vigil.NONE,
            named(NEVER, NOW, 1, NEVER)),
        arguments("the first trouble", new Viewed(), Vigil.NONE, named(NOW, NEVER, 0, NEVER)),
        arguments(
            "our zone unseen for the first time",
            new Viewed().name(Row.ZONE_NOT_SEEN),
            Vigil.NONE,
            named(NEVER, NEVER, 0, NOW)),
        arguments(
            "no more than enough is counted: then the memory stays as it was",
            new Viewed().name(Row.GOOD),
            named(NEVER, EARLIER, 8, NEVER),
            named(NEVER, EARLIER, 8, NEVER)),
        arguments(
            "the parameter is not needed for it",
            new Viewed().name(Row.GOOD).parameterUnread(),
            Vigil.NONE,
            named(NEVER, NOW, 1, NEVER)));
  }

  @ParameterizedTest(name = "{0}", quoteTextArguments = false)
  @MethodSource("pins")
  void keepsWhatItSawOfThePinnedTask(
      String situation, Viewed viewed, Optional<Instant> down, Optional<Instant> missing) {
    var vigil = new EndpointPlanner().plan(viewed.view()).vigil();

    assertThat(vigil.pinDownSince()).isEqualTo(down);
    assertThat(vigil.pinMissingSince()).isEqualTo(missing);
  }

  static Stream<Arguments> pins() {
    return Stream.of(
        arguments("it answers", bothBefore(), NEVER, NEVER),
        arguments("it refuses us", bothBefore().rejected(IP1), NEVER, NEVER),
        arguments("it is down", pinned().down(IP1), NOW, NEVER),
        arguments("it is down again", bothBefore().down(IP1), EARLIER, NEVER),
        arguments(
            "it is silent, and another refuses us", pinned().silent(IP1).rejected(IP2), NOW, NEVER),
        arguments("it was not asked", bothBefore().nobodyAsked(), EARLIER, NEVER),
        arguments("everybody is silent", bothBefore().silent(IP1), EARLIER, NEVER),
        arguments("ECS does not know it", unknown(), NEVER, NOW),
        arguments(
            "ECS does not know it again",
            unknown().pinMissingFor(Duration.ofMinutes(1)),
            NEVER,
            EARLIER),
        arguments(
            "the tasks could not be read",
            bothBefore().seen(new Seen().tasksPartly()).nobodyAsked(),
            EARLIER,
            EARLIER),
        arguments(
            "who was down before it was pinned is another",
            pinned().pinDownFor(Duration.between(ENTERED, NOON)).down(IP1),
            NOW,
            NEVER),
        arguments(
            "by its name nobody is pinned",
            new Viewed()
                .waiting()
                .pinDownFor(Duration.ofMinutes(1))
                .pinMissingFor(Duration.ofMinutes(1)),
            NEVER,
            NEVER));
  }

  /** The put that was settled just now has another one pinned. */
  @Test
  void beginsAnewWithWhomAPutThatWasSettledLeadsTo() {
    var to = new Position.Pinned(B, IP2, NOON.plusSeconds(600));
    var value = Optional.of(new EndpointValue(Viewed.byAddress(IP2)));
    var viewed =
        pinned()
            .tasks(running(A, IP1), running(B, IP2))
            .pinDownFor(Duration.ofMinutes(2))
            .underway(new Underway(value, BEFORE + 1, NOON.minusSeconds(60), to))
            .parameter(Viewed.byAddress(IP2), BEFORE + 2)
            .down(IP1, IP2);

    assertThat(new EndpointPlanner().plan(viewed.view()).vigil().pinDownSince()).contains(NOON);
  }

  private static Viewed pinned() {
    return new Viewed().pinned(A, IP1);
  }

  private static Viewed unknown() {
    return pinned().tasks().nobodyAsked();
  }

  /** It was down, and it was missing. */
  private static Viewed bothBefore() {
    return pinned().pinDownFor(Duration.ofMinutes(1)).pinMissingFor(Duration.ofMinutes(1));
  }

  private static Vigil named(
      Optional<Instant> trouble, Optional<Instant> good, int passes, Optional<Instant> unseen) {
    return Vigil.NONE.ofName(trouble, good, passes, unseen);
  }
}
