package ai.hokus.remediation.plan;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Audience;
import ai.hokus.remediation.model.Audience.Listener;
import ai.hokus.remediation.model.Audience.Rollout;
import ai.hokus.remediation.model.EndpointSettings;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.GuardedService.Consumer;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Incident.Redeployment;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.world.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConsumerPlannerTest {
  private static final String API = "hokusai-api-development";
  private static final Instant WRITTEN = NOON.minusSeconds(60);
  private static final Listener OLD =
      listener(A, WRITTEN.minusSeconds(300), WRITTEN.minusSeconds(200));
  private static final Listener BETWEEN =
      listener(A, WRITTEN.minusSeconds(5), WRITTEN.plusSeconds(5));
  private static final Listener NEW = listener(B, WRITTEN.plusSeconds(5), WRITTEN.plusSeconds(20));
  private static final Listener STARTING =
      new Listener(B, WRITTEN.plusSeconds(5), Optional.empty());

  @ParameterizedTest(name = "{0}")
  @MethodSource("situations")
  void plans(
      String situation,
      boolean may,
      List<Redeployment> ours,
      List<Listener> tasks,
      String expected) {
    var consumer = new Consumer(API, Consumer.Reads.ENV_AT_START, may);
    var audience = new Audience(API, tasks, List.of(new Rollout("ecs-svc/1", "IN_PROGRESS", NOON)));

    var step = plan(consumer, new Reading.Complete<>(Optional.of(audience)), incident(ours));

    assertThat(step.map(ConsumerPlannerTest::brief).orElse("")).startsWith(expected);
    assertThat(step.isPresent()).isEqualTo(!expected.isEmpty());
  }

  static Stream<Arguments> situations() {
    //        situation                          may   deployments of ours   tasks
    // step
    return Stream.of(
        arguments("nobody runs", true, none(), List.of(), ""),
        arguments("all heard it", true, none(), List.of(NEW), ""),
        arguments("one starts, and will hear it", true, none(), List.of(STARTING), ""),
        arguments("one did not hear it", true, none(), List.of(NEW, OLD), "redeploy"),
        arguments("one started in between", true, none(), List.of(BETWEEN), "redeploy"),
        arguments(
            "may not be asked for",
            false,
            none(),
            List.of(OLD),
            "say still holds an old value of the endpoint: nothing changes"),
        arguments("one of before the write", true, asked(-200), List.of(OLD), "redeploy"),
        arguments(
            "one of a moment before it",
            true,
            asked(-30),
            List.of(OLD),
            "say still holds an old value of the endpoint; a deployment was asked for"),
        arguments(
            "one after it is under way",
            true,
            asked(10),
            List.of(OLD),
            "say still holds an old value; the deployment asked for"),
        arguments(
            "as many as may be",
            true,
            four(),
            List.of(OLD),
            "say still holds an old value of the endpoint, and 4 deployments"),
        arguments(
            "three, and one that ECS never began",
            true,
            threeAndOneUnheard(),
            List.of(OLD),
            "redeploy"));
  }

  @Test
  void saysOfOneThatIsNotThroughAfterTenMinutesWhatEcsCallsIt() {
    var consumer = new Consumer(API, Consumer.Reads.ENV_AT_START, true);
    var late = new Redeployment(API, NOON.minusSeconds(700), Optional.of("ecs-svc/7"));
    var fallback = fallback(NOON.minusSeconds(800));
    var incident = incident(List.of(late)).with(fallback);
    var audience =
        new Audience(
            API,
            List.of(listener(A, NOON.minusSeconds(900), NOON.minusSeconds(890))),
            List.of(new Rollout("ecs-svc/7", "FAILED", NOON)));

    var step = plan(consumer, new Reading.Complete<>(Optional.of(audience)), incident);

    assertThat(step).get().extracting(Step::because).asString().contains("ten minutes", "FAILED");
  }

  /** Found by the proof: killed before its last ask, it would have let the incident stand. */
  @Test
  void countsNoneThatWasWrittenDownAndNeverBegun() {
    var consumer = new Consumer(API, Consumer.Reads.ENV_AT_START, true);
    var unheard = new Redeployment(API, NOON.minusSeconds(130), Optional.empty());
    var all = Stream.concat(four().stream().skip(1), Stream.of(unheard)).toList();
    var rollout = new Rollout("ecs-svc/1", "COMPLETED", NOON.minusSeconds(3600));
    var audience = new Audience(API, List.of(OLD), List.of(rollout));

    var step = plan(consumer, new Reading.Complete<>(Optional.of(audience)), incident(all));

    assertThat(step.map(ConsumerPlannerTest::brief)).contains("redeploy");
  }

  /** Found by the proof: with a clock that was five seconds fast the incident never closed. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("states")
  void takesTheTasksOfOursForNewOnceEcsIsThroughWithIt(
      String situation, List<Rollout> deployments, String expected) {
    var consumer = new Consumer(API, Consumer.Reads.ENV_AT_START, true);
    var audience = new Audience(API, List.of(OLD), deployments);

    var step = plan(consumer, new Reading.Complete<>(Optional.of(audience)), incident(asked(10)));

    assertThat(step.map(ConsumerPlannerTest::brief).orElse("")).startsWith(expected);
    assertThat(step.isPresent()).isEqualTo(!expected.isEmpty());
  }

  static Stream<Arguments> states() {
    var other = new Rollout("ecs-svc/9", "COMPLETED", NOON);
    return Stream.of(
        arguments("through", List.of(ours("COMPLETED")), ""),
        arguments("under way", List.of(ours("IN_PROGRESS")), "say still holds an old value"),
        arguments("not alone", List.of(ours("COMPLETED"), other), "say still holds an old value"),
        arguments("another one", List.of(other), "say still holds an old value"));
  }

  private static Rollout ours(String state) {
    return new Rollout("ecs-svc/1", state, NOON);
  }

  /** Killed before it was asked for, or ECS refused: otherwise nobody would ever ask again. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("unheard")
  void asksAgainForOneThatEcsNeverBegan(String situation, int ago, Instant begun, String expected) {
    var consumer = new Consumer(API, Consumer.Reads.ENV_AT_START, true);
    var unheard = new Redeployment(API, NOON.minusSeconds(ago), Optional.empty());
    var incident = incident(List.of(unheard)).with(fallback(NOON.minusSeconds(ago)));
    var old = listener(A, NOON.minusSeconds(900), NOON.minusSeconds(890));
    var audience =
        new Audience(API, List.of(old), List.of(new Rollout("ecs-svc/7", "IN_PROGRESS", begun)));

    var step = plan(consumer, new Reading.Complete<>(Optional.of(audience)), incident);

    assertThat(step.map(ConsumerPlannerTest::brief).orElse("")).startsWith(expected);
  }

  static Stream<Arguments> unheard() {
    return Stream.of(
        arguments("a while ago", 130, NOON.minusSeconds(900), "redeploy"),
        arguments(
            "a moment ago",
            100,
            NOON.minusSeconds(900),
            "say still holds an old value of the endpoint; a deployment was asked for"),
        arguments(
            "ECS began one",
            130,
            NOON.minusSeconds(132),
            "say still holds an old value; the deployment asked for"));
  }

  @Test
  void saysWhatCouldNotBeRead() {
    var consumer = new Consumer(API, Consumer.Reads.ENV_AT_START, true);

    var step =
        plan(consumer, new Reading.Partial<>(Optional.empty(), "ECS throttled"), incident(none()));

    assertThat(step).get().isInstanceOf(Remark.class);
    assertThat(step.orElseThrow().because()).contains("ECS throttled");
  }

  @Test
  void leavesThemAloneWhereNothingWasWritten() {
    var consumer = new Consumer(API, Consumer.Reads.ENV_AT_START, true);
    var audience = new Audience(API, List.of(OLD), List.of());
    var unwritten = Incident.open(Sample.MLFLOW, NOON, "a write failed");

    assertThat(plan(consumer, new Reading.Complete<>(Optional.of(audience)), unwritten)).isEmpty();
  }

  /** It is over at once, and nobody ever read what was not written. */
  @Test
  void leavesThemAloneWhereNoPutCameThrough() {
    var consumer = new Consumer(API, Consumer.Reads.ENV_AT_START, true);
    var audience = new Audience(API, List.of(OLD), List.of());
    var written = fallback(WRITTEN);
    var refused =
        new Fallback(
            written.before(),
            WRITTEN,
            new Fallback.Position.Left(WRITTEN),
            Optional.empty(),
            Optional.empty());

    assertThat(
            plan(
                consumer,
                new Reading.Complete<>(Optional.of(audience)),
                incident(none()).with(refused)))
        .isEmpty();
  }

  /** Found by the proof: it may have come before what is asked for, which is then asked twice. */
  @Test
  void leavesThemAloneWhileNobodyKnowsWhatBecameOfAPut() {
    var consumer = new Consumer(API, Consumer.Reads.ENV_AT_START, true);
    var audience = new Audience(API, List.of(OLD), List.of());
    var left = new Fallback.Position.Left(NOON);
    var unheard =
        fallback(WRITTEN).attempting(new Fallback.Underway(Optional.empty(), 4, NOON, left));

    assertThat(
            plan(
                consumer,
                new Reading.Complete<>(Optional.of(audience)),
                incident(none()).with(unheard)))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("leavings")
  void knowsWhenItWasWrittenLast(
      String situation, Fallback.Position.Left left, Listener task, boolean isDeployedAnew) {
    var consumer = new Consumer(API, Consumer.Reads.ENV_AT_START, true);
    var audience = new Audience(API, List.of(task), List.of());
    var over = incident(none()).with(fallback(WRITTEN).at(left));

    assertThat(plan(consumer, new Reading.Complete<>(Optional.of(audience)), over).isPresent())
        .isEqualTo(isDeployedAnew);
  }

  static Stream<Arguments> leavings() {
    var without = new Fallback.Position.Left(NOON);
    var others = new Fallback.Position.Left(NOON, Optional.of(WRITTEN.plusSeconds(10)));
    return Stream.of(
        arguments("left without a put, and it read the last one", without, NEW, false),
        arguments("left without a put, and it read none", without, OLD, true),
        arguments("others wrote since, and it read ours", others, NEW, true),
        arguments(
            "others wrote since, and it read theirs",
            others,
            listener(B, WRITTEN.plusSeconds(15), WRITTEN.plusSeconds(20)),
            false));
  }

  private static Optional<Step> plan(
      Consumer consumer, Reading<Optional<Audience>> audience, Incident incident) {
    return ConsumerPlanner.plan(consumer, audience, EndpointSettings.DEFAULTS, incident, NOON);
  }

  private static Incident incident(List<Redeployment> ours) {
    var incident =
        Incident.open(Sample.MLFLOW, WRITTEN, "the name is broken").with(fallback(WRITTEN));
    return ours.stream().reduce(incident, Incident::redeployed, (one, _) -> one);
  }

  private static Fallback fallback(Instant written) {
    var before =
        Snapshot.of(
            new Parameter("/p", Parameter.Type.STRING, "http://mlflow:5000", 3),
            Snapshot.Kept.NOTHING);
    return new Fallback(
        before,
        written,
        new Fallback.Position.Pinned(A, IP1, NOON.plusSeconds(1000)),
        Optional.of(new Fallback.Written(new EndpointValue("http://10.0.0.1:5000"), 4, written)),
        Optional.empty());
  }

  private static List<Redeployment> none() {
    return List.of();
  }

  private static List<Redeployment> asked(int secondsAfterTheWrite) {
    return List.of(
        new Redeployment(API, WRITTEN.plusSeconds(secondsAfterTheWrite), Optional.of("ecs-svc/1")));
  }

  private static List<Redeployment> four() {
    return IntStream.rangeClosed(1, 4)
        .mapToObj(hours ->
            new Redeployment(
                API, WRITTEN.minusSeconds(3600L * hours), Optional.of("ecs-svc/" + hours)))
        .toList();
  }

  private static List<Redeployment> threeAndOneUnheard() {
    return Stream.concat(
            four().stream().limit(3),
            Stream.of(new Redeployment(API, WRITTEN.minusSeconds(600), Optional.empty())))
        .toList();
  }

  private static Listener listener(
      ai.hokus.remediation.model.TaskId id, Instant created, Instant started) {
    return new Listener(id, created, Optional.of(started));
  }

  private static String brief(Step step) {
    return switch (step) {
      case Action _ -> "redeploy";
      case Remark remark -> "say " + remark.because().replace("consumer " + API + " ", "");
    };
  }
}
