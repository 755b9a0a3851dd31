package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Estate;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.GuardedService.EndpointParameter;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of ours still stands for a service that the configuration has no more, and how people take
 * it away where our role does not reach it.
 */
public final class Retirement {
  /** A message takes a line of about so much, and half a command is none. */
  private static final int LONGEST = 500;

  private final Observation seen;
  private final Optional<Incident> open;

  public Retirement(Observation seen) {
    this.seen = seen;
    this.open = seen.look().dossier().incident();
  }

  /** What stands is on file, too: an incident that is open, and nothing of ours in it, may end. */
  Optional<Remark> remark() {
    var standing = standing();
    return seen.service().retired() && !standing.isEmpty()
        ? Optional.of(
            new Remark(
                Situation.NO_LONGER_CONFIGURED,
                seen.service().name()
                    + " is no longer configured, and still there are: "
                    + String.join("; ", standing)
                    + "\nnothing is begun for it; "
                    + whatFollows()
                    + "; to have it guarded again, put it back into the configuration"))
        : Optional.empty();
  }

  private List<String> standing() {
    var standing = new ArrayList<String>();
    moved()
        .map(fallback -> fallback.before().parameter() + " " + fallback.inWords())
        .ifPresent(standing::add);
    if (!instances().isEmpty()) {
      standing.add("instances of ours in Cloud Map: " + String.join(", ", instances()));
    }
    open.map(incident -> "incident " + incident.id() + ", which is open").ifPresent(standing::add);
    return standing;
  }

  private String whatFollows() {
    return seen.service().policy() == Policy.OBSERVE
        ? "as its policy was observe, no instance is withdrawn either"
        : "instances go with their tasks, and the endpoint goes back to its name";
  }

  /** The commands that take it away, the endpoint's first: consumers follow that. */
  public List<String> byHand() {
    var commands = new ArrayList<String>();
    moved().map(this::putBack).ifPresent(commands::add);
    cloudMap()
        .ifPresent(service ->
            instances().forEach(id -> commands.add(AwsCommands.deregister(service, id))));
    return commands;
  }

  private String putBack(Fallback fallback) {
    var byName = open.flatMap(Incident::endpoint).map(EndpointParameter::byName).orElse("its name");
    var command = AwsCommands.put(fallback.before(), byName);
    return command.length() <= LONGEST
        ? command
        : "put parameter "
            + fallback.before().parameter()
            + " back to what it held before, version "
            + fallback.before().version()
            + " of its history: the command is too long to stand here";
  }

  /** While something of the fallback is ours to do. */
  private Optional<Fallback> moved() {
    return open.flatMap(Incident::fallback).filter(Fallback::isOurs);
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
