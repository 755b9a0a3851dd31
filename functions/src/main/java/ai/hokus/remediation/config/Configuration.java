package ai.hokus.remediation.config;

import ai.hokus.remediation.model.GuardedService;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What this program guards.
 *
 * @param services in the order of their names; no two share a name or an ECS service
 */
public record Configuration(List<GuardedService> services) {
  public Configuration {
    services = services.stream().sorted(Comparator.comparing(GuardedService::name)).toList();
  }

  /** The entry that guards an ECS service of our cluster; empty where none does. */
  public Optional<GuardedService> find(String ecsService) {
    return services.stream().filter(each -> each.ecsService().equals(ecsService)).findFirst();
  }

  /** The entries that name an alarm as one that tells that their consumers suffer. */
  public List<GuardedService> linkedTo(String alarm) {
    return services.stream().filter(each -> each.alarms().contains(alarm)).toList();
  }
}
