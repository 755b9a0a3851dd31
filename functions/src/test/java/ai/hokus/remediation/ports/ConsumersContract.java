package ai.hokus.remediation.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hokus.remediation.model.Audience;
import ai.hokus.remediation.model.Audience.Listener;
import ai.hokus.remediation.model.Audience.Rollout;
import ai.hokus.remediation.model.Reading;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What {@link Consumers} promises. Kept by the adapter in the local world and by the fake, so that
 * what is proven with the fake holds for the adapter.
 */
public abstract class ConsumersContract {

  /** Knows one service, which is steady with one task whenever a test begins. */
  protected abstract Consumers consumers();

  /** The name of that ECS service. */
  protected abstract String service();

  protected abstract Instant now();

  /** From now on new tasks are created, and do not start. */
  protected abstract void hold();

  /** Returns once ECS has created the task of the deployment that began last. */
  protected abstract void awaitNewTask();

  /** Lets them start, and returns once the service is steady. */
  protected abstract void settle();

  /** From now on nothing that is asked is done. */
  protected abstract void letFail();

  /** From now on deployments begin, and nobody is told so. */
  protected abstract void loseAnswers();

  @AfterEach
  protected abstract void heal();

  @Test
  void seesWhoRunsAndSinceWhen() {
    assertThat(consumers().look(service())).isInstanceOf(Reading.Complete.class);
    var audience = look();

    assertThat(audience.ecsService()).isEqualTo(service());
    assertThat(audience.tasks())
        .singleElement()
        .satisfies(task -> {
          assertThat(task.created()).isBeforeOrEqualTo(now());
          assertThat(task.started())
              .hasValueSatisfying(at -> assertThat(at).isAfterOrEqualTo(task.created()));
        });
    assertThat(audience.deployments()).extracting(Rollout::state).containsExactly("COMPLETED");
  }

  @Test
  void knowsNoServiceThatIsNotThere() {
    assertThat(consumers().look("nowhere")).isEqualTo(new Reading.Complete<>(Optional.empty()));
    assertThatThrownBy(() -> consumers().redeploy("nowhere")).isInstanceOf(Unavailable.class);
  }

  @Test
  void seesWhoStarts() {
    var before = look().tasks().getFirst();
    hold();
    var id = consumers().redeploy(service());

    awaitNewTask();

    var audience = look();
    assertThat(audience.deployments()).extracting(Rollout::id).startsWith(id).hasSize(2);
    assertThat(audience.deployments().getFirst().isUnderway()).isTrue();
    assertThat(audience.tasks()).contains(before);
    assertThat(audience.tasks())
        .filteredOn(task -> task.started().isEmpty())
        .singleElement()
        .satisfies(task -> assertThat(task.created()).isAfterOrEqualTo(before.created()));
  }

  @Test
  void replacesEveryTaskByOneThatIsNewer() {
    var before = look().tasks().getFirst();
    var id = consumers().redeploy(service());

    settle();

    var audience = look();
    assertThat(audience.deployments())
        .singleElement()
        .satisfies(rollout -> {
          assertThat(rollout.id()).isEqualTo(id);
          assertThat(rollout.state()).isEqualTo("COMPLETED");
        });
    assertThat(audience.tasks()).extracting(Listener::id).hasSize(1).doesNotContain(before.id());
  }

  @Test
  void saysThatItCouldNotBeAsked() {
    var before = look();
    letFail();

    assertThat(consumers().look(service())).isInstanceOf(Reading.Partial.class);
    assertThatThrownBy(() -> consumers().redeploy(service())).isInstanceOf(Unavailable.class);

    heal();
    assertThat(look()).isEqualTo(before);
  }

  @Test
  void mayHaveBegunWhatItDidNotAnswer() {
    var before = look().deployments().getFirst();
    hold();
    loseAnswers();

    assertThatThrownBy(() -> consumers().redeploy(service())).isInstanceOf(Unavailable.class);

    heal();
    assertThat(look().deployments())
        .as("once")
        .hasSize(2)
        .last()
        .satisfies(old -> assertThat(old.id()).isEqualTo(before.id()));
  }

  private Audience look() {
    return consumers().look(service()).value().orElseThrow();
  }
}
