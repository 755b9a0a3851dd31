package ai.hokus.remediation.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Fallback.Underway;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.model.Snapshot.Kept;
import ai.hokus.remediation.world.Dossiers;
import ai.hokus.remediation.world.Sample;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IncidentJsonTest {
  private static final Instant NOON = Sample.NOON;
  private static final String SECRET = "http://ada:lovelace@mlflow.old:5000";

  @Test
  void readsWhatItWrote() {
    var closed = Dossiers.incident("mlflow").close(NOON.plusSeconds(9)).undo(NOON.plusSeconds(10));

    assertThat(IncidentJson.read(IncidentJson.write(closed))).isEqualTo(closed);
  }

  @Test
  void isWrittenForPeople() {
    assertThat(IncidentJson.write(Incident.open(Sample.MLFLOW, NOON, "the name has no record")))
        .isEqualTo(
            """
            {"id":"mlflow-20250801T120000Z","service":"mlflow","opened":"2025-08-01T12:00:00Z",\
            "cause":"the name has no record",\
            "timeline":[{"at":"2025-08-01T12:00:00Z","what":"the name has no record"}]}\
            """);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ai.hokus.remediation.world.Dossiers#positions")
  void knowsEachPosition(Position position) {
    var underway = new Underway(Optional.empty(), 8, NOON, position);
    var moved = with(Dossiers.fallback(position).attempting(underway));

    assertThat(IncidentJson.read(IncidentJson.write(moved))).isEqualTo(moved);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("written")
  void writesEachPositionForPeople(String text, Position position) {
    assertThat(IncidentJson.write(with(Dossiers.fallback(position))))
        .contains("\"position\":" + text);
  }

  static Stream<Arguments> written() {
    return Stream.of(
        arguments(
            """
            {"pinned":{"task":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","address":"10.0.0.1",\
            "until":"2025-08-01T12:00:00Z"}}\
            """,
            new Position.Pinned(Sample.A, Sample.IP1, NOON)),
        arguments("{\"waiting\":{\"since\":\"2025-08-01T12:00:00Z\"}}", new Position.Waiting(NOON)),
        arguments(
            "{\"standingBack\":{\"until\":\"2025-08-01T12:00:00Z\"}}",
            new Position.StandingBack(NOON)),
        arguments(
            "{\"handsOff\":{\"since\":\"2025-08-01T12:00:00Z\",\"row\":\"takenByOthers\"}}",
            new Position.HandsOff(NOON, "takenByOthers")),
        arguments("{\"left\":{\"at\":\"2025-08-01T12:00:00Z\"}}", new Position.Left(NOON)),
        arguments(
            "{\"left\":{\"at\":\"2025-08-01T12:00:00Z\",\"others\":\"2025-08-01T12:00:00Z\"}}",
            new Position.Left(NOON, Optional.of(NOON))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  void writesWhatWasThereBeforeForPeople(Parameter.Type type, String text) {
    assertThat(IncidentJson.write(with(before(snapshot(type))))).contains(text);
  }

  static Stream<Arguments> types() {
    return Stream.of(
        arguments(
            Parameter.Type.STRING,
            "\"type\":\"String\",\"version\":7,\"value\":\"" + SECRET + "\",\"fingerprint\":\""),
        arguments(
            Parameter.Type.STRING_LIST,
            "\"type\":\"StringList\",\"version\":7,\"value\":\""
                + SECRET
                + "\",\"fingerprint\":\""),
        arguments(
            Parameter.Type.SECURE_STRING,
            "\"type\":\"SecureString\",\"version\":7,\"fingerprint\":\""));
  }

  /** From the snapshot to the return, which says the version alone. */
  @Test
  void keepsNoPlaintextOfASecureString() {
    var snapshot = snapshot(Parameter.Type.SECURE_STRING);
    var returning = new Underway(Optional.empty(), 8, NOON, new Position.Left(NOON));
    var moved = with(before(snapshot).attempting(returning));

    assertThat(IncidentJson.write(moved)).doesNotContain("lovelace", "mlflow.old");
    assertThat(IncidentJson.read(IncidentJson.write(moved))).isEqualTo(moved);
  }

  @Test
  void hasNoPlaceForThePlaintextOfASecureString() {
    var snapshot = snapshot(Parameter.Type.SECURE_STRING);

    assertThatThrownBy(() ->
            new Snapshot(
                snapshot.parameter(),
                snapshot.type(),
                snapshot.version(),
                Optional.of(SECRET),
                false,
                snapshot.fingerprint(),
                snapshot.kept()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the value of the SecureString /mlflow/uri must not be kept");
  }

  /** Whoever put it there, it must not come into a log by being complained of. */
  @Test
  void quotesNoPlaintextOfASecureString() {
    var json =
        IncidentJson.write(with(before(snapshot(Parameter.Type.STRING))))
            .replace("\"String\"", "\"SecureString\"");

    assertThatThrownBy(() -> IncidentJson.read(json))
        .isInstanceOf(Malformed.class)
        .hasMessage("fallback.before.value: wanted nothing of a SecureString, found a value");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("senseless")
  void namesWhatMakesNoSense(String message, String good, String bad) {
    var json = IncidentJson.write(Dossiers.incident("mlflow"));
    assertThat(json).contains(good);

    assertThatThrownBy(() -> IncidentJson.read(json.replace(good, bad)))
        .isInstanceOf(Malformed.class)
        .hasMessage(message);
  }

  static Stream<Arguments> senseless() {
    var position = "\"position\":{\"pinned\":{";
    var wanted = "one of pinned, waiting, standingBack, handsOff and left";
    var until = "\"until\":\"2025-08-01T12:30:00Z\"";
    return Stream.of(
        arguments("service: wanted text, found 7", "\"service\":\"mlflow\"", "\"service\":7"),
        arguments(
            "told: wanted a whole number from 0 to 2147483647, found \"3\"",
            "\"told\":3",
            "\"told\":\"3\""),
        arguments("endpoint.byName: wanted text, found nothing", "\"byName\"", "\"byAnotherName\""),
        arguments(
            "redeployments[1].ecsService: wanted text, found nothing",
            "\"ecsService\":\"worker\"",
            "\"service\":\"worker\""),
        arguments(
            "timeline[1].by: wanted text, found [\"ada\"]", "\"by\":\"ada\"", "\"by\":[\"ada\"]"),
        arguments(
            "fallback.before.type: wanted String, StringList or SecureString, found \"Number\"",
            "\"type\":\"String\"",
            "\"type\":\"Number\""),
        arguments(
            "fallback.before.version: wanted a whole number from 1 to 9223372036854775807, found 0",
            "\"version\":7",
            "\"version\":0"),
        arguments(
            "fallback.before.kept.tier: wanted text, found true",
            "\"tier\":\"Advanced\"",
            "\"tier\":true"),
        arguments(
            "fallback.position: wanted %s, found {\"lost\":{}}".formatted(wanted),
            position,
            "\"position\":{\"lost\":{}},\"was\":{\"pinned\":{"),
        arguments(
            "fallback.position: wanted %s, found {}".formatted(wanted),
            position,
            "\"position\":{},\"was\":{\"pinned\":{"),
        arguments(
            "fallback.position[\"pinned\"].address: wanted an IPv4 address, found \"mlflow\"",
            "\"address\":\"10.0.0.1\"",
            "\"address\":\"mlflow\""),
        arguments(
            "fallback.position[\"pinned\"].until: wanted a time such as 2026-03-02T12:00:00Z, found"
                + " nothing",
            until,
            "\"for\":\"ever\""),
        arguments(
            "fallback.written.version: wanted a whole number from 1 to 9223372036854775807, found"
                + " 8.5",
            "\"version\":8",
            "\"version\":8.5"),
        arguments(
            "fallback.underway.read: wanted a whole number from 1 to 9223372036854775807, found"
                + " nothing",
            "\"read\":8,",
            ""),
        arguments(
            "fallback.underway.to[\"waiting\"].since: wanted a time such as 2026-03-02T12:00:00Z,"
                + " found nothing",
            "\"waiting\":{\"since\"",
            "\"waiting\":{\"for\""));
  }

  /** As the ledger holds them from before the time of a put was kept. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("ai.hokus.remediation.world.Dossiers#positions")
  void readsOneOfWhichNobodyKeptWhenItsLastPutWas(Position position) {
    var moved = with(Dossiers.fallback(position));
    var kept = moved.fallback().flatMap(Fallback::lastPut).orElseThrow();
    var before = IncidentJson.write(moved).replace(",\"lastPut\":\"" + kept + "\"", "");

    assertThat(before).doesNotContain("lastPut");
    assertThat(IncidentJson.read(before)).isEqualTo(moved);
  }

  @Test
  void keepsWhenItsLastPutWas() {
    var moved = with(Dossiers.fallback(new Position.Left(NOON)).lastPutAt(NOON.minusSeconds(9)));

    assertThat(IncidentJson.read(IncidentJson.write(moved))).isEqualTo(moved);
  }

  private static Incident with(Fallback moved) {
    return Dossiers.incident("mlflow").with(moved);
  }

  private static Fallback before(Snapshot snapshot) {
    var kept = Dossiers.fallback(new Position.Waiting(NOON));
    return new Fallback(snapshot, kept.entered(), kept.position(), kept.written(), kept.underway());
  }

  private static Snapshot snapshot(Parameter.Type type) {
    return Snapshot.of(new Parameter("/mlflow/uri", type, SECRET, 7), Kept.NOTHING);
  }
}
