package ai.hokus.remediation.world;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Audience.Rollout;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.ConsumersContract;
import ai.hokus.remediation.world.InMemoryConsumers.Call;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InMemoryConsumersTest extends ConsumersContract {
  private static final String API = "hokusai-api-development";

  private final InMemoryWorld world = new InMemoryWorld();
  private final InMemoryConsumers consumers = new InMemoryConsumers(world).runs(API);

  @Override
  protected Consumers consumers() {
    return consumers;
  }

  @Override
  protected String service() {
    return API;
  }

  @Override
  protected Instant now() {
    return world.instant();
  }

  /** They never do by themselves. */
  @Override
  protected void hold() {}

  /** It is at once. */
  @Override
  protected void awaitNewTask() {}

  @Override
  protected void settle() {
    consumers.settles(API);
  }

  @Override
  protected void letFail() {
    consumers.refuses(Call.values());
  }

  @Override
  protected void loseAnswers() {
    consumers.losesAnswers();
  }

  @Override
  protected void heal() {
    consumers.heals();
  }

  @Test
  void keepsTheOldTaskWhereTheNewOneFails() {
    var before = consumers.look(API).value().orElseThrow().tasks();
    consumers.redeploy(API);

    consumers.fails(API);

    var after = consumers.look(API).value().orElseThrow();
    assertThat(after.tasks()).isEqualTo(before);
    assertThat(after.deployments())
        .extracting(Rollout::state)
        .containsExactly("FAILED", "COMPLETED");
  }
}
