package ai.hokus.remediation.aws;

import ai.hokus.remediation.drill.World;
import ai.hokus.remediation.model.Audience.Rollout;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.ConsumersContract;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** One world for all, in which the API is steady again after each test. */
class EcsConsumersContractTest extends ConsumersContract {
  private static final String API = "hokusai-api-development";

  private static AwsOfTheWorld aws;
  private static Consumers consumers;

  @BeforeAll
  static void up() {
    aws = AwsOfTheWorld.up();
    consumers = aws.aws().consumers(AwsOfTheWorld.GUARD);
  }

  @AfterAll
  static void down() {
    aws.close();
  }

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
    return Clock.systemUTC().instant();
  }

  @Override
  protected void hold() {
    aws.world().tell("hold-task", "PENDING");
  }

  @Override
  protected void awaitNewTask() {
    World.await(() ->
        consumers.look(API).value().orElseThrow().tasks().stream()
            .anyMatch(task -> task.started().isEmpty()));
  }

  @Override
  protected void settle() {
    aws.world().tell("hold-task", "off");
    World.await(() -> {
      var audience = consumers.look(API).value().orElseThrow();
      return audience.tasks().size() == 1
          && audience.deployments().size() == 1
          && audience.deployments().stream().map(Rollout::state).allMatch("COMPLETED"::equals);
    });
  }

  @Override
  protected void letFail() {
    Stream.of("DescribeServices", "UpdateService")
        .forEach(action -> aws.world().tell("throttle", action));
  }

  @Override
  protected void loseAnswers() {
    aws.world().tell("lose-answers", "UpdateService");
  }

  @Override
  protected void heal() {
    aws.world().tell("throttle", "off");
    aws.world().tell("lose-answers", "off");
  }

  @AfterEach
  void comeToRest() {
    settle();
  }
}
