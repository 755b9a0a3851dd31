package ai.hokus.remediation.aws;

import static ai.hokus.remediation.world.Sample.CLOUD_MAP;
import static ai.hokus.remediation.world.Sample.GUARD;
import static ai.hokus.remediation.world.Sample.MLFLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hokus.remediation.model.CloudMapRef;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.ports.Pace;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.world.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudMapRegistryTest {
  private static final String NAMESPACE =
      "{\"Id\": \"ns-1\", \"Name\": \"hokusai-development.local\", \"Type\": \"DNS_PRIVATE\"}";
  private static final String SERVICE =
      """
      {"Id": "srv-mlflow", "Name": "mlflow", "NamespaceId": "ns-1",
       "Arn": "arn:aws:servicediscovery:us-east-1:123456789012:service/srv-mlflow",
       "DnsConfig": {"RoutingPolicy": "MULTIVALUE", "DnsRecords": [{"Type": "A", "TTL": 10}]},
       "HealthCheckCustomConfig": {}}\
      """;
  private static final Registration REGISTRATION =
      new Registration(
          new TaskId("a".repeat(32)),
          new Ipv4("10.0.3.17"),
          5000,
          Map.of("AWS_INSTANCE_IPV4", "10.0.3.17"));
  private static final Instance.Ours OURS = new Instance.Ours("a", Map.of());
  private static final Operation.Running RUNNING = new Operation.Running("op-1");

  private final MovableClock clock = new MovableClock();
  private ScriptedAws aws;
  private Registry registry;

  @BeforeEach
  void open() {
    aws =
        new ScriptedAws()
            .otherwise("ListNamespaces", "{\"Namespaces\": [%s]}".formatted(NAMESPACE))
            .otherwise("ListServices", services(SERVICE));
    registry = ScriptedAws.ports().registry(new Pace(4, clock, clock), clock, clock);
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void listsAllPagesOfTheServiceOfThatName() {
    aws.answers("ListInstances", instances("\"NextToken\": \"2\", ", "b"))
        .answers("ListInstances", instances("", "a"));

    assertThat(registry.list(MLFLOW, GUARD))
        .isEqualTo(
            new Reading.Complete<>(
                new Listing.Found(
                    CLOUD_MAP,
                    List.of(
                        new Instance.Foreign("a", Map.of()),
                        new Instance.Foreign("b", Map.of())))));
  }

  @Test
  void findsTheServiceOfAnArn() {
    aws.answers("GetService", "{\"Service\": %s}".formatted(SERVICE))
        .answers("GetNamespace", "{\"Namespace\": %s}".formatted(NAMESPACE))
        .answers("ListInstances", "{}");

    assertThat(registry.list(byArn(), GUARD))
        .isEqualTo(new Reading.Complete<>(new Listing.Found(CLOUD_MAP, List.of())));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"\"RoutingPolicy\": \"WEIGHTED\", ", ""})
  void trustsNoNameToAnswerWithAllUnlessCloudMapSaysSo(String policy) {
    var other = SERVICE.replace("\"RoutingPolicy\": \"MULTIVALUE\", ", policy);
    aws.answers("ListServices", services(other)).answers("ListInstances", "{}");

    assertThat(registry.list(MLFLOW, GUARD))
        .isEqualTo(new Reading.Complete<>(new Listing.Found(Sample.WEIGHTED, List.of())));
  }

  @Test
  void looksForTheServiceOncePerFiveMinutes() {
    aws.answers("ListInstances", "{}");

    registry.list(MLFLOW, GUARD);
    clock.pass(Duration.ofSeconds(299));
    registry.list(MLFLOW, GUARD);
    assertThat(aws.asked("ListServices")).hasSize(1);

    clock.pass(Duration.ofSeconds(1));
    registry.list(MLFLOW, GUARD);
    assertThat(aws.asked("ListServices")).hasSize(2);
    assertThat(aws.asked("ListInstances")).hasSize(3);
  }

  @Test
  void knowsTheServicesThatCloudMapLists() {
    assertThat(registry.knows(CLOUD_MAP.arn())).isTrue();
    assertThat(registry.knows(CLOUD_MAP.arn() + "-of-before")).isFalse();
  }

  @Test
  void followsAServiceThatWasMadeAnew() {
    aws.answers("ListServices", services(SERVICE))
        .answers("ListServices", services(SERVICE.replace("\"srv-mlflow\"", "\"srv-2\"")))
        .refuses("ListInstances", 404, "ServiceNotFound", "srv-mlflow")
        .answers("ListInstances", "{}");

    assertThat(registry.list(MLFLOW, GUARD).value())
        .isInstanceOfSatisfying(
            Listing.Found.class, found -> assertThat(found.service().id()).isEqualTo("srv-2"));
  }

  @Test
  void saysThatTheNamespaceIsGone() {
    aws.answers("ListNamespaces", "{}");

    assertThat(registry.list(MLFLOW, GUARD))
        .isEqualTo(gone("Cloud Map has no private DNS namespace hokusai-development.local"));
  }

  @Test
  void saysThatTheServiceIsGone() {
    aws.answers("ListServices", services(SERVICE.replace("mlflow", "api")));

    assertThat(registry.list(MLFLOW, GUARD))
        .isEqualTo(gone("Cloud Map's namespace hokusai-development.local has no service mlflow"));
  }

  @Test
  void saysThatTheServiceGoesWhileItIsListed() {
    aws.refuses("ListInstances", 404, "ServiceNotFound", "srv-mlflow");

    assertThat(registry.list(MLFLOW, GUARD))
        .isEqualTo(gone("Cloud Map has no mlflow.hokusai-development.local"));
  }

  @Test
  void saysThatTheServiceOfAnArnIsGone() {
    aws.refuses("GetService", 404, "ServiceNotFound", "srv-mlflow");

    assertThat(registry.list(byArn(), GUARD))
        .isEqualTo(gone("Cloud Map has no service " + CLOUD_MAP.arn()));
  }

  @Test
  void doesNotChooseBetweenTwoServicesOfOneName() {
    aws.answers(
        "ListNamespaces",
        "{\"Namespaces\": [%s, %s]}".formatted(NAMESPACE, NAMESPACE.replace("ns-1", "ns-2")));

    assertThat(registry.list(MLFLOW, GUARD))
        .isEqualTo(
            new Reading.Partial<>(
                new Listing.Unread(),
                ("Cloud Map at %s knows 2 services mlflow.hokusai-development.local,"
                        + " each in a namespace of that name: configure one by its ARN")
                    .formatted(aws.endpoint())));
  }

  @Test
  void keepsWhatItSawBeforeAPageFailed() {
    aws.answers("ListInstances", instances("\"NextToken\": \"2\", ", "a"))
        .refuses("ListInstances", 400, "InvalidInput", "bad\ntoken");

    assertThat(registry.list(MLFLOW, GUARD))
        .isEqualTo(
            new Reading.Partial<>(
                new Listing.Found(CLOUD_MAP, List.of(new Instance.Foreign("a", Map.of()))),
                ("Cloud Map at %s refused (listing the instances of"
                        + " mlflow.hokusai-development.local): InvalidInput: bad token")
                    .formatted(aws.endpoint())));
  }

  @Test
  void cannotTellWhatIsThereWhereNobodyAnswers() {
    aws.goesDown();

    assertThat(registry.list(MLFLOW, GUARD))
        .isEqualTo(
            new Reading.Partial<>(
                new Listing.Unread(),
                ("could not reach Cloud Map at %s (looking for mlflow.hokusai-development.local):"
                        + " socket connection refused.")
                    .formatted(aws.endpoint())));
  }

  @Test
  void findsOneInstance() {
    aws.answers(
            "GetInstance",
            "{\"Instance\": {\"Id\": \"a\", \"Attributes\": {\"AWS_INSTANCE_IPV4\": \"10.0.0.9\"}}}")
        .refuses("GetInstance", 404, "InstanceNotFound", "a");

    assertThat(registry.find(MLFLOW, GUARD, CLOUD_MAP, "a"))
        .contains(new Instance.Foreign("a", Map.of("AWS_INSTANCE_IPV4", "10.0.0.9")));
    assertThat(registry.find(MLFLOW, GUARD, CLOUD_MAP, "a")).isEmpty();
  }

  @Test
  void registersWithAFreshRequestIdEachTime() {
    aws.answers("RegisterInstance", "{\"OperationId\": \"op-1\"}");

    assertThat(registry.register(CLOUD_MAP, REGISTRATION)).isEqualTo(RUNNING);
    registry.register(CLOUD_MAP, REGISTRATION);

    assertThat(aws.asked("RegisterInstance"))
        .hasSize(2)
        .allSatisfy(asked -> {
          assertThat(asked.at("/ServiceId").asText()).isEqualTo("srv-mlflow");
          assertThat(asked.at("/InstanceId").asText()).isEqualTo("a".repeat(32));
          assertThat(asked.at("/Attributes/AWS_INSTANCE_IPV4").asText()).isEqualTo("10.0.3.17");
        })
        .extracting(asked -> asked.at("/CreatorRequestId").asText())
        .doesNotHaveDuplicates()
        .doesNotContain("");
  }

  @Test
  void neitherRetriesNorFollowsAnothersOperation() {
    var body = "{\"__type\": \"DuplicateRequest\", \"DuplicateOperationId\": \"op-9\"}";
    aws.refuses("RegisterInstance", 409, body).refuses("DeregisterInstance", 409, body);

    assertThat(registry.register(CLOUD_MAP, REGISTRATION))
        .isEqualTo(new Operation.AnotherInFlight("op-9"));
    assertThat(registry.remove(CLOUD_MAP, OURS)).isEqualTo(new Operation.AnotherInFlight("op-9"));
    assertThat(aws.asked("RegisterInstance")).hasSize(1);
  }

  @Test
  void hasRemovedWhatIsNotThere() {
    aws.answers("DeregisterInstance", "{\"OperationId\": \"op-1\"}")
        .refuses("DeregisterInstance", 404, "InstanceNotFound", "a");

    assertThat(registry.remove(CLOUD_MAP, OURS)).isEqualTo(RUNNING);
    assertThat(registry.remove(CLOUD_MAP, OURS))
        .isEqualTo(new Operation.Succeeded(clock.instant()));
  }

  @Test
  void tellsHealth() {
    aws.answers("UpdateInstanceCustomHealthStatus", "{}")
        .refuses("UpdateInstanceCustomHealthStatus", 404, "CustomHealthNotFound", "srv-mlflow");

    registry.pushHealth(CLOUD_MAP, OURS, false);
    assertThat(aws.asked("UpdateInstanceCustomHealthStatus"))
        .singleElement()
        .satisfies(asked -> assertThat(asked.at("/Status").asText()).isEqualTo("UNHEALTHY"));

    assertThatThrownBy(() -> registry.pushHealth(CLOUD_MAP, OURS, true))
        .isInstanceOf(Unavailable.class)
        .hasMessage(
            "Cloud Map at %s refused (telling the health of a in mlflow.hokusai-development.local): CustomHealthNotFound: srv-mlflow"
                .formatted(aws.endpoint()));
  }

  @Test
  void saysWhyAWriteWasRefused() {
    aws.refuses("RegisterInstance", 400, "ResourceLimitExceeded", "too many instances");

    assertThat(registry.register(CLOUD_MAP, REGISTRATION))
        .isEqualTo(
            new Operation.Refused(
                "Cloud Map at %s refused (registering %s in mlflow.hokusai-development.local): ResourceLimitExceeded: too many instances"
                    .formatted(aws.endpoint(), REGISTRATION.task())));
  }

  @Test
  void hasCertainlyNotWrittenWhatWasThrottledAtEveryTry() {
    aws.refuses("RegisterInstance", 400, "ThrottlingException", "slow down")
        .refuses("DeregisterInstance", 400, "ThrottlingException", "slow down");

    assertThat(registry.register(CLOUD_MAP, REGISTRATION)).isInstanceOf(Operation.Refused.class);
    assertThat(aws.asked("RegisterInstance")).hasSize(3);
    assertThat(registry.remove(CLOUD_MAP, OURS)).isInstanceOf(Operation.Refused.class);
  }

  /** Its answer may only have been lost. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"first", "last"})
  void mayHaveWrittenWhereOneTryFailed(String which) {
    if (which.equals("first")) {
      aws.refuses("RegisterInstance", 500, "InternalFailure", "lost");
    }
    aws.refuses("RegisterInstance", 400, "ThrottlingException", "slow down");
    if (which.equals("last")) {
      aws.refuses("RegisterInstance", 500, "InternalFailure", "lost");
    }

    assertThatThrownBy(() -> registry.register(CLOUD_MAP, REGISTRATION))
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void mayHaveWrittenWhereNobodyAnswers() {
    aws.goesDown();

    assertThatThrownBy(() -> registry.register(CLOUD_MAP, REGISTRATION))
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void writesAsFastAsItMay() {
    IntStream.range(0, 4).forEach(_ -> assertThat(registry.awaitTurn(inSeconds(20))).isTrue());
    assertThat(clock.waits()).isEmpty();

    assertThat(registry.awaitTurn(inSeconds(20))).isTrue();
    assertThat(clock.waits()).containsExactly(Duration.ofSeconds(1));
  }

  @Test
  void followsAnOperationToItsSuccess() {
    aws.answers("GetOperation", operation("\"Status\": \"SUBMITTED\""))
        .answers("GetOperation", operation("\"Status\": \"PENDING\""))
        .answers("GetOperation", operation("\"Status\": \"PENDING\""))
        .answers("GetOperation", operation("\"Status\": \"PENDING\""))
        .answers(
            "GetOperation", operation("\"Status\": \"SUCCESS\", \"UpdateDate\": 1772452800.5"));

    assertThat(registry.follow(RUNNING, inSeconds(20)))
        .isEqualTo(new Operation.Succeeded(Instant.parse("2026-03-02T12:00:00.5Z")));
    assertThat(clock.waits())
        .extracting(Duration::toMillis)
        .containsExactly(200L, 400L, 800L, 1000L, 1000L);
  }

  @Test
  void followsAnOperationToItsFailure() {
    aws.answers(
        "GetOperation",
        operation(
            "\"Status\": \"FAIL\", \"ErrorCode\": \"ACCESS_DENIED\", \"ErrorMessage\": \"no Route 53\""));

    assertThat(registry.follow(RUNNING, inSeconds(20)))
        .isEqualTo(new Operation.Failed("no Route 53"));
  }

  @Test
  void leavesAnOperationAtTheDeadline() {
    aws.answers("GetOperation", operation("\"Status\": \"PENDING\""));

    assertThat(registry.follow(RUNNING, inSeconds(1))).isEqualTo(RUNNING);
    assertThat(clock.waits()).extracting(Duration::toMillis).containsExactly(200L, 400L, 400L);

    assertThat(registry.follow(RUNNING, clock.instant())).isEqualTo(RUNNING);
    assertThat(aws.asked("GetOperation")).hasSize(3);
  }

  private static GuardedService byArn() {
    return new GuardedService(
        MLFLOW.name(),
        MLFLOW.policy(),
        MLFLOW.ecsService(),
        MLFLOW.port(),
        new CloudMapRef.ByArn(CLOUD_MAP.arn()),
        MLFLOW.probe(),
        MLFLOW.within(),
        MLFLOW.settings(),
        MLFLOW.endpoint(),
        MLFLOW.consumers(),
        MLFLOW.alarms(),
        MLFLOW.fallback());
  }

  private Instant inSeconds(long seconds) {
    return clock.instant().plusSeconds(seconds);
  }

  private static Reading<Listing> gone(String why) {
    return new Reading.Complete<>(new Listing.Gone(why));
  }

  private static String services(String service) {
    return "{\"Services\": [%s]}".formatted(service);
  }

  private static String instances(String token, String id) {
    return "{%s\"Instances\": [{\"Id\": \"%s\", \"Attributes\": {}}]}".formatted(token, id);
  }

  private static String operation(String fields) {
    return "{\"Operation\": {\"Id\": \"op-1\", %s}}".formatted(fields);
  }
}
