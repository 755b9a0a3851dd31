package ai.hokus.remediation.observation;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.C;
import static ai.hokus.remediation.world.Sample.CLOUD_MAP;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP3;
import static ai.hokus.remediation.world.Sample.MLFLOW;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.OUTSIDE;
import static ai.hokus.remediation.world.Sample.foreign;
import static ai.hokus.remediation.world.Sample.look;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.Sample.starting;
import static ai.hokus.remediation.world.Sample.stopping;
import static ai.hokus.remediation.world.Sample.withoutAddress;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.InMemoryWorld.Call;
import ai.hokus.remediation.world.InlineExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ObserverTest {

  private static final String ELSEWHERE =
      "arn:aws:servicediscovery:us-east-1:123456789012:service/srv-elsewhere";

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final TimeBudget BUDGET =
      new TimeBudget(NOON.plus(Duration.ofMinutes(1)), PATIENCE);

  private final InMemoryWorld world = new InMemoryWorld();

  @Test
  void asksEachKindOnce() {
    world.tasks(running(A, IP1)).instances(ours(A, IP1)).ok(IP1);

    var seen = observe();

    assertThat(seen.isComplete()).isTrue();
    assertThat(seen.at()).isEqualTo(NOON);
    for (var call : new Call[] {Call.SERVICE, Call.RUNNING, Call.DESCRIBE, Call.LIST, Call.ASK}) {
      assertThat(world.count(call)).as(call.name()).isEqualTo(1);
    }
    assertThat(world.writes()).isZero();
  }

  /** ListTasks leaves them out, and only their state tells whether an instance may go. */
  @Test
  void describesTheTasksBehindInstances() {
    world.tasks(stopping(A, IP1), stopping(B, IP2)).instances(ours(A, IP1), ofEcs(B, IP2));

    assertThat(observe().tasks().value().known()).extracting(Task::id).containsExactly(A, B);
  }

  @Test
  void tellsTasksThatEcsNoLongerKnows() {
    world.instances(ours(A, IP1));

    assertThat(observe().tasks().value().missing()).containsExactly(A);
  }

  @Test
  void doesNotAskEcsWhatIsBehindForeignInstances() {
    world.instances(foreign(C.value(), IP3));

    assertThat(observe().tasks().value().missing()).isEmpty();
  }

  /** DescribeTasks would refuse the whole question for one of them. */
  @Test
  void doesNotAskEcsAboutIdsThatAreNoTaskIds() {
    var attributes = ofEcs(B, IP2).attributes();
    world
        .tasks(running(A, IP1))
        .instances(
            new Instance.Native("mlflow-1", attributes),
            new Instance.Native("made by hand", attributes));

    var seen = observe();

    assertThat(seen.isComplete()).isTrue();
    assertThat(seen.tasks().value().known()).extracting(Task::id).containsExactly(A);
  }

  @Test
  void doesNotAskForAnEmptiedName() {
    world.tasks(running(A, IP1)).ok(IP1);

    var seen = observe();

    assertThat(question().name()).isEmpty();
    assertThat(seen.answer().resolution()).isInstanceOf(Resolution.NotAsked.class);
    assertThat(seen.answer().of(IP1)).isEqualTo(new Verdict.Ok(200));
  }

  @Test
  void asksForTheNameWithTheRecordTypesThatItKeeps() {
    world.tasks(running(A, IP1)).instances(ours(A, IP1)).ok(IP1);

    var seen = observe();

    assertThat(question().name())
        .contains(new Question.Name(CLOUD_MAP.name(), CLOUD_MAP.recordTypes()));
    assertThat(seen.answer().resolution()).isInstanceOf(Resolution.Addresses.class);
  }

  /** Whoever else is in the answer is a part of the name too. */
  @Test
  void learnsOfEachAddressThatTheNameAnswersWith() {
    world.tasks(running(A, IP1)).instances(ours(A, IP1), foreign("by-hand", IP3)).ok(IP1);

    assertThat(observe().answer().of(IP3)).isInstanceOf(Verdict.Silent.class);
  }

  @Test
  void asksNothingWhereThereIsNothingToAsk() {
    world.cloudMapGone();

    observe();

    assertThat(world.count(Call.ASK)).isZero();
    assertThat(world.count(Call.DESCRIBE)).isZero();
  }

  @Test
  void asksOnlyRunningTasksThatHaveAnAddress() {
    world.tasks(running(A, IP1), starting(B, IP2), withoutAddress(C));

    observe();

    assertThat(question().addresses()).containsOnlyKeys(IP1);
  }

  @Test
  void asksNoAddressOutsideTheConfiguredBlocks() {
    world.tasks(running(A, OUTSIDE)).ok(OUTSIDE);

    observe();

    assertThat(world.count(Call.ASK)).isZero();
  }

  /** Whether anybody is still there is the only other evidence about a task that ECS forgot. */
  @Test
  void asksWhereTheTasksThatEcsForgotWere() {
    world.tasks(running(A, IP1)).instances(ours(B, IP2), ofEcs(C, OUTSIDE)).ok(IP1);

    var seen = observe();

    assertThat(question().addresses()).containsOnlyKeys(IP1, IP2);
    assertThat(seen.missing()).containsExactly(ours(B, IP2), ofEcs(C, OUTSIDE));
    assertThat(seen.failsItsProbe(ours(B, IP2))).isTrue();
  }

  @Test
  void looksWhetherWhatEcsRegistersWithIsGone() {
    world.ecs(registeringWith(ELSEWHERE));
    assertThat(observe().dangling()).containsExactly(ELSEWHERE);

    world.hasToo(ELSEWHERE);
    assertThat(observe().dangling()).isEmpty();

    world.ecs(registeringWith(ELSEWHERE.replace("123456789012", "999999999999")));
    assertThat(observe().dangling()).as("of an account that is not ours to ask").isEmpty();
  }

  @Test
  void doesNotLookForWhatIsOurs() {
    observe();

    assertThat(world.count(Call.KNOWS)).isZero();
  }

  @Test
  void callsNothingGoneThatItCouldNotAskFor() {
    world.ecs(registeringWith(ELSEWHERE)).refuses(Call.KNOWS);

    var seen = observe();

    assertThat(seen.dangling()).isEmpty();
    assertThat(seen.isComplete()).isTrue();
  }

  private static EcsService registeringWith(String arn) {
    return new EcsService("ACTIVE", 1, Set.of(arn), new EcsService.Deployment.Rolling(1));
  }

  @Test
  void asksEachTaskOnce() {
    world.tasks(running(A, IP1, Duration.ofSeconds(5)), running(B, IP2));

    observe();

    assertThat(question().addresses()).isEqualTo(Map.of(IP1, Duration.ZERO, IP2, Duration.ZERO));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"SERVICE", "RUNNING", "DESCRIBE", "LIST"})
  void carriesWhatCouldNotBeRead(Call call) {
    world.tasks(running(A, IP1)).instances(ours(A, IP1)).ok(IP1).refuses(call);

    assertThat(observe().unread()).containsExactly(call + " was throttled");
  }

  @Test
  void carriesBothReasonsWhereTasksCouldNeitherBeListedNorDescribed() {
    world.instances(ours(A, IP1)).refuses(Call.RUNNING, Call.DESCRIBE);

    assertThat(observe().unread()).containsExactly("RUNNING was throttled; DESCRIBE was throttled");
  }

  @Test
  void seesWhatItCanWhereAPageFailed() {
    world.tasks(running(A, IP1)).instances(ours(A, IP1), ours(B, IP2)).ok(IP1).refuses(Call.LIST);

    var seen = observe();

    assertThat(seen.instances()).containsExactly(ours(A, IP1));
    assertThat(seen.tasks().value().known()).extracting(Task::id).containsExactly(A);
    assertThat(question().name()).isPresent();
  }

  @Test
  void takesTasksThatWereListedFromTheRestWhereListingFailed() {
    world.tasks(running(A, IP1)).instances(ours(A, IP1)).refuses(Call.RUNNING);

    assertThat(observe().tasks().value().known()).extracting(Task::id).containsExactly(A);
  }

  @Test
  void knowsNothingAgainstAnybodyWhereNobodyCanAsk() {
    world.tasks(running(A, IP1)).instances(ours(A, IP1)).refuses(Call.ASK);

    var seen = observe();

    assertThat(seen.isComplete()).isTrue();
    assertThat(seen.answer().of(IP1)).isInstanceOf(Verdict.Unasked.class);
    assertThat(seen.answer().resolution()).isInstanceOf(Resolution.Unknown.class);
  }

  @Test
  void asksOnlyForTheNameAfterAWrite() {
    world.tasks(running(A, IP1)).instances(ours(A, IP1)).ok(IP1);

    var answer = observer().askName(MLFLOW, CLOUD_MAP, BUDGET);

    assertThat(question().addresses()).isEmpty();
    assertThat(answer.of(IP1)).isEqualTo(new Verdict.Ok(200));
  }

  @Test
  void asksNobodyWithoutTimeForTheAnswer() {
    world.tasks(running(A, IP1)).instances(ours(A, IP1)).ok(IP1);

    var seen = observerAt(NOON.plusSeconds(52)).observe(look(NOON), BUDGET);

    assertThat(world.count(Call.ASK)).isZero();
    assertThat(seen.answer().of(IP1)).isEqualTo(new Verdict.Unasked("no time was left to ask"));
  }

  /** The list hangs; what else there is to read is read, and nothing is waited for too long. */
  @Test
  void goesOnWithoutWhatDoesNotComeInTime() {
    world.tasks(running(A, IP1)).instances(ours(A, IP1)).ok(IP1);
    var budget = new TimeBudget(NOON, PATIENCE);

    var seen =
        new Observer(world, world, world, new Parallel(new NeverEnding()), world)
            .observe(look(NOON), budget);

    assertThat(seen.unread())
        .containsExactly(
            "the description of hokusai-mlflow-development did not come in time",
            "the list of the tasks of hokusai-mlflow-development did not come in time; the"
                + " description of the tasks did not come in time",
            "the instances of mlflow.hokusai-development.local did not come in time");
    assertThat(world.count(Call.ASK)).isZero();
  }

  /** Takes every call, and begins none. */
  private static final class NeverEnding extends InlineExecutor {
    @Override
    public void execute(Runnable call) {
      // Never begun.
    }
  }

  private Observation observe() {
    return observer().observe(look(world.instant()), BUDGET);
  }

  private Observer observer() {
    return new Observer(world, world, world, new Parallel(new InlineExecutor()), world);
  }

  private Observer observerAt(Instant now) {
    var inline = new Parallel(new InlineExecutor());
    return new Observer(world, world, world, inline, () -> now);
  }

  private Question question() {
    return world.questions().getLast();
  }
}
