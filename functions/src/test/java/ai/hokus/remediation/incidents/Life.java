package ai.hokus.remediation.incidents;

import static ai.hokus.remediation.incidents.Came.register;
import static ai.hokus.remediation.incidents.Came.withdraw;
import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.MLFLOW;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.ecs;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;

import ai.hokus.remediation.execution.EndpointReport;
import ai.hokus.remediation.execution.Execution;
import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Incident.Redeployment;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.NameVerdict.Row;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.world.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A guarded service as chance wants it, pass by pass: names that come and go, writes that fail, an
 * endpoint that moves, passes that are killed after they moved it, findings of every kind. What is
 * filed is kept, as a ledger would keep it.
 */
final class Life {
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofMinutes(11),
          Duration.ofHours(7),
          Duration.ofHours(25));

  private static final Incidents INCIDENTS = new Incidents(new Commands("live"));

  private final SplittableRandom random;
  private final List<Message> messages = new ArrayList<>();
  private final List<Incident> closed = new ArrayList<>();
  private Instant now = NOON;
  private Row name = Row.GOOD;
  private Dossier file = Dossier.EMPTY;
  private Memory memory = Memory.NONE;
  private Holds holds = Holds.NONE;

  Life(long seed) {
    random = new SplittableRandom(seed);
  }

  /** What people were told, in the order of it. */
  List<Message> messages() {
    return messages;
  }

  List<Incident> closed() {
    return closed;
  }

  Dossier file() {
    return file;
  }

  /** A pass that is killed once the endpoint was moved, before anything is told. */
  void killedPass() {
    file = chance().endpoint().dossier();
  }

  /** A pass to its end. */
  Report pass() {
    var report = chance();
    end(report);
    return report;
  }

  /** A minute later all is well, and the endpoint is where it was. */
  void goodPass() {
    now = now.plus(Duration.ofMinutes(1));
    name = Row.GOOD;
    var came = begin();
    file.incident()
        .filter(incident -> incident.standing().isPresent())
        .map(incident -> incident.with(moved(incident, new Position.Left(now))))
        .ifPresent(back -> came.left(file.with(back)));
    end(came.report());
  }

  /** As it is after what was done, and after what may have been. */
  private static Reading<Listing> listingAfter(Report last) {
    return switch (last.seen().listing()) {
      case Reading.Complete<Listing>(var listing) -> new Reading.Complete<>(after(last, listing));
      case Reading.Partial<Listing>(var listing, var why) ->
          new Reading.Partial<>(after(last, listing), why);
    };
  }

  private static Listing after(Report last, Listing listing) {
    if (!(listing instanceof Listing.Found(var service, var instances))) {
      return listing;
    }
    var byId = new TreeMap<String, Instance>();
    instances.forEach(instance -> byId.put(instance.id(), instance));
    Stream.concat(last.done().stream(), last.failedWrites().stream())
        .forEach(outcome -> {
          if (outcome.action() instanceof Action.Register register) {
            var wanted = register.registration();
            byId.put(wanted.task().value(), ours(wanted.task(), wanted.address()));
          } else if (outcome instanceof Outcome.Done(Action.Withdraw withdraw)) {
            byId.remove(withdraw.instance().id());
          }
        });
    return new Listing.Found(service, List.copyOf(byId.values()));
  }

  /** What is written by a pass that finds the world as the last one left it, with nothing to do. */
  Optional<Entry> again(Report last) {
    var seen = last.seen();
    var endpoint = last.endpoint();
    return INCIDENTS.after(
        new Report(
            last.mandate(),
            new Observation(
                new Look(seen.service(), seen.guard(), last.memory(), holds, file, now),
                seen.ecs(),
                seen.tasks(),
                listingAfter(last),
                seen.dangling(),
                seen.answer()),
            last.remarks(),
            new Execution(
                last.execution().outcomes().stream()
                    .filter(outcome -> !(outcome instanceof Outcome.Done))
                    .toList(),
                Map.of(),
                Optional.empty()),
            last.name(),
            new EndpointReport(
                endpoint.parameter(),
                endpoint.row(),
                endpoint.outcomes().stream().filter(Outcome.Held.class::isInstance).toList(),
                endpoint.says(),
                endpoint.unread(),
                file,
                endpoint.hold(),
                endpoint.vigil())));
  }

  private void end(Report report) {
    memory = report.memory();
    INCIDENTS
        .after(report)
        .ifPresent(entry -> {
          file = entry.dossier();
          messages.addAll(entry.messages());
          entry.closed().ifPresent(closed::add);
          entry.hold().ifPresent(hold -> holds = new Holds(List.of(hold)));
        });
  }

  private Came begin() {
    return new Came()
        .at(Duration.between(NOON, now))
        .with(file)
        .remembers(memory)
        .holding(holds)
        .name(name);
  }

  private Report chance() {
    now = now.plus(oneOf(STEPS));
    if (oneIn(3)) {
      name = oneOf(List.of(Row.values()));
    }
    var came = begin().saw(oneOf(views()));
    Stream.of(Situation.values()).filter(_ -> oneIn(15)).forEach(came::remarked);
    Stream.of(Situation.values()).filter(_ -> oneIn(20)).forEach(came::said);
    mandate(came);
    if (oneIn(3)) {
      move(came);
    }
    return came.report();
  }

  private void mandate(Came came) {
    switch (random.nextInt(12)) {
      case 0, 1 -> came.paused();
      case 2 -> came.ledgerUnread();
      case 3, 4 -> came.under(Policy.OBSERVE).withheld(register(A, IP1));
      default -> deeds(came.under(Policy.REPAIR));
    }
  }

  private List<Seen> views() {
    return List.of(
        new Seen().tasks(running(A, IP1)).instances(ours(A, IP1)).ok(IP1),
        new Seen().tasks(running(A, IP1)).instances(ours(A, IP1)).rejected(IP1),
        new Seen().tasks(running(A, IP1)).unasked(IP1),
        new Seen().ecs(ecs(0)),
        new Seen().ecsUnread(),
        new Seen().listingUnread(),
        new Seen().cloudMapGone());
  }

  private void deeds(Came came) {
    switch (random.nextInt(12)) {
      case 0 -> came.did(register(A, IP1));
      case 1 -> came.did(register(B, IP2, Situation.ECS_DID_NOT_REGISTER));
      case 2 -> came.did(withdraw(B, IP2, Situation.TASK_STOPPED));
      case 3 -> came.did(withdraw(B, IP2, Situation.TASK_MISSING));
      case 4 -> came.failed(register(A, IP1), "throttled");
      case 5 -> came.failed(register(A, IP1), "request " + random.nextInt());
      case 6 -> came.failed(register(B, IP2), "FAIL");
      default -> {
        // Nothing was to be done.
      }
    }
  }

  /** As whoever moves the endpoint would: the incident is opened ahead of the first put. */
  private void move(Came came) {
    var incident =
        file.incident().orElseGet(() -> Incident.open(MLFLOW, now, "the endpoint is to be moved"));
    var to = oneOf(positions());
    var situation =
        incident.standing().isEmpty() ? Situation.FALLBACK_ENTER : Situation.FALLBACK_FOLLOW;
    if (incident.standing().isEmpty() && !(to instanceof Position.Pinned)) {
      return;
    }
    var after = incident.with(moved(incident, to));
    if (oneIn(4)) {
      after = after.redeployed(new Redeployment(Came.CONSUMER, now, Optional.empty()));
      came.put(
          new Outcome.Done(
              new Action.Redeploy(Came.CONSUMER, Situation.REDEPLOY_CONSUMER, "it is old")));
    }
    if (to instanceof Position.HandsOff) {
      came.asksForHold();
    } else if (oneIn(2)) {
      came.put(new Outcome.Done(OnFile.move(IP1, to, situation)));
    }
    came.left(file.with(after));
  }

  private Fallback moved(Incident incident, Position to) {
    var before =
        incident
            .standing()
            .orElseGet(
                () -> new Fallback(OnFile.BEFORE, now, to, Optional.empty(), Optional.empty()));
    return to instanceof Position.HandsOff || to instanceof Position.StandingBack
        ? before.at(to)
        : before.settled(OnFile.written(now), to, now);
  }

  private List<Position> positions() {
    return List.of(
        new Position.Pinned(A, IP1, now.plusSeconds(1800)),
        new Position.Pinned(B, IP2, now.plusSeconds(1800)),
        new Position.Waiting(now),
        new Position.StandingBack(now.plusSeconds(600)),
        new Position.HandsOff(now, Situation.FALLBACK_TAKEN_BY_OTHERS.row()),
        new Position.Left(now));
  }

  private <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }
}
