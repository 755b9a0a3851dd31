package ai.hokus.remediation.ports;

import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Snapshot;
import java.util.Optional;

/**
 * The parameters that tell consumers where the services are: SSM. It knows no compare-and-set, so
 * whoever writes says what he read, and compares the version that he gets.
 *
 * <p>Every call throws {@link Unavailable} where SSM refused, did not answer in time or throttled.
 */
public interface EndpointStore {

  /** The parameter as it is now, decrypted; empty where there is none of that name. */
  Optional<Parameter> read(String parameter);

  /**
   * What a put has to carry along so that nothing of it is lost; as of this very version.
   *
   * @throws Unavailable also where the version is no longer the newest
   */
  Snapshot.Kept kept(Parameter now);

  /**
   * Writes a value, with type, key, tier, data type, pattern and policies as they were. Never
   * creates a parameter. Sent once: what became of a put that was not answered is found by reading.
   *
   * @return the parameter's new version; anybody's put makes one, so another than the next after
   *     what was read means that somebody wrote in between
   */
  long put(Snapshot before, String value);

  /** The value that a version had; empty where the history (100 versions) no longer has it. */
  Optional<String> valueOf(String parameter, long version);
}
