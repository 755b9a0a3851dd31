package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Audience;
import ai.hokus.remediation.model.EndpointSettings;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.GuardedService.Consumer;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Incident.Redeployment;
import ai.hokus.remediation.model.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether a consumer that reads the endpoint only when its containers start has heard of its last
 * change, and what to do about one that has not.
 *
 * <pre>
 * its tasks          | deployments of ours       | step
 * -------------------+---------------------------+------------------------------------------
 * could not be read  |                           | say
 * all new            |                           | none
 * any old            | one newer than the write  | none
 *                    | is all that ECS has, and  |
 *                    | COMPLETED                 |
 *                    | may not be asked for      | say: nothing changes until it is redeployed
 *                    | one newer than the write, | say: under way; after ten minutes: why not
 *                    | which ECS has             |
 *                    | one asked a moment ago    | say
 *                    | as many as may be         | say
 *                    | else                      | redeploy
 * </pre>
 *
 * <p>A task is new if it was created after the write: ECS reads the parameter before a container
 * starts, so one that was created before it and started after it may hold either value, and counts
 * as old. By which clock it was created is ECS's to say; so where every task is of a deployment
 * that was asked for after the write, that tells more than any time. A deployment of which no
 * answer was heard counts as asked for; it counts as under way only where ECS has begun one since.
 */
public final class ConsumerPlanner {
  /** A rolling deployment of one task takes a few minutes; after this somebody should look. */
  private static final Duration STABLE_WITHIN = Duration.ofMinutes(10);

  /** Our clock may be so much ahead of ECS's. */
  private static final Duration SKEW = Duration.ofSeconds(5);

  private final EndpointSettings settings;
  private final Incident incident;
  private final Instant written;
  private final Instant at;

  private ConsumerPlanner(
      EndpointSettings settings, Incident incident, Instant written, Instant at) {
    this.settings = settings;
    this.incident = incident;
    this.written = written;
    this.at = at;
  }

  /**
   * What to do about one consumer.
   *
   * @param incident in which the endpoint was written
   */
  public static Optional<Step> plan(
      Consumer consumer,
      Reading<Optional<Audience>> audience,
      EndpointSettings settings,
      Incident incident,
      Instant at) {
    return lastWrite(incident)
        .map(written -> new ConsumerPlanner(settings, incident, written, at))
        .flatMap(planner -> planner.step(consumer, audience));
  }

  /**
   * When the endpoint was written last in this incident; empty where no put came through, and while
   * nobody knows what became of one: it may have come after whatever is asked for now. While nobody
   * answers, nobody is made to read that: a deployment would only be missed once somebody does.
   */
  private static Optional<Instant> lastWrite(Incident incident) {
    return incident
        .fallback()
        .filter(fallback -> fallback.underway().isEmpty())
        .filter(fallback -> !(fallback.position() instanceof Fallback.Position.Waiting))
        .flatMap(Fallback::lastWrite);
  }

  private Optional<Step> step(Consumer consumer, Reading<Optional<Audience>> audience) {
    return switch (audience) {
      case Reading.Partial<?>(_, String why) ->
          say(consumer, "may hold an old value of the endpoint: " + why);
      case Reading.Complete<Optional<Audience>>(var known) ->
          known
              .filter(each -> each.tasks().stream().anyMatch(task -> !task.heard(written)))
              .filter(each -> !isThrough(each))
              .flatMap(each -> old(consumer, each));
    };
  }

  private Optional<Step> old(Consumer consumer, Audience audience) {
    if (!consumer.redeploy()) {
      return say(
          consumer,
          "still holds an old value of the endpoint: nothing changes for it until somebody deploys"
              + " it anew (redeployConsumers is off)");
    }
    var ours = ours(audience);
    var latest = latest(ours);
    if (latest.filter(this::isNewer).filter(each -> hasBegun(each, audience)).isPresent()) {
      return say(consumer, underway(latest.get(), audience));
    }
    if (latest
        .filter(each -> at.isBefore(each.asked().plus(settings.redeployEvery())))
        .isPresent()) {
      return say(
          consumer,
          "still holds an old value of the endpoint; a deployment was asked for at "
              + latest.get().asked()
              + ", and the next one may be "
              + settings.redeployEvery().toSeconds()
              + " s later");
    }
    // One that ECS never began cost it nothing.
    long spent = ours.stream().filter(each -> hasBegun(each, audience)).count();
    if (spent >= settings.redeploysPerIncident()) {
      return say(
          consumer,
          "still holds an old value of the endpoint, and "
              + spent
              + " deployments were asked for in this incident: no more; deploy it yourself");
    }
    return Optional.of(
        new Action.Redeploy(
            consumer.ecsService(),
            Situation.REDEPLOY_CONSUMER,
            "it reads the endpoint when its containers start, and holds the value of before "
                + written));
  }

  /** Whose deployment a task is of is certain, where its clock and ours may differ. */
  private boolean isThrough(Audience audience) {
    var ids = audience.deployments().stream().map(Audience.Rollout::id).toList();
    return latest(ours(audience))
            .filter(this::isNewer)
            .flatMap(Redeployment::deployment)
            .filter(ours -> ids.equals(List.of(ours)))
            .isPresent()
        && audience.deployments().getFirst().state().equals("COMPLETED");
  }

  private List<Redeployment> ours(Audience audience) {
    return incident.redeployments().stream()
        .filter(each -> each.ecsService().equals(audience.ecsService()))
        .toList();
  }

  private static Optional<Redeployment> latest(List<Redeployment> ours) {
    return ours.stream().max(Comparator.comparing(Redeployment::asked));
  }

  private boolean isNewer(Redeployment ours) {
    return !ours.asked().isBefore(written);
  }

  /** Where nobody heard of it, a deployment since then that is none of those we know. */
  private boolean hasBegun(Redeployment ours, Audience audience) {
    return ours.deployment().isPresent()
        || audience.deployments().stream()
            .filter(each -> !isHeardOf(each))
            .anyMatch(each -> !each.created().isBefore(ours.asked().minus(SKEW)));
  }

  private boolean isHeardOf(Audience.Rollout rollout) {
    return incident.redeployments().stream()
        .anyMatch(each -> each.deployment().filter(rollout.id()::equals).isPresent());
  }

  private String underway(Redeployment ours, Audience audience) {
    var since = "still holds an old value; the deployment asked for at " + ours.asked();
    if (at.isBefore(ours.asked().plus(STABLE_WITHIN))) {
      return since + " is under way";
    }
    return since
        + " is not through after ten minutes: ECS calls it "
        + stateOf(ours, audience.deployments());
  }

  private static String stateOf(Redeployment ours, List<Audience.Rollout> deployments) {
    return deployments.stream()
        .filter(each -> ours.deployment().filter(each.id()::equals).isPresent())
        .map(Audience.Rollout::state)
        .filter(state -> !state.isEmpty())
        .findFirst()
        .orElse("nothing any more; another one may have taken its place");
  }

  private static Optional<Step> say(Consumer consumer, String text) {
    return Optional.of(
        new Remark(Situation.REDEPLOY_CONSUMER, "consumer " + consumer.ecsService() + " " + text));
  }
}
