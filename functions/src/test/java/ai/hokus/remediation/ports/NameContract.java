package ai.hokus.remediation.ports;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a name answers after what was done by way of {@link Registry}, as {@link Prober} hears it.
 * No port decides this, but AWS: the local world and the world in memory answer alike.
 *
 * <p>When something shows is looked for from before it was begun on, so that a slow machine sees it
 * late and never too soon.
 */
public abstract class NameContract {

  /** Knows no instance whenever a test begins. */
  protected abstract Registry registry();

  protected abstract Prober prober();

  /** A guarded service whose Cloud Map service is there, with A records and custom health. */
  protected abstract GuardedService service();

  protected abstract Guard guard();

  /** One of the addresses that instances can have. */
  protected abstract Ipv4 address(int which);

  protected abstract Instant now();

  /** Lets time pass until it holds. */
  protected abstract void await(BooleanSupplier condition);

  /** The resolver keeps no answer from before this. */
  protected abstract void letForget();

  /** Until what is told of an instance's health is heeded. */
  protected abstract Duration healthTakes();

  /** How long the zone lets resolvers keep that there is no record. */
  protected abstract Duration negativeTtl();

  @Test
  void answersWithWhomeverIsRegistered() {
    register(1, 2);
    assertThat(answeredNow()).isEqualTo(addresses(1, 2));

    remove(1);
    assertThat(answeredNow()).isEqualTo(addresses(2));
  }

  @Test
  void answersWithTheAddressThatStandsNow() {
    register(1);

    end(registry().register(cloudMap(), registration(id(1), address(2), "HEALTHY")));

    assertThat(answeredNow()).isEqualTo(addresses(2));
  }

  @Test
  void answersWithEightAtMostWhoAreHealthy() {
    register(1, 2, 3, 4, 5, 6, 7);
    registerUnhealthy(8, 9, 10);
    assertThat(answeredNow()).isEqualTo(addresses(1, 2, 3, 4, 5, 6, 7));

    register(11, 12);
    assertThat(answeredNow())
        .isInstanceOfSatisfying(
            Resolution.Addresses.class,
            answer ->
                assertThat(answer.addresses())
                    .hasSize(8)
                    .isSubsetOf(addresses(1, 2, 3, 4, 5, 6, 7, 11, 12).addresses()));
  }

  @Test
  void answersWithEightAtMostWhereNobodyIsHealthy() {
    registerUnhealthy(1, 2, 3, 4, 5, 6, 7, 8, 9);

    assertThat(answeredNow())
        .isInstanceOfSatisfying(
            Resolution.Addresses.class, answer -> assertThat(answer.addresses()).hasSize(8));
  }

  @Test
  void answersWithAllOnceNobodyIsHealthy() {
    registerUnhealthy(1, 2);
    assertThat(answeredNow()).isEqualTo(addresses(1, 2));

    register(3);
    assertThat(answeredNow()).isEqualTo(addresses(3));

    tell(3, false);
    awaitAnswer(addresses(1, 2, 3));
  }

  @Test
  void heedsAfterAWhileWhatItIsToldOfHealth() {
    register(1, 2);

    var begun = now();
    tell(2, false);
    awaitAnswer(addresses(1));
    assertThat(Duration.between(begun, now())).isGreaterThanOrEqualTo(healthTakes());

    begun = now();
    tell(2, true);
    awaitAnswer(addresses(1, 2));
    assertThat(Duration.between(begun, now())).isGreaterThanOrEqualTo(healthTakes());
  }

  @Test
  void isNotHastenedByHearingItAgain() {
    register(1, 2);

    var begun = now();
    tell(2, false);
    tell(2, false);
    awaitAnswer(addresses(1));

    assertThat(Duration.between(begun, now())).isGreaterThanOrEqualTo(healthTakes());
  }

  @Test
  void heedsNothingThatWasTakenBackMeanwhile() {
    register(1, 2, 3);
    var begun = now();
    tell(2, false);
    // Early, so that a slow machine is still in time to take it back.
    await(() -> !now().isBefore(begun.plus(healthTakes().dividedBy(5))));

    tell(2, true);
    tell(3, false);

    awaitThatTheThirdIsLeftOut();
  }

  @Test
  void keepsItsHealthWhoeverRegistersItAgain() {
    register(1, 2);
    registerUnhealthy(3);
    tell(2, false);
    awaitAnswer(addresses(1));

    register(2, 3);

    assertThat(answeredNow()).isEqualTo(addresses(1));
  }

  @Test
  void forgetsTheHealthOfWhomeverIsRemoved() {
    register(1, 2, 3);
    tell(2, false);

    remove(2);
    register(2);
    tell(3, false);

    awaitThatTheThirdIsLeftOut();
  }

  @Test
  void keepsForTheZonesNegativeTtlThatThereIsNobody() {
    letForget();
    var begun = now();
    assertThat(answered())
        .isInstanceOfSatisfying(
            Resolution.NoRecord.class,
            nobody -> {
              assertThat(nobody.zone()).isEqualTo(cloudMap().zone());
              assertThat(nobody.negativeTtl()).isBetween(Duration.ZERO.plusNanos(1), negativeTtl());
            });

    register(1);
    await(() -> answered().equals(addresses(1)));

    assertThat(Duration.between(begun, now())).isGreaterThanOrEqualTo(negativeTtl());
  }

  @Test
  void keepsForTheRecordsTtlWhoThereIs() {
    register(1);
    letForget();
    var begun = now();
    assertThat(answered()).isEqualTo(addresses(1));

    register(2);
    await(() -> answered().equals(addresses(1, 2)));

    assertThat(Duration.between(begun, now())).isGreaterThanOrEqualTo(cloudMap().recordTtl());
  }

  /** And until then nobody else is. */
  private void awaitThatTheThirdIsLeftOut() {
    await(() -> {
      var answer = answeredNow();
      assertThat(answer).isIn(addresses(1, 2, 3), addresses(1, 2));
      return answer.equals(addresses(1, 2));
    });
  }

  private void awaitAnswer(Resolution expected) {
    await(() -> answeredNow().equals(expected));
  }

  /** What a resolver hears that keeps nothing. */
  private Resolution answeredNow() {
    letForget();
    return answered();
  }

  private Resolution answered() {
    var name = new Question.Name(cloudMap().name(), cloudMap().recordTypes());
    var question =
        new Question(
            service().probe(), service().port(), service().within(), Map.of(), Optional.of(name));
    return prober().ask(question).resolution();
  }

  private void register(int... those) {
    registerAll("HEALTHY", those);
  }

  private void registerUnhealthy(int... those) {
    registerAll("UNHEALTHY", those);
  }

  private void registerAll(String health, int... those) {
    var operations =
        IntStream.of(those)
            .mapToObj(each -> registration(id(each), address(each), health))
            .map(registration -> registry().register(cloudMap(), registration))
            .toList();
    operations.forEach(this::end);
  }

  private void remove(int which) {
    end(registry().remove(cloudMap(), instance(which)));
  }

  private void tell(int which, boolean healthy) {
    registry().pushHealth(cloudMap(), instance(which), healthy);
  }

  private void end(Operation operation) {
    assertThat(operation)
        .isInstanceOfSatisfying(
            Operation.Running.class,
            running ->
                assertThat(registry().follow(running, now().plusSeconds(20)))
                    .isInstanceOf(Operation.Succeeded.class));
  }

  private Registration registration(TaskId task, Ipv4 address, String health) {
    var attributes = new TreeMap<String, String>();
    attributes.put(Registration.IPV4, address.dotted());
    attributes.put(Registration.PORT, Integer.toString(service().port()));
    attributes.put(Registration.INITIAL_HEALTH, health);
    return new Registration(task, address, service().port(), attributes);
  }

  private static Instance.Ours instance(int which) {
    return new Instance.Ours(id(which).value(), Map.of());
  }

  private static TaskId id(int which) {
    return new TaskId("%032x".formatted(which));
  }

  private Resolution.Addresses addresses(int... those) {
    return new Resolution.Addresses(IntStream.of(those).mapToObj(this::address).toList());
  }

  private CloudMapService cloudMap() {
    var reading = registry().list(service(), guard());
    if (reading instanceof Reading.Complete<Listing>(Listing.Found found)) {
      return found.service();
    }
    throw new AssertionError("not a complete listing: " + reading);
  }
}
