package ai.hokus.remediation.plan;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.C;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP3;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.OUTSIDE;
import static ai.hokus.remediation.world.Sample.ecs;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.oneColour;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.startedBy;
import static ai.hokus.remediation.world.Sample.stopping;
import static ai.hokus.remediation.world.Sample.twoColours;
import static ai.hokus.remediation.world.Sample.unhealthy;
import static ai.hokus.remediation.world.Viewed.ALARM;
import static ai.hokus.remediation.world.Viewed.BEFORE;
import static ai.hokus.remediation.world.Viewed.BY_NAME;
import static ai.hokus.remediation.world.Viewed.ENTERED;
import static ai.hokus.remediation.world.Viewed.byAddress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Alarm.State;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.EcsService.Deployment;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Fallback.Written;
import ai.hokus.remediation.model.GuardedService.Consumer.Reads;
import ai.hokus.remediation.model.GuardedService.EnterFallback;
import ai.hokus.remediation.model.Hold.Kind;
import ai.hokus.remediation.model.Vigil;
import ai.hokus.remediation.plan.NameVerdict.Row;
import ai.hokus.remediation.world.Brief;
import ai.hokus.remediation.world.Seen;
import ai.hokus.remediation.world.Viewed;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is done to an endpoint that we have not moved, and what stands against moving it. What is
 * done to one that we have is in {@link LastingTest}.
 */
class EndpointPlannerTest {

  private static final String ENTER =
      "-> http://10.0.0.1:5000 fallback.enter, then pinned a 10.0.0.1 until 12:30";

  private static final String[] NOTHING = {};

  @ParameterizedTest(name = "{0}: {1}", quoteTextArguments = false)
  @MethodSource({"modes", "names", "repairs", "candidates", "budgets", "holds"})
  void enters(String row, String situation, Viewed viewed, List<String> expected) {
    assertThat(Brief.of(new EndpointPlanner().plan(viewed.view()))).isEqualTo(expected);
  }

  @ParameterizedTest(name = "situation.{0}.planner: {1}", quoteTextArguments = false)
  @MethodSource("situations")
  void leavesAlone(String row, String situation, Viewed viewed, List<String> expected) {
    var plan = new EndpointPlanner().plan(viewed.view());

    assertThat(Brief.of(plan)).isEqualTo(expected);
    assertThat(plan.row()).isPresent();
  }

  static Stream<Arguments> modes() {
    return Stream.of(
        enter("onAlarm, and the alarm calls", new Viewed(), ENTER),
        enter("onAlarm, and none calls", new Viewed().alarm(State.OK), "say fallback.enter"),
        enter("onAlarm, and there is no such alarm", new Viewed().alarms(), "say fallback.enter"),
        enter(
            "onAlarm, and its data is missing",
            new Viewed().alarm(State.INSUFFICIENT_DATA),
            "say fallback.enter"),
        enter(
            "onAlarm, and people muted the one that is in ALARM",
            new Viewed().alarms(new Alarm(ALARM, State.ALARM, true)),
            "say fallback.enter"),
        enter(
            "onAlarm, and one of those that could not be read might call",
            new Viewed().alarmsPartly(new Alarm(ALARM, State.OK, false)),
            "say fallback.enter"),
        enter(
            "onAlarm, and one of those that could be read calls",
            new Viewed().alarmsPartly(new Alarm(ALARM, State.ALARM, false)),
            ENTER),
        enter(
            "onNameFailure, without any alarm",
            new Viewed().service(Viewed.service(EnterFallback.ON_NAME_FAILURE)).alarms(),
            ENTER),
        enter(
            "onNameFailure, while many names are broken and none of its alarms calls",
            new Viewed()
                .service(Viewed.service(EnterFallback.ON_NAME_FAILURE))
                .holds(Kind.DOUBT)
                .alarms(),
            "say fallback.enter"),
        enter(
            "onNameFailure, while many names are broken and its alarm calls",
            new Viewed().service(Viewed.service(EnterFallback.ON_NAME_FAILURE)).holds(Kind.DOUBT),
            ENTER),
        enter(
            "configured no more, though its alarm calls",
            new Viewed().service(Viewed.service(EnterFallback.ON_ALARM).retire()),
            "say fallback.enter"),
        enter(
            "configured no more, though a person asks for it",
            new Viewed()
                .service(Viewed.service(EnterFallback.ON_ALARM).retire())
                .holds(Kind.FALLBACK),
            "say fallback.enter"),
        enter(
            "never, whatever else there is",
            new Viewed().service(Viewed.service(EnterFallback.NEVER)).alarms().nobodyAsked(),
            "say fallback.enter"));
  }

  static Stream<Arguments> names() {
    return Stream.of(
        enter("the name is good", new Viewed().name(Row.GOOD), NOTHING),
        enter("half is neither", new Viewed().name(Row.HALF), NOTHING),
        enter("the name is unknown", new Viewed().name(Row.BLIND), NOTHING),
        enter("only by address", new Viewed().name(Row.ONLY_BY_ADDRESS), ENTER),
        enter(
            "settling, and a consumer reads only when it starts",
            new Viewed()
                .service(
                    Viewed.service(EnterFallback.ON_ALARM, Reads.RUNTIME_READ, Reads.ENV_AT_START))
                .name(Row.SETTLING),
            "say fallback.enter"),
        enter(
            "settling, and all consumers read at run time",
            new Viewed()
                .service(Viewed.service(EnterFallback.ON_ALARM, Reads.RUNTIME_READ))
                .name(Row.SETTLING)
                .succeeded(Duration.ofSeconds(60)),
            ENTER),
        enter(
            "settling, and nobody said who the consumers are",
            new Viewed().service(Viewed.service(EnterFallback.ON_ALARM)).name(Row.SETTLING),
            "say fallback.enter"),
        enter(
            "the application refuses the name, and answers by address",
            new Viewed().name(Row.REJECTED_BOTH),
            ENTER),
        enter(
            "the application refuses both",
            new Viewed().name(Row.REJECTED_BOTH).rejected(IP1),
            NOTHING),
        enter(
            "our zone is not seen, for the first time",
            new Viewed().name(Row.ZONE_NOT_SEEN),
            NOTHING),
        enter(
            "our zone is not seen, again, and the alarm calls",
            new Viewed().name(Row.ZONE_NOT_SEEN).vigil(zoneUnseen()),
            ENTER),
        enter(
            "our zone is not seen, again, and no alarm calls",
            new Viewed()
                .service(Viewed.service(EnterFallback.ON_NAME_FAILURE))
                .name(Row.ZONE_NOT_SEEN)
                .vigil(zoneUnseen())
                .alarm(State.OK),
            NOTHING),
        enter(
            "nobody is wanted and nobody runs",
            new Viewed().seen(new Seen().ecs(ecs(0))).name(Row.ASLEEP).nobodyAsked(),
            NOTHING));
  }

  private static Seen notAnswering() {
    return new Seen().ecs(forgetful(1)).tasks(running(A, IP1)).down(IP1);
  }

  static Stream<Arguments> repairs() {
    return Stream.of(
        enter("registering cannot help", new Viewed().repair(Repair.CANNOT_HELP), ENTER),
        enter("registering failed", new Viewed().repair(Repair.FAILED), ENTER),
        enter(
            "who answers now did not before",
            new Viewed().seen(notAnswering()),
            "say fallback.enter"),
        enter(
            "who answers now did not before, and is registered",
            new Viewed().seen(notAnswering().instances(ours(A, IP1))),
            ENTER),
        enter(
            "no registration could be sent yet",
            new Viewed().repair(Repair.UNSENT),
            "say fallback.enter"),
        enter(
            "no registration could be sent for a minute",
            new Viewed().repair(Repair.UNSENT).troubled(Duration.ofSeconds(60)),
            ENTER),
        enter(
            "a registration that was sent has not ended",
            new Viewed().repair(Repair.UNENDED),
            "say fallback.enter"),
        enter(
            "a registration that was sent has not ended for a minute",
            new Viewed()
                .repair(Repair.UNENDED)
                .sent(Duration.ofSeconds(60))
                .troubled(Duration.ofSeconds(60)),
            ENTER),
        enter(
            "one was sent lately, and has not ended, though the name has been failing for long",
            new Viewed()
                .repair(Repair.UNENDED)
                .sent(Duration.ofSeconds(59))
                .troubled(Duration.ofMinutes(10)),
            "say fallback.enter"),
        enter(
            "a registration is held back",
            new Viewed().repair(Repair.PENDING),
            "say fallback.enter"),
        enter(
            "a registration succeeded a moment ago",
            new Viewed().succeeded(Duration.ofSeconds(59)),
            "say fallback.enter"),
        enter(
            "a registration succeeded and did not help",
            new Viewed().succeeded(Duration.ofSeconds(60)),
            ENTER),
        enter(
            "a registration succeeded, and nobody remembers when",
            new Viewed().repair(Repair.SUCCEEDED),
            "say fallback.enter"));
  }

  static Stream<Arguments> candidates() {
    return Stream.of(
        enter("the task is down", new Viewed().down(IP1), "say fallback.enter"),
        enter("the task refuses us", new Viewed().rejected(IP1), "say fallback.enter"),
        enter("nobody was asked", new Viewed().nobodyAsked(), "say fallback.enter"),
        enter(
            "its container is UNHEALTHY",
            new Viewed().tasks(unhealthy(A, IP1)),
            "say fallback.enter"),
        enter("it is stopping", new Viewed().tasks(stopping(A, IP1)), "say fallback.enter"),
        enter(
            "its address is not admitted",
            new Viewed().tasks(running(A, OUTSIDE)).ok(OUTSIDE),
            "say fallback.enter"),
        enter(
            "it is of the other colour",
            new Viewed().ecs(oneColour("ecs-svc/of-the-other-colour")),
            "say fallback.enter"),
        enter(
            "which colour is in production cannot be told",
            new Viewed().ecs(twoColours(1)),
            "say fallback.enter"),
        enter(
            "the service could not be read, and its colours are in there",
            new Viewed().seen(new Seen().ecsUnread().tasks(running(A, IP1))),
            "say fallback.enter"),
        enter(
            "the one that answers",
            new Viewed().tasks(running(A, IP1), running(B, IP2)).down(IP1).ok(IP2),
            "-> http://10.0.0.2:5000 fallback.enter, then pinned b 10.0.0.2 until 12:30"),
        enter(
            "the one that has been running the longest",
            new Viewed()
                .tasks(running(A, IP1, Duration.ofMinutes(5)), running(B, IP2, Duration.ofHours(5)))
                .ok(IP1, IP2),
            "-> http://10.0.0.2:5000 fallback.enter, then pinned b 10.0.0.2 until 12:30"),
        enter(
            "rather one of the deployment that replaces the other",
            new Viewed()
                .ecs(rollingTo("ecs-svc/new"))
                .tasks(
                    running(A, IP1, Duration.ofHours(5)),
                    startedBy("ecs-svc/new", running(B, IP2, Duration.ofMinutes(5))))
                .ok(IP1, IP2),
            "-> http://10.0.0.2:5000 fallback.enter, then pinned b 10.0.0.2 until 12:30"),
        enter(
            "of equals the first",
            new Viewed().tasks(running(B, IP2), running(A, IP1)).ok(IP1, IP2),
            ENTER),
        enter(
            "in the form that consumers parse",
            new Viewed()
                .byName("mlflow.hokusai-development.local")
                .parameter("mlflow.hokusai-development.local", BEFORE),
            "-> 10.0.0.1 fallback.enter, then pinned a 10.0.0.1 until 12:30"));
  }

  static Stream<Arguments> budgets() {
    return Stream.of(
        enter("two entries today", new Viewed().entered(2), ENTER),
        enter("three entries today", new Viewed().entered(3), "say fallback.enter"),
        enter(
            "two tasks run",
            new Viewed().tasks(running(A, IP1), running(B, IP2)).ok(IP1, IP2),
            ENTER),
        enter(
            "three tasks run, and one would serve for all",
            new Viewed().tasks(running(A, IP1), running(B, IP2), running(C, IP3)).ok(IP1, IP2, IP3),
            "say fallback.enter"),
        enter(
            "how many run is not known",
            new Viewed().seen(new Seen().ecs(ecs(1)).tasks(running(A, IP1)).tasksPartly()),
            "say fallback.enter"),
        enter(
            "whatever stands against it is said",
            new Viewed().alarm(State.OK).repair(Repair.PENDING).down(IP1).entered(3),
            "say fallback.enter",
            "say fallback.enter",
            "say fallback.enter",
            "say fallback.enter"));
  }

  static Stream<Arguments> holds() {
    return Stream.of(
        enter("paused", new Viewed().holds(Kind.PAUSE), "say fallback.enter"),
        enter("restored by a person", new Viewed().holds(Kind.RESTORE), "say fallback.enter"),
        enter("released", new Viewed().holds(Kind.RELEASE), "say fallback.enter"),
        enter("undone", new Viewed().holds(Kind.UNDO), "say fallback.enter"),
        enter("hands off", new Viewed().holds(Kind.ENDPOINT), "say fallback.enter"),
        enter(
            "a person asks for it, whatever the name and the budgets are",
            new Viewed()
                .service(Viewed.service(EnterFallback.NEVER))
                .name(Row.GOOD)
                .entered(3)
                .holds(Kind.FALLBACK),
            ENTER),
        enter(
            "a person asks for it, and nobody answers",
            new Viewed().name(Row.GOOD).down(IP1).holds(Kind.FALLBACK),
            "say fallback.enter"),
        enter(
            "a person asks for it while it is paused: the permission knows who asks",
            new Viewed().holds(Kind.FALLBACK, Kind.PAUSE),
            ENTER),
        enter(
            "a person asks for it, and for the name: the strictest wins",
            new Viewed().holds(Kind.FALLBACK, Kind.RESTORE),
            "say fallback.enter"),
        enter(
            "a person asks for it, and had it undone",
            new Viewed().holds(Kind.FALLBACK, Kind.UNDO),
            "say fallback.enter"));
  }

  static Stream<Arguments> situations() {
    return Stream.of(
        situation(
            "endpointMissing", "never created", new Viewed().noParameter(), "say endpointMissing"),
        situation(
            "endpointMissing",
            "not by a person either",
            new Viewed().noParameter().holds(Kind.FALLBACK),
            "say endpointMissing"),
        situation(
            "endpointNamesAnother",
            "neither entered on the other name's word",
            new Viewed()
                .byName("http://mlflow.example.com:5000")
                .parameter("http://mlflow.example.com:5000", BEFORE),
            "say endpointNamesAnother"),
        situation(
            "endpointNamesAnother",
            "people told their consumers another name than the configuration says",
            new Viewed().parameter("http://mlflow.example.com:5000", BEFORE),
            "say endpointNamesAnother"),
        situation(
            "endpointNamesAnother",
            "what the parameter holds leads nowhere",
            new Viewed().parameter("(to be filled in)", BEFORE),
            "say endpointNamesAnother"),
        situation(
            "endpointNamesAnother",
            "a person asks for an address all the same",
            new Viewed().parameter("http://mlflow.example.com:5000", BEFORE).holds(Kind.FALLBACK),
            ENTER,
            "say endpointNamesAnother"),
        situation(
            "endpointAlreadyByAddress",
            "its task answers",
            new Viewed().parameter(byAddress(IP1), BEFORE),
            "say endpointAlreadyByAddress"),
        situation(
            "endpointAlreadyByAddress",
            "its task was not asked: no evidence",
            new Viewed().parameter(byAddress(IP1), BEFORE).nobodyAsked(),
            "say endpointAlreadyByAddress"),
        situation(
            "endpointAlreadyByAddress",
            "its task refuses us, and so answers",
            new Viewed().parameter(byAddress(IP1), BEFORE).rejected(IP1),
            "say endpointAlreadyByAddress"),
        situation(
            "endpointAlreadyByAddress",
            "its task is down, and nothing stands against moving it",
            new Viewed()
                .tasks(running(A, IP1), running(B, IP2))
                .parameter(byAddress(IP2), BEFORE)
                .ok(IP1)
                .down(IP2),
            ENTER,
            "say endpointAlreadyByAddress"),
        situation(
            "endpointAlreadyByAddress",
            "no task has it, and nothing stands against moving it",
            new Viewed().parameter(byAddress(IP2), BEFORE),
            ENTER,
            "say endpointAlreadyByAddress"),
        situation(
            "endpointAlreadyByAddress",
            "no task has it, and the name is good: people are told",
            new Viewed().parameter(byAddress(IP2), BEFORE).name(Row.GOOD),
            "say endpointAlreadyByAddress"),
        situation(
            "endpointAlreadyByAddress",
            "no task has it, of those that could be read",
            new Viewed()
                .seen(new Seen().ecs(ecs(1)).tasks(running(A, IP1)).tasksPartly())
                .parameter(byAddress(IP2), BEFORE),
            "say endpointAlreadyByAddress"),
        situation(
            "endpointAlreadyByAddress",
            "a person asks for an address, and it is one",
            new Viewed().parameter(byAddress(IP1), BEFORE).holds(Kind.FALLBACK),
            "say endpointAlreadyByAddress"),
        situation(
            "endpointAlreadyByAddress",
            "a person asks for the name",
            new Viewed().parameter(byAddress(IP1), BEFORE).name(Row.GOOD).holds(Kind.RESTORE),
            "-> " + BY_NAME + " endpointAlreadyByAddress, then left"),
        situation(
            "endpointAlreadyByAddress",
            "a person asks for the name, which is broken, and the address answers",
            new Viewed().parameter(byAddress(IP1), BEFORE).holds(Kind.RESTORE),
            "say fallback.held",
            "say endpointAlreadyByAddress"),
        situation(
            "endpointAlreadyByAddress",
            "the same, and forces it",
            new Viewed().parameter(byAddress(IP1), BEFORE).forces(Kind.RESTORE),
            "-> " + BY_NAME + " endpointAlreadyByAddress, then left"),
        situation(
            "endpointAlreadyByAddress",
            "a person asked for the name and had it; somebody wrote an address after that",
            new Viewed()
                .file(leftAt(NOON.minusSeconds(300)))
                .parameter(byAddress(IP1), BEFORE + 3)
                .name(Row.GOOD)
                .holds(Kind.RESTORE),
            "say endpointAlreadyByAddress"),
        situation(
            "endpointAlreadyByAddress",
            "a person asks for the name again",
            new Viewed()
                .file(leftAt(NOON.minusSeconds(900)))
                .parameter(byAddress(IP1), BEFORE + 3)
                .name(Row.GOOD)
                .holds(Kind.RESTORE),
            "-> " + BY_NAME + " endpointAlreadyByAddress, then left"),
        situation(
            "endpointAlreadyByAddress",
            "nobody is wanted and nobody runs: that is said of the service",
            new Viewed()
                .seen(new Seen().ecs(ecs(0)).tasks(running(A, IP1)))
                .parameter(byAddress(IP2), BEFORE)
                .name(Row.GOOD),
            "say endpointAlreadyByAddress"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("namesOfOne")
  void knowsANameInWhateverCase(String value) {
    var viewed = new Viewed().byName(value).parameter(value, BEFORE).name(Row.GOOD);

    assertThat(Brief.of(new EndpointPlanner().plan(viewed.view()))).isEmpty();
  }

  static Stream<String> namesOfOne() {
    return Stream.of(
        BY_NAME,
        "https://MLFLOW.Hokusai-Development.LOCAL/api",
        "mlflow.hokusai-development.local.");
  }

  @Test
  void saysBothNames() {
    var viewed = new Viewed().byName("http://mlflow.example.com:5000");

    assertThat(new EndpointPlanner().plan(viewed.view()).says())
        .first()
        .extracting(Remark::because)
        .asString()
        .contains("http://mlflow.example.com:5000", "for mlflow.hokusai-development.local:");
  }

  /** The list may be unread, and the configuration may name the service by its ARN. */
  @Test
  void callsNoNameAnotherWhereOursIsNotKnown() {
    var other = "http://mlflow.example.com:5000";
    var viewed =
        new Viewed()
            .service(Viewed.byArn())
            .seen(new Seen().listingUnread().tasks(running(A, IP1)))
            .byName(other)
            .parameter(other, BEFORE)
            .name(Row.BLIND);

    assertThat(Brief.of(new EndpointPlanner().plan(viewed.view()))).isEmpty();
  }

  @Test
  void showsNothingOfASecret() {
    var viewed = new Viewed().secret("http://user:secret@mlflow.example.com:5000", BEFORE);

    assertThat(new EndpointPlanner().plan(viewed.view()).says())
        .isNotEmpty()
        .noneMatch(remark -> remark.because().contains("example.com"))
        .noneMatch(remark -> remark.because().contains("secret@"));
  }

  @Test
  void tellsADeadAddressFromOneThatServes() {
    var serves = new Viewed().parameter(byAddress(IP1), BEFORE);
    var dead = new Viewed().parameter(byAddress(IP2), BEFORE).name(Row.GOOD);

    assertThat(new EndpointPlanner().plan(serves.view()).row())
        .contains(Situation.ENDPOINT_ALREADY_BY_ADDRESS);
    assertThat(new EndpointPlanner().plan(dead.view()).row())
        .contains(Situation.ENDPOINT_DEAD_ADDRESS);
  }

  @Test
  void decidesNothingOnAParameterThatCouldNotBeRead() {
    var viewed = new Viewed().pinned(A, IP1).name(Row.EMPTIED).parameterUnread();

    var plan = new EndpointPlanner().plan(viewed.view());

    assertThat(Brief.of(plan)).containsExactly("say incomplete");
    assertThat(plan.row()).isEmpty();
    assertThat(plan.vigil().troubledSince()).contains(NOON);
    assertThat(plan.standing()).isEqualTo(viewed.view().seen().look().dossier().fallback());
  }

  @Test
  void saysWhyItEntersAndForHowLong() {
    var move = new EndpointPlanner().plan(new Viewed().view()).move().orElseThrow();

    assertThat(move.isEntry()).isTrue();
    assertThat(move.because())
        .contains("mlflow has no instance in Cloud Map", "registering cannot help", "answered 200");
    assertThat(move.underway(NOON).read()).isEqualTo(BEFORE);
  }

  private static Vigil zoneUnseen() {
    return Vigil.NONE.ofName(
        Optional.empty(), Optional.empty(), 0, Optional.of(NOON.minusSeconds(60)));
  }

  private static EcsService rollingTo(String primary) {
    return new EcsService("ACTIVE", 1, Set.of(), new Deployment.Rolling(2, primary));
  }

  private static Fallback leftAt(Instant at) {
    var written = new Written(new EndpointValue(BY_NAME), BEFORE + 2, at);
    return new Fallback(
        Viewed.before(), ENTERED, new Position.Left(at), Optional.of(written), Optional.empty());
  }

  private static Arguments enter(String sentence, Viewed viewed, String... expected) {
    return arguments("fallback.enter", sentence, viewed, Arrays.asList(expected));
  }

  private static Arguments situation(
      String row, String sentence, Viewed viewed, String... expected) {
    return arguments(row, sentence, viewed, Arrays.asList(expected));
  }
}
