package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.ports.EndpointStore;
import ai.hokus.remediation.ports.Unavailable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterInlinePolicy;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/**
 * SSM's parameters, each asked for by its name.
 *
 * <p>The metadata is read from the history, and not by DescribeParameters: permission for that one
 * cannot be limited to the parameters that are listed in the stack.
 *
 * <p>A put says no type. SSM keeps the one that there is, which it lets nobody change, and refuses
 * to make a parameter without one: so it is SSM that keeps us from making anew what somebody
 * deleted after we read it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html">PutParameter</a>
 */
final class SsmEndpointStore implements EndpointStore {
  private final SsmClient ssm;
  private final SsmClient once;
  private final Place place;

  /**
   * @param once tries nothing a second time: for puts
   */
  SsmEndpointStore(SsmClient ssm, SsmClient once) {
    this.ssm = ssm;
    this.once = once;
    this.place = Place.of("SSM", ssm.serviceClientConfiguration());
  }

  @Override
  public Optional<Parameter> read(String parameter) {
    try {
      var found = ssm.getParameter(asked -> asked.name(parameter).withDecryption(true)).parameter();
      return Optional.of(
          new Parameter(
              parameter, type(parameter, found.typeAsString()), found.value(), found.version()));
    } catch (ParameterNotFoundException _) {
      return Optional.empty();
    } catch (SdkException e) {
      throw place.unavailable("reading parameter " + parameter, e);
    }
  }

  /** What we do not know we would not put back as it was. */
  private Parameter.Type type(String parameter, String word) {
    return Arrays.stream(Parameter.Type.values())
        .filter(type -> type.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new Unavailable(
                "%s has parameter %s of a type that this program does not know: %s"
                    .formatted(place.name(), parameter, word)));
  }

  @Override
  public Snapshot.Kept kept(Parameter now) {
    return history(now.name(), false, "reading what is kept with parameter " + now.name()).stream()
        .max(Comparator.comparing(ParameterHistory::version))
        .filter(newest -> newest.version() == now.version())
        .map(SsmEndpointStore::kept)
        .orElseThrow(() ->
            new Unavailable(
                "%s no longer has version %d of parameter %s as the newest one"
                    .formatted(place.name(), now.version(), now.name())));
  }

  private static Snapshot.Kept kept(ParameterHistory version) {
    return new Snapshot.Kept(
        text(version.keyId()),
        text(version.tierAsString()),
        text(version.dataType()),
        text(version.allowedPattern()),
        policies(version.policies()));
  }

  /** PutParameter takes in one array what the history shows one by one. */
  private static Optional<String> policies(List<ParameterInlinePolicy> policies) {
    return policies.isEmpty()
        ? Optional.empty()
        : Optional.of(
            policies.stream()
                .map(ParameterInlinePolicy::policyText)
                .collect(Collectors.joining(",", "[", "]")));
  }

  @Override
  public long put(Snapshot before, String value) {
    var kept = before.kept();
    var doing = "writing parameter " + before.parameter();
    try {
      return once.putParameter(
              put -> {
                // SSM asks for no type where it changes a parameter, and needs one to make it: so
                // none is made where somebody deletes it at this moment.
                put.name(before.parameter()).value(value).overwrite(true);
                kept.keyId().ifPresent(put::keyId);
                kept.tier().ifPresent(put::tier);
                kept.dataType().ifPresent(put::dataType);
                kept.allowedPattern().ifPresent(put::allowedPattern);
                kept.policies().ifPresent(put::policies);
              })
          .version();
    } catch (SdkException e) {
      throw before.type() == Parameter.Type.SECURE_STRING
          ? place.unavailableInSilence(doing, e)
          : place.unavailable(doing, e);
    }
  }

  @Override
  public Optional<String> valueOf(String parameter, long version) {
    return history(parameter, true, "reading version " + version + " of parameter " + parameter)
        .stream()
        .filter(each -> each.version() == version)
        .map(ParameterHistory::value)
        .findFirst();
  }

  /** All pages; of a parameter that is not there, nothing. */
  private List<ParameterHistory> history(String parameter, boolean decrypted, String doing) {
    try {
      return ssm
          .getParameterHistoryPaginator(asked -> asked.name(parameter).withDecryption(decrypted))
          .stream()
          .flatMap(page -> page.parameters().stream())
          .toList();
    } catch (ParameterNotFoundException _) {
      return List.of();
    } catch (SdkException e) {
      throw place.unavailable(doing, e);
    }
  }

  /** The SDK gives null for what SSM left out; what is empty was never set. */
  private static Optional<String> text(@Nullable String word) {
    return Optional.ofNullable(word).filter(each -> !each.isEmpty());
  }
}
