package ai.hokus.remediation.plan;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.stopped;
import static ai.hokus.remediation.world.Viewed.BEFORE;
import static ai.hokus.remediation.world.Viewed.BY_NAME;
import static ai.hokus.remediation.world.Viewed.byAddress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Fallback.Underway;
import ai.hokus.remediation.model.Fallback.Written;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.world.Brief;
import ai.hokus.remediation.world.Viewed;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of a put of which nobody knew, a minute ago. Before anything of ours the parameter
 * held the name in version 5.
 */
class SettlementTest {

  private static final Instant A_MINUTE_AGO = NOON.minusSeconds(60);
  private static final String THEIRS = "http://theirs:5000";

  @ParameterizedTest(name = "{0}", quoteTextArguments = false)
  @MethodSource({"first", "later", "written"})
  void settles(String situation, Viewed viewed, List<String> expected) {
    assertThat(Brief.of(new EndpointPlanner().plan(viewed.view()))).isEqualTo(expected);
  }

  static Stream<Arguments> first() {
    return Stream.of(
        put(
            "it did not come through: nothing was entered, so it is entered",
            begun().parameter(BY_NAME, BEFORE),
            "-> http://10.0.0.1:5000 fallback.enter, then pinned a 10.0.0.1 until 12:30"),
        put("it came through", begun(), "say fallback.renew"),
        put(
            "somebody put the name there in between, after it or instead of it",
            begun().parameter(BY_NAME, BEFORE + 2),
            "then standing back until 12:10",
            "say fallback.returnedByOthers"),
        put(
            "somebody wrote something else",
            begun().parameter(THEIRS, BEFORE + 1),
            "then hands off fallback.takenByOthers",
            "hold ENDPOINT",
            "say fallback.takenByOthers"),
        put(
            "the parameter is gone",
            begun().noParameter(),
            "then hands off fallback.parameterGone",
            "hold ENDPOINT",
            "say fallback.parameterGone"));
  }

  static Stream<Arguments> later() {
    return Stream.of(
        put(
            "following did not come through: it is judged anew",
            following().parameter(byAddress(IP1), BEFORE + 1),
            "-> http://10.0.0.2:5000 fallback.follow, then pinned b 10.0.0.2 until 12:30"),
        put(
            "following came through",
            following().parameter(byAddress(IP2), BEFORE + 2),
            "say fallback.renew"),
        put(
            "somebody wrote something else",
            following().parameter(THEIRS, BEFORE + 3),
            "then hands off fallback.takenByOthers",
            "hold ENDPOINT",
            "say fallback.takenByOthers"),
        put("leaving came through", leaving().parameter(BY_NAME, BEFORE + 2), "say fallback.enter"),
        put("leaving did not come through", leaving(), "say fallback.renew"));
  }

  static Stream<Arguments> written() {
    return Stream.of(
        put(
            "somebody wrote in between, and we over it",
            begun().parameter(byAddress(IP1), BEFORE + 2).history(BY_NAME, THEIRS),
            "-> what version 6 held fallback.wroteOverOthers, then hands off"
                + " fallback.wroteOverOthers",
            "hold ENDPOINT"),
        put(
            "somebody wrote in between what was there already",
            begun().parameter(byAddress(IP1), BEFORE + 2).history(BY_NAME, BY_NAME),
            "say fallback.renew"),
        put(
            "it was sent twice",
            begun().parameter(byAddress(IP1), BEFORE + 2).history(BY_NAME, byAddress(IP1)),
            "say fallback.renew"),
        put(
            "it came through, and somebody went from it and back to it",
            begun().parameter(byAddress(IP1), BEFORE + 3).history(BY_NAME, byAddress(IP1), THEIRS),
            "say fallback.renew"),
        put(
            "the history no longer has what was in between",
            begun().parameter(byAddress(IP1), BEFORE + 2).history(BY_NAME),
            "say fallback.renew"),
        put(
            "the history could not be read: nothing is decided",
            begun().parameter(byAddress(IP1), BEFORE + 2).historyUnread(),
            "say incomplete"),
        put(
            "somebody wrote in between, and we left over it",
            leaving().parameter(BY_NAME, BEFORE + 3).history(BY_NAME, byAddress(IP1), THEIRS),
            "-> what version 7 held fallback.wroteOverOthers, then hands off"
                + " fallback.wroteOverOthers",
            "hold ENDPOINT"),
        put(
            "what they wrote was put back",
            puttingBack().parameter(THEIRS, BEFORE + 3).holds(Hold.Kind.ENDPOINT),
            "say fallback.held"),
        put(
            "what they wrote was not put back yet",
            puttingBack(),
            "-> what version 6 held fallback.wroteOverOthers, then hands off"
                + " fallback.wroteOverOthers",
            "hold ENDPOINT"));
  }

  /** Asking for history costs a call, so it is asked for only where it decides. */
  @Test
  void asksForTheVersionsInBetween() {
    var file = file(begun());

    assertThat(Settlement.inQuestion(file, Viewed.string(byAddress(IP1), BEFORE + 1))).isEmpty();
    assertThat(Settlement.inQuestion(file, Viewed.string(THEIRS, BEFORE + 4))).isEmpty();
    assertThat(Settlement.inQuestion(file, Viewed.string(byAddress(IP1), BEFORE + 4)))
        .containsExactlyInAnyOrder(BEFORE, BEFORE + 1, BEFORE + 3);
    assertThat(Settlement.inQuestion(file.withoutUnderway(), Viewed.string(THEIRS, BEFORE + 4)))
        .isEmpty();
  }

  @Test
  void knowsWhatItWroteOnceItIsSettled() {
    var plan = new EndpointPlanner().plan(begun().view());

    assertThat(plan.settled().flatMap(Fallback::underway)).isEmpty();
    assertThat(plan.settled().flatMap(Fallback::written))
        .contains(new Written(new EndpointValue(byAddress(IP1)), BEFORE + 1, A_MINUTE_AGO));
  }

  /** Nobody knows when it arrived: at the latest before this pass began, which read it. */
  @Test
  void takesThePutThatNobodyHeardOfForAsLateAsItMayHaveBeen() {
    assertThat(lastPut(begun())).contains(NOON);
    assertThat(lastPut(leaving().parameter(BY_NAME, BEFORE + 2))).contains(NOON);
    assertThat(lastPut(puttingBack().parameter(THEIRS, BEFORE + 3))).contains(NOON);
    assertThat(lastPut(begun().parameter(BY_NAME, BEFORE))).isEmpty();
  }

  private static Optional<Instant> lastPut(Viewed viewed) {
    return new EndpointPlanner().plan(viewed.view()).settled().flatMap(Fallback::lastPut);
  }

  @Test
  void takesWhatNeverCameThroughOffTheFile() {
    var plan = new EndpointPlanner().plan(begun().parameter(BY_NAME, BEFORE).view());

    assertThat(plan.settled().map(Fallback::position)).contains(new Position.Left(NOON));
    assertThat(plan.standing()).isEmpty();
  }

  /**
   * A read may show what was there before the put, so one that shows nothing of it proves little.
   */
  @Test
  void keepsOnFileForAWhileWhatAReadDidNotShow() {
    assertThat(onFile(begun().parameter(BY_NAME, BEFORE)).flatMap(Fallback::underway))
        .isEqualTo(file(begun()).underway());
    assertThat(onFile(following().parameter(byAddress(IP1), BEFORE + 1)))
        .isEqualTo(Optional.of(file(following())));
    assertThat(onFile(begunAt(NOON.minusSeconds(120)).parameter(BY_NAME, BEFORE))).isEmpty();
    assertThat(onFile(begun().parameter(BY_NAME, BEFORE + 2)).flatMap(Fallback::underway))
        .isEmpty();
  }

  /** After the plan, where nothing could be put. */
  private static Optional<Fallback> onFile(Viewed viewed) {
    var view = viewed.view();
    return new EndpointPlanner()
        .plan(view)
        .file(view.seen().look().dossier(), view.at())
        .fallback();
  }

  /** A secret's value is in no ledger, and its fingerprint is. */
  @Test
  void knowsASecretAgain() {
    var secret = new Parameter(Viewed.PARAMETER, Parameter.Type.SECURE_STRING, BY_NAME, BEFORE);
    var viewed = leaving().before(secret).secret(BY_NAME, BEFORE + 2);

    var plan = new EndpointPlanner().plan(viewed.view());

    assertThat(plan.settled().map(Fallback::position)).contains(new Position.Left(A_MINUTE_AGO));
  }

  /** Of the first put, to the one task. */
  private static Viewed begun() {
    return begunAt(A_MINUTE_AGO);
  }

  private static Viewed begunAt(Instant at) {
    var put =
        new Underway(Optional.of(new EndpointValue(byAddress(IP1))), BEFORE, at, pinned(A, IP1));
    return new Viewed()
        .file(Fallback.begin(Viewed.before(), put))
        .parameter(byAddress(IP1), BEFORE + 1);
  }

  /** Of one that followed from a task that stopped. */
  private static Viewed following() {
    return new Viewed()
        .tasks(stopped(A, IP1), running(B, IP2))
        .ok(IP2)
        .pinned(A, IP1)
        .underway(underway(byAddress(IP2), BEFORE + 1, pinned(B, IP2)));
  }

  /** Of one that put back what was there before. */
  private static Viewed leaving() {
    return new Viewed()
        .alarms()
        .pinned(A, IP1)
        .underway(
            new Underway(
                Optional.empty(), BEFORE + 1, A_MINUTE_AGO, new Position.Left(A_MINUTE_AGO)));
  }

  /** Of one that put back version 6, which version 7 had gone over. */
  private static Viewed puttingBack() {
    var off = new Position.HandsOff(A_MINUTE_AGO, "fallback.wroteOverOthers");
    return new Viewed()
        .handsOff("fallback.wroteOverOthers", BEFORE + 1)
        .parameter(byAddress(IP1), BEFORE + 2)
        .underway(new Underway(Optional.empty(), BEFORE + 2, A_MINUTE_AGO, off));
  }

  private static Position pinned(TaskId task, Ipv4 address) {
    return new Position.Pinned(task, address, NOON.plus(Duration.ofMinutes(10)));
  }

  private static Underway underway(String value, long read, Position to) {
    return new Underway(Optional.of(new EndpointValue(value)), read, A_MINUTE_AGO, to);
  }

  private static Fallback file(Viewed viewed) {
    return viewed.view().seen().look().dossier().fallback().orElseThrow();
  }

  private static Arguments put(String sentence, Viewed viewed, String... expected) {
    return arguments(sentence, viewed, Arrays.asList(expected));
  }
}
