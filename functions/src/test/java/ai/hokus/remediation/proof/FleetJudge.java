package ai.hokus.remediation.proof;

import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.ports.EndpointStore;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.world.DelegatingRegistry;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.Region;
import ai.hokus.remediation.world.SampleConfiguration;
import ai.hokus.remediation.world.SimulatedInvocation;
import ai.hokus.remediation.world.SimulatedInvocation.Meets;
import ai.hokus.remediation.world.Witness;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at every change of an instance or of an endpoint of many services, before it is made. Each
 * of their tasks runs and answers, and each name works or can be repaired: who runs may be
 * registered, and where that was tried in vain the endpoint may be moved there until it is.
 */
final class FleetJudge implements WatchedLedger.Leases, Witness {
  private final Interleaving interleaving;
  private final Optional<Region> region;
  private final Rules rules;
  private final Map<String, SimulatedInvocation> holders = new HashMap<>();
  private final Set<String> tried = new HashSet<>();

  /**
   * Over a fleet.
   *
   * @param region where each has a place of its own; empty where all share one
   * @param rules who is told of what is not true
   */
  FleetJudge(Interleaving interleaving, Optional<Region> region, Rules rules) {
    this.interleaving = interleaving;
    this.region = region;
    this.rules = rules;
  }

  @Override
  public void taken(String service, Holds holds) {
    holders.put(service, interleaving.current());
  }

  @Override
  public void returned(String service) {
    holders.remove(service, interleaving.current());
  }

  @Override
  public void call(
      SimulatedInvocation by,
      Method call,
      List<Object> arguments,
      Optional<Meets> meets,
      Optional<Object> answer) {
    if (Judge.isTried(call, meets)) {
      region.ifPresent(each -> tried.add(Region.serviceOf((CloudMapService) arguments.getFirst())));
    }
  }

  Ledger over(Ledger ledger) {
    return new WatchedLedger(ledger, this);
  }

  Registry over(Registry registry) {
    return new DelegatingRegistry(registry) {
      @Override
      public Operation register(CloudMapService in, Registration registration) {
        registers(in, registration);
        return super.register(in, registration);
      }

      @Override
      public Operation remove(CloudMapService from, Instance.Removable instance) {
        rules.must(2, false, "who serves is withdrawn");
        return super.remove(from, instance);
      }

      @Override
      public void pushHealth(CloudMapService in, Instance.Ours instance, boolean healthy) {
        mayWrite(in, "a health mark");
        rules.must(2, healthy, "who serves is called unhealthy");
        super.pushHealth(in, instance, healthy);
      }
    };
  }

  EndpointStore over(EndpointStore store) {
    return new WatchedStore(store, (before, value) -> puts(before.parameter(), value));
  }

  private void registers(CloudMapService in, Registration registration) {
    mayWrite(in, "a registration");
    rules.must(
        8,
        region.filter(each -> !each.runs(in, registration)).isEmpty(),
        registration.task() + " is registered where it does not run");
  }

  /** Where they share one Cloud Map service, by the lease of any. */
  private void mayWrite(CloudMapService in, String what) {
    rules.must(
        10,
        region
            .map(each -> isItsTurn(Region.serviceOf(in)))
            .orElseGet(() -> holders.containsValue(interleaving.current())),
        what + " is written without the lease");
  }

  private void puts(String parameter, String value) {
    var service =
        tried.stream()
            .filter(each -> SampleConfiguration.parameter(each).equals(parameter))
            .findFirst();
    rules.must(
        10,
        service.filter(each -> !isItsTurn(each)).isEmpty(),
        parameter + " is written without the lease");
    rules.must(
        8,
        service.filter(each -> isByName(each, value) || !isRegistered(each)).isPresent(),
        "an endpoint leaves a name that works, or can be repaired");
    rules.must(
        4,
        service.filter(each -> !isByName(each, value) && !isByAddress(each, value)).isEmpty(),
        value + " is the address of no task that runs");
  }

  private boolean isRegistered(String service) {
    return region.filter(each -> each.registered().contains(service)).isPresent();
  }

  private static boolean isByName(String service, String value) {
    return value.equals(SampleConfiguration.byName(service));
  }

  private boolean isByAddress(String service, String value) {
    var address = new EndpointValue(value).address();
    return address.isPresent() && address.equals(region.map(each -> each.addressOf(service)));
  }

  private boolean isItsTurn(String service) {
    return interleaving.current().equals(holders.get(service));
  }
}
