package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.EndpointSettings;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.GuardedService.EndpointParameter;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Incident;
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
 * @param succeeded when the last registration of ours ended in SUCCESS, this pass's included
 * @param parameter empty and complete where there is none of that name
 * @param earlier what the parameter's history says of the versions that {@link
 *     Settlement#inQuestion} names; empty where it names none, and without those that the history
 *     no longer has
 * @param byAddress of the running tasks, asked by address as a consumer would; everybody unasked
 *     where nothing called for it
 * @param alarms those that are linked to the service
 */
public record EndpointView(
    Observation seen,
    EndpointParameter endpoint,
    NameVerdict name,
    Repair repair,
    Optional<Instant> succeeded,
    Reading<Optional<Parameter>> parameter,
    Reading<List<Parameter>> earlier,
    Answer byAddress,
    Reading<List<Alarm>> alarms) {

  public Instant at() {
    return seen.at();
  }

  /** The value that the parameter should hold. */
  EndpointValue byName() {
    return new EndpointValue(endpoint.byName());
  }

  EndpointSettings settings() {
    return seen.service().settings().endpoint();
  }

  Optional<Incident> incident() {
    return seen.look().dossier().incident();
  }

  Optional<Hold> hold(Hold.Kind kind) {
    return seen.look().holds().inForce(kind, at());
  }

  /**
   * When a person asked for it. Where an older version wrote it down, it is reckoned from its end;
   * what has none was then asked for at any time.
   */
  Instant askedAt(Hold hold) {
    return hold.since()
        .or(() -> hold.until().map(until -> until.minus(settings().holdFor())))
        .orElse(Instant.MIN);
  }

  boolean isHeld(Hold.Kind kind) {
    return hold(kind).isPresent();
  }
}
