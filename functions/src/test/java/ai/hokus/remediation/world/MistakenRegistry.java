package ai.hokus.remediation.world;

import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.ports.Registry;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Cloud Map as somebody sees it who is mistaken about its instances. */
public final class MistakenRegistry extends DelegatingRegistry {
  private final UnaryOperator<Instance> sees;

  /**
   * Cloud Map, seen so.
   *
   * @param cloudMap as it is
   * @param sees what he makes of an instance
   */
  public MistakenRegistry(Registry cloudMap, UnaryOperator<Instance> sees) {
    super(cloudMap);
    this.sees = sees;
  }

  /** One of ours as if it had been registered without a port; others as they are. */
  public static Instance withoutItsPort(Instance instance) {
    var attributes = new TreeMap<>(instance.attributes());
    attributes.remove(Registration.PORT);
    return instance instanceof Instance.Ours(var id, _)
        ? new Instance.Ours(id, attributes)
        : instance;
  }

  @Override
  public Reading<Listing> list(GuardedService service, Guard guard) {
    return super.list(service, guard)
        .map(listing ->
            listing instanceof Listing.Found(var in, var instances)
                ? new Listing.Found(in, instances.stream().map(sees).toList())
                : listing);
  }

  @Override
  public Optional<Instance> find(
      GuardedService service, Guard guard, CloudMapService in, String id) {
    return super.find(service, guard, in, id).map(sees);
  }
}
