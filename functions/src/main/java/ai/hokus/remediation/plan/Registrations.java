package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which running tasks should be registered, and why the others are not.
 *
 * <pre>
 * instance under the task's id | same address | as wanted | step
 * -----------------------------+--------------+-----------+--------------------------------
 * none                         |              |           | register, if the ECS service was read and
 *                              |              |           | the evidence allows
 * ours                         |              | yes       | none; register, if its registration was
 *                              |              |           | not seen to end in SUCCESS, or the name
 *                              |              |           | has no record of it: {@link Doubt}
 * ours                         |              | no        | register, if the evidence allows
 * native, foreign              | yes          |           | none
 * native, foreign              | no           |           | say: never overwrite
 * another guard's              |              |           | none (the service is observed)
 * </pre>
 */
final class Registrations {
  /**
   * More than it takes to read and to ask once, less than a probe with patience takes: in that time
   * ECS may have registered the task itself, and a registration of ours would replace it.
   */
  private static final Duration LISTING_GOOD_FOR = Duration.ofSeconds(5);

  private final Observation seen;
  private final Listing.Found found;
  private final Evidence evidence;
  private final Doubt doubt;

  Registrations(Observation seen, Listing.Found found) {
    this.seen = seen;
    this.found = found;
    this.evidence = new Evidence(seen, found.service());
    this.doubt = new Doubt(seen, found);
  }

  List<Step> steps() {
    if (isColourUnknown()) {
      return List.of(
          new Remark(
              Situation.COLOUR_UNKNOWN,
              seen.service().ecsService()
                  + " is deployed in two colours, and which of them is in production cannot be told"));
    }
    return seen.tasks().value().running().stream().flatMap(this::forTask).toList();
  }

  private boolean isColourUnknown() {
    return seen.ecs()
        .value()
        .map(EcsService::deployment)
        .filter(EcsService.Deployment.TwoColours.class::isInstance)
        .isPresent();
  }

  private Stream<Step> forTask(Task task) {
    if (task.address().isEmpty()) {
      return say(
          Situation.NO_ADDRESS,
          task,
          "has no IPv4 address of its own (bridge and host networks, IPv6 only, and tasks whose"
              + " network interface is not there yet are not supported)");
    }
    var address = task.address().get();
    if (!seen.service().admits(address)) {
      return say(
          Situation.OUTSIDE_CIDRS,
          task,
          "has the address "
              + address
              + ", which none of the configured cidrs admits: "
              + seen.service().within());
    }
    return standing(task, address);
  }

  private Stream<Step> standing(Task task, Ipv4 address) {
    var instance = found.find(task.id().value()).orElse(null);
    return switch (instance) {
      case null -> absent(task, address);
      case Instance.Ours ours when evidence.wanted(task, address).isWhat(ours) ->
          listed(task, address);
      case Instance.Ours ours ->
          onEvidence(
              task,
              address,
              Situation.OURS_DIFFERS,
              "our instance says " + where(ours) + " or other attributes than its task now has",
              listingGoodUntil());
      case Instance.AnotherGuards _ -> Stream.empty();
      case Instance.Native other when other.standsFor(task) -> Stream.empty();
      case Instance.Foreign other when other.standsFor(task) -> Stream.empty();
      case Instance.Native other -> notOurs(task, other);
      case Instance.Foreign other -> notOurs(task, other);
    };
  }

  /** A list may hold what never came into DNS: then only another SUCCESS proves that it stands. */
  private Stream<Step> listed(Task task, Ipv4 address) {
    return doubt.of(task, address).stream()
        .flatMap(why ->
            onEvidence(
                task,
                address,
                Situation.OPERATION_FAILED,
                "our instance is listed, and " + why.inWords(),
                listingGoodUntil()));
  }

  private Stream<Step> absent(Task task, Ipv4 address) {
    return switch (seen.ecs()) {
      // Who registers it, and which colour is in production, are both in the missing description.
      case Reading.Partial<?> _ ->
          say(
              Situation.INCOMPLETE,
              task,
              "is not registered for now: its ECS service could not be read, so neither who"
                  + " registers it nor whether it is in production is known");
      case Reading.Complete<Optional<EcsService>>(var ecs) ->
          ecs.map(known -> absent(task, address, known))
              .orElseGet(() ->
                  say(
                      Situation.ECS_SERVICE_GONE,
                      task,
                      "is not registered: ECS knows no service " + seen.service().ecsService()));
    };
  }

  /**
   * ECS registers before RUNNING, so a task that it registers itself is given our listing's lag.
   */
  private Stream<Step> absent(Task task, Ipv4 address, EcsService ecs) {
    if (!ecs.registries().contains(found.service().arn())) {
      return onEvidence(
          task,
          address,
          seen.dangling().isEmpty() ? Situation.REGISTRY_FORGOTTEN : Situation.CLOUD_MAP_RECREATED,
          "its ECS service does not register with " + found.service().name(),
          listingGoodUntil());
    }
    if (task.runningFor(seen.at()).compareTo(seen.service().settings().ecsLag()) < 0) {
      return say(
          Situation.ECS_STILL_REGISTERING,
          task,
          "is not in Cloud Map yet; ECS registers it itself and is given "
              + seen.service().settings().ecsLag().toSeconds()
              + " s");
    }
    return onEvidence(
        task,
        address,
        Situation.ECS_DID_NOT_REGISTER,
        "ECS should have registered it with " + found.service().name() + " and did not",
        Optional.empty());
  }

  /** Only the colour in production is registered; the other is said. */
  private Stream<Step> onEvidence(
      Task task, Ipv4 address, Situation situation, String reason, Optional<Instant> goodUntil) {
    return seen.isInProduction(task)
        ? evidence.judge(task, address, situation, reason, goodUntil)
        : say(
            Situation.TWO_COLOURS,
            task,
            "is not registered: " + reason + ", and it is not of the colour in production");
  }

  private Optional<Instant> listingGoodUntil() {
    return seen.isComplete() ? Optional.of(seen.at().plus(LISTING_GOOD_FOR)) : Optional.empty();
  }

  private Stream<Step> notOurs(Task task, Instance other) {
    return say(
        Situation.NOT_OURS_WITH_TASK_ID,
        task,
        "stands in Cloud Map as a "
            + other.whose()
            + " instance"
            + other.sister().map(whose -> " (" + whose + ")").orElse("")
            + " at "
            + where(other)
            + ", not at its own address "
            + task.address().map(Ipv4::dotted).orElse("")
            + "; what is not ours is never overwritten");
  }

  private static String where(Instance instance) {
    // Whoever registered it wrote these: they may hold anything that Cloud Map lets through.
    return Optional.ofNullable(instance.attributes().get(Registration.IPV4))
            .map(Text::brief)
            .orElse("no address")
        + Optional.ofNullable(instance.attributes().get(Registration.PORT))
            .map(port -> ":" + Text.brief(port))
            .orElse("");
  }

  private static Stream<Step> say(Situation situation, Task task, String text) {
    return Stream.of(new Remark(situation, "task " + task.id() + " " + text));
  }
}
