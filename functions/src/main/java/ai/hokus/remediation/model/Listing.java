package ai.hokus.remediation.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What Cloud Map holds for a guarded service. */
public sealed interface Listing {

  /**
   * The service is there.
   *
   * @param instances every one, whoever owns it, in the order of their ids
   */
  record Found(CloudMapService service, List<Instance> instances) implements Listing {
    public Found {
      instances = instances.stream().sorted(Comparator.comparing(Instance::id)).toList();
    }

    public Optional<Instance> find(String id) {
      return instances.stream().filter(instance -> instance.id().equals(id)).findFirst();
    }
  }

  /** There is no such service or namespace: {@code terraform destroy -target}, or a wrong name. */
  record Gone(String why) implements Listing {}

  /** It could not be asked: it may be there or not. */
  record Unread() implements Listing {}
}
