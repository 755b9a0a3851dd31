package ai.hokus.remediation.model;

import java.util.List;
import java.util.Optional;

/**
 * What of ours stands for a guarded service: it is looked after also where the configuration has
 * the service no more. An incident that is open stands beside it, in the same {@link Dossier}.
 *
 * @param as the entry of the configuration that was gone by last; as of a service that is retired
 * @param cloudMap id of the Cloud Map service that the instances are in; absent where none was seen
 * @param instances ids of ours, in their order; also of those of which nobody heard whether they
 *     were registered
 */
public record Estate(GuardedService as, Optional<String> cloudMap, List<String> instances) {
  public Estate {
    as = as.retired() ? as : as.retire();
    instances = instances.stream().distinct().sorted().toList();
  }
}
