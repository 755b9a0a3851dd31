package ai.hokus.remediation.plan;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP3;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.ecs;
import static ai.hokus.remediation.world.Sample.foreign;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.stopped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.plan.NameVerdict.State;
import ai.hokus.remediation.world.Seen;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of names: is it broken? */
class NameJudgeTest {

  private static final String OUR_ZONE = "hokusai-development.local";

  @ParameterizedTest(name = "name.{0}: {1}", quoteTextArguments = false)
  @MethodSource({"before", "laterPasses", "after"})
  void judges(String row, String situation, Seen seen, Optional<Answer> after, State state) {
    var judge = new NameJudge(seen.observation());

    var verdict =
        after.map(answer -> judge.after(answer, NOON.plusSeconds(3))).orElseGet(judge::before);

    assertThat(verdict.row().row()).isEqualTo(row);
    assertThat(verdict.state()).isEqualTo(state);
  }

  static Stream<Arguments> before() {
    return Stream.of(
        name(
            "emptied",
            "no instance at all",
            new Seen().tasks(running(A, IP1)).ok(IP1),
            State.BROKEN),
        name(
            "emptied",
            "whatever some resolver still remembers",
            new Seen().tasks(running(A, IP1)).ok(IP1).resolves(IP1),
            State.BROKEN),
        name("emptied", "Cloud Map has no such service", new Seen().cloudMapGone(), State.BROKEN),
        name("asleep", "no task is wanted", new Seen().ecs(ecs(0)), State.NOT_APPLICABLE),
        name(
            "asleep",
            "the same, and Cloud Map has no such service",
            new Seen().ecs(ecs(0)).cloudMapGone(),
            State.NOT_APPLICABLE),
        name(
            "emptied",
            "no task is wanted, and one still runs",
            new Seen().ecs(ecs(0)).tasks(running(A, IP1)),
            State.BROKEN),
        name(
            "noRecord", "nothing of ours explains it", standing().noRecord(OUR_ZONE), State.BROKEN),
        name(
            "noRecord",
            "a zone's name has no case",
            standing().noRecord(OUR_ZONE.toUpperCase(Locale.ROOT)),
            State.BROKEN),
        name("good", "each is ok", standing().resolves(IP1, IP2).ok(IP1, IP2), State.GOOD),
        name("good", "also one that nobody knows", standing().resolves(IP3).ok(IP3), State.GOOD),
        name("half", "one is down", standing().resolves(IP1, IP2).ok(IP1).down(IP2), State.HALF),
        name(
            "half", "one is silent", standing().resolves(IP1, IP2).ok(IP1).silent(IP2), State.HALF),
        name(
            "half", "one refuses", standing().resolves(IP1, IP2).ok(IP1).rejected(IP2), State.HALF),
        name(
            "half",
            "one is bad for sure, another was not asked",
            standing().resolves(IP1, IP2, IP3).ok(IP1).down(IP2).unasked(IP3),
            State.HALF),
        name(
            "onlyByAddress",
            "the name leads nowhere, the task serves",
            standing().resolves(IP2).down(IP2).ok(IP1),
            State.BROKEN),
        name(
            "onlyByAddress",
            "the name leads to one that refuses, the task serves",
            standing().resolves(IP2).rejected(IP2).ok(IP1),
            State.BROKEN),
        name(
            "rejectedBoth",
            "it is found, and refuses the Host",
            standing().resolves(IP1).rejected(IP1),
            State.GOOD),
        name(
            "zoneNotSeen",
            "no record, in the words of another zone",
            standing().noRecord("local"),
            State.UNKNOWN),
        name("blind", "the resolver fails", standing().ok(IP1).resolverFails(), State.UNKNOWN),
        name(
            "blind",
            "nobody is ok, not even by address",
            standing().resolves(IP1).down(IP1),
            State.UNKNOWN),
        name("blind", "nobody was asked", standing().resolves(IP1).unasked(IP1), State.UNKNOWN),
        name("blind", "everybody is silent", standing().resolves(IP1).silent(IP1), State.UNKNOWN),
        name(
            "blind",
            "one is ok, the other was not asked",
            standing().resolves(IP1, IP2).ok(IP1).unasked(IP2),
            State.UNKNOWN),
        name(
            "blind",
            "the name's address was not asked, the task serves: no evidence against the name",
            standing().resolves(IP2).unasked(IP2).ok(IP1),
            State.UNKNOWN),
        name(
            "blind",
            "some refuse, some are down",
            standing().resolves(IP1, IP2).rejected(IP1).down(IP2),
            State.UNKNOWN),
        name(
            "blind",
            "the list of instances is not whole",
            new Seen().listingPartly(),
            State.UNKNOWN),
        name("blind", "the list could not be read", new Seen().listingUnread(), State.UNKNOWN));
  }

  /** The negative answers of these tests are kept for 15 s, the records for 10 s. */
  static Stream<Arguments> laterPasses() {
    return Stream.of(
        name(
            "settling",
            "no record, within the negative TTL after an earlier pass's SUCCESS",
            succeeded(standing(), 14).noRecord(OUR_ZONE),
            State.SETTLING),
        name(
            "noRecord",
            "no record, when negative answers from before have ended",
            succeeded(standing(), 15).noRecord(OUR_ZONE),
            State.BROKEN),
        name(
            "settling",
            "an old record, within its TTL after an earlier pass's SUCCESS",
            succeeded(standing(), 9).resolves(IP3).down(IP3).ok(IP1),
            State.SETTLING),
        name(
            "onlyByAddress",
            "an old record, longer than its TTL after it",
            succeeded(standing(), 10).resolves(IP3).down(IP3).ok(IP1),
            State.BROKEN));
  }

  private static Seen succeeded(Seen seen, long secondsAgo) {
    return seen.memory(
        new Memory(
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Optional.of(NOON.minusSeconds(secondsAgo)),
            Map.of(),
            Map.of(),
            Optional.empty()));
  }

  static Stream<Arguments> after() {
    return Stream.of(
        name(
            "settling",
            "registered, and a resolver keeps its negative answer",
            new Seen().tasks(running(A, IP1)).ok(IP1),
            new Seen().noRecord(OUR_ZONE),
            State.SETTLING),
        name(
            "good",
            "registered, and found",
            new Seen().tasks(running(A, IP1)).ok(IP1),
            new Seen().resolves(IP1).ok(IP1),
            State.GOOD),
        name(
            "settling",
            "registered, and a resolver keeps the record of an instance that is gone",
            new Seen().tasks(running(A, IP1)).ok(IP1),
            new Seen().resolves(IP2).silent(IP2),
            State.SETTLING),
        name(
            "settling",
            "registered, and a resolver keeps the record of a task that stopped",
            new Seen().tasks(running(A, IP1), stopped(B, IP2)).instances(ours(B, IP2)).ok(IP1),
            new Seen().resolves(IP2).silent(IP2),
            State.SETTLING),
        name(
            "onlyByAddress",
            "registered, and a record leads to somebody else's dead instance; the task's verdict is"
                + " from before",
            new Seen().tasks(running(A, IP1)).instances(foreign("by-hand", IP2)).ok(IP1),
            new Seen().resolves(IP2).silent(IP2),
            State.BROKEN),
        name(
            "onlyByAddress",
            "registered, and a record leads to a running task that is down: nothing old in that",
            new Seen().tasks(running(A, IP1), running(B, IP2)).instances(ours(B, IP2)).ok(IP1),
            new Seen().resolves(IP2).down(IP2),
            State.BROKEN),
        name(
            "zoneNotSeen",
            "registered, in a zone that is not seen from here",
            new Seen().tasks(running(A, IP1)).ok(IP1),
            new Seen().noRecord("local"),
            State.UNKNOWN));
  }

  @ParameterizedTest(name = "{0}", quoteTextArguments = false)
  @MethodSource("rows")
  void hasACaseForEveryRow(String row) {
    assertThat(Stream.concat(before(), after()).map(each -> each.get()[0])).contains(row);
  }

  static Stream<String> rows() {
    return Arrays.stream(NameVerdict.Row.values()).map(NameVerdict.Row::row);
  }

  @Test
  void saysWhoIsBadAndWhoseItIs() {
    var seen =
        new Seen()
            .tasks(running(A, IP1))
            .instances(ours(A, IP1), foreign("by-hand", IP2))
            .resolves(IP1, IP2)
            .ok(IP1)
            .down(IP2);

    assertThat(new NameJudge(seen.observation()).before().inWords())
        .contains("10.0.0.2 (foreign instance by-hand) is down (connection refused)")
        .doesNotContain("10.0.0.1 (");
  }

  @Test
  void saysUntilWhenItSettles() {
    var judge = new NameJudge(new Seen().tasks(running(A, IP1)).ok(IP1).observation());

    var verdict =
        judge.after(new Seen().noRecord(OUR_ZONE).answer(), NOON.plus(Duration.ofSeconds(3)));

    assertThat(verdict.inWords()).contains("2025-08-01T12:00:18Z");
  }

  /** An earlier pass sent it, and this one heard of its end. */
  @Test
  void isBrokenWhereTheSuccessWasTooLongAgo() {
    var judge = new NameJudge(new Seen().tasks(running(A, IP1)).ok(IP1).observation());

    var verdict = judge.after(new Seen().noRecord(OUR_ZONE).answer(), NOON.minusSeconds(15));

    assertThat(verdict.state()).isEqualTo(State.BROKEN);
  }

  private static Seen standing() {
    return new Seen().tasks(running(A, IP1), running(B, IP2)).instances(ours(A, IP1), ours(B, IP2));
  }

  private static Arguments name(String row, String situation, Seen seen, State state) {
    return arguments(row, situation, seen, Optional.empty(), state);
  }

  private static Arguments name(String row, String situation, Seen seen, Seen after, State state) {
    return arguments(row, situation, seen, Optional.of(after.answer()), state);
  }
}
