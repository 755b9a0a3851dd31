package ai.hokus.remediation.model;

import java.util.List;
import java.util.Optional;

/**
 * What a pass saw for the endpoint's sake alone.
 *
 * @param parameter empty and complete where there is none of that name
 * @param byAddress of the running tasks, asked by address as a consumer would; everybody unasked
 *     where nothing called for it
 * @param alarms those that are linked to the service; none where nothing called for it
 */
public record EndpointSight(
    Reading<Optional<Parameter>> parameter, Answer byAddress, Reading<List<Alarm>> alarms) {

  /** Where the parameter alone was looked at. */
  public static EndpointSight of(Reading<Optional<Parameter>> parameter) {
    return new EndpointSight(parameter, Answer.NONE, new Reading.Complete<>(List.of()));
  }
}
