package ai.hokus.remediation.incidents;

import static ai.hokus.remediation.incidents.Came.register;
import static ai.hokus.remediation.incidents.Came.withdraw;
import static ai.hokus.remediation.incidents.OnFile.back;
import static ai.hokus.remediation.incidents.OnFile.fallback;
import static ai.hokus.remediation.incidents.OnFile.incident;
import static ai.hokus.remediation.incidents.OnFile.move;
import static ai.hokus.remediation.incidents.OnFile.pinned;
import static ai.hokus.remediation.incidents.OnFile.redeployment;
import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.ecs;
import static ai.hokus.remediation.world.Sample.unproven;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Vigil;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.NameVerdict.Row;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.world.Seen;
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

class IncidentsTest {
  private static final Incidents INCIDENTS = new Incidents(new Commands("live"));

  private static final String LOST = "its name has been failing since 2025-08-01T11:59:00Z:";
  private static final String GOOD = "name good: it was good";
  private static final String BROKEN = "name broken: it was broken";
  private static final String ENTERED = "set " + Came.PARAMETER + " to http://10.0.0.1:5000: why";
  private static final Instant EARLIER = NOON.minusSeconds(600);

  @ParameterizedTest(name = "{0}", quoteTextArguments = false)
  @MethodSource({"opening", "stopped", "goingOn", "moved", "redeployed", "closing"})
  void writes(String situation, Dossier before, Came came, List<String> beginnings) {
    var known = Told.standing(INCIDENTS, before, came);
    var report = came.with(known).report();

    assertThat(Told.of(known, INCIDENTS.after(report)))
        .usingElementComparator((line, beginning) -> line.startsWith(beginning) ? 0 : 1)
        .isEqualTo(beginnings);
  }

  /** It would lie in the table for nobody; the incident is kept as ever. */
  @Test
  void writesNoMessageWhereNobodySendsAny() {
    var report = lost().report();
    var unheard = new Incidents(new Commands("live"), false).after(report).orElseThrow();

    assertThat(unheard).isEqualTo(INCIDENTS.after(report).orElseThrow().withoutMessages());
    assertThat(unheard.messages()).isEmpty();
    assertThat(unheard.dossier().incident()).isPresent();
  }

  static Stream<Arguments> opening() {
    return Stream.of(
        row("in sync", new Came()),
        row("the name broken for a minute", lost(), "opened", "I 1! " + LOST),
        row("half for a minute", new Came().name(Row.HALF, 60), "opened", "I 1! " + LOST),
        row("broken, and not for a minute", new Came().name(Row.NO_RECORD, 59)),
        row("it was broken, and nobody can tell now", new Came().name(Row.BLIND, 600)),
        row("it was broken, and settles", new Came().name(Row.SETTLING, 600)),
        row("nobody is wanted", new Came().name(Row.ASLEEP, 600)),
        row(
            "a write failed",
            new Came().failed(register(A, IP1), "throttled"),
            "opened",
            "I 1! could not register 10.0.0.1:5000 for task"),
        row(
            "it failed a moment ago, and was not tried",
            new Came()
                .remembers(unproven(A))
                .at(Duration.ofSeconds(-30))
                .failed(register(A, IP1), "not tried again yet")),
        row(
            "it failed a minute ago, and again",
            new Came().remembers(unproven(A)).failed(register(A, IP1), "FAIL"),
            "opened",
            "I 1! could not register 10.0.0.1:5000 for task"),
        row("a write was held", new Came().withheld(register(A, IP1)).under(Policy.REPAIR)),
        row(
            "a deployment, a scale-in: ours go with their tasks",
            new Came()
                .did(withdraw(A, IP1, Situation.TASK_STOPPED))
                .did(withdraw(B, IP2, Situation.TASK_STOPPING))),
        row(
            "an address that somebody wrote, and nobody is there: a finding, too",
            new Came().said(Situation.ENDPOINT_DEAD_ADDRESS),
            "opened",
            "I 1! nobody is where the endpoint leads: what is said of endpointAlreadyByAddress",
            "endpointAlreadyByAddress 1! its endpoint holds an address that this"),
        row(
            "an address that somebody wrote, and a task answers: a finding",
            new Came().said(Situation.ENDPOINT_ALREADY_BY_ADDRESS),
            "endpointAlreadyByAddress 1! its endpoint holds an address that this"),
        row(
            "refused by its name alone, which only the endpoint's vigil knows",
            new Came().name(Row.REJECTED_BOTH).keeping(troubled(60, Optional.empty())),
            "opened",
            "I 1! " + LOST),
        row("refused by its name and by its address", new Came().name(Row.REJECTED_BOTH)),
        row(
            "our zone is not seen, and an alarm confirms it",
            new Came().name(Row.ZONE_NOT_SEEN).keeping(troubled(60, Optional.of(120))),
            "opened",
            "I 1! " + LOST),
        row(
            "broken before, and now our zone is not seen",
            new Came().name(Row.ZONE_NOT_SEEN).keeping(troubled(120, Optional.of(60)))),
        row(
            "registered, and nothing was wrong for long",
            new Came().did(register(A, IP1, Situation.ECS_DID_NOT_REGISTER)),
            "C 1~ registered 10.0.0.1:5000 in Cloud Map, because it"),
        row(
            "two registered",
            new Came()
                .did(register(A, IP1, Situation.OURS_DIFFERS))
                .did(register(B, IP2, Situation.OURS_DIFFERS)),
            "C 1~ registered 10.0.0.1:5000 in Cloud Map, because it"),
        row(
            "one was withdrawn that ECS forgot",
            new Came().did(withdraw(A, IP1, Situation.TASK_MISSING)),
            "C 1~ took ours 10.0.0.1 out of Cloud"));
  }

  static Stream<Arguments> stopped() {
    return Stream.of(
        row("the ledger could not be read", lost().ledgerUnread()),
        row("paused, and the name is broken", lost().paused()),
        row("paused, with a finding", new Came().paused().remarked(Situation.REGISTRY_FORGOTTEN)),
        on("paused, and all is well again: it stays open", open(GOOD), new Came().paused()),
        on(
            "paused, and a person had the endpoint moved",
            open(),
            new Came()
                .paused()
                .left(OnFile.of(incident().with(fallback(pinned(IP1), NOON))))
                .put(new Outcome.Done(move(IP1, pinned(IP1), Situation.FALLBACK_ENTER))),
            "I 2! the endpoint moved to 10.0.0.1 until"),
        on(
            "paused, and the fallback lives on for an hour",
            OnFile.of(incident(ENTERED).with(fallback(pinned(IP1), EARLIER))),
            new Came().paused().minutes(50),
            "I 2! the fallback of the endpoint lives on,"),
        row(
            "policy observe, and the name is broken: what it would do is told with it",
            lost().under(Policy.OBSERVE).withheld(register(A, IP1)),
            "opened",
            "I 1! " + LOST),
        on(
            "policy observe, and what it would do is told already",
            open(BROKEN, Lines.of(new Outcome.Held(register(A, IP1), "policy observe"))),
            new Came()
                .name(Row.NO_RECORD, 600)
                .under(Policy.OBSERVE)
                .put(new Outcome.Held(register(A, IP1), "policy observe"))),
        on(
            "policy observe, and it would do something else",
            open(BROKEN),
            new Came()
                .name(Row.NO_RECORD, 600)
                .under(Policy.OBSERVE)
                .put(
                    new Outcome.Held(
                        move(IP1, pinned(IP1), Situation.FALLBACK_ENTER), "policy observe")),
            "I 2~ would set /hokusai/development/mlflow/endpoint to http://10.0.0.1:5000; policy"));
  }

  static Stream<Arguments> goingOn() {
    return Stream.of(
        on("still broken", open(BROKEN), new Came().name(Row.NO_RECORD, 600)),
        on(
            "half now",
            open(BROKEN),
            new Came().name(Row.HALF, 600),
            "noted name half: " + is("half")),
        on("nobody can tell", open(BROKEN), new Came().name(Row.BLIND, 600)),
        on("good now", open(BROKEN), new Came(), "noted name good: " + is("good")),
        on(
            "registered",
            open(BROKEN),
            new Came().did(register(A, IP1)),
            "I 2~ registered 10.0.0.1:5000 in Cloud Map, because it"),
        on(
            "registered again, since it did not help",
            open(BROKEN, Lines.of(new Outcome.Done(register(A, IP1)))),
            new Came().name(Row.NO_RECORD, 60).did(register(A, IP1)),
            "noted register 10.0.0.1:5000 for task " + "a".repeat(32) + ": it"),
        on(
            "ours went with its task",
            open(GOOD)
                .with(incident(GOOD).with(fallback(pinned(IP1), EARLIER)).noting(moment(ENTERED))),
            new Came().did(withdraw(B, IP2, Situation.TASK_STOPPED)),
            "noted withdraw ours " + "b".repeat(32) + " (10.0.0.2): its task has"),
        on(
            "failed as before, under another request id",
            OnFile.of(incident(BROKEN, failure("request 0a1b2c3d-4e5f")).registering(List.of(A))),
            new Came().name(Row.NO_RECORD, 60).failed(register(A, IP1), "request 99887766-5544")),
        on(
            "failed otherwise",
            open(BROKEN, failure("throttled")),
            new Came().name(Row.NO_RECORD, 60).failed(register(A, IP1), "refused"),
            "I 2! could not register 10.0.0.1:5000 for task"),
        on(
            "failed as before, and was done in between",
            open(BROKEN, failure("FAIL"), Lines.of(new Outcome.Done(register(A, IP1)))),
            new Came().name(Row.NO_RECORD, 60).failed(register(A, IP1), "FAIL"),
            "I 2! could not register 10.0.0.1:5000 for task"),
        on(
            "settled without getting well, and broken for a minute again",
            open(BROKEN, "name settling: a moment", BROKEN),
            new Came().name(Row.NO_RECORD, 60)),
        on(
            "was good, and broken for a minute again",
            open(BROKEN, GOOD, BROKEN),
            new Came().name(Row.NO_RECORD, 60),
            "I 2! " + LOST));
  }

  static Stream<Arguments> moved() {
    return Stream.of(
        on(
            "entered, as it was written ahead",
            Dossier.EMPTY,
            moving(pinned(IP1), Situation.FALLBACK_ENTER, incident().told(0)),
            "opened",
            "I 1! the endpoint moved to 10.0.0.1 until"),
        on(
            "entered by a pass that was killed",
            OnFile.of(incident().told(0).with(fallback(pinned(IP1), EARLIER))),
            new Came().name(Row.NO_RECORD),
            "I 1! the endpoint moved to 10.0.0.1 until"),
        on(
            "entered in the course of it",
            open(BROKEN),
            moving(pinned(IP1), Situation.FALLBACK_ENTER, incident(BROKEN)),
            "I 2! the endpoint moved to 10.0.0.1 until"),
        on(
            "to enter failed: what was written ahead is taken back",
            open(
                BROKEN, "set " + Came.PARAMETER + " to http://10.0.0.1:5000: why; failed: refused"),
            new Came()
                .name(Row.NO_RECORD)
                .put(
                    new Outcome.Failed(
                        move(IP1, pinned(IP1), Situation.FALLBACK_ENTER), "refused")),
            "filed"),
        on(
            "followed",
            OnFile.of(incident(BROKEN, ENTERED).with(fallback(pinned(IP1), EARLIER))),
            moving(pinned(IP2), Situation.FALLBACK_FOLLOW, incident(BROKEN, ENTERED)),
            "I 2~ the endpoint followed to 10.0.0.2 until"),
        on(
            "waiting",
            OnFile.of(incident(BROKEN, ENTERED).with(fallback(pinned(IP1), EARLIER))),
            moving(
                new Position.Waiting(NOON),
                Situation.FALLBACK_STOPPED_ALONE,
                incident(BROKEN, ENTERED)),
            "I 2! the endpoint is by its name until"),
        on(
            "returned",
            OnFile.of(incident(GOOD, ENTERED).with(fallback(pinned(IP1), EARLIER))),
            new Came()
                .left(
                    OnFile.of(
                        incident(BROKEN, ENTERED).with(fallback(new Position.Left(NOON), NOON))))
                .put(new Outcome.Done(back(Situation.FALLBACK_RESTORE))),
            "I 2~ the endpoint is by its name again,"),
        on(
            "returned by a pass that was killed",
            OnFile.of(incident(GOOD, ENTERED).with(fallback(new Position.Left(NOON), EARLIER))),
            new Came().name(Row.NO_RECORD),
            "I 2~ the endpoint has no fallback any more"),
        on(
            "judged anew, without a put",
            OnFile.of(
                incident(GOOD, ENTERED)
                    .with(fallback(new Position.StandingBack(EARLIER), EARLIER))),
            new Came()
                .name(Row.BLIND)
                .said(Situation.FALLBACK_HELD)
                .left(
                    OnFile.of(
                        incident(GOOD, ENTERED).with(fallback(new Position.Left(NOON), EARLIER)))),
            "I 2~ the endpoint has no fallback any more: what is said of fallback.held"),
        on(
            "a put of which nobody knows what became",
            open(BROKEN),
            new Came()
                .name(Row.NO_RECORD)
                .left(OnFile.of(incident(BROKEN).with(begun())))
                .put(
                    new Outcome.Failed(
                        move(IP1, pinned(IP1), Situation.FALLBACK_ENTER), "timeout")),
            "I 2! could not set /hokusai/development/mlflow/endpoint to http://10.0.0.1:5000:"),
        on(
            "it never came through",
            OnFile.of(incident(BROKEN, "set x: y (fallback.enter); failed: z").with(begun())),
            new Came()
                .name(Row.NO_RECORD)
                .left(
                    OnFile.of(
                        incident(BROKEN, "set x: y (fallback.enter); failed: z")
                            .with(begun().withoutUnderway().at(new Position.Left(NOON))))),
            "filed"),
        on(
            "it came through all the same",
            OnFile.of(incident(BROKEN, "set x: y (fallback.enter); failed: z").with(begun())),
            new Came()
                .name(Row.NO_RECORD)
                .left(
                    OnFile.of(
                        incident(BROKEN, "set x: y (fallback.enter); failed: z")
                            .with(begun().settled(OnFile.written(EARLIER), pinned(IP1), EARLIER)))),
            "I 2! the endpoint moved to 10.0.0.1 until"),
        on(
            "we wrote over somebody, and gave it back",
            OnFile.of(incident(BROKEN, ENTERED).with(fallback(pinned(IP1), EARLIER))),
            new Came()
                .name(Row.NO_RECORD)
                .left(OnFile.of(incident(BROKEN, ENTERED).with(handsOff())))
                .asksForHold()
                .put(
                    new Outcome.Done(
                        new Action.Move(
                            OnFile.parameter(),
                            new Action.Target.Others(4),
                            handsOff().position(),
                            Situation.FALLBACK_WROTE_OVER_OTHERS,
                            "we wrote over version 4"))),
            "I 2! hands off the endpoint since 2025-08-01T12:00:00Z: takenByOthers",
            "hold ENDPOINT"),
        on(
            "told so long ago that the timeline has lost it",
            OnFile.of(crowded(incident(BROKEN, ENTERED).with(fallback(pinned(IP1), EARLIER)))),
            new Came().name(Row.NO_RECORD)),
        on(
            "renewed: silence",
            OnFile.of(incident(BROKEN, ENTERED).with(fallback(pinned(IP1), EARLIER))),
            new Came().name(Row.NO_RECORD).decided(Situation.FALLBACK_RENEW)),
        on(
            "nobody answers",
            OnFile.of(incident(BROKEN, ENTERED).with(fallback(pinned(IP1), EARLIER))),
            new Came()
                .name(Row.NO_RECORD)
                .decided(Situation.FALLBACK_NOT_ANSWERING)
                .said(Situation.FALLBACK_NOT_ANSWERING),
            "I 2! fallback is notAnswering: what is said of fallback.notAnswering"),
        on(
            "nobody answers, which was told",
            OnFile.of(
                incident(BROKEN, ENTERED, "fallback is notAnswering: nobody")
                    .with(fallback(pinned(IP1), EARLIER))),
            new Came()
                .name(Row.NO_RECORD)
                .decided(Situation.FALLBACK_NOT_ANSWERING)
                .said(Situation.FALLBACK_NOT_ANSWERING)),
        on(
            "somebody put it back",
            OnFile.of(incident(BROKEN, ENTERED).with(fallback(pinned(IP1), EARLIER))),
            new Came()
                .name(Row.NO_RECORD)
                .left(
                    OnFile.of(
                        incident(BROKEN, ENTERED)
                            .with(
                                fallback(
                                    new Position.StandingBack(NOON.plusSeconds(600)), EARLIER)))),
            "I 2! hands off the endpoint until 2025-08-01T12:10:00Z: fallback.returnedByOthers"),
        on(
            "somebody wrote something else: a hold goes with it",
            OnFile.of(incident(BROKEN, ENTERED).with(fallback(pinned(IP1), EARLIER))),
            new Came()
                .name(Row.NO_RECORD)
                .left(OnFile.of(incident(BROKEN, ENTERED).with(handsOff())))
                .asksForHold()
                .said(Situation.FALLBACK_TAKEN_BY_OTHERS),
            "I 2! hands off the endpoint since 2025-08-01T12:00:00Z: what",
            "hold ENDPOINT"),
        on(
            "the same a pass later",
            OnFile.of(
                incident(BROKEN, ENTERED)
                    .noting(moment(NOON, "hands off the endpoint since 2025-08-01T12:00:00Z: x"))
                    .with(handsOff())),
            new Came()
                .minutes(1)
                .name(Row.NO_RECORD)
                .held(Hold.Kind.ENDPOINT)
                .asksForHold()
                .said(Situation.FALLBACK_TAKEN_BY_OTHERS)),
        on(
            "an hour since it was entered",
            OnFile.of(incident(BROKEN, ENTERED).with(fallback(pinned(IP1), EARLIER))),
            new Came().minutes(50).name(Row.NO_RECORD),
            "I 2! the fallback of the endpoint lives on,"),
        on(
            "more than an hour, and reminded",
            OnFile.of(
                incident(BROKEN, ENTERED)
                    .with(fallback(pinned(IP1), EARLIER))
                    .noting(moment(NOON.plusSeconds(3000), "reminded"))),
            new Came().minutes(60).name(Row.NO_RECORD)),
        on(
            "three days, and reminded after two",
            OnFile.of(
                incident(BROKEN, ENTERED)
                    .with(fallback(pinned(IP1), EARLIER))
                    .noting(moment(EARLIER.plus(Duration.ofDays(2)), "reminded"))),
            new Came().at(Duration.ofDays(3)).name(Row.NO_RECORD),
            "I 2! the fallback of the endpoint lives on,"));
  }

  static Stream<Arguments> redeployed() {
    var redeploy =
        new Action.Redeploy(Came.CONSUMER, Situation.REDEPLOY_CONSUMER, "it holds the old value");
    return Stream.of(
        on(
            "a consumer was redeployed",
            open(BROKEN),
            new Came()
                .name(Row.NO_RECORD)
                .left(OnFile.of(incident(BROKEN).redeployed(redeployment(NOON))))
                .put(new Outcome.Done(redeploy)),
            "I 2~ asked ECS for a new deployment of"),
        on(
            "redeployed by a pass that was killed",
            OnFile.of(incident(BROKEN).redeployed(redeployment(EARLIER))),
            new Came().name(Row.NO_RECORD),
            "I 2~ asked ECS for a new deployment of"),
        on(
            "the answer was not heard",
            open(BROKEN),
            new Came()
                .name(Row.NO_RECORD)
                .left(OnFile.of(incident(BROKEN).redeployed(redeployment(NOON))))
                .put(new Outcome.Failed(redeploy, "timeout")),
            "I 2! could not redeploy hokusai-api-development: timeout"),
        on(
            "told already",
            OnFile.of(
                incident(BROKEN, "redeploy hokusai-api-development: why")
                    .redeployed(redeployment(EARLIER))),
            new Came().name(Row.NO_RECORD)));
  }

  static Stream<Arguments> closing() {
    var closed =
        new String[] {"I 2+ all is well again: mlflow.hokusai-development.local is", "closed"};
    return Stream.of(
        on("good in two passes", open(BROKEN, GOOD), new Came(), closed),
        on(
            "good in two passes, half a minute apart",
            OnFile.of(incident().noting(moment(NOON.minusSeconds(30), GOOD))),
            new Came(),
            closed),
        on(
            "good in two passes of a burst",
            OnFile.of(incident().noting(moment(NOON.minusSeconds(29), GOOD))),
            new Came()),
        on(
            "good, and broken in between",
            open(GOOD, BROKEN),
            new Came(),
            "noted name good: " + is("good")),
        on("good, and nobody can tell now", open(GOOD), new Came().name(Row.BLIND)),
        on(
            "asleep in two passes",
            open("name not applicable: asleep"),
            new Came().saw(new Seen().ecs(ecs(0))).name(Row.ASLEEP),
            closed),
        on(
            "it settles",
            open(GOOD),
            new Came().name(Row.SETTLING),
            "noted name settling: " + is("settling")),
        on(
            "a write failed a moment ago, and was not tried",
            open(GOOD, failure("FAIL")),
            new Came()
                .remembers(unproven(A))
                .at(Duration.ofSeconds(-30))
                .failed(register(A, IP1), "not tried again yet")),
        on("something could not be read", open(GOOD), new Came().saw(new Seen().ecsUnread())),
        on("a consumer could not be asked", open(GOOD), new Came().unread("its tasks")),
        on(
            "a consumer holds the address",
            OnFile.of(incident(GOOD, ENTERED).with(fallback(new Position.Left(EARLIER), EARLIER))),
            new Came().said(Situation.REDEPLOY_CONSUMER)),
        on(
            "no consumer holds it any more",
            OnFile.of(incident(GOOD, ENTERED).with(fallback(new Position.Left(EARLIER), EARLIER))),
            new Came(),
            closed),
        on(
            "a fallback stands",
            OnFile.of(incident(GOOD, ENTERED).with(fallback(pinned(IP1), EARLIER))),
            new Came()),
        on(
            "byName is another name",
            withFinding(open(GOOD), "endpointNamesAnother"),
            new Came().said(Situation.ENDPOINT_NAMES_ANOTHER)),
        on(
            "nobody is where the endpoint leads",
            withFinding(
                open(GOOD, "nobody is where the endpoint leads: it holds 10.0.0.9"),
                "endpointAlreadyByAddress"),
            new Came().said(Situation.ENDPOINT_DEAD_ADDRESS)),
        on(
            "refused by its name alone",
            open(BROKEN),
            new Came().name(Row.REJECTED_BOTH).keeping(troubled(30, Optional.empty()))));
  }

  /** Since so many seconds before noon; and since when our zone is not seen. */
  private static Vigil troubled(int seconds, Optional<Integer> unseen) {
    return Vigil.NONE.ofName(
        Optional.of(NOON.minusSeconds(seconds)),
        Optional.empty(),
        0,
        unseen.map(NOON::minusSeconds));
  }

  private static Came lost() {
    return new Came().name(Row.NO_RECORD, 60);
  }

  /** A put of this pass, after which the incident is as it was, and moved. */
  private static Came moving(Position then, Situation situation, Incident incident) {
    var to = then instanceof Position.Pinned(_, var address, _) ? address : IP1;
    return new Came()
        .name(Row.NO_RECORD)
        .left(OnFile.of(incident.with(fallback(then, NOON))))
        .put(new Outcome.Done(move(to, then, situation)));
  }

  /** With as many moments of a minute ago as are kept. */
  private static Incident crowded(Incident incident) {
    var crowded = incident;
    for (int n = 0; n < Incident.LONGEST - 1; n++) {
      crowded = crowded.noting(moment(NOON.minusSeconds(60), "something " + n));
    }
    return crowded.noting(moment(NOON.minusSeconds(60), BROKEN));
  }

  /** About to enter, ten minutes before noon. */
  private static Fallback begun() {
    return Fallback.begin(
        OnFile.BEFORE,
        new Fallback.Underway(
            Optional.of(new EndpointValue("http://10.0.0.1:5000")), 3, EARLIER, pinned(IP1)));
  }

  private static Fallback handsOff() {
    return fallback(new Position.HandsOff(NOON, "fallback.takenByOthers"), EARLIER);
  }

  private static Dossier open(String... moments) {
    return OnFile.of(incident(moments));
  }

  private static Dossier withFinding(Dossier dossier, String row) {
    return dossier.finding(OnFile.finding(row, EARLIER, EARLIER, 1).findings());
  }

  private static Incident.Moment moment(String what) {
    return moment(EARLIER, what);
  }

  private static Incident.Moment moment(Instant at, String what) {
    return new Incident.Moment(at, what, Optional.empty());
  }

  private static String failure(String why) {
    return Lines.of(new Outcome.Failed(register(A, IP1), why));
  }

  private static String is(String row) {
    return "mlflow.hokusai-development.local is " + row;
  }

  private static Arguments row(String situation, Came came, String... expected) {
    return on(situation, Dossier.EMPTY, came, expected);
  }

  private static Arguments on(String situation, Dossier before, Came came, String... expected) {
    return arguments(situation, before, came, Arrays.asList(expected));
  }
}
