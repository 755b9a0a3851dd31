package ai.hokus.remediation.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What {@link Registry} promises. Kept by the adapter in the local world and by the fake, so that
 * what is proven with the fake holds for the adapter.
 */
public abstract class RegistryContract {
  /** New in each test, so that tests can share one world. */
  private final TaskId task = new TaskId(UUID.randomUUID().toString());

  private final TaskId second = new TaskId(UUID.randomUUID().toString());

  protected abstract Registry registry();

  /** A guarded service whose Cloud Map service is there. */
  protected abstract GuardedService service();

  protected abstract Guard guard();

  /** What time it is for the registry. */
  protected abstract Instant now();

  /** From now on operations on the instance end as FAIL. */
  protected abstract void letFail(TaskId instance);

  /** An operation on the instance is in flight, and stays so for a while. */
  protected abstract void letBeInFlight(TaskId instance);

  /** From now on every try of an operation on the instance is refused. */
  protected abstract void letBeRefused(TaskId instance);

  /** From now on none is. */
  protected abstract void letBeAccepted();

  /** From now on operations take longer than it takes to look. */
  protected abstract void letTakeLong();

  /** From now on every try to read is refused. */
  protected abstract void letReadsBeRefused();

  /** From now on the first page of a list comes, with half of it at most, and no other does. */
  protected abstract void letLaterPagesFail();

  /** The listing of a service whose Cloud Map service is not there. */
  protected abstract Reading<Listing> listNowhere();

  @Test
  void listsAndFindsWhatWasRegistered() {
    var registration = registration(Map.of());

    assertThat(end(registry().register(cloudMap(), registration)))
        .isInstanceOf(Operation.Succeeded.class);

    var expected = new Instance.Ours(task.value(), registration.attributes());
    assertThat(listed()).contains(expected);
    assertThat(found()).contains(expected);
  }

  @Test
  void registersTwiceAsOnce() {
    end(registry().register(cloudMap(), registration(Map.of())));
    var once = registry().list(service(), guard());

    assertThat(end(registry().register(cloudMap(), registration(Map.of()))))
        .isInstanceOf(Operation.Succeeded.class);

    assertThat(registry().list(service(), guard())).isEqualTo(once);
  }

  @Test
  void replacesAttributesAsAWhole() {
    end(registry().register(cloudMap(), registration(Map.of("EXTRA", "1"))));

    var registration = registration(Map.of());
    end(registry().register(cloudMap(), registration));

    assertThat(found()).map(Instance::attributes).contains(registration.attributes());
  }

  @Test
  void removesWhatIsOurs() {
    end(registry().register(cloudMap(), registration(Map.of())));

    assertThat(end(registry().remove(cloudMap(), ours()))).isInstanceOf(Operation.Succeeded.class);

    assertThat(listed()).isEmpty();
    assertThat(found()).isEmpty();
  }

  @Test
  void hasRemovedWhatIsNotThere() {
    assertThat(registry().remove(cloudMap(), ours())).isInstanceOf(Operation.Succeeded.class);
  }

  @Test
  void followsUntilTheDeadlineOnly() {
    var operation = registry().register(cloudMap(), registration(Map.of()));

    assertThat(operation)
        .isInstanceOfSatisfying(
            Operation.Running.class,
            running -> assertThat(registry().follow(running, now())).isEqualTo(running));
  }

  @Test
  void tellsNothingOfAnOperationThatCloudMapDoesNotKnow() {
    var unknown = new Operation.Running("unknown-operation-of-" + task.value().substring(0, 8));

    assertThatThrownBy(() -> end(unknown)).isInstanceOf(Unavailable.class);
  }

  @Test
  void tellsAgainHowAnOperationEnded() {
    var operation = (Operation.Running) registry().register(cloudMap(), registration(Map.of()));

    assertThat(end(operation)).isInstanceOf(Operation.Succeeded.class).isEqualTo(end(operation));
  }

  @Test
  void tellsWhyAnOperationFailed() {
    letFail(task);

    assertThat(end(registry().register(cloudMap(), registration(Map.of()))))
        .isInstanceOfSatisfying(
            Operation.Failed.class, failed -> assertThat(failed.message()).isNotBlank());
    assertThat(found()).isEmpty();
  }

  @Test
  void acceptsNothingWhileAnotherOperationIsInFlight() {
    letBeInFlight(task);

    assertThat(registry().register(cloudMap(), registration(Map.of())))
        .isInstanceOf(Operation.AnotherInFlight.class);
  }

  @Test
  void tellsWhichOperationIsInFlight() {
    letTakeLong();
    var first = registry().register(cloudMap(), registration(Map.of()));

    var again = registry().register(cloudMap(), registration(Map.of()));

    assertThat(first)
        .isInstanceOfSatisfying(
            Operation.Running.class,
            running -> assertThat(again).isEqualTo(new Operation.AnotherInFlight(running.id())));
    assertThat(end(first)).isInstanceOf(Operation.Succeeded.class);
    assertThat(registry().register(cloudMap(), registration(Map.of())))
        .isInstanceOf(Operation.Running.class);
  }

  /** Not found, then, is not yet. */
  @Test
  void findsNobodyBeforeTheOperationEnds() {
    letTakeLong();

    var operation = registry().register(cloudMap(), registration(Map.of()));

    assertThat(found()).isEmpty();
    assertThat(registry().remove(cloudMap(), ours())).isInstanceOf(Operation.Succeeded.class);
    assertThat(end(operation)).isInstanceOf(Operation.Succeeded.class);
    assertThat(found()).isPresent();
  }

  @Test
  void isToldOfNobodysHealthWhoIsNotThere() {
    assertThatThrownBy(() -> registry().pushHealth(cloudMap(), ours(), true))
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void tellsWhatWasCertainlyNotDone() {
    var registration = registration(Map.of());
    letBeRefused(task);

    assertThat(registry().register(cloudMap(), registration)).isInstanceOf(Operation.Refused.class);
    assertThat(registry().remove(cloudMap(), ours())).isInstanceOf(Operation.Refused.class);

    letBeAccepted();
    assertThat(found()).isEmpty();
    assertThat(end(registry().register(cloudMap(), registration)))
        .isInstanceOf(Operation.Succeeded.class);
  }

  @Test
  void saysThatItCouldNotBeRead() {
    var cloudMap = cloudMap();
    letReadsBeRefused();

    assertThat(registry().list(service(), guard())).isInstanceOf(Reading.Partial.class);
    assertThatThrownBy(() -> registry().find(service(), guard(), cloudMap, task.value()))
        .isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> registry().knows(cloudMap.arn())).isInstanceOf(Unavailable.class);
  }

  @Test
  void saysThatNotEveryPageCame() {
    end(registry().register(cloudMap(), registration(task, Map.of())));
    end(registry().register(cloudMap(), registration(second, Map.of())));
    var all = found(registry().list(service(), guard()));
    letLaterPagesFail();

    var reading = registry().list(service(), guard());

    assertThat(reading).isInstanceOf(Reading.Partial.class);
    assertThat(reading.value())
        .isInstanceOfSatisfying(
            Listing.Found.class,
            some ->
                assertThat(some.instances())
                    .isNotEmpty()
                    .hasSizeLessThan(all.instances().size())
                    .isSubsetOf(all.instances()));
  }

  @Test
  void knowsTheServicesThatAreThere() {
    var arn = cloudMap().arn();

    assertThat(registry().knows(arn)).isTrue();
    assertThat(registry().knows(arn + "-of-before")).isFalse();
  }

  @Test
  void saysThatTheServiceIsGone() {
    assertThat(listNowhere())
        .isInstanceOfSatisfying(
            Reading.Complete.class,
            reading -> assertThat(reading.value()).isInstanceOf(Listing.Gone.class));
  }

  protected final CloudMapService cloudMap() {
    return found(registry().list(service(), guard())).service();
  }

  protected final Registration registration(Map<String, String> more) {
    return registration(task, more);
  }

  private Registration registration(TaskId id, Map<String, String> more) {
    var whole =
        Registration.of(
            new Task(
                id,
                "RUNNING",
                "RUNNING",
                Task.Health.UNKNOWN,
                Optional.of(address()),
                "us-east-1a",
                "mlflow",
                "ecs-svc/1",
                Optional.empty(),
                Optional.empty()),
            address(),
            service(),
            cloudMap(),
            guard());
    var attributes = new TreeMap<>(whole.attributes());
    attributes.putAll(more);
    return new Registration(id, address(), whole.port(), attributes);
  }

  private Ipv4 address() {
    return service().within().getFirst().base();
  }

  private Operation end(Operation operation) {
    return operation instanceof Operation.Running running
        ? registry().follow(running, now().plusSeconds(20))
        : operation;
  }

  private Optional<Instance> listed() {
    return found(registry().list(service(), guard())).find(task.value());
  }

  private Optional<Instance> found() {
    return registry().find(service(), guard(), cloudMap(), task.value());
  }

  private Instance.Ours ours() {
    return new Instance.Ours(task.value(), Map.of());
  }

  private static Listing.Found found(Reading<Listing> reading) {
    if (reading instanceof Reading.Complete<Listing>(Listing.Found found)) {
      return found;
    }
    throw new AssertionError("not a complete listing: " + reading);
  }
}
