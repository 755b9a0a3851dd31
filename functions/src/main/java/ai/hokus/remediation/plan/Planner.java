package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * From what was seen to what should be done. Pure: no clock, no chance, no call. What the policy
 * then lets through is {@link Permission}'s to say.
 */
public final class Planner {

  public Plan plan(Observation seen) {
    var steps = new ArrayList<Step>();
    seen.unread().forEach(why -> steps.add(new Remark(Situation.INCOMPLETE, why)));
    serviceGone(seen).forEach(steps::add);
    new Retirement(seen).remark().ifPresent(steps::add);
    switch (seen.listing().value()) {
      case Listing.Gone(String why) -> steps.add(gone(seen, why));
      case Listing.Unread() -> {
        // Said above, as incomplete. Without a registry to write to, nothing follows.
      }
      case Listing.Found found -> steps.addAll(keep(seen, found));
    }
    return new Plan(steps);
  }

  private static List<Step> keep(Observation seen, Listing.Found found) {
    var steps = new ArrayList<Step>();
    anotherGuards(found).forEach(steps::add);
    if (seen.isAsleep()) {
      steps.add(new Remark(Situation.ASLEEP, "no task is wanted and none runs"));
    }
    notRegistering(seen, found.service()).forEach(steps::add);
    rolling(seen).forEach(steps::add);
    var registrations = new Registrations(seen, found).steps();
    // Nothing goes on the word of a registration that is not to be.
    boolean mayRegister = seen.look().forbidsRegistering().isEmpty();
    var standing = new Standing(seen, found, mayRegister ? registrations : List.of());
    steps.addAll(registrations);
    steps.addAll(new HealthMarks(seen, found, standing).steps());
    steps.addAll(new Withdrawals(seen, found, standing).steps());
    steps.addAll(new MissingTasks(seen, found, standing).steps());
    steps.addAll(new Releases(seen, found).steps());
    return steps;
  }

  /** The standing finding that only people can mend, once for the service and not for each task. */
  private static Stream<Step> notRegistering(Observation seen, CloudMapService cloudMap) {
    return seen.ecs().value().stream()
        .filter(ecs -> !seen.isAsleep() && !ecs.registries().contains(cloudMap.arn()))
        .map(ecs ->
            seen.dangling().isEmpty()
                ? new Remark(
                    Situation.REGISTRY_FORGOTTEN,
                    forgotten(seen, cloudMap, registries(ecs)) + " to its Terraform")
                : new Remark(
                    Situation.CLOUD_MAP_RECREATED,
                    forgotten(seen, cloudMap, "serviceRegistries names " + list(seen.dangling()))
                        + " to its Terraform in place of what is gone: ECS fails to register with that, and "
                        + cloudMap.name()
                        + " is a new one"));
  }

  private static String forgotten(Observation seen, CloudMapService cloudMap, String names) {
    return "ECS service "
        + seen.service().ecsService()
        + " does not register with "
        + cloudMap.name()
        + " ("
        + names
        + "); add service_registries { registry_arn = \""
        + cloudMap.arn()
        + "\" }";
  }

  private static String registries(EcsService ecs) {
    return ecs.registries().isEmpty()
        ? "serviceRegistries is empty"
        : "serviceRegistries names " + list(ecs.registries());
  }

  private static String list(Set<String> arns) {
    return String.join(", ", arns.stream().sorted().toList());
  }

  private static Stream<Step> rolling(Observation seen) {
    return seen.ecs().value().stream()
        .filter(ecs ->
            ecs.deployment() instanceof EcsService.Deployment.Rolling(int active, _) && active > 1)
        .map(_ ->
            new Remark(
                Situation.ROLLING,
                seen.service().ecsService()
                    + " rolls from one deployment to the next: the tasks of each are candidates"));
  }

  private static Stream<Step> serviceGone(Observation seen) {
    // An unreadable description says nothing; INACTIVE is how ECS remembers a deleted service.
    boolean gone =
        seen.ecs() instanceof Reading.Complete<?>
            && seen.ecs().value().filter(ecs -> !ecs.status().equals("INACTIVE")).isEmpty();
    return gone
        ? Stream.of(
            new Remark(
                Situation.ECS_SERVICE_GONE,
                "ECS knows no service "
                    + seen.service().ecsService()
                    + " in cluster "
                    + seen.guard().clusterName()))
        : Stream.empty();
  }

  private static Stream<Step> anotherGuards(Listing.Found found) {
    return found.instances().stream()
        .filter(Instance.AnotherGuards.class::isInstance)
        .map(Instance.AnotherGuards.class::cast)
        .map(Instance.AnotherGuards::owner)
        .distinct()
        .sorted()
        .map(owner ->
            new Remark(
                Situation.ANOTHER_GUARD,
                "another stack with owner id "
                    + Text.brief(owner)
                    + " keeps instances of "
                    + found.service().name()
                    + ": this one only observes"));
  }

  private static Step gone(Observation seen, String why) {
    return new Remark(
        Situation.CLOUD_MAP_GONE,
        why + ": registering cannot help" + CloudMapTerraform.of(seen.service()));
  }
}
