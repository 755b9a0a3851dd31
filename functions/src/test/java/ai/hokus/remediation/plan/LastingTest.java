package ai.hokus.remediation.plan;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP3;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.ecs;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.stopped;
import static ai.hokus.remediation.world.Sample.stopping;
import static ai.hokus.remediation.world.Sample.unhealthy;
import static ai.hokus.remediation.world.Viewed.ALARM;
import static ai.hokus.remediation.world.Viewed.BEFORE;
import static ai.hokus.remediation.world.Viewed.BY_NAME;
import static ai.hokus.remediation.world.Viewed.byAddress;
import static ai.hokus.remediation.world.Viewed.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Alarm.State;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.GuardedService.EnterFallback;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Hold.Kind;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.plan.NameVerdict.Row;
import ai.hokus.remediation.world.Brief;
import ai.hokus.remediation.world.Seen;
import ai.hokus.remediation.world.Viewed;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is done while the endpoint is moved, row by row. */
class LastingTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final Duration HOUR = Duration.ofHours(1);

  private static final String BACK = "-> " + BY_NAME;
  private static final String TO_B =
      "-> http://10.0.0.2:5000 fallback.follow, then pinned b 10.0.0.2 until 12:30";

  @ParameterizedTest(name = "{0}: {1}", quoteTextArguments = false)
  @MethodSource({"people", "others", "blind", "lost", "alone", "back"})
  void decides(String row, String situation, Viewed viewed, List<String> expected) {
    var plan = new EndpointPlanner().plan(viewed.view());

    assertThat(Brief.of(plan)).isEqualTo(expected);
    assertThat(plan.row().map(Situation::row)).contains(row);
  }

  static Stream<Arguments> people() {
    return Stream.of(
        row(
            "held",
            "paused, whatever became of the task",
            pinnedToOneThatStopped().ok(IP2).holds(Kind.PAUSE),
            "say fallback.held"),
        row(
            "held",
            "hands off",
            pinnedToOneThatStopped().ok(IP2).holds(Kind.ENDPOINT),
            "say fallback.held"),
        row(
            "held",
            "hands off, since others wrote it",
            new Viewed().handsOff("fallback.takenByOthers").holds(Kind.ENDPOINT),
            "say fallback.held"),
        row(
            "held",
            "a person asked for the name before others wrote: he may not have meant theirs",
            new Viewed()
                .handsOff(NOON.minus(MINUTE), "fallback.takenByOthers")
                .parameter(byAddress(IP2), BEFORE + 2)
                .holds(Kind.ENDPOINT, Kind.RESTORE),
            "say fallback.held"),
        row(
            "held",
            "a person asks for the name, broken as it is",
            new Viewed().pinned(A, IP1).forces(Kind.RESTORE),
            BACK + " fallback.held, then left"),
        row(
            "held",
            "a person asks for the name, which is broken, while it is paused: paused it stays",
            pinnedToOneThatStopped().ok(IP2).holds(Kind.RESTORE, Kind.PAUSE),
            "say fallback.held",
            "say fallback.held"),
        row(
            "returnedByOthers",
            "a person asks for the name, which is broken, while we stand back",
            new Viewed().standingBack(MINUTE).holds(Kind.RESTORE),
            "say fallback.held",
            "say fallback.returnedByOthers"),
        row(
            "held",
            "a person asks for the name while it is paused: the permission knows who asks",
            new Viewed().pinned(A, IP1).forces(Kind.RESTORE, Kind.PAUSE),
            BACK + " fallback.held, then left"),
        row(
            "held",
            "a person asks for the name, and that is there already",
            new Viewed().waiting().forces(Kind.RESTORE),
            "then left",
            "say fallback.held"),
        row(
            "held",
            "a person had the incident undone",
            new Viewed().pinned(A, IP1).holds(Kind.UNDO),
            BACK + " fallback.held, then left"),
        row(
            "renew",
            "a person asks for an address: it is not left",
            new Viewed().pinned(A, IP1).goodFor(HOUR, 60).holds(Kind.FALLBACK),
            "say fallback.renew"),
        row(
            "follow",
            "a person asks for an address: it is followed, the name good or not",
            pinnedToOneThatStopped().name(Row.GOOD).ok(IP2).holds(Kind.FALLBACK),
            TO_B),
        row(
            "held",
            "a person asked for an address and had it undone: the strictest wins",
            new Viewed().pinned(A, IP1).goodFor(HOUR, 60).holds(Kind.FALLBACK, Kind.UNDO),
            BACK + " fallback.held, then left"),
        row(
            "follow",
            "released: it is followed and left",
            pinnedToOneThatStopped().ok(IP2).holds(Kind.RELEASE),
            TO_B));
  }

  static Stream<Arguments> others() {
    return Stream.of(
        row(
            "parameterGone",
            "not made anew",
            new Viewed().pinned(A, IP1).noParameter(),
            "then hands off fallback.parameterGone",
            "hold ENDPOINT",
            "say fallback.parameterGone"),
        row(
            "parameterGone",
            "while we stood back",
            new Viewed().standingBack(MINUTE).noParameter(),
            "then hands off fallback.parameterGone",
            "hold ENDPOINT",
            "say fallback.parameterGone"),
        row(
            "returnedByOthers",
            "it holds the name again",
            new Viewed().pinned(A, IP1).parameter(BY_NAME, BEFORE + 2),
            "then standing back until 12:10",
            "say fallback.returnedByOthers"),
        row(
            "returnedByOthers",
            "it holds what was there before again",
            new Viewed()
                .pinned(A, IP1)
                .before(string(byAddress(IP3), BEFORE))
                .parameter(byAddress(IP3), BEFORE + 2),
            "then standing back until 12:10",
            "say fallback.returnedByOthers"),
        row(
            "returnedByOthers",
            "the second time in 24 hours",
            new Viewed()
                .pinned(A, IP1)
                .returned(Duration.ofHours(23))
                .parameter(BY_NAME, BEFORE + 2),
            "then hands off fallback.returnedByOthers",
            "hold ENDPOINT",
            "say fallback.returnedByOthers"),
        row(
            "returnedByOthers",
            "the second time in two days",
            new Viewed()
                .pinned(A, IP1)
                .returned(Duration.ofHours(25))
                .parameter(BY_NAME, BEFORE + 2),
            "then standing back until 12:10",
            "say fallback.returnedByOthers"),
        row(
            "returnedByOthers",
            "we stand back, whatever the name is",
            new Viewed().standingBack(MINUTE),
            "say fallback.returnedByOthers"),
        row(
            "enter",
            "we stood back long enough: judged anew, and it is an entry like any",
            new Viewed().standingBack(Duration.ZERO),
            "-> http://10.0.0.1:5000 fallback.enter, then pinned a 10.0.0.1 until 12:30",
            "then left",
            "say fallback.held"),
        row(
            "takenByOthers",
            "an address of theirs",
            new Viewed().pinned(A, IP1).parameter(byAddress(IP2), BEFORE + 2),
            "then hands off fallback.takenByOthers",
            "hold ENDPOINT",
            "say fallback.takenByOthers"),
        row(
            "takenByOthers",
            "while we waited",
            new Viewed().waiting().parameter(byAddress(IP1), BEFORE + 2),
            "then hands off fallback.takenByOthers",
            "hold ENDPOINT",
            "say fallback.takenByOthers"),
        row(
            "takenByOthers",
            "a person had the incident undone: theirs is not undone",
            new Viewed()
                .pinned(A, IP1)
                .undone()
                .parameter(byAddress(IP2), BEFORE + 2)
                .holds(Kind.UNDO),
            "then hands off fallback.takenByOthers",
            "hold ENDPOINT",
            "say fallback.takenByOthers"),
        row(
            "wroteOverOthers",
            "what they wrote is put back",
            new Viewed().handsOff("fallback.wroteOverOthers", BEFORE),
            "-> what version 5 held fallback.wroteOverOthers, then hands off"
                + " fallback.wroteOverOthers",
            "hold ENDPOINT"),
        row(
            "wroteOverOthers",
            "the hold stands already, the put did not come through",
            new Viewed().handsOff("fallback.wroteOverOthers", BEFORE).holds(Kind.ENDPOINT),
            "-> what version 5 held fallback.wroteOverOthers, then hands off"
                + " fallback.wroteOverOthers",
            "hold ENDPOINT"),
        row(
            "wroteOverOthers",
            "they wrote it anew",
            new Viewed()
                .handsOff("fallback.wroteOverOthers", BEFORE)
                .parameter(byAddress(IP2), BEFORE + 2),
            "then hands off fallback.wroteOverOthers",
            "hold ENDPOINT",
            "say fallback.wroteOverOthers"),
        row(
            "held",
            "we wrote over somebody, and it is paused",
            new Viewed().handsOff("fallback.wroteOverOthers", BEFORE).holds(Kind.PAUSE),
            "say fallback.held"));
  }

  static Stream<Arguments> blind() {
    return Stream.of(
        row(
            "fallbackBlind",
            "nobody was asked",
            new Viewed().pinned(A, IP1).nobodyAsked(),
            "say fallback.fallbackBlind"),
        row(
            "fallbackBlind",
            "nobody was asked, and its time is over",
            new Viewed().pinned(A, IP1, Duration.ZERO).nobodyAsked(),
            "then pinned a 10.0.0.1 until 12:30",
            "say fallback.fallbackBlind"),
        row(
            "fallbackBlind",
            "everybody is silent: that says more about our view",
            new Viewed().pinned(A, IP1).pinDownFor(HOUR).silent(IP1),
            "say fallback.fallbackBlind"),
        row(
            "fallbackBlind",
            "the tasks could not be read",
            new Viewed()
                .seen(new Seen().ecs(ecs(1)).tasks(running(B, IP2)).tasksPartly())
                .pinned(A, IP1)
                .ok(IP2),
            "say fallback.fallbackBlind"),
        row(
            "stoppedAlone",
            "nobody was asked, and the task has stopped",
            pinnedToOneThatStopped().nobodyAsked(),
            BACK + " fallback.stoppedAlone, then waiting since 12:00"));
  }

  static Stream<Arguments> lost() {
    return Stream.of(
        row(
            "pinnedLostNameGood",
            "it stops, and the name is good: now",
            new Viewed().tasks(stopping(A, IP1)).pinned(A, IP1).name(Row.GOOD),
            BACK + " fallback.pinnedLostNameGood, then left"),
        row(
            "pinnedLostNameGood",
            "it stopped, and another answers, too",
            pinnedToOneThatStopped().name(Row.GOOD).ok(IP2),
            BACK + " fallback.pinnedLostNameGood, then left"),
        row(
            "pinnedLostNameGood",
            "we wait by name, and what was there before was just that",
            new Viewed().waiting().name(Row.GOOD),
            "then left",
            "say fallback.pinnedLostNameGood"),
        row(
            "pinnedLostNameGood",
            "we wait by name, and something else was there before",
            new Viewed().waiting().before(string(BY_NAME + "/", BEFORE)).name(Row.GOOD),
            "-> " + BY_NAME + "/ fallback.pinnedLostNameGood, then left"),
        row(
            "pinnedLostNameGood",
            "what was there before was an address itself: by name",
            pinnedToOneThatStopped().before(string(byAddress(IP3), BEFORE)).name(Row.GOOD).ok(IP2),
            BACK + " fallback.pinnedLostNameGood, then left"),
        row("follow", "it stops", replaced(stopping(A, IP1)), TO_B),
        row("follow", "it stopped", replaced(stopped(A, IP1)), TO_B),
        row("follow", "its container is UNHEALTHY", replaced(unhealthy(A, IP1)), TO_B),
        row(
            "follow",
            "ECS does not know it",
            new Viewed().tasks(running(B, IP2)).pinned(A, IP1).ok(IP2),
            TO_B),
        row(
            "follow",
            "it is down, and was half a minute ago",
            replaced(running(A, IP1)).down(IP1).pinDownFor(Duration.ofSeconds(30)),
            TO_B),
        row(
            "renew",
            "it is down, and was a moment ago",
            replaced(running(A, IP1)).down(IP1).pinDownFor(Duration.ofSeconds(29)),
            "say fallback.renew"),
        row(
            "renew",
            "it is down for the first time: who was down before was another",
            replaced(running(A, IP1)).down(IP1).pinDownFor(HOUR),
            "say fallback.renew"),
        row(
            "follow",
            "it runs at another address than it was pinned to",
            replaced(running(A, IP3)).down(IP3),
            TO_B),
        row(
            "follow",
            "it runs at another address than it was pinned to, and answers there",
            replaced(running(A, IP3)).ok(IP3),
            "-> http://10.0.0.3:5000 fallback.follow, then pinned a 10.0.0.3 until 12:30"),
        row(
            "follow",
            "without budget, without alarm, and whatever the mode is by now",
            replaced(stopped(A, IP1))
                .service(Viewed.service(EnterFallback.NEVER))
                .entered(9)
                .alarm(State.OK)
                .repair(Repair.PENDING),
            TO_B),
        row(
            "follow",
            "who got the address of the one that stopped needs no put",
            new Viewed().tasks(stopped(A, IP1), running(B, IP1)).pinned(A, IP1).ok(IP1),
            "then pinned b 10.0.0.1 until 12:30",
            "say fallback.follow"),
        row(
            "follow",
            "we wait, and the first one answers",
            new Viewed().waiting().entered(9),
            "-> http://10.0.0.1:5000 fallback.follow, then pinned a 10.0.0.1 until 12:30"));
  }

  static Stream<Arguments> alone() {
    return Stream.of(
        row(
            "stoppingAlone",
            "it is asked to stop, and may still answer",
            new Viewed().tasks(stopping(A, IP1)).pinned(A, IP1).nobodyAsked(),
            "say fallback.stoppingAlone"),
        row(
            "stoppingAlone",
            "ECS does not know it, for the first time",
            new Viewed().tasks().pinned(A, IP1).nobodyAsked(),
            "say fallback.stoppingAlone"),
        row(
            "stoppingAlone",
            "ECS does not know it, and the other one refuses us",
            new Viewed()
                .tasks(running(B, IP2))
                .pinned(A, IP1)
                .pinMissingFor(Duration.ofSeconds(119))
                .rejected(IP2),
            "say fallback.stoppingAlone"),
        row(
            "stoppedAlone",
            "it stopped",
            pinnedToOneThatStopped().down(IP2),
            BACK + " fallback.stoppedAlone, then waiting since 12:00"),
        row(
            "stoppedAlone",
            "ECS did not know it two minutes ago either",
            new Viewed().tasks().pinned(A, IP1).pinMissingFor(Duration.ofMinutes(2)).nobodyAsked(),
            BACK + " fallback.stoppedAlone, then waiting since 12:00"),
        row(
            "stoppedAlone",
            "we wait, and nobody answers",
            new Viewed().waiting().down(IP1),
            "say fallback.stoppedAlone"),
        row(
            "notAnswering",
            "it is down",
            new Viewed().pinned(A, IP1).down(IP1),
            "say fallback.notAnswering"),
        row(
            "notAnswering",
            "it is down again and again, and nobody else answers",
            new Viewed()
                .tasks(running(A, IP1), running(B, IP2))
                .pinned(A, IP1)
                .down(IP1, IP2)
                .pinDownFor(Duration.ofMinutes(5)),
            "say fallback.notAnswering"),
        row(
            "notAnswering",
            "it refuses us",
            new Viewed().pinned(A, IP1).rejected(IP1),
            "say fallback.notAnswering"),
        row(
            "notAnswering",
            "its time is over",
            new Viewed().pinned(A, IP1, Duration.ZERO).down(IP1),
            BACK + " fallback.notAnswering, then waiting since 12:00"),
        row(
            "notAnswering",
            "its time is over, and the name is good",
            new Viewed()
                .pinned(A, IP1, Duration.ZERO)
                .before(string(BY_NAME + "/", BEFORE))
                .name(Row.GOOD)
                .down(IP1),
            "-> " + BY_NAME + "/ fallback.notAnswering, then left"),
        row(
            "renew",
            "its container is UNHEALTHY, it answers, and nobody else does",
            new Viewed().tasks(unhealthy(A, IP1)).pinned(A, IP1),
            "say fallback.renew"),
        row(
            "asleep",
            "nobody is wanted any more",
            new Viewed()
                .seen(new Seen().ecs(ecs(0)).tasks(stopped(A, IP1)))
                .name(Row.ASLEEP)
                .pinned(A, IP1)
                .nobodyAsked(),
            BACK + " asleep, then left"));
  }

  static Stream<Arguments> back() {
    return Stream.of(
        row(
            "restore",
            "the name was good in eight passes and ten minutes, and the alarm is over",
            new Viewed().pinned(A, IP1).goodFor(TEN_MINUTES, 7).alarm(State.OK),
            BACK + " fallback.restore, then left"),
        row(
            "restore",
            "a count of errors that is absent is no obstacle",
            new Viewed().pinned(A, IP1).goodFor(TEN_MINUTES, 7).alarm(State.INSUFFICIENT_DATA),
            BACK + " fallback.restore, then left"),
        row(
            "restore",
            "nor is an alarm that is not there",
            new Viewed().pinned(A, IP1).goodFor(TEN_MINUTES, 7).alarms(),
            BACK + " fallback.restore, then left"),
        row(
            "restore",
            "the name was good for an hour, and the alarm stays: said",
            new Viewed().pinned(A, IP1).goodFor(HOUR, 8),
            BACK + " fallback.restore, then left",
            "say fallback.restore"),
        row(
            "restore",
            "the name was good for an hour, and the alarms cannot be read: said",
            new Viewed().pinned(A, IP1).goodFor(HOUR, 8).alarmsPartly(),
            BACK + " fallback.restore, then left",
            "say fallback.restore"),
        row(
            "renew",
            "the name was good in seven passes",
            new Viewed().pinned(A, IP1).goodFor(HOUR, 6).alarm(State.OK),
            "say fallback.renew"),
        row(
            "renew",
            "the name was good in eight passes within a moment",
            new Viewed().pinned(A, IP1).goodFor(TEN_MINUTES.minusSeconds(1), 8).alarm(State.OK),
            "say fallback.renew"),
        row(
            "renew",
            "the alarm is still in ALARM",
            new Viewed().pinned(A, IP1).goodFor(TEN_MINUTES, 8),
            "say fallback.renew"),
        row(
            "renew",
            "the alarm is in ALARM, muted or not",
            new Viewed()
                .pinned(A, IP1)
                .goodFor(TEN_MINUTES, 8)
                .alarms(new Alarm(ALARM, State.ALARM, true)),
            "say fallback.renew"),
        row(
            "renew",
            "the alarms cannot all be read",
            new Viewed()
                .pinned(A, IP1)
                .goodFor(TEN_MINUTES, 8)
                .alarmsPartly(new Alarm(ALARM, State.OK, false)),
            "say fallback.renew"),
        row(
            "renew",
            "the name was good for an hour, and in this pass it is not known",
            new Viewed().pinned(A, IP1).goodFor(HOUR, 60).name(Row.BLIND),
            "say fallback.renew"),
        row(
            "renew",
            "the application refuses the name, and answers by address",
            new Viewed().pinned(A, IP1).goodFor(HOUR, 60).name(Row.REJECTED_BOTH),
            "say fallback.renew"),
        row(
            "renew",
            "it is another name that is good",
            new Viewed().pinned(A, IP1).byName("http://mlflow.example.com:5000").goodFor(HOUR, 60),
            "say endpointNamesAnother",
            "say fallback.renew"),
        row(
            "renew",
            "its time is over, and the name is still broken",
            new Viewed().pinned(A, IP1, Duration.ZERO),
            "then pinned a 10.0.0.1 until 12:30",
            "say fallback.renew"));
  }

  @ParameterizedTest(name = "{0}", quoteTextArguments = false)
  @MethodSource("resumed")
  void takesWhatIsThereForWhatWasThereBefore(
      String situation, Viewed viewed, List<String> expected) {
    var plan = new EndpointPlanner().plan(viewed.view());

    assertThat(Brief.of(plan)).isEqualTo(expected);
    assertThat(plan.standing()).isEmpty();
  }

  static Stream<Arguments> resumed() {
    return Stream.of(
        arguments(
            "a person resumed, and it holds the name",
            new Viewed()
                .handsOff("fallback.takenByOthers")
                .parameter(BY_NAME, BEFORE + 2)
                .name(Row.GOOD),
            List.of("then left", "say fallback.held")),
        arguments(
            "a person resumed, and it holds an address of theirs that serves",
            new Viewed().handsOff("fallback.takenByOthers").parameter(byAddress(IP1), BEFORE + 2),
            List.of("then left", "say fallback.held", "say endpointAlreadyByAddress")),
        arguments(
            "a person resumed, and the name is still broken",
            new Viewed().handsOff("fallback.takenByOthers").parameter(BY_NAME, BEFORE + 2),
            List.of(
                "-> http://10.0.0.1:5000 fallback.enter, then pinned a 10.0.0.1 until 12:30",
                "then left",
                "say fallback.held")),
        arguments(
            "a person asks for the name, which is good, after others wrote an address",
            new Viewed()
                .handsOff("fallback.takenByOthers")
                .parameter(byAddress(IP2), BEFORE + 2)
                .name(Row.GOOD)
                .holds(Kind.ENDPOINT, Kind.RESTORE),
            List.of(
                BACK + " endpointAlreadyByAddress, then left", "then left", "say fallback.held")),
        arguments(
            "a person asks for the name while we stand back",
            new Viewed().standingBack(MINUTE).name(Row.GOOD).holds(Kind.RESTORE),
            List.of("then left", "say fallback.held")));
  }

  /** Its plaintext is not on file, and yet it is known that it was an address. */
  @Test
  void putsTheNameInPlaceOfASecretThatWasAnAddress() {
    var viewed =
        pinnedToOneThatStopped()
            .before(
                new Parameter(
                    Viewed.PARAMETER, Parameter.Type.SECURE_STRING, byAddress(IP3), BEFORE))
            .name(Row.GOOD)
            .ok(IP2);

    assertThat(Brief.of(new EndpointPlanner().plan(viewed.view())))
        .containsExactly(BACK + " fallback.pinnedLostNameGood, then left");
  }

  @Test
  void tellsTerraformWhatToIgnore() {
    var viewed =
        new Viewed().pinned(A, IP1).returned(Duration.ofHours(1)).parameter(BY_NAME, BEFORE + 2);

    var plan = new EndpointPlanner().plan(viewed.view());

    assertThat(plan.isReturn()).isTrue();
    assertThat(plan.hold()).get().returns(Optional.empty(), Hold::until);
    assertThat(plan.says())
        .singleElement()
        .extracting(Remark::because)
        .asString()
        .contains("ignore_changes = [value]");
  }

  @Test
  void countsAReturnOnce() {
    var plan = new EndpointPlanner().plan(new Viewed().standingBack(MINUTE).view());

    assertThat(plan.isReturn()).isFalse();
    assertThat(plan.standing()).isPresent();
  }

  @Test
  void followsIntoTheSameFallback() {
    var viewed = replaced(stopped(A, IP1));

    var plan = new EndpointPlanner().plan(viewed.view());

    assertThat(plan.move().filter(Action.Move::isEntry)).isEmpty();
    assertThat(plan.standing().map(Fallback::before)).contains(Viewed.before());
  }

  /** Pinned to {@code task}; another one answers. */
  private static Viewed replaced(Task task) {
    return new Viewed().tasks(task, running(B, IP2)).pinned(A, IP1).ok(IP2);
  }

  /** Another one runs. */
  private static Viewed pinnedToOneThatStopped() {
    return new Viewed().tasks(stopped(A, IP1), running(B, IP2)).pinned(A, IP1);
  }

  private static Arguments row(String row, String sentence, Viewed viewed, String... expected) {
    var name = row.equals("asleep") ? row : "fallback." + row;
    return arguments(name, sentence, viewed, Arrays.asList(expected));
  }
}
