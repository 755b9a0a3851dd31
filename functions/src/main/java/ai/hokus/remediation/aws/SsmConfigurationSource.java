package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.ports.ConfigurationSource;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.lambda.powertools.parameters.ssm.SSMProvider;

/**
 * The configuration in SSM parameters. What was read is good for a minute; after that it stands in
 * where SSM does not answer or throttles, so that no event fails for it. Any other refusal (no such
 * parameter, no permission) is somebody's doing and is said at once.
 */
final class SsmConfigurationSource implements ConfigurationSource {
  private static final String ONE = "ssm:";
  private static final String ALL_BELOW = "ssm-path:";

  /** So long a changed policy may wait in any case, and so long SSM is left alone. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  /**
   * Throttling lasts minutes, and a repair must not wait for its end; but after this a policy that
   * somebody has set to {@code observe} has been passed over for long enough.
   */
  private static final Duration KEPT = Duration.ofMinutes(15);

  private final SsmClient ssm;
  private final Place place;
  private final String name;
  private final boolean below;
  private final InstantSource clock;
  private final Consumer<Stale> stale;
  private Optional<Kept> kept = Optional.empty();

  /**
   * What was read last.
   *
   * @param askAgain when to read again, at the earliest
   * @param why the last reading failed; empty if it did not
   */
  private record Kept(
      List<Document> documents, Instant readAt, Instant askAgain, Optional<Unavailable> why) {}

  private SsmConfigurationSource(
      SsmClient ssm, String name, boolean below, InstantSource clock, Consumer<Stale> stale) {
    this.ssm = ssm;
    this.place = Place.of("SSM", ssm.serviceClientConfiguration());
    this.name = name;
    this.below = below;
    this.clock = clock;
    this.stale = stale;
  }

  /**
   * The source that {@code text} names: {@code ssm:NAME} or {@code ssm-path:/PREFIX/}.
   *
   * @throws IllegalArgumentException quoting {@code text}, if it names none
   */
  static SsmConfigurationSource of(
      String text, SsmClient ssm, InstantSource clock, Consumer<Stale> stale) {
    if (text.startsWith(ONE) && text.length() > ONE.length()) {
      return new SsmConfigurationSource(ssm, text.substring(ONE.length()), false, clock, stale);
    }
    if (text.startsWith(ALL_BELOW + "/")) {
      return new SsmConfigurationSource(
          ssm, text.substring(ALL_BELOW.length()), true, clock, stale);
    }
    throw new IllegalArgumentException(
        "neither ssm:NAME nor ssm-path:/PREFIX/: \"" + Text.brief(text) + "\"");
  }

  @Override
  public synchronized List<Document> documents() {
    var now = clock.instant();
    var given = kept.filter(each -> now.isBefore(each.askAgain())).orElseGet(() -> askAgain(now));
    kept = Optional.of(given);
    given.why().ifPresent(why -> stale.accept(new Stale(age(given, now), why)));
    return given.documents();
  }

  private Kept askAgain(Instant now) {
    try {
      return new Kept(read(), now, now.plus(FRESH), Optional.empty());
    } catch (ParameterNotFoundException e) {
      throw new Unavailable(place.name() + " has no parameter " + name, e);
    } catch (SdkException e) {
      var why = place.unavailable("reading the configuration from " + name, e);
      // A snapshot may hold what was read days ago, when the version was published.
      var old =
          kept.filter(each -> willPass(e) && age(each, now).compareTo(KEPT) < 0)
              .orElseThrow(() -> why);
      var until = old.readAt().plus(KEPT);
      var later = now.plus(FRESH);
      return new Kept(
          old.documents(), old.readAt(), later.isBefore(until) ? later : until, Optional.of(why));
    }
  }

  private static Duration age(Kept kept, Instant now) {
    return Duration.between(kept.readAt(), now);
  }

  private static boolean willPass(SdkException refusal) {
    return !(refusal instanceof AwsServiceException answered)
        || answered.isThrottlingException()
        || answered.statusCode() >= 500;
  }

  /**
   * A new provider each time: one that is kept would answer from a cache with a clock of its own.
   */
  private List<Document> read() {
    var parameters = SSMProvider.builder().withClient(ssm).build();
    return below
        ? allBelow(parameters)
        : List.of(new Document(name, parameters.withDecryption().get(name)));
  }

  private List<Document> allBelow(SSMProvider parameters) {
    var found = new TreeMap<>(parameters.recursive().withDecryption().getMultiple(name));
    if (found.isEmpty()) {
      throw new Unavailable(place.name() + " has no parameter below " + name);
    }
    return found.entrySet().stream()
        .map(entry -> new Document(fullName(entry.getKey()), entry.getValue()))
        .toList();
  }

  /** Powertools takes the prefix off. */
  private String fullName(String rest) {
    return name + (name.endsWith("/") ? "" : "/") + rest;
  }
}
