package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Estate;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.GuardedService.EndpointParameter;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of ours still stands for a service that the configuration has no more, and how people take
 * it away where our role does not reach it.
 */
public final class Retirement {
  private final Observation seen;
  private final Optional<Incident> moved;

  public Retirement(Observation seen) {
    this.seen = seen;
    this.moved =
        seen.look()
            .dossier()
            .incident()
            .filter(incident -> incident.fallback().filter(Fallback::isOurs).isPresent());
  }

  /** Whether it is configured no more, and nothing of ours stands. */
  public boolean isOver() {
    return seen.service().retired() && instances().isEmpty() && moved.isEmpty();
  }

  Optional<Remark> remark() {
    return seen.service().retired() && !isOver()
        ? Optional.of(new Remark(Situation.NO_LONGER_CONFIGURED, String.join("\n", lines())))
        : Optional.empty();
  }

  private List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(
        seen.service().name()
            + " is no longer configured, and of ours still stands: "
            + String.join("; ", standing()));
    lines.add(
        "nothing is begun for it; what stands goes with its tasks, and the endpoint back to its name;"
            + " to have it guarded again, put it back into the configuration");
    var byHand = byHand();
    if (!byHand.isEmpty()) {
      lines.add("where this program's role does not reach it any more, take it away by hand:");
      lines.addAll(byHand);
    }
    return lines;
  }

  private List<String> standing() {
    var standing = new ArrayList<String>();
    if (!instances().isEmpty()) {
      standing.add("in Cloud Map " + String.join(", ", instances()));
    }
    moved
        .flatMap(Incident::fallback)
        .map(fallback -> fallback.before().parameter() + " " + fallback.inWords())
        .ifPresent(standing::add);
    return standing;
  }

  private List<String> byHand() {
    var commands = new ArrayList<String>();
    cloudMap()
        .ifPresent(service ->
            instances().forEach(id -> commands.add(AwsCommands.deregister(service, id))));
    moved.flatMap(Retirement::putBack).ifPresent(commands::add);
    return commands;
  }

  private static Optional<String> putBack(Incident incident) {
    return incident
        .fallback()
        .map(fallback ->
            AwsCommands.put(
                fallback.before(), incident.endpoint().map(EndpointParameter::byName).orElse("")));
  }

  /** As listed, where all of it could be; else as far as it is on file. */
  private List<String> instances() {
    return seen.listing() instanceof Reading.Complete<Listing>
        ? seen.instances().stream()
            .filter(Instance.Ours.class::isInstance)
            .map(Instance::id)
            .toList()
        : estate().map(Estate::instances).orElse(List.of());
  }

  private Optional<String> cloudMap() {
    return seen.listing().value() instanceof Listing.Found found
        ? Optional.of(found.service().id())
        : estate().flatMap(Estate::cloudMap);
  }

  private Optional<Estate> estate() {
    return seen.look().dossier().estate();
  }
}
