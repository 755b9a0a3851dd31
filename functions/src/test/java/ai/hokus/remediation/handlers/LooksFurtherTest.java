package ai.hokus.remediation.handlers;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.running;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.hokus.remediation.config.ConfigurationReader;
import ai.hokus.remediation.model.Alarm.State;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.TargetGroup;
import ai.hokus.remediation.model.TargetGroup.HealthCheck;
import ai.hokus.remediation.model.TargetGroup.Target;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.world.InMemoryLedger;
import ai.hokus.remediation.world.InMemoryWorld.Call;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator gets where an alarm calls and there is nothing that the program could mend. */
class LooksFurtherTest {
  private static final String ALARM = "hokusai-api-502-errors";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String ENDPOINT = "/hokusai/development/mlflow/endpoint";
  private static final String BY_NAME = "http://mlflow.hokusai-development.local:5000";

  private final Wired wired = new Wired().configured(linked("mlflow"));

  /** The owners' own case: the name is fine, the target group's health check path is wrong. */
  @BeforeEach
  void theNameIsFine() {
    wired.world.tasks(running(A, IP1)).instances(ofEcs(A, IP1)).ok(IP1);
    wired.alarms.shows(ALARM, State.ALARM);
    wired.endpoints.holds(ENDPOINT, BY_NAME);
    wired
        .balancers
        .before("hokusai-mlflow-development")
        .before(
            "hokusai-api-development",
            new TargetGroup(
                "hokusai-reg-api-development",
                new HealthCheck("/health/alb", "traffic-port", "200"),
                true,
                List.of(
                    new Target(
                        "10.0.0.7",
                        "unhealthy",
                        "Target.ResponseCodeMismatch: Health checks failed with these codes:"
                            + " [404]"))));
  }

  @Test
  void saysThatTheCauseIsElsewhereAndChangesNothing() throws IOException {
    assertThat(ring())
        .contains(
            """
              "diagnosis" : [ "alarm hokusai-api-502-errors is in ALARM, and mlflow answers by \
            name: the cause is elsewhere; nothing was changed", "target group \
            hokusai-reg-api-development of hokusai-api-development: its health check asks \
            /health/alb for 200, and 1 of 1 targets fails it (Target.ResponseCodeMismatch: Health \
            checks failed with these codes: [404])" ]
            }\
            """);
    assertThat(wired.world.writes()).isZero();
    assertThat(wired.endpoints.version(ENDPOINT)).isEqualTo(1);
  }

  /** The alarm rings again and again, and sweeps pass. */
  @Test
  void tellsPeopleOnceAndOnceMoreWhenTheAlarmIsSilent() throws IOException {
    ring();
    wired.world.passes(MINUTE);
    ring();
    sweep();

    assertThat(messages())
        .singleElement()
        .satisfies(told -> {
          assertThat(told.happened()).contains(ALARM, "mlflow answers by name", "elsewhere");
          assertThat(told.you()).singleElement().asString().contains("/health/alb", "[404]");
        });

    wired.world.passes(MINUTE.multipliedBy(10));
    wired.alarms.shows(ALARM, State.OK);
    assertThat(ring()).doesNotContain("diagnosis");
    ring();
    sweep();

    assertThat(messages()).hasSize(2);
    assertThat(messages().getLast().happened()).contains(ALARM + " is OK again, after 11 min");
    assertThat(wired.world.writes()).isZero();
  }

  /** Nothing depends on an event's arriving. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void hearsByASweepThatTheAlarmIsSilent(boolean isThere) throws IOException {
    ring();
    wired.world.passes(MINUTE.multipliedBy(10));
    if (isThere) {
      wired.alarms.shows(ALARM, State.OK);
    } else {
      wired.alarms.loses(ALARM);
    }

    sweep();
    sweep();

    assertThat(messages()).hasSize(2);
    assertThat(messages().getLast().happened()).contains(isThere ? "is OK" : "not there any more");
  }

  /** A sweep that cannot ask, or hears that nothing is known, does not take it for silence. */
  @Test
  void goesOnUntilItHearsThatTheAlarmIsSilent() throws IOException {
    ring();
    wired.world.passes(MINUTE.multipliedBy(10));

    wired.alarms.shows(ALARM, State.INSUFFICIENT_DATA);
    sweep();
    ring();
    wired.alarms.refuses();
    sweep();

    assertThat(messages()).hasSize(1);
  }

  @Test
  void remembersADayLaterThatItStillCalls() throws IOException {
    ring();
    wired.world.passes(Duration.ofDays(1));
    sweep();
    sweep();

    assertThat(messages()).hasSize(2);
    assertThat(messages().getLast().happened()).startsWith("still, for 1 d: alarm " + ALARM);
  }

  @Test
  void tellsInTheWordsOfOneOfThoseThatTheAlarmIsLinkedTo() throws IOException {
    wired.configured(linked("auth", "mlflow"));
    ring();
    wired.world.passes(MINUTE);
    ring();

    assertThat(messages()).singleElement().extracting(Message::service).isEqualTo("auth");
  }

  /** Who paused knows. */
  @Test
  void tellsNobodyWhereItIsPaused() throws IOException {
    wired.ledger.hold("mlflow", new Hold(Hold.Kind.PAUSE, Optional.empty(), "we move"));

    assertThat(ring()).contains("the cause is elsewhere");
    assertThat(messages()).isEmpty();
  }

  @Test
  void saysWhereItCouldNotBeTold() throws IOException {
    wired.alarms.before(() -> wired.ledger.refuses(InMemoryLedger.Access.WRITE));

    assertThat(ring()).contains("the cause is elsewhere", "it could not be told");
  }

  /** A burst of events about a deployment is soon over. */
  @Test
  void tellsOnceAnotherHasGivenTheLeaseBack() throws IOException {
    wired.alarms.before(
        () -> wired.ledger.take("mlflow", wired.world.instant().plusSeconds(3), Instant.MAX));

    assertThat(ring()).doesNotContain("it could not be told");
    assertThat(messages()).hasSize(1);
  }

  /** Why an event, of which CloudWatch sends no second one, told nobody. */
  enum Missed {
    ANOTHER_IS_AT_IT,
    CLOUD_WATCH_SAYS_OK_STILL,
    CLOUD_WATCH_IS_AWAY,
    NO_EVENT_CAME
  }

  /** Nothing depends on an event's arriving, nor on what was to be seen when it did. */
  @ParameterizedTest
  @EnumSource
  void tellsByASweepWhatTheEventDidNot(Missed missed) throws IOException {
    wasWellFor(Duration.ofMinutes(10));
    switch (missed) {
      case ANOTHER_IS_AT_IT -> {
        wired.ledger.take("mlflow", wired.world.instant().plusSeconds(30), Instant.MAX);
        assertThat(ring()).contains("another invocation looks at it");
      }
      case CLOUD_WATCH_SAYS_OK_STILL -> {
        wired.alarms.shows(ALARM, State.OK);
        assertThat(ring()).doesNotContain("diagnosis");
        wired.alarms.shows(ALARM, State.ALARM);
      }
      case CLOUD_WATCH_IS_AWAY -> {
        wired.alarms.refuses();
        assertThat(ring()).contains("could not be looked at");
        sweep();
        wired.alarms.heals();
      }
      case NO_EVENT_CAME -> {}
    }
    assertThat(messages()).isEmpty();

    wired.world.passes(MINUTE);
    sweep();

    assertThat(messages())
        .singleElement()
        .satisfies(told -> {
          assertThat(told.happened()).contains(ALARM, "mlflow answers by name", "elsewhere");
          assertThat(told.you()).singleElement().asString().contains("/health/alb", "[404]");
        });

    for (int minute = 0; minute < 30; minute++) {
      wired.world.passes(MINUTE);
      sweep();
    }
    ring();

    assertThat(messages()).hasSize(1);
    assertThat(wired.balancers.count()).isEqualTo(2);
    assertThat(wired.world.writes()).isZero();
  }

  /** An alarm looks back, and calls for some minutes after its cause was mended. */
  @Test
  void tellsOfAnAlarmThatGoesOnLongAfterItsCauseWasMended() throws IOException {
    wasWellFor(Duration.ofMinutes(10));
    wired.world.ecs(forgetful(1)).loses(A.value());
    assertThat(ring()).contains("register 10.0.0.1:5000");

    for (int minute = 1; minute < 10; minute++) {
      wired.world.passes(MINUTE);
      sweep();
    }

    assertThat(messages()).isEmpty();

    for (int minute = 0; minute < 3; minute++) {
      wired.world.passes(MINUTE);
      sweep();
    }

    assertThat(messages()).singleElement().extracting(Message::happened).asString().contains(ALARM);
  }

  /** Nobody mended anything: ECS did. */
  @Test
  void givesTheAlarmOfANameThatWasNotGoodSomeTime() throws IOException {
    wasWellFor(Duration.ofMinutes(10));
    wired.world.instances(ofEcs(B, IP2)).answers(IP2, new Verdict.Down("connection refused"));
    sweep();
    wired.world.loses(B.value());

    wired.world.passes(MINUTE);
    sweep();
    wired.world.passes(Duration.ofMinutes(9));
    sweep();

    assertThat(messages()).isEmpty();

    wired.world.passes(MINUTE);
    sweep();

    assertThat(messages()).hasSize(1);
  }

  @Test
  void tellsByASweepOfAServiceThatHasNoEndpoint() throws IOException {
    wired.configured(
        Wired.guarding("repair", "api")
            .replace("\"port\": 5000,", "\"port\": 5000, \"alarms\": [\"" + ALARM + "\"],"));

    sweep();
    sweep();

    assertThat(messages()).singleElement().extracting(Message::service).isEqualTo("api");
  }

  @Test
  void asksOnceInASweepForAllAlarmsOfWhoeverIsWell() throws IOException {
    wired.configured(linked("auth", "mlflow"));
    wired.alarms.shows(ALARM, State.OK);
    wasWellFor(Duration.ofMinutes(10));
    int before = wired.alarms.count();

    sweep();

    assertThat(wired.alarms.count()).isEqualTo(before + 1);
    assertThat(wired.balancers.count()).isZero();
  }

  @Test
  void asksForNoneInASweepWhereNobodyHasAny() throws IOException {
    wired.configured(Wired.guarding("repair", "mlflow"));
    wasWellFor(Duration.ofMinutes(10));

    sweep();

    assertThat(wired.alarms.count()).isZero();
  }

  @Test
  void tellsNobodyByASweepWhileAnIncidentIsOpen() throws IOException {
    wasWellFor(Duration.ofMinutes(10));
    var service = ConfigurationReader.read(wired.documents()).services().getFirst();
    wired.ledger.hasOnFile(
        "mlflow", Dossier.EMPTY.with(Incident.open(service, wired.world.instant(), "a write")));

    sweep();

    assertThat(messages()).isEmpty();
    assertThat(wired.alarms.count()).isZero();
  }

  @Test
  void asksForNoneInASweepWhileOneThatItIsLinkedToIsNotSeenToBeWell() throws IOException {
    wired.configured(linked("auth", "mlflow"));
    wired.alarms.shows(ALARM, State.OK);
    wasWellFor(Duration.ofMinutes(10));
    wired.alarms.shows(ALARM, State.ALARM);
    int before = wired.alarms.count();
    wired.ledger.take("mlflow", wired.world.instant().plusSeconds(30), Instant.MAX);

    sweep();

    assertThat(wired.alarms.count()).isEqualTo(before);
    assertThat(messages()).isEmpty();

    wired.world.passes(MINUTE);
    sweep();

    assertThat(messages()).singleElement().extracting(Message::service).isEqualTo("auth");
  }

  @Test
  void tellsNobodyByASweepOfAnAlarmThatIsMuted() throws IOException {
    wired.alarms.mutes(ALARM);
    wasWellFor(Duration.ofMinutes(10));

    sweep();

    assertThat(messages()).isEmpty();
    assertThat(wired.balancers.count()).isZero();
  }

  @Test
  void tellsNobodyByASweepWhereItIsPaused() throws IOException {
    wired.ledger.hold("mlflow", new Hold(Hold.Kind.PAUSE, Optional.empty(), "we move"));
    wasWellFor(Duration.ofMinutes(10));

    sweep();

    assertThat(messages()).isEmpty();
    assertThat(wired.alarms.count()).isZero();
  }

  /** What there is no time for is the next sweep's. */
  @Test
  void looksNoFurtherInASweepThatIsLate() throws IOException {
    wasWellFor(Duration.ofMinutes(10));
    wired.alarms.before(() -> wired.world.passes(Duration.ofSeconds(20)));
    sweep();

    assertThat(messages()).isEmpty();
    assertThat(wired.balancers.count()).isZero();

    sweep();

    assertThat(messages()).hasSize(1);
  }

  /** Sweeps saw so; the next sees that it was so for that long. */
  private void wasWellFor(Duration time) throws IOException {
    sweep();
    wired.world.passes(time);
  }

  private List<Message> messages() {
    return wired.ledger.threads().stream()
        .flatMap(thread -> wired.ledger.messages(thread).stream())
        .toList();
  }

  private void sweep() throws IOException {
    var sweep = LooksFurtherTest.class.getResourceAsStream("/events/scheduled.json");
    try (var in = Objects.requireNonNull(sweep)) {
      wired.passes().forSchedule(in, new Invocation());
    }
  }

  @Test
  void asksOnceForAllThatTheAlarmIsLinkedTo() throws IOException {
    wired.configured(linked("auth", "mlflow"));

    assertThat(ring()).contains("auth, mlflow answer by name");
    assertThat(wired.alarms.count()).isEqualTo(1);
    assertThat(wired.balancers.count()).isEqualTo(1);
  }

  /** The endpoint has its own words for it. */
  @Test
  void looksNoFurtherWhereConsumersAreToldSomethingElse() throws IOException {
    wired.endpoints.holds(ENDPOINT, "http://10.0.0.1:5000");

    assertThat(ring()).contains("endpointAlreadyByAddress").doesNotContain("diagnosis");
    assertThat(wired.balancers.count()).isZero();
  }

  @Test
  void looksForTheServiceItselfWhereItHasNoEndpoint() throws IOException {
    wired.configured(
        Wired.guarding("repair", "api")
            .replace("\"port\": 5000,", "\"port\": 5000, \"alarms\": [\"" + ALARM + "\"],"));

    assertThat(ring()).contains("target group hokusai-reg-api-development");
  }

  @ParameterizedTest
  @EnumSource(names = {"OK", "INSUFFICIENT_DATA"})
  void looksNoFurtherWhereTheAlarmIsSilentWhateverTheEventSays(State state) throws IOException {
    wired.alarms.shows(ALARM, state);

    assertThat(ring()).doesNotContain("diagnosis");
    assertThat(wired.balancers.count()).isZero();
  }

  /** People asked not to be disturbed by it. */
  @Test
  void saysThatTheAlarmIsMuted() throws IOException {
    wired.alarms.mutes(ALARM);

    assertThat(ring())
        .contains("\"alarm hokusai-api-502-errors is in ALARM and muted: nobody looks further\"");
    assertThat(wired.balancers.count()).isZero();
  }

  @Test
  void saysThatCloudWatchHasNoSuchAlarm() throws IOException {
    wired.configured(linked("mlflow").replace(ALARM, "hokusai-api-5xx"));

    assertThat(ring("hokusai-api-5xx")).contains("\"CloudWatch has no alarm hokusai-api-5xx\"");
    assertThat(wired.balancers.count()).isZero();
  }

  @Test
  void saysThatTheAlarmCouldNotBeRead() throws IOException {
    wired.alarms.refuses();

    assertThat(ring())
        .contains(
            "\"alarm hokusai-api-502-errors could not be looked at: CloudWatch does not answer\"");
  }

  /** Nothing is done on the strength of it, so nobody need come again. */
  @Test
  void saysThatTheLoadBalancersCouldNotBeRead() throws IOException {
    wired.balancers.refuse();

    assertThat(ring())
        .contains("\"not everything could be read: Elastic Load Balancing does not answer\"");
  }

  /** The cause was found. */
  @Test
  void looksNoFurtherWhereSomethingWasDone() throws IOException {
    wired.world.ecs(forgetful(1)).loses(A.value());

    assertThat(ring()).contains("register 10.0.0.1:5000").doesNotContain("diagnosis");
    assertThat(wired.alarms.count()).isZero();
  }

  @Test
  void looksNoFurtherWhereTheNameIsNotGood() throws IOException {
    wired.world.answers(IP1, new Verdict.Rejected(403));

    assertThat(ring()).contains("rejectedBoth").doesNotContain("diagnosis");
    assertThat(wired.balancers.count()).isZero();
  }

  /** Whoever is at it tells what he sees. */
  @Test
  void looksNoFurtherWhereAnotherIsAtIt() throws IOException {
    wired.ledger.take("mlflow", wired.world.instant().plusSeconds(30), Instant.MAX);

    assertThat(ring()).contains("another invocation looks at it").doesNotContain("diagnosis");
    assertThat(wired.alarms.count()).isZero();
  }

  @Test
  void looksNoFurtherWhereItHasToComeAgain() {
    wired.world.refuses(Call.SERVICE);

    assertThatExceptionOfType(ComeAgain.class).isThrownBy(this::ring);
    assertThat(wired.alarms.count()).isZero();
  }

  private static String linked(String... names) {
    return Wired.guarding("repair", names)
        .replace(
            "\"port\": 5000,",
            """
            "port": 5000, "alarms": ["%s"], "endpoint": {"parameter": "%s", "byName": "%s"},
            "consumers": [{"ecsService": "hokusai-api-development", "consumer": "runtimeRead"}],\
            """
                .formatted(ALARM, ENDPOINT, BY_NAME));
  }

  private String ring() throws IOException {
    return ring(ALARM);
  }

  private String ring(String alarm) throws IOException {
    var resource = LooksFurtherTest.class.getResourceAsStream("/events/alarm-state-change.json");
    try (var in = Objects.requireNonNull(resource)) {
      var event = new String(in.readAllBytes(), UTF_8).replace(ALARM, alarm);
      var answer = new ByteArrayOutputStream();
      new AlarmChanged(wired.passes())
          .handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new Invocation());
      return answer.toString(UTF_8);
    }
  }
}
