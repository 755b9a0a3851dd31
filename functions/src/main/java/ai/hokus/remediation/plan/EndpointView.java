package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.GuardedService.EndpointParameter;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that a decision about the endpoint may rest on: what the pass saw, what registering came to,
 * and what was asked for the endpoint alone.
 *
 * @param seen with the holds and the dossier in its look
 * @param endpoint by which this pass goes: the incident's own, else the configured one
 * @param name whether the name works, after this pass's registrations
 * @param repair what registering came to
 * @param parameter empty and complete where there is none of that name
 * @param byAddress of the running tasks, asked by address as a consumer would; everybody unasked
 *     where nothing called for it
 * @param alarms those that are linked to the service
 */
public record EndpointView(
    Observation seen,
    EndpointParameter endpoint,
    NameVerdict name,
    Repair repair,
    Reading<Optional<Parameter>> parameter,
    Answer byAddress,
    Reading<List<Alarm>> alarms) {

  public Instant at() {
    return seen.at();
  }
}
