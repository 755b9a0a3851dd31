package ai.hokus.remediation.aws;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.ports.TaskCatalogContract;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One world for all, in which MLflow lost its registry and a task was replaced. */
class EcsContractTest extends TaskCatalogContract {
  private static final String MLFLOW = "hokusai-mlflow-development";

  private static AwsOfTheWorld aws;
  private static TaskId leaving;

  private TaskCatalog catalog;

  @BeforeAll
  static void up() {
    aws = AwsOfTheWorld.up();
    aws.world().run("recreate-without-registries", "mlflow");
    leaving = new TaskId(aws.world().runningTasks(MLFLOW).getFirst().get("id").asText());
    aws.world().run("replace-task", "mlflow");
  }

  @AfterAll
  static void down() {
    aws.close();
  }

  @BeforeEach
  void lookFromHere() {
    var parallel = new Parallel(Executors.newVirtualThreadPerTaskExecutor());
    catalog = aws.aws().catalog(AwsOfTheWorld.GUARD, parallel);
  }

  @Override
  protected TaskCatalog catalog() {
    return catalog;
  }

  @Override
  protected String service() {
    return MLFLOW;
  }

  @Override
  protected TaskId leaving() {
    return leaving;
  }

  @Override
  protected Set<String> registries() {
    return Set.of();
  }

  @Override
  protected void letFail() {
    for (var read : List.of("DescribeServices", "ListTasks", "DescribeTasks")) {
      aws.world().tell("throttle", read);
    }
  }

  @AfterEach
  @Override
  protected void heal() {
    aws.world().tell("throttle", "off");
  }

  @Test
  void knowsNoServiceThatIsNotThere() {
    assertThat(catalog.service("nowhere")).isEqualTo(new Reading.Complete<>(Optional.empty()));
    assertThat(catalog.running("nowhere")).isEqualTo(new Reading.Complete<>(Set.of()));
  }
}
