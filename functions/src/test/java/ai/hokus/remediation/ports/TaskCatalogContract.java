package ai.hokus.remediation.ports;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.EcsService.Deployment;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What {@link TaskCatalog} promises. Kept by the adapter in the local world and by the fake, so
 * that what is proven with the fake holds for the adapter.
 */
public abstract class TaskCatalogContract {
  private static final TaskId UNKNOWN = new TaskId("0".repeat(32));

  /** Knows one rolling, active service with one task that runs and one that stops or stopped. */
  protected abstract TaskCatalog catalog();

  /** The name of that ECS service. */
  protected abstract String service();

  /** The task that is no longer wanted. */
  protected abstract TaskId leaving();

  /** The ARNs of the Cloud Map services that the ECS service names. */
  protected abstract Set<String> registries();

  /** From now on nothing can be read. */
  protected abstract void letFail();

  @AfterEach
  protected abstract void heal();

  @Test
  void describesTheService() {
    var reading = catalog().service(service());

    assertThat(reading).isInstanceOf(Reading.Complete.class);
    assertThat(reading.value())
        .hasValueSatisfying(service -> {
          assertThat(service.status()).isEqualTo("ACTIVE");
          assertThat(service.desiredCount()).isEqualTo(1);
          assertThat(service.registries()).isEqualTo(registries());
          assertThat(service.deployment()).isInstanceOf(Deployment.Rolling.class);
        });
  }

  @Test
  void listsOnlyWhatIsWantedRunning() {
    var running = catalog().running(service());

    assertThat(running).isInstanceOf(Reading.Complete.class);
    assertThat(running.value()).hasSize(1).doesNotContain(leaving());
  }

  @Test
  void describesWhatItIsAskedAbout() {
    var running = catalog().running(service()).value().iterator().next();

    var reading = catalog().describe(List.of(running, leaving(), UNKNOWN));

    assertThat(reading).isInstanceOf(Reading.Complete.class);
    assertThat(reading.value().missing()).containsExactly(UNKNOWN);
    assertThat(reading.value().running())
        .singleElement()
        .satisfies(task -> {
          assertThat(task.id()).isEqualTo(running);
          assertThat(task.address()).isPresent();
          assertThat(task.startedAt()).isPresent();
          assertThat(task.availabilityZone()).isNotBlank();
          assertThat(task.family()).isNotBlank();
        });
    assertThat(reading.value().find(leaving()))
        .hasValueSatisfying(task -> {
          assertThat(task).matches(it -> it.isStopping() || it.isStopped());
          assertThat(task.address()).isPresent();
        });
  }

  @Test
  void saysTheSameWhenAskedAgain() {
    var running = catalog().running(service()).value();

    assertThat(catalog().describe(running)).isEqualTo(catalog().describe(running));
  }

  @Test
  void isPartialWhereItCouldNotBeRead() {
    letFail();

    assertThat(catalog().service(service())).isInstanceOf(Reading.Partial.class);
    assertThat(catalog().running(service())).isInstanceOf(Reading.Partial.class);
    assertThat(catalog().describe(List.of(leaving())))
        .isInstanceOfSatisfying(
            Reading.Partial.class, reading -> assertThat(reading.value()).isEqualTo(Tasks.NONE));
  }

  @Test
  void hasNothingToSayAboutNobody() {
    assertThat(catalog().describe(List.of())).isEqualTo(new Reading.Complete<>(Tasks.NONE));
  }
}
