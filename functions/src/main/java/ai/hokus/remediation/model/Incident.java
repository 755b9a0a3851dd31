package ai.hokus.remediation.model;

import ai.hokus.remediation.model.GuardedService.EndpointParameter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something that people should hear of: a name that stayed broken, a write that failed, or an
 * endpoint that moved. Opened when it is seen, closed when the recovery was verified. A deployment
 * or a scale-in is none.
 *
 * @param id {@code SERVICE-20260302T120000Z}: in messages, requests and the ledger
 * @param service short name of the guarded service
 * @param cause what opened it, in one line
 * @param endpoint as it was configured when it began; absent where none was
 * @param fallback the endpoint's; absent while it was not moved
 * @param redeployments that we asked ECS for, oldest first
 * @param timeline oldest first; the oldest go first where it would hold more than {@link #LONGEST}
 * @param told the number of the last message about it; 0 before the first
 * @param closed when the recovery was verified; absent while it is open
 * @param undone when its actions were undone last, as a person asked for; somebody may have resumed
 *     since: {@link #undoneUnder}
 * @param registered tasks that were registered in it, also where nobody heard whether it succeeded
 */
public record Incident(
    String id,
    String service,
    Instant opened,
    String cause,
    Optional<EndpointParameter> endpoint,
    Optional<Fallback> fallback,
    List<Redeployment> redeployments,
    List<Moment> timeline,
    int told,
    Optional<Instant> closed,
    Optional<Instant> undone,
    List<TaskId> registered) {

  /** Moments that are kept: a day of one each quarter of an hour. */
  public static final int LONGEST = 100;

  /**
   * Something that happened.
   *
   * @param what in one line, with its reason
   * @param by who says that it was him; absent where it was this program
   */
  public record Moment(Instant at, String what, Optional<String> by) {}

  /**
   * A deployment of a consumer that we asked for.
   *
   * @param deployment ECS's id of it; absent where the answer was not heard
   */
  public record Redeployment(String ecsService, Instant asked, Optional<String> deployment) {}

  public Incident {
    redeployments = List.copyOf(redeployments);
    registered = List.copyOf(registered);
    timeline = timeline.stream().skip(Math.max(0, timeline.size() - LONGEST)).toList();
  }

  /** One that begins now. */
  public static Incident open(GuardedService service, Instant at, String cause) {
    return new Incident(
        idOf(service.name(), at),
        service.name(),
        at,
        cause,
        service.endpoint(),
        Optional.empty(),
        List.of(),
        List.of(new Moment(at, cause, Optional.empty())),
        0,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static String idOf(String service, Instant at) {
    var second = at.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
    return service + "-" + second.replaceAll("[-:]", "");
  }

  public boolean isOpen() {
    return closed.isEmpty();
  }

  /** Its fallback, while it goes on. */
  public Optional<Fallback> standing() {
    return fallback.filter(Fallback::isOn);
  }

  /** Whether the endpoint was moved in it, or may have been. */
  public boolean hasMoved() {
    return fallback
        .filter(file -> file.written().isPresent() || file.underway().isPresent())
        .isPresent();
  }

  /** With these tasks registered, too. */
  public Incident registering(List<TaskId> tasks) {
    return new Incident(
        id,
        service,
        opened,
        cause,
        endpoint,
        fallback,
        redeployments,
        timeline,
        told,
        closed,
        undone,
        Stream.concat(registered.stream(), tasks.stream()).distinct().toList());
  }

  public Incident with(Fallback moved) {
    return new Incident(
        id,
        service,
        opened,
        cause,
        endpoint,
        Optional.of(moved),
        redeployments,
        timeline,
        told,
        closed,
        undone,
        registered);
  }

  /** The same, of an endpoint that is moved only now: by what is configured now. */
  public Incident goingBy(Optional<EndpointParameter> now) {
    return new Incident(
        id,
        service,
        opened,
        cause,
        now,
        fallback,
        redeployments,
        timeline,
        told,
        closed,
        undone,
        registered);
  }

  public Incident noting(Moment moment) {
    return new Incident(
        id,
        service,
        opened,
        cause,
        endpoint,
        fallback,
        redeployments,
        Stream.concat(timeline.stream(), Stream.of(moment)).toList(),
        told,
        closed,
        undone,
        registered);
  }

  /**
   * One of the same consumer of which nobody heard gives way, and does not count: another is asked
   * for only where ECS never began it, or where the endpoint was written since.
   */
  public Incident redeployed(Redeployment asked) {
    var others =
        redeployments.stream()
            .filter(each ->
                each.deployment().isPresent() || !each.ecsService().equals(asked.ecsService()));
    return new Incident(
        id,
        service,
        opened,
        cause,
        endpoint,
        fallback,
        Stream.concat(others, Stream.of(asked)).toList(),
        timeline,
        told,
        closed,
        undone,
        registered);
  }

  /** With so many messages told. */
  public Incident told(int messages) {
    return new Incident(
        id,
        service,
        opened,
        cause,
        endpoint,
        fallback,
        redeployments,
        timeline,
        messages,
        closed,
        undone,
        registered);
  }

  public Incident close(Instant at) {
    return new Incident(
        id,
        service,
        opened,
        cause,
        endpoint,
        fallback,
        redeployments,
        timeline,
        told,
        Optional.of(at),
        undone,
        registered);
  }

  /** When it was undone, while that stands: since a person resumed or asked anew, it does not. */
  public Optional<Instant> undoneUnder(Holds holds, Instant now) {
    return undone.filter(at ->
        holds
            .inForce(Hold.Kind.UNDO, now)
            .filter(hold -> hold.undoes(id))
            .filter(hold -> hold.since().filter(at::isBefore).isEmpty())
            .isPresent());
  }

  public Incident undo(Instant at) {
    return new Incident(
        id,
        service,
        opened,
        cause,
        endpoint,
        fallback,
        redeployments,
        timeline,
        told,
        closed,
        Optional.of(at),
        registered);
  }
}
