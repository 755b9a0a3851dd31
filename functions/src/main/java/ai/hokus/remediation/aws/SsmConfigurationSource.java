package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.ports.ConfigurationSource;
import ai.hokus.remediation.ports.Unavailable;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.lambda.powertools.parameters.ssm.SSMProvider;

/** The configuration in SSM parameters, one minute old at most. */
final class SsmConfigurationSource implements ConfigurationSource {
  private static final String ONE = "ssm:";
  private static final String ALL_BELOW = "ssm-path:";
  private static final int MINUTES_KEPT = 1;

  private final SSMProvider parameters;
  private final Place place;
  private final String name;
  private final boolean below;

  private SsmConfigurationSource(SsmClient ssm, String name, boolean below) {
    this.parameters = SSMProvider.builder().withClient(ssm).build();
    this.place = Place.of("SSM", ssm.serviceClientConfiguration());
    this.name = name;
    this.below = below;
  }

  /**
   * The source that {@code text} names: {@code ssm:NAME} or {@code ssm-path:/PREFIX/}.
   *
   * @throws IllegalArgumentException quoting {@code text}, if it names none
   */
  static SsmConfigurationSource of(String text, SsmClient ssm) {
    if (text.startsWith(ONE) && text.length() > ONE.length()) {
      return new SsmConfigurationSource(ssm, text.substring(ONE.length()), false);
    }
    if (text.startsWith(ALL_BELOW + "/")) {
      return new SsmConfigurationSource(ssm, text.substring(ALL_BELOW.length()), true);
    }
    throw new IllegalArgumentException(
        "neither ssm:NAME nor ssm-path:/PREFIX/: \"" + Text.brief(text) + "\"");
  }

  @Override
  public List<Document> documents() {
    try {
      return below ? allBelow() : List.of(one());
    } catch (ParameterNotFoundException e) {
      throw new Unavailable(place.name() + " has no parameter " + name, e);
    } catch (SdkException e) {
      throw place.unavailable("reading the configuration from " + name, e);
    }
  }

  private Document one() {
    return new Document(
        name, parameters.withDecryption().withMaxAge(MINUTES_KEPT, ChronoUnit.MINUTES).get(name));
  }

  private List<Document> allBelow() {
    var found =
        new TreeMap<>(
            parameters
                .recursive()
                .withDecryption()
                .withMaxAge(MINUTES_KEPT, ChronoUnit.MINUTES)
                .getMultiple(name));
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
