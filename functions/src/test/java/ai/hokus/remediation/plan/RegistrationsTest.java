package ai.hokus.remediation.plan;

import static ai.hokus.remediation.plan.Situations.forgotten;
import static ai.hokus.remediation.plan.Situations.registering;
import static ai.hokus.remediation.plan.Situations.situation;
import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.CLOUD_MAP;
import static ai.hokus.remediation.world.Sample.DEPLOYMENT;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP3;
import static ai.hokus.remediation.world.Sample.IP4;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.OUTSIDE;
import static ai.hokus.remediation.world.Sample.foreign;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.oneColour;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.rolling;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.sister;
import static ai.hokus.remediation.world.Sample.startedBy;
import static ai.hokus.remediation.world.Sample.starting;
import static ai.hokus.remediation.world.Sample.unhealthy;
import static ai.hokus.remediation.world.Sample.unproven;
import static ai.hokus.remediation.world.Sample.withoutAddress;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.world.Brief;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of the table of situations that are about running tasks. */
class RegistrationsTest {

  private static final String ZONE = CLOUD_MAP.zone();
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration AGE_OF_LAG = Duration.ofMinutes(1);
  private static final Duration AGE_OF_YOUTH = Duration.ofMinutes(2);

  @ParameterizedTest(name = "situation.{0}.planner: {1}", quoteTextArguments = false)
  @MethodSource({"registrations", "evidence", "colours", "failures", "leftOut"})
  void plans(String row, String situation, Seen seen, List<String> expected) {
    assertThat(Brief.of(new Planner().plan(seen.observation()))).isEqualTo(expected);
  }

  static Stream<Arguments> registrations() {
    return Stream.of(
        situation(
            "registryForgotten",
            "a task that nobody registered",
            forgotten().tasks(running(A, IP1)).ok(IP1),
            "say registryForgotten",
            "+ a 10.0.0.1 registryForgotten"),
        situation(
            "registryForgotten",
            "one of two is there already: one finding, one registration",
            forgotten()
                .tasks(running(A, IP1), running(B, IP2))
                .instances(ours(A, IP1))
                .ok(IP1, IP2),
            "say registryForgotten",
            "+ b 10.0.0.2 registryForgotten"),
        situation(
            "registryForgotten",
            "it is found as long as it stands, also when all are registered",
            forgotten().tasks(running(A, IP1)).instances(ours(A, IP1)).ok(IP1),
            "say registryForgotten"),
        situation(
            "registryForgotten",
            "a task that is not RUNNING yet is no candidate",
            forgotten().tasks(starting(A, IP1)),
            "say registryForgotten"),
        situation(
            "ecsStillRegistering",
            "RUNNING for less than ecsLag",
            registering().tasks(running(A, IP1, AGE_OF_LAG.minus(SECOND))).ok(IP1),
            "say ecsStillRegistering"),
        situation(
            "ecsDidNotRegister",
            "RUNNING for ecsLag: look at the instance itself first",
            registering().tasks(running(A, IP1, AGE_OF_LAG)).ok(IP1),
            "+? a 10.0.0.1 ecsDidNotRegister"),
        situation(
            "alreadyThere",
            "ECS's own",
            registering().tasks(running(A, IP1)).instances(ofEcs(A, IP1)).ok(IP1)),
        situation(
            "alreadyThere",
            "ours",
            registering().tasks(running(A, IP1)).instances(ours(A, IP1)).ok(IP1)),
        situation(
            "alreadyThere",
            "made by hand, under the task's id and address",
            registering().tasks(running(A, IP1)).instances(foreign(A.value(), IP1)).ok(IP1)),
        situation(
            "alreadyThere",
            "ours, and its task is down: nothing is removed for that",
            registering().tasks(running(A, IP1)).instances(ours(A, IP1)).down(IP1)),
        situation(
            "alreadyThere",
            "a foreign instance of another id at the same address is not the task's",
            forgotten().tasks(running(A, IP1)).instances(foreign("hand", IP1)).ok(IP1),
            "say registryForgotten",
            "+ a 10.0.0.1 registryForgotten"),
        situation(
            "oursDiffers",
            "another address",
            registering().tasks(running(A, IP2)).instances(ours(A, IP1)).ok(IP2),
            "+ a 10.0.0.2 oursDiffers"),
        situation(
            "oursDiffers",
            "another port",
            registering()
                .tasks(running(A, IP1))
                .instances(oursWith(A, IP1, Registration.PORT, "8001"))
                .ok(IP1),
            "+ a 10.0.0.1 oursDiffers"),
        situation(
            "oursDiffers",
            "an attribute more",
            registering()
                .tasks(running(A, IP1))
                .instances(oursWith(A, IP1, "COLOUR", "green"))
                .ok(IP1),
            "+ a 10.0.0.1 oursDiffers"),
        situation(
            "oursDiffers",
            "not in what changes by itself",
            registering()
                .tasks(running(A, IP1))
                .instances(oursWith(A, IP1, Registration.INITIAL_HEALTH, "UNHEALTHY"))
                .ok(IP1)),
        situation(
            "oursDiffers",
            "the new address is down: not moved there",
            registering().tasks(running(A, IP2)).instances(ours(A, IP1)).down(IP2),
            "say refuted"),
        situation(
            "oursDiffers",
            "not everything could be read: look at the instance itself first",
            registering().tasks(running(A, IP2)).instances(ours(A, IP1)).ok(IP2).listingPartly(),
            "say incomplete",
            "+? a 10.0.0.2 oursDiffers"),
        situation(
            "notOursWithTaskId",
            "ECS's own at another address",
            registering().tasks(running(A, IP2)).instances(ofEcs(A, IP1)).ok(IP2),
            "say notOursWithTaskId"),
        situation(
            "notOursWithTaskId",
            "foreign at another address",
            forgotten().tasks(running(A, IP2)).instances(foreign(A.value(), IP1)).ok(IP2),
            "say registryForgotten",
            "say notOursWithTaskId"),
        situation(
            "noAddress",
            "bridge or host network, IPv6 only, no interface yet",
            forgotten().tasks(withoutAddress(A)),
            "say registryForgotten",
            "say noAddress"),
        situation(
            "outsideCidrs",
            "an address that no configured block admits",
            forgotten().tasks(running(A, OUTSIDE)).ok(OUTSIDE),
            "say registryForgotten",
            "say outsideCidrs"),
        situation(
            "incomplete",
            "a page of instances failed: additions look first",
            forgotten().tasks(running(A, IP1)).ok(IP1).listingPartly(),
            "say incomplete",
            "say registryForgotten",
            "+? a 10.0.0.1 registryForgotten"),
        situation(
            "incomplete",
            "a list of tasks failed: those that were seen are registered",
            forgotten().tasks(running(A, IP1)).ok(IP1).tasksPartly(),
            "say incomplete",
            "say registryForgotten",
            "+? a 10.0.0.1 registryForgotten"),
        situation(
            "incomplete",
            "the ECS service could not be read: it may be in two colours, so nobody new is registered",
            new Seen().ecsUnread().tasks(running(A, IP1)).ok(IP1),
            "say incomplete",
            "say incomplete"),
        situation(
            "incomplete",
            "the same, and it is registered already: ours is kept as it should be",
            new Seen().ecsUnread().tasks(running(A, IP2)).instances(ours(A, IP1)).ok(IP2),
            "say incomplete",
            "+? a 10.0.0.2 oursDiffers"),
        situation(
            "incomplete",
            "Cloud Map could not be asked: nothing follows",
            forgotten().tasks(running(A, IP1)).ok(IP1).listingUnread(),
            "say incomplete"),
        situation(
            "ecsServiceGone",
            "a task that outlives its service is not registered",
            new Seen().noEcsService().tasks(running(A, IP1)).ok(IP1),
            "say ecsServiceGone",
            "say ecsServiceGone"));
  }

  static Stream<Arguments> evidence() {
    return Stream.of(
        situation(
            "rejected",
            "it answers, and refuses the Host: ECS would register it",
            forgotten().tasks(running(A, IP1)).rejected(IP1),
            "say registryForgotten",
            "+ a 10.0.0.1 registryForgotten",
            "say rejected"),
        situation(
            "young",
            "down",
            forgotten().tasks(running(A, IP1, AGE_OF_YOUTH.minus(SECOND))).down(IP1),
            "say registryForgotten",
            "say young"),
        situation(
            "young",
            "silent while another answers",
            forgotten()
                .tasks(running(A, IP1, AGE_OF_YOUTH.minus(SECOND)), running(B, IP2))
                .silent(IP1)
                .ok(IP2),
            "say registryForgotten",
            "say young",
            "+ b 10.0.0.2 registryForgotten"),
        situation(
            "young",
            "silent and alone: it may still be starting, so its silence is its own",
            forgotten().tasks(running(A, IP1, AGE_OF_YOUTH.minus(SECOND))).silent(IP1),
            "say registryForgotten",
            "say young"),
        situation(
            "young",
            "nobody could be asked: youth is no obstacle",
            forgotten().tasks(running(A, IP1, SECOND)).unasked(IP1),
            "say registryForgotten",
            "+ a 10.0.0.1 registryForgotten",
            "say unaskedAll"),
        situation(
            "young",
            "it answers: youth is no obstacle",
            forgotten().tasks(running(A, IP1, SECOND)).ok(IP1),
            "say registryForgotten",
            "+ a 10.0.0.1 registryForgotten"),
        situation(
            "refuted",
            "an older one is down",
            forgotten().tasks(running(A, IP1, AGE_OF_YOUTH)).down(IP1),
            "say registryForgotten",
            "say refuted"),
        situation(
            "refuted",
            "an older one is silent while another answers",
            forgotten().tasks(running(A, IP1), running(B, IP2)).silent(IP1).rejected(IP2),
            "say registryForgotten",
            "say refuted",
            "+ b 10.0.0.2 registryForgotten",
            "say rejected"),
        situation(
            "refuted",
            "an older one is silent while another is down: a refusal shows that our view works",
            forgotten().tasks(running(A, IP1), running(B, IP2)).silent(IP1).down(IP2),
            "say registryForgotten",
            "say refuted",
            "say refuted"),
        situation(
            "unaskedAll",
            "nobody could be asked",
            forgotten().tasks(running(A, IP1)).unasked(IP1),
            "say registryForgotten",
            "+ a 10.0.0.1 registryForgotten",
            "say unaskedAll"),
        situation(
            "unaskedAll",
            "an address that is missing from the answer",
            forgotten().tasks(running(A, IP1)),
            "say registryForgotten",
            "+ a 10.0.0.1 registryForgotten",
            "say unaskedAll"),
        situation(
            "unaskedAll",
            "everybody is silent: that says more about our view",
            forgotten().tasks(running(A, IP1), running(B, IP2)).silent(IP1, IP2),
            "say registryForgotten",
            "+ a 10.0.0.1 registryForgotten",
            "say unaskedAll",
            "+ b 10.0.0.2 registryForgotten",
            "say unaskedAll"),
        situation(
            "unaskedAll",
            "who was not asked does not break the silence of the others",
            forgotten().tasks(running(A, IP1)).silent(IP1).unasked(IP3),
            "say registryForgotten",
            "+ a 10.0.0.1 registryForgotten",
            "say unaskedAll"),
        situation(
            "unhealthyTask",
            "the container's health check fails: not registered, whatever the probe says",
            forgotten().tasks(unhealthy(A, IP1)).ok(IP1),
            "say registryForgotten",
            "say unhealthyTask"),
        situation(
            "unhealthyTask",
            "ours at another address is not moved to it either",
            registering().tasks(unhealthy(A, IP2)).instances(ours(A, IP1)).ok(IP2),
            "say unhealthyTask"));
  }

  static Stream<Arguments> colours() {
    return Stream.of(
        situation(
            "twoColours",
            "a task of the colour in production",
            new Seen().ecs(oneColour(DEPLOYMENT)).tasks(running(A, IP1)).ok(IP1),
            "say registryForgotten",
            "+ a 10.0.0.1 registryForgotten"),
        situation(
            "twoColours",
            "a task of the other one",
            new Seen().ecs(oneColour("ecs-svc/other")).tasks(running(A, IP1)).ok(IP1),
            "say registryForgotten",
            "say twoColours"),
        situation(
            "twoColours",
            "the other one is registered already: it stays until its task stops",
            new Seen()
                .ecs(oneColour("ecs-svc/other"))
                .tasks(running(A, IP1))
                .instances(ours(A, IP1))
                .ok(IP1),
            "say registryForgotten"),
        situation(
            "twoColours",
            "the other one has moved: it is not followed",
            new Seen()
                .ecs(oneColour("ecs-svc/other"))
                .tasks(running(A, IP2))
                .instances(ours(A, IP1))
                .ok(IP2),
            "say registryForgotten",
            "say twoColours"),
        situation(
            "rolling",
            "the tasks of both deployments are candidates",
            new Seen()
                .ecs(rolling(2))
                .tasks(running(A, IP1), startedBy("ecs-svc/new", running(B, IP2)))
                .ok(IP1, IP2),
            "say registryForgotten",
            "say rolling",
            "+ a 10.0.0.1 registryForgotten",
            "+ b 10.0.0.2 registryForgotten"));
  }

  static Stream<Arguments> failures() {
    var failed = unproven(A);
    return Stream.of(
        situation(
            "operationFailed",
            "ours is listed all the same: once more",
            registering().memory(failed).tasks(running(A, IP1)).instances(ours(A, IP1)).ok(IP1),
            "+ a 10.0.0.1 operationFailed"),
        situation(
            "operationFailed",
            "the same, and its task is down by now",
            registering().memory(failed).tasks(running(A, IP1)).instances(ours(A, IP1)).down(IP1),
            "say refuted"),
        situation(
            "operationFailed",
            "listed without our memory of it, and the name has no record: once more",
            registering().tasks(running(A, IP1)).instances(ours(A, IP1)).ok(IP1).noRecord(ZONE),
            "+ a 10.0.0.1 operationFailed"),
        situation(
            "operationFailed",
            "a registration of ours ended in SUCCESS not long ago: another would not help",
            registering()
                .memory(succeeded(Duration.ofMinutes(4)))
                .tasks(running(A, IP1))
                .instances(ours(A, IP1))
                .ok(IP1)
                .noRecord(ZONE)),
        situation(
            "operationFailed",
            "long ago: it is tried again",
            registering()
                .memory(succeeded(Duration.ofMinutes(5)))
                .tasks(running(A, IP1))
                .instances(ours(A, IP1))
                .ok(IP1)
                .noRecord(ZONE),
            "+ a 10.0.0.1 operationFailed"),
        situation(
            "operationFailed",
            "the same, however long resolvers keep a record: there is none to keep",
            registering()
                .memory(succeeded(Duration.ofMinutes(5)))
                .tasks(running(A, IP1))
                .instances(ours(A, IP1))
                .in(Sample.LONG_TTL)
                .ok(IP1)
                .noRecord(ZONE),
            "+ a 10.0.0.1 operationFailed"),
        situation(
            "operationFailed",
            "the resolver sees another zone: that says nothing of ours",
            registering()
                .tasks(running(A, IP1))
                .instances(ours(A, IP1))
                .ok(IP1)
                .noRecord("example.org")),
        situation(
            "operationFailed",
            "it is not there: registered as any other",
            forgotten().memory(failed).tasks(running(A, IP1)).ok(IP1),
            "say registryForgotten",
            "+ a 10.0.0.1 registryForgotten"),
        situation(
            "notOursWithTaskId",
            "this stack's, for another ECS service that shares the Cloud Map service",
            forgotten().tasks(running(A, IP1)).instances(sister(A, IP2)).ok(IP1),
            "say registryForgotten",
            "say notOursWithTaskId"),
        situation(
            "alreadyThere",
            "ECS registered it after our FAIL",
            registering().memory(failed).tasks(running(A, IP1)).instances(ofEcs(A, IP1)).ok(IP1)));
  }

  /**
   * A pass was killed after it had sent B's registration, which then failed; A's is answered with.
   */
  static Stream<Arguments> leftOut() {
    return Stream.of(
        situation(
            "operationFailed",
            "listed, and the name answers with another only: once more",
            twoOfOurs().resolves(IP1),
            "+ b 10.0.0.2 operationFailed",
            "healthy b unhealthyTask"),
        situation(
            "operationFailed",
            "the name answers with both: nothing speaks against it",
            twoOfOurs().resolves(IP1, IP2)),
        situation(
            "operationFailed",
            "left out, and its task refuses the request: once more, as ECS would",
            twoOfOurs().rejected(IP2).resolves(IP1),
            "+ b 10.0.0.2 operationFailed",
            "say rejected",
            "healthy b unhealthyTask"),
        situation(
            "operationFailed",
            "left out, and its task does not serve: it would not be registered now",
            twoOfOurs().down(IP2).resolves(IP1)),
        situation(
            "operationFailed",
            "left out, and a registration of ours ended in SUCCESS not long ago",
            twoOfOurs().memory(succeeded(Duration.ofMinutes(4))).resolves(IP1)),
        situation(
            "operationFailed",
            "left out five minutes after the last SUCCESS: it is tried again",
            twoOfOurs().memory(succeeded(Duration.ofMinutes(5))).resolves(IP1),
            "+ b 10.0.0.2 operationFailed",
            "healthy b unhealthyTask"),
        situation(
            "operationFailed",
            "left out of an answer that may be older than our SUCCESS",
            twoOfOurs().in(Sample.LONG_TTL).memory(succeeded(Duration.ofMinutes(9))).resolves(IP1)),
        situation(
            "operationFailed",
            "left out of an answer that may be older than its task",
            twoOfOurs()
                .tasks(running(A, IP1), running(B, IP2, SECOND.multipliedBy(9)))
                .resolves(IP1)),
        situation(
            "operationFailed",
            "left out of an answer with an address of nobody's: it is older than the list",
            twoOfOurs().resolves(IP1, IP4)),
        situation(
            "operationFailed",
            "left out of a list that was read in part",
            twoOfOurs().listingPartly().resolves(IP1),
            "say incomplete"),
        situation(
            "operationFailed",
            "left out of an answer of eight, which may be any eight",
            twoOfOurs()
                .instances(with(eight(RegistrationsTest::another)))
                .resolves(all(RegistrationsTest::another))),
        situation(
            "operationFailed",
            "left out of fewer addresses, at which eight stand",
            twoOfOurs().instances(with(eight(_ -> IP3))).resolves(IP3)),
        situation(
            "operationFailed",
            "left out by a name that answers with one at a time",
            twoOfOurs().in(Sample.WEIGHTED).resolves(IP1)),
        situation(
            "operationFailed",
            "left out since we called it unhealthy: it is called healthy again",
            twoOfOurs().memory(told(false, Duration.ofHours(1))).resolves(IP1),
            "healthy b unhealthyTask"),
        situation(
            "operationFailed",
            "left out since we may have called it unhealthy: it is called healthy again",
            twoOfOurs().memory(down()).resolves(IP1),
            "healthy b unhealthyTask"),
        situation(
            "operationFailed",
            "left out, and called healthy again a moment ago: that takes its time",
            twoOfOurs().memory(told(true, Duration.ofMinutes(4))).resolves(IP1)),
        situation(
            "operationFailed",
            "left out, and called healthy again long ago: it is tried again",
            twoOfOurs().memory(told(true, Duration.ofMinutes(5))).resolves(IP1),
            "+ b 10.0.0.2 operationFailed",
            "healthy b unhealthyTask"),
        situation(
            "operationFailed",
            "one of ECS's own is left out: ECS's to mend",
            registering()
                .tasks(running(A, IP1), running(B, IP2))
                .instances(ours(A, IP1), ofEcs(B, IP2))
                .ok(IP1, IP2)
                .resolves(IP1)));
  }

  private static Seen twoOfOurs() {
    return registering()
        .tasks(running(A, IP1), running(B, IP2))
        .instances(ours(A, IP1), ours(B, IP2))
        .ok(IP1, IP2);
  }

  private static Instance[] with(Stream<Instance> others) {
    return Stream.concat(Stream.of(ours(A, IP1), ours(B, IP2)), others).toArray(Instance[]::new);
  }

  private static Stream<Instance> eight(IntFunction<Ipv4> at) {
    return IntStream.range(0, 8).mapToObj(n -> foreign("by-hand-" + n, at.apply(n)));
  }

  private static Ipv4[] all(IntFunction<Ipv4> at) {
    return IntStream.range(0, 8).mapToObj(at).toArray(Ipv4[]::new);
  }

  private static Ipv4 another(int number) {
    return new Ipv4("10.0.1." + number);
  }

  private static Memory told(boolean healthy, Duration ago) {
    return new Memory(
        Map.of(),
        Map.of(),
        Map.of(B, new Memory.Pushed(healthy, NOON.minus(ago))),
        Map.of(),
        Optional.empty(),
        Map.of(),
        Map.of(),
        Optional.empty());
  }

  private static Memory down() {
    return new Memory(
        Map.of(),
        Map.of(B, NOON.minusSeconds(60)),
        Map.of(),
        Map.of(),
        Optional.empty(),
        Map.of(),
        Map.of(),
        Optional.empty());
  }

  private static Memory succeeded(Duration ago) {
    return new Memory(
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Optional.of(NOON.minus(ago)),
        Map.of(),
        Map.of(),
        Optional.empty());
  }

  @Test
  void registersWithTheAttributesThatEcsWouldWriteAndOurMark() {
    var plan = new Planner().plan(forgotten().tasks(running(A, IP1)).ok(IP1).observation());

    assertThat(plan.actions())
        .singleElement()
        .isInstanceOfSatisfying(
            Action.Register.class,
            register ->
                assertThat(register.registration().attributes())
                    .containsOnly(
                        entry("AWS_INSTANCE_IPV4", "10.0.0.1"),
                        entry("AWS_INSTANCE_PORT", "5000"),
                        entry("AWS_INIT_HEALTH_STATUS", "HEALTHY"),
                        entry("AVAILABILITY_ZONE", "us-east-1a"),
                        entry("REGION", "us-east-1"),
                        entry("ECS_CLUSTER_NAME", "hokusai-development"),
                        entry("ECS_SERVICE_NAME", "hokusai-mlflow-development"),
                        entry("ECS_TASK_DEFINITION_FAMILY", "mlflow"),
                        entry("REMEDIATION_OWNER", "our-stack")));
  }

  @Test
  void trustsItsListForFiveSeconds() {
    var plan = new Planner().plan(forgotten().tasks(running(A, IP1)).ok(IP1).observation());

    assertThat(plan.actions())
        .singleElement()
        .isInstanceOfSatisfying(
            Action.Register.class,
            register -> assertThat(register.listingGoodUntil()).contains(NOON.plusSeconds(5)));
  }

  @Test
  void saysWhoRefusedWithStatusAndHost() {
    var plan = new Planner().plan(forgotten().tasks(running(A, IP1)).rejected(IP1).observation());

    assertThat(plan.remarks())
        .filteredOn(remark -> remark.situation() == Situation.REJECTED)
        .singleElement()
        .extracting(Remark::because)
        .asString()
        .contains("403", "mlflow.hokusai-development.local:5000");
  }

  @Test
  void tellsWhatCouldNotBeReadFromWhatIsNotThere() {
    var unread = new Seen().ecsUnread().tasks(running(A, IP1)).ok(IP1);
    var gone = new Seen().noEcsService().tasks(running(A, IP1)).ok(IP1);

    assertThat(lastWords(unread)).contains("could not be read");
    assertThat(lastWords(gone)).contains("ECS knows no service").doesNotContain("could not be");
  }

  @Test
  void quotesAForeignInstanceInOneShortLine() {
    var forged =
        Map.of(
            Registration.IPV4,
            "10.0.0.1\n{\"level\":\"INFO\"}" + "x".repeat(1000),
            Registration.PORT,
            "5000\nforged");
    var seen =
        forgotten()
            .tasks(running(A, IP2))
            .instances(new Instance.Foreign(A.value(), forged))
            .ok(IP2);

    assertThat(lastWords(seen)).hasSizeLessThan(600).doesNotContain("\n");
  }

  @Test
  void registersBothOfTwoTasksThatShareAnAddress() {
    var seen = forgotten().tasks(running(A, IP1), running(B, IP1)).ok(IP1).observation();

    assertThat(Brief.of(new Planner().plan(seen)))
        .containsExactly(
            "say registryForgotten",
            "+ a 10.0.0.1 registryForgotten",
            "+ b 10.0.0.1 registryForgotten");
  }

  private static String lastWords(Seen seen) {
    return new Planner().plan(seen.observation()).remarks().getLast().because();
  }

  private static Instance oursWith(TaskId id, Ipv4 address, String key, String value) {
    var attributes = new TreeMap<>(ours(id, address).attributes());
    attributes.put(key, value);
    return new Instance.Ours(id.value(), attributes);
  }
}
