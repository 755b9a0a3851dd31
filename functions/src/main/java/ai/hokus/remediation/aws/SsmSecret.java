package ai.hokus.remediation.aws;

import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/**
 * A secret in a SecureString. It is kept in this process for five minutes at the most, so that a
 * new one is soon in use, and stands in no message of ours.
 */
final class SsmSecret implements Supplier<String> {
  private static final Duration FRESH = Duration.ofMinutes(5);

  private final SsmClient ssm;
  private final String name;
  private final InstantSource clock;
  private final Place place;
  private String kept = "";
  private Instant askAgain = Instant.MIN;

  SsmSecret(SsmClient ssm, String name, InstantSource clock) {
    this.ssm = ssm;
    this.name = name;
    this.clock = clock;
    this.place = Place.of("SSM", ssm.serviceClientConfiguration());
  }

  /**
   * The secret.
   *
   * @throws Unavailable if it cannot be read, or was not kept as one
   */
  @Override
  public synchronized String get() {
    var now = clock.instant();
    if (!now.isBefore(askAgain)) {
      kept = read();
      askAgain = now.plus(FRESH);
    }
    return kept;
  }

  private String read() {
    var parameter = parameter();
    if (parameter.type() != ParameterType.SECURE_STRING) {
      throw new Unavailable(
          "%s keeps %s as a %s, where others can read it: make it a SecureString"
              .formatted(place.name(), name, parameter.typeAsString()));
    }
    return parameter.value();
  }

  private Parameter parameter() {
    try {
      return ssm.getParameter(asked -> asked.name(name).withDecryption(true)).parameter();
    } catch (ParameterNotFoundException e) {
      throw new Unavailable(place.name() + " has no parameter " + name, e);
    } catch (SdkException e) {
      throw place.unavailable("reading " + name, e);
    }
  }
}
