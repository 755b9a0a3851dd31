package ai.hokus.remediation.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.model.Snapshot.Kept;
import ai.hokus.remediation.ports.EndpointStore;
import ai.hokus.remediation.ports.Unavailable;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SsmEndpointStoreTest {
  private static final String NAME = "/hokusai/development/mlflow/endpoint";
  private static final String BY_NAME = "http://mlflow.hokusai-development.local:5000";
  private static final String BY_ADDRESS = "http://10.0.3.17:5000";
  private static final Parameter NOW = new Parameter(NAME, Parameter.Type.STRING, BY_NAME, 7);

  private ScriptedAws aws;
  private EndpointStore store;

  @BeforeEach
  void open() {
    aws = new ScriptedAws();
    store = ScriptedAws.ports().endpoints();
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void readsDecrypted() throws Exception {
    aws.answers("GetParameter", parameter("SecureString"));

    assertThat(store.read(NAME))
        .contains(new Parameter(NAME, Parameter.Type.SECURE_STRING, BY_NAME, 7));
    assertThat(aws.asked("GetParameter"))
        .containsExactly(json("{\"Name\": \"%s\", \"WithDecryption\": true}".formatted(NAME)));
  }

  @Test
  void handlesNoTypeThatItWouldNotPutBack() {
    aws.answers("GetParameter", parameter("Map"));

    assertThatThrownBy(() -> store.read(NAME))
        .isInstanceOf(Unavailable.class)
        .hasMessage(
            "SSM at %s has parameter %s of a type that this program does not know: Map",
            aws.endpoint(), NAME);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("histories")
  void knowsWhatIsKeptWithTheNewestVersion(String situation, String fields, Kept expected) {
    aws.answers(
            "GetParameterHistory",
            history("\"NextToken\": \"2\", ", version(6, "\"Tier\": \"Advanced\"")))
        .answers("GetParameterHistory", history("", version(7, fields)));

    assertThat(store.kept(NOW)).isEqualTo(expected);
    assertThat(aws.asked("GetParameterHistory"))
        .hasSize(2)
        .allSatisfy(asked -> assertThat(asked.at("/WithDecryption").asBoolean()).isFalse());
  }

  static Stream<Arguments> histories() {
    return Stream.of(
        arguments("nothing at all", "\"Type\": \"String\"", Kept.NOTHING),
        arguments(
            "what Terraform leaves empty",
            "\"AllowedPattern\": \"\", \"Policies\": []",
            Kept.NOTHING),
        arguments(
            "a secret of its own key",
            "\"KeyId\": \"alias/hokusai\", \"Tier\": \"Standard\", \"DataType\": \"text\"",
            kept("alias/hokusai", "Standard", "text", "", "")),
        arguments(
            "a tier that is newer than the SDK",
            "\"Tier\": \"Glacial\"",
            kept("", "Glacial", "", "", "")),
        arguments(
            "policies, one by one",
            """
            "Tier": "Advanced", "AllowedPattern": "https?://.+", "Policies": [
              {"PolicyText": "{\\"Type\\":\\"Expiration\\"}", "PolicyType": "Expiration", "PolicyStatus": "Pending"},
              {"PolicyText": "{\\"Type\\":\\"NoChangeNotification\\"}", "PolicyStatus": "Finished"}]\
            """,
            kept(
                "",
                "Advanced",
                "",
                "https?://.+",
                "[{\"Type\":\"Expiration\"},{\"Type\":\"NoChangeNotification\"}]")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("otherVersions")
  void saysNothingOfAnotherVersionThanTheOneThatWasRead(String situation, String history) {
    aws.answers("GetParameterHistory", history);

    assertThatThrownBy(() -> store.kept(NOW))
        .isInstanceOf(Unavailable.class)
        .hasMessage(
            "SSM at %s no longer has version 7 of parameter %s as the newest one",
            aws.endpoint(), NAME);
  }

  static Stream<Arguments> otherVersions() {
    return Stream.of(
        arguments(
            "somebody wrote meanwhile",
            history("", version(7, "\"Type\": \"String\""), version(8, "\"Type\": \"String\""))),
        arguments("the history lags behind", history("", version(6, "\"Type\": \"String\""))),
        arguments("nothing is there", history("")));
  }

  /** No type: so SSM makes no parameter that somebody has deleted. */
  @Test
  void saysAllAgainThatIsKeptAndNoType() throws Exception {
    aws.answers("PutParameter", "{\"Version\": 8, \"Tier\": \"Advanced\"}");
    var kept =
        kept("alias/hokusai", "Advanced", "text", "https?://.+", "[{\"Type\":\"Expiration\"}]");

    assertThat(store.put(Snapshot.of(NOW, kept), BY_ADDRESS)).isEqualTo(8);

    assertThat(aws.asked("PutParameter"))
        .containsExactly(
            json(
                """
                {"Name": "%s", "Value": "%s", "Overwrite": true, "KeyId": "alias/hokusai", "Tier": "Advanced",
                 "DataType": "text", "AllowedPattern": "https?://.+", "Policies": "[{\\"Type\\":\\"Expiration\\"}]"}
                """
                    .formatted(NAME, BY_ADDRESS)));
  }

  @Test
  void saysNothingThatIsNotKept() throws Exception {
    aws.answers("PutParameter", "{\"Version\": 8}");

    store.put(Snapshot.of(NOW, Kept.NOTHING), BY_ADDRESS);

    assertThat(aws.asked("PutParameter"))
        .containsExactly(
            json(
                "{\"Name\": \"%s\", \"Value\": \"%s\", \"Overwrite\": true}"
                    .formatted(NAME, BY_ADDRESS)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void putsOnce(String code, int status) {
    aws.refuses("PutParameter", status, code, "no");

    assertThatThrownBy(() -> store.put(Snapshot.of(NOW, Kept.NOTHING), BY_ADDRESS))
        .isInstanceOf(Unavailable.class)
        .hasMessage("SSM at %s refused (writing parameter %s): %s: no", aws.endpoint(), NAME, code);
    assertThat(aws.asked("PutParameter")).hasSize(1);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments("InternalServerError", 500),
        arguments("ThrottlingException", 400),
        arguments("TooManyUpdates", 400));
  }

  @Test
  void keepsASecretOutOfWhatItSays() {
    var secret = new Parameter(NAME, Parameter.Type.SECURE_STRING, "token-4711", 7);
    aws.refuses(
        "PutParameter",
        400,
        "ParameterPatternMismatchException",
        "Parameter value token-4712 does not match");

    assertThatThrownBy(() -> store.put(Snapshot.of(secret, Kept.NOTHING), "token-4712"))
        .isInstanceOf(Unavailable.class)
        .hasNoCause()
        .hasMessage(
            "SSM at %s refused (writing parameter %s): ParameterPatternMismatchException",
            aws.endpoint(), NAME);
  }

  @Test
  void saysWhoMayNotWriteASecret() {
    var secret = new Parameter(NAME, Parameter.Type.SECURE_STRING, "token-4711", 7);
    aws.refuses("PutParameter", 400, "AccessDeniedException", "token-4712");

    assertThatThrownBy(() -> store.put(Snapshot.of(secret, Kept.NOTHING), "token-4712"))
        .hasNoCause()
        .hasMessage(
            "SSM at %s does not let this function's role do this (writing parameter %s):"
                + " AccessDeniedException; are the stack's parameters complete?",
            aws.endpoint(), NAME);
  }

  @Test
  void findsAnOldValueOnAnyPage() {
    aws.answers(
            "GetParameterHistory",
            history("\"NextToken\": \"2\", ", version(6, "\"Value\": \"old\"")))
        .answers("GetParameterHistory", history("", version(7, "\"Value\": \"new\"")));

    assertThat(store.valueOf(NAME, 7)).contains("new");
    assertThat(store.valueOf(NAME, 5)).isEmpty();
    assertThat(aws.asked("GetParameterHistory"))
        .allSatisfy(asked -> assertThat(asked.at("/WithDecryption").asBoolean()).isTrue());
  }

  /** Empty: absent. */
  private static Kept kept(
      String keyId, String tier, String dataType, String pattern, String policies) {
    return new Kept(said(keyId), said(tier), said(dataType), said(pattern), said(policies));
  }

  private static Optional<String> said(String word) {
    return Optional.of(word).filter(each -> !each.isEmpty());
  }

  private static String parameter(String type) {
    return "{\"Parameter\": {\"Name\": \"%s\", \"Type\": \"%s\", \"Value\": \"%s\", \"Version\": 7}}"
        .formatted(NAME, type, BY_NAME);
  }

  private static String history(String token, String... versions) {
    return "{%s\"Parameters\": [%s]}".formatted(token, String.join(", ", versions));
  }

  private static String version(int number, String fields) {
    return "{\"Name\": \"%s\", \"Version\": %d, %s}".formatted(NAME, number, fields);
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }
}
