package ai.hokus.remediation.aws;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.ports.Pace;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.RegistryContract;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One world for all: every test has an instance of its own. */
class CloudMapContractTest extends RegistryContract {
  private static AwsOfTheWorld aws;

  private final List<Operation.Running> inFlight = new ArrayList<>();

  private Registry registry;

  @BeforeAll
  static void up() {
    aws = AwsOfTheWorld.up();
  }

  @AfterAll
  static void down() {
    aws.close();
  }

  @BeforeEach
  void lookFromHere() {
    registry =
        aws.aws()
            .registry(
                new Pace(4, Clock.systemUTC(), Thread::sleep), Clock.systemUTC(), Thread::sleep);
  }

  @AfterEach
  void heal() {
    aws.world().tell("fail-operations", "off");
    aws.world().tell("slow-operations", "off");
    aws.world().tell("fail-pages", "off");
    aws.world().tell("page-size", "off");
    letBeAccepted();
    // It would change the listings that the next test compares.
    inFlight.forEach(operation -> registry.follow(operation, now().plusSeconds(20)));
  }

  @Override
  protected Registry registry() {
    return registry;
  }

  @Override
  protected GuardedService service() {
    return AwsOfTheWorld.mlflow("mlflow");
  }

  @Override
  protected Guard guard() {
    return AwsOfTheWorld.GUARD;
  }

  @Override
  protected Instant now() {
    return Clock.systemUTC().instant();
  }

  @Override
  protected void letFail(TaskId instance) {
    aws.world().tell("fail-operations", "the hosted zone does not exist");
  }

  @Override
  protected void letBeInFlight(TaskId instance) {
    letTakeLong();
    inFlight.add((Operation.Running) registry.register(cloudMap(), registration(Map.of())));
  }

  @Override
  protected void letBeRefused(TaskId instance) {
    aws.world().tell("throttle", "RegisterInstance");
    aws.world().tell("throttle", "DeregisterInstance");
  }

  @Override
  protected void letBeAccepted() {
    aws.world().tell("throttle", "off");
  }

  @Override
  protected void letTakeLong() {
    aws.world().tell("slow-operations", "10");
  }

  @Override
  protected void letReadsBeRefused() {
    for (var read : List.of("ListInstances", "GetInstance", "ListServices")) {
      aws.world().tell("throttle", read);
    }
  }

  @Override
  protected void letLaterPagesFail() {
    aws.world().tell("page-size", "1");
    aws.world().tell("fail-pages", "ListInstances");
  }

  @Override
  protected Reading<Listing> listNowhere() {
    return registry.list(AwsOfTheWorld.mlflow("nowhere"), guard());
  }

  @Test
  void knowsWhatEcsRegistered() {
    var task = aws.world().runningTasks(service().ecsService()).getFirst().get("id").asText();

    assertThat(registry.find(service(), guard(), cloudMap(), task))
        .containsInstanceOf(Instance.Native.class);
  }

  @Test
  void knowsWhatTheServiceKeeps() {
    assertThat(cloudMap().name()).isEqualTo("mlflow.hokusai-development.local");
    assertThat(cloudMap().recordTypes()).containsExactly("A");
    assertThat(cloudMap().customHealth()).isTrue();
  }
}
