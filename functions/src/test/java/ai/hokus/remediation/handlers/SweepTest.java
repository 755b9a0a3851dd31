package ai.hokus.remediation.handlers;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.InMemoryWorld.Call;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.tests.annotations.Event;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class SweepTest {

  @ParameterizedTest
  @Event(value = "events/scheduled.json", type = ScheduledEvent.class)
  void looksAtEveryGuardedService(ScheduledEvent event) {
    var wired = new Wired().configured(Wired.guarding("repair", "api", "mlflow"));
    wired.world.tasks(running(A, IP1)).instances(ofEcs(A, IP1)).ok(IP1);

    var answer = new Sweep(wired.passes()).handleRequest(event, new Invocation());

    assertThat(answer).containsEntry("ending", "done");
    assertThat(answer.get("services"))
        .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
        .extracting(service -> service.get("service"))
        .containsExactly("api", "mlflow");
  }

  /** Whoever invokes it by hand may send anything. */
  @Test
  void looksAtNothingInItsEvent() {
    var wired = new Wired();
    wired.world.ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1);

    sweep(wired);

    assertThat(wired.world.instances()).containsExactly(ours(A, IP1));
  }

  /** The next sweep is a minute away, so nobody waits for a young task. */
  @Test
  void asksEachTaskOnce() {
    var wired = new Wired();
    wired.world.tasks(running(A, IP1, Duration.ofSeconds(5))).ok(IP1);

    sweep(wired);

    assertThat(wired.world.questions())
        .allSatisfy(
            question -> assertThat(question.addresses().values()).containsOnly(Duration.ZERO));
  }

  @Test
  void saysForEachGuardedServiceWhatIsUnfinished() {
    var wired = new Wired().configured(Wired.guarding("repair", "api", "mlflow"));
    wired.world.tasks(running(A, IP1)).instances(ofEcs(A, IP1)).ok(IP1).refuses(Call.SERVICE);

    assertThatExceptionOfType(ComeAgain.class)
        .isThrownBy(() -> sweep(wired))
        .withMessage("api: SERVICE was throttled\nmlflow: SERVICE was throttled");
  }

  @Test
  void comesAgainWithOneLineWhereTheConfigurationCannotBeRead() {
    assertThatExceptionOfType(ComeAgain.class)
        .isThrownBy(() -> sweep(new Wired().withoutConfiguration()))
        .withMessage("could not reach SSM")
        .withNoCause();
  }

  /** No mistake of ours over one service may cost another one its repair. */
  @Test
  void looksAtTheOthersWhereOneBreaksOff() {
    var world = new InMemoryWorld();
    var wired = new Wired(breakingFor(world, "hokusai-api-development"), world);
    wired.configured(Wired.guarding("repair", "api", "mlflow"));
    world.ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1);

    assertThatExceptionOfType(ComeAgain.class)
        .isThrownBy(() -> sweep(wired))
        .withMessage(
            "api: the pass broke off: java.lang.IllegalStateException: nobody thought of this");
    assertThat(world.instances()).containsExactly(ours(A, IP1));
  }

  private static Map<String, Object> sweep(Wired wired) {
    return new Sweep(wired.passes()).handleRequest(new ScheduledEvent(), new Invocation());
  }

  private static TaskCatalog breakingFor(TaskCatalog world, String unlucky) {
    return new TaskCatalog() {
      @Override
      public Reading<Optional<EcsService>> service(String ecsService) {
        return world.service(ecsService);
      }

      @Override
      public Reading<Set<TaskId>> running(String ecsService) {
        if (ecsService.equals(unlucky)) {
          throw new IllegalStateException("nobody\nthought of this");
        }
        return world.running(ecsService);
      }

      @Override
      public Reading<Tasks> describe(Collection<TaskId> ids) {
        return world.describe(ids);
      }
    };
  }
}
