package ai.hokus.remediation.plan;

import static ai.hokus.remediation.plan.Situations.forgotten;
import static ai.hokus.remediation.plan.Situations.registering;
import static ai.hokus.remediation.plan.Situations.situation;
import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.anotherGuards;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.stopped;
import static ai.hokus.remediation.world.Sample.stopping;
import static ai.hokus.remediation.world.Sample.twoColours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.world.Brief;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.Seen;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rows of the table of situations that are about a whole service, and what holds for all rows.
 * The others are in {@link RegistrationsTest} and {@link WithdrawalsTest}, those of the endpoint in
 * {@link EndpointPlannerTest} and {@link LastingTest}.
 */
class PlannerTest {

  private static final String OLD =
      "arn:aws:servicediscovery:us-east-1:123456789012:service/srv-old";

  @ParameterizedTest(name = "situation.{0}.planner: {1}", quoteTextArguments = false)
  @MethodSource("services")
  void plans(String row, String situation, Seen seen, List<String> expected) {
    assertThat(Brief.of(new Planner().plan(seen.observation()))).isEqualTo(expected);
  }

  static Stream<Arguments> services() {
    return Stream.of(
        situation(
            "anotherGuard",
            "said once for each; the policy filter holds what is planned",
            forgotten()
                .tasks(running(A, IP1), running(B, IP2))
                .instances(anotherGuards(A, IP1))
                .ok(IP1, IP2),
            "say anotherGuard",
            "say registryForgotten",
            "+ b 10.0.0.2 registryForgotten"),
        situation(
            "cloudMapGone",
            "registering cannot help",
            forgotten().tasks(running(A, IP1)).ok(IP1).cloudMapGone(),
            "say cloudMapGone"),
        situation(
            "cloudMapRecreated",
            "the name has another service by now: it is used, and people are told",
            new Seen().ecs(registeringWith(OLD)).dangling(OLD).tasks(running(A, IP1)).ok(IP1),
            "say cloudMapRecreated",
            "+ a 10.0.0.1 cloudMapRecreated"),
        situation(
            "registryForgotten",
            "ECS registers with another service, and that is there",
            new Seen().ecs(registeringWith(OLD)).tasks(running(A, IP1)).ok(IP1),
            "say registryForgotten",
            "+ a 10.0.0.1 registryForgotten"),
        situation(
            "ecsServiceGone",
            "ECS knows no such service",
            new Seen().noEcsService(),
            "say ecsServiceGone"),
        situation(
            "noLongerConfigured",
            "what stands is said; the permission holds what would be begun",
            forgotten()
                .service(Sample.MLFLOW.retire())
                .tasks(running(A, IP1), running(B, IP2))
                .instances(ours(A, IP1))
                .ok(IP1, IP2),
            "say noLongerConfigured",
            "say registryForgotten",
            "+ b 10.0.0.2 registryForgotten"),
        situation(
            "noLongerConfigured",
            "its task stops, and the one that takes over is not registered: it stays for its time",
            forgotten()
                .service(Sample.MLFLOW.retire())
                .tasks(stopping(A, IP1), running(B, IP2))
                .instances(ours(A, IP1))
                .ok(IP1, IP2),
            "say noLongerConfigured",
            "say registryForgotten",
            "+ b 10.0.0.2 registryForgotten",
            "say taskStopping"),
        situation(
            "noLongerConfigured",
            "nothing of ours stands any more",
            new Seen()
                .service(Sample.MLFLOW.retire())
                .tasks(running(A, IP1))
                .instances(ofEcs(A, IP1))
                .ok(IP1)),
        situation(
            "twoColours",
            "which one is in production cannot be told",
            new Seen().ecs(twoColours(1)).tasks(running(A, IP1)).ok(IP1),
            "say twoColours"),
        situation(
            "twoColours",
            "said also while nothing runs; the policy filter holds what is planned",
            new Seen()
                .ecs(twoColours(1))
                .tasks(stopped(A, IP1, Duration.ofMinutes(2)))
                .instances(ours(A, IP1)),
            "say twoColours",
            "- a taskStopped"));
  }

  @Test
  void writesTheTerraformOfACloudMapServiceThatIsGone() {
    var plan = new Planner().plan(new Seen().cloudMapGone().observation());

    assertThat(plan.remarks())
        .singleElement()
        .extracting(Remark::because)
        .asString()
        .contains(
            "resource \"aws_service_discovery_service\" \"mlflow\" {\n  name = \"mlflow\"\n",
            "  dns_config {\n",
            "# hokusai-development.local",
            "registry_arn = aws_service_discovery_service.mlflow.arn");
  }

  @Test
  void saysWhatDanglesAndWhatToWriteInstead() {
    var seen = new Seen().ecs(registeringWith(OLD)).dangling(OLD).observation();

    assertThat(new Planner().plan(seen).remarks().getFirst().because())
        .contains(OLD, "registry_arn = \"" + Sample.CLOUD_MAP.arn() + "\"", "fails to register");
  }

  private static EcsService registeringWith(String arn) {
    return new EcsService("ACTIVE", 1, Set.of(arn), new EcsService.Deployment.Rolling(1));
  }

  /** Nothing goes on the word of a registration that a hold keeps from being made. */
  @Test
  void keepsTheLastOneWhereNoneMayBeRegistered() {
    var released = new Hold(Hold.Kind.RELEASE, Optional.empty(), "we take it out");
    var seen =
        forgotten().tasks(stopping(A, IP1), running(B, IP2)).instances(ours(A, IP1)).ok(IP1, IP2);
    assertThat(Brief.of(new Planner().plan(seen.observation()))).contains("- a taskStopping");

    assertThat(Brief.of(new Planner().plan(seen.holds(released).observation())))
        .doesNotContain("- a taskStopping");
  }

  /** A row that the planner knows and the tables do not would be a row that nobody proved. */
  @ParameterizedTest(name = "{0}", quoteTextArguments = false)
  @MethodSource("situations")
  void hasARowForEverySituation(String situation) {
    var rows =
        Stream.of(
                RegistrationsTest.registrations(),
                RegistrationsTest.evidence(),
                RegistrationsTest.colours(),
                RegistrationsTest.failures(),
                WithdrawalsTest.withdrawals(),
                MissingTasksTest.missing(),
                HealthMarksTest.marks(),
                EndpointPlannerTest.modes(),
                EndpointPlannerTest.situations(),
                LastingTest.people(),
                LastingTest.others(),
                LastingTest.blind(),
                LastingTest.lost(),
                LastingTest.alone(),
                LastingTest.back(),
                ReleasesTest.situations().map(_ -> arguments("released")),
                ConsumerPlannerTest.situations().map(_ -> arguments("redeployConsumer")),
                services())
            .flatMap(part -> part)
            .map(row -> row.get()[0]);

    assertThat(rows).contains(situation);
  }

  static Stream<String> situations() {
    return Arrays.stream(Situation.values()).map(Situation::row);
  }

  @Test
  void quotesAnotherGuardsOwnerInOneShortLine() {
    var forged = new Instance.AnotherGuards(A.value(), Map.of(), "o\nforged" + "o".repeat(1000));

    var plan = new Planner().plan(registering().instances(forged).observation());

    assertThat(plan.remarks().getFirst().because()).hasSizeLessThan(400).doesNotContain("\n");
  }

  /** More than a Cloud Map service is likely to hold, in far less than a pass may take. */
  @Test
  void plansThreeHundredReplacements() {
    var old = IntStream.range(0, 300).mapToObj(n -> stopped(numbered(n), address(n)));
    var young = IntStream.range(300, 600).mapToObj(n -> running(numbered(n), address(n)));
    var left = IntStream.range(0, 300).mapToObj(n -> ours(numbered(n), address(n)));
    var seen =
        forgotten()
            .tasks(Stream.concat(old, young).toArray(Task[]::new))
            .instances(left.toArray(Instance[]::new))
            .unasked()
            .observation();

    assertThat(new Planner().plan(seen).actions())
        .hasSize(600)
        .extracting(Action.OnRegistry::isDestructive)
        .isSorted();
  }

  private static TaskId numbered(int number) {
    return new TaskId("%032x".formatted(number));
  }

  private static Ipv4 address(int number) {
    return new Ipv4("10.0." + number / 250 + "." + (1 + number % 250));
  }
}
