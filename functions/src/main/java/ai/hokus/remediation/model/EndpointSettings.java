package ai.hokus.remediation.model;

import java.time.Duration;

/**
 * Times and limits of what is done to an endpoint.
 *
 * @param nameRepairBudget how long a registration that ended in SUCCESS may take to help the name,
 *     and how long the name may fail while none could be sent, or none ends
 * @param restoreAfter how long the name has to be good before the endpoint returns to it; so long
 *     we stay out where others put it back
 * @param expiry when a fallback has to be renewed
 * @param entriesPerDay how often the endpoint may be moved from its name in 24 hours
 * @param maxTasks a service with more running tasks is not moved to one of them
 * @param redeployEvery between two deployments of a consumer that we ask for
 * @param redeploysPerIncident how many of them an incident may cost
 * @param holdFor how long a person's {@code restore} or {@code fallback} holds
 */
public record EndpointSettings(
    Duration nameRepairBudget,
    Duration restoreAfter,
    Duration expiry,
    int entriesPerDay,
    int maxTasks,
    Duration redeployEvery,
    int redeploysPerIncident,
    Duration holdFor) {
  public static final EndpointSettings DEFAULTS =
      new EndpointSettings(
          Duration.ofSeconds(60),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          3,
          2,
          Duration.ofMinutes(2),
          4,
          Duration.ofHours(1));
}
