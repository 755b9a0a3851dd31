package ai.hokus.remediation.drill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An alarm that nothing here is to blame for: MLflow's name is fine, and the path of the health
 * check of the API's target group is one that the API does not serve.
 */
class ElsewhereTest {
  private static final String ALARM = "hokusai-api-502-errors";

  private World world;

  /** The first event also starts the functions, which on a busy machine takes a pass its time. */
  @BeforeEach
  void up() {
    world = World.up();
    world.run("set-alarm", ALARM, "OK");
    world.invoke("AlarmChanged", "alarm-state-change");
  }

  @AfterEach
  void down() {
    world.close();
  }

  @Test
  void saysWhereTheCauseIsAndChangesNothing() {
    world.run("set-alarm", ALARM, "ALARM");
    var mark = world.mark();

    var answer = World.unhurried(() -> world.invoke("AlarmChanged", "alarm-state-change"));

    assertThat(answer.at("/ending").asText()).isEqualTo("done");
    assertThat(answer.at("/inSync/mlflow").asText()).contains("; good: ");
    assertThat(answer.at("/diagnosis").valueStream().map(line -> line.asText()))
        .containsExactly(
            "alarm hokusai-api-502-errors is in ALARM, and mlflow answers by name: the cause is"
                + " elsewhere; nothing was changed",
            "target group hokusai-reg-api-development of hokusai-api-development: its health check"
                + " asks /health/alb for 200, and 1 of 1 targets fails it"
                + " (Target.ResponseCodeMismatch: Health checks failed with these codes: [404])");
    assertThat(world.writesSince(mark)).isEmpty();
    assertThat(world.callsSince(mark))
        .containsSubsequence("DescribeAlarms", "DescribeTargetGroups", "DescribeTargetHealth");
  }

  /** The event that says so may be minutes old: what CloudWatch says now is what counts. */
  @Test
  void looksNoFurtherOnceTheAlarmIsOver() {
    world.run("set-alarm", ALARM, "ALARM");
    var late = world.event("alarm-state-change");
    world.run("set-alarm", ALARM, "OK");
    var mark = world.mark();

    var answer = world.invokeWith("AlarmChanged", late);

    assertThat(answer.has("diagnosis")).isFalse();
    assertThat(world.callsSince(mark))
        .contains("DescribeAlarms")
        .doesNotContain("DescribeTargetHealth");
  }

  /** The name first: an alarm is one more doorbell, and what it rings for is repaired. */
  @Test
  void repairsTheNameWhereThatIsTheCause() {
    world.run("recreate-without-registries", "mlflow");
    world.run("set-alarm", ALARM, "ALARM");

    var answer = world.invoke("AlarmChanged", "alarm-state-change");

    assertThat(answer.at("/services/0/done/0").asText()).startsWith("register ");
    assertThat(answer.has("diagnosis")).isFalse();
    assertThat(world.instances()).hasSize(1);
  }
}
