package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.ports.Sleeper;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;

/** Waits for what Cloud Map accepted to come to its end. */
final class CloudMapOperations {
  /** AWS's own examples show ends after 0.3 to 3 s, so the first look is soon. */
  private static final Duration FIRST_WAIT = Duration.ofMillis(200);

  /** With several operations at a time it stays far below GetOperation's own limit. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final ServiceDiscoveryClient cloudMap;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final Place place;

  CloudMapOperations(ServiceDiscoveryClient cloudMap, InstantSource clock, Sleeper sleeper) {
    this.cloudMap = cloudMap;
    this.clock = clock;
    this.sleeper = sleeper;
    this.place = Place.of("Cloud Map", cloudMap.serviceClientConfiguration());
  }

  /** The end of {@code operation}, or itself if it has none by {@code deadline}. */
  Operation follow(Operation.Running operation, Instant deadline) {
    Operation now = operation;
    for (var wait = FIRST_WAIT;
        now instanceof Operation.Running && clock.instant().isBefore(deadline);
        wait = shorter(wait.multipliedBy(2), LONGEST_WAIT)) {
      sleep(shorter(wait, Duration.between(clock.instant(), deadline)), operation);
      now = look(operation);
    }
    return now;
  }

  private Operation look(Operation.Running operation) {
    try {
      var told = cloudMap.getOperation(asked -> asked.operationId(operation.id())).operation();
      return switch (told.statusAsString()) {
        case "SUCCESS" ->
            new Operation.Succeeded(
                Objects.requireNonNullElseGet(told.updateDate(), clock::instant));
        case "FAIL" ->
            new Operation.Failed(
                Objects.requireNonNullElse(told.errorMessage(), String.valueOf(told.errorCode())));
        default -> operation;
      };
    } catch (SdkException e) {
      throw place.unavailable("following operation " + operation.id(), e);
    }
  }

  private void sleep(Duration wait, Operation.Running operation) {
    try {
      sleeper.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted while following operation " + operation.id(), e);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
