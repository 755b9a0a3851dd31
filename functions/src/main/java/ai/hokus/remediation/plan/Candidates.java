package ai.hokus.remediation.plan;

import static java.util.Comparator.comparing;

import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.EcsService.Deployment;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whom the endpoint may be moved to: a running task whose container is not UNHEALTHY, that is known
 * to be in production, has an admitted address, and answered there in this pass, asked as a
 * consumer will ask it.
 *
 * <p>Those of the PRIMARY deployment come first, then those that have been running the longest.
 */
final class Candidates {

  /** One that may be used, if it answers. */
  record Candidate(Task task, Ipv4 address, Verdict verdict) {
    /** Whether the endpoint may be moved there. */
    boolean isVerified() {
      return verdict instanceof Verdict.Ok;
    }

    TaskId id() {
      return task.id();
    }

    /** What the parameter is to hold: in the form that consumers parse. */
    EndpointValue endpoint(EndpointView view) {
      return view.byName().at(address);
    }
  }

  private final EndpointView view;

  Candidates(EndpointView view) {
    this.view = view;
  }

  /** Those that answered, the best first. */
  List<Candidate> verified() {
    return usable().stream().filter(Candidate::isVerified).sorted(bestFirst()).toList();
  }

  /** The best of those that answered. Who is lost, or does not answer, is none of them. */
  Optional<Candidate> best() {
    return verified().stream().findFirst();
  }

  /** Who may be used and has this address. */
  Optional<Candidate> at(Ipv4 address) {
    return usable().stream().filter(each -> each.address().equals(address)).findFirst();
  }

  /** Whether some run that could be asked, and of none of them anything is known. */
  boolean isNobodyAsked() {
    var addresses =
        view.seen().tasks().value().running().stream()
            .flatMap(task -> task.address().stream())
            .toList();
    return !addresses.isEmpty()
        && addresses.stream().map(view.byAddress()::of).allMatch(Verdict.Unasked.class::isInstance);
  }

  /** What each that may be used said, for a report. */
  String inWords() {
    var each =
        usable().stream()
            .map(candidate -> candidate.address() + " " + candidate.verdict().inWords())
            .collect(Collectors.joining("; "));
    return each.isEmpty() ? "no task runs that may be used" : each;
  }

  private List<Candidate> usable() {
    var seen = view.seen();
    return seen.tasks().value().running().stream()
        .filter(task -> task.health() != Task.Health.UNHEALTHY)
        .filter(task -> isKnownToBeInProduction(seen, task))
        .flatMap(task ->
            task.address().stream()
                .filter(seen.service()::admits)
                .map(address -> new Candidate(task, address, view.byAddress().of(address))))
        .toList();
  }

  /** The colours are in the description of the service: unread, nobody is known to be. */
  private static boolean isKnownToBeInProduction(Observation seen, Task task) {
    return seen.ecs().value().isPresent() && seen.isInProduction(task);
  }

  private Comparator<Candidate> bestFirst() {
    return comparing((Candidate each) -> !isOfPrimary(each.task()))
        .thenComparing(each -> each.task().startedAt().orElse(Instant.MAX))
        .thenComparing(Candidate::id);
  }

  private boolean isOfPrimary(Task task) {
    return view.seen().ecs().value().map(EcsService::deployment).stream()
        .anyMatch(deployment ->
            deployment instanceof Deployment.Rolling(_, var primary)
                && primary.equals(task.startedBy()));
  }
}
