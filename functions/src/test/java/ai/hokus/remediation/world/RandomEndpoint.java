package ai.hokus.remediation.world;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.C;
import static ai.hokus.remediation.world.Sample.DEPLOYMENT;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.IP3;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.OUTSIDE;
import static ai.hokus.remediation.world.Viewed.ALARM;
import static ai.hokus.remediation.world.Viewed.BY_NAME;
import static ai.hokus.remediation.world.Viewed.PARAMETER;
import static ai.hokus.remediation.world.Viewed.byAddress;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.EcsService.Deployment;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Fallback.Underway;
import ai.hokus.remediation.model.Fallback.Written;
import ai.hokus.remediation.model.GuardedService.Consumer.Reads;
import ai.hokus.remediation.model.GuardedService.EnterFallback;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Vigil;
import ai.hokus.remediation.plan.EndpointView;
import ai.hokus.remediation.plan.NameVerdict;
import ai.hokus.remediation.plan.NameVerdict.Row;
import ai.hokus.remediation.plan.Repair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * An endpoint as chance wants it: at its name, moved or taken, a put of unknown outcome, people who
 * write in between, tasks that come and go, and readings that fail. The same seed always makes the
 * same. Three tasks and three addresses, since clashes are common in small worlds.
 */
public final class RandomEndpoint {
  private static final List<TaskId> IDS = List.of(A, B, C);
  private static final List<Ipv4> ADDRESSES = List.of(IP1, IP2, IP3);
  private static final String THEIRS = "http://10.9.9.9:5000";

  private final SplittableRandom random;
  private final List<Parameter> versions = new ArrayList<>();
  private final Parameter.Type type;

  private RandomEndpoint(long seed) {
    random = new SplittableRandom(seed);
    type = oneIn(4) ? Parameter.Type.SECURE_STRING : Parameter.Type.STRING;
  }

  /** The view, and all that the parameter ever held. */
  public static EndpointWorld of(long seed) {
    return new RandomEndpoint(seed).make();
  }

  private EndpointWorld make() {
    var dossier = dossier();
    var observation = observation(dossier);
    var view =
        new EndpointView(
            observation,
            Viewed.service(EnterFallback.NEVER).endpoint().orElseThrow(),
            name(observation),
            one(Repair.values()),
            maybe(ago(120)),
            new Reading.Complete<>(Optional.empty()),
            new Reading.Complete<>(List.of()),
            asked().answer(),
            alarms());
    var doubted = oneIn(6) ? new Altered(view).doubted().view() : view;
    var world = new EndpointWorld(doubted, versions, !oneIn(12));
    return switch (random.nextInt(16)) {
      case 0 -> world.withoutParameter();
      case 1 -> world.unread();
      default -> world;
    };
  }

  /** Writes what happened to the parameter, and so knows what is on file. */
  private Dossier dossier() {
    for (int n = 0; n < 5; n++) {
      put(oneOf(BY_NAME, BY_NAME, BY_NAME + "/", byAddress(one(ADDRESSES)), THEIRS));
    }
    var service = Viewed.service(EnterFallback.ON_ALARM);
    var dossier = new Dossier(Optional.empty(), times(4), times(2), Map.of());
    if (oneIn(3)) {
      return dossier;
    }
    var incident = Incident.open(service, Viewed.ENTERED, "the name is broken").with(fallback());
    return dossier.with(oneIn(6) ? incident.undo(ago(600)) : incident);
  }

  private Fallback fallback() {
    var before = Snapshot.of(versions.getLast(), Snapshot.Kept.NOTHING);
    var position = position();
    var file =
        oneIn(5)
            ? Fallback.begin(before, underway(first()))
            : written(
                new Fallback(before, Viewed.ENTERED, position, Optional.empty(), Optional.empty()));
    var sent = oneIn(3) && file.underway().isEmpty() ? file.attempting(underway(position())) : file;
    sent.underway().ifPresent(this::mayComeThrough);
    if (oneIn(4)) {
      put(oneOf(BY_NAME, before.value().orElse(BY_NAME), THEIRS, byAddress(one(ADDRESSES))));
    }
    return sent;
  }

  private Fallback written(Fallback file) {
    if (!(file.position() instanceof Position.Pinned || file.position() instanceof Position.Waiting)
        && oneIn(2)) {
      return file;
    }
    var value =
        file.position() instanceof Position.Pinned(_, var address, _)
            ? byAddress(address)
            : BY_NAME;
    put(value);
    var put = new Written(new EndpointValue(value), versions.getLast().version(), Viewed.ENTERED);
    return file.settled(put, file.position(), put.at());
  }

  private Underway underway(Position to) {
    Optional<EndpointValue> value =
        switch (to) {
          case Position.Pinned(_, var address, _) ->
              Optional.of(new EndpointValue(byAddress(address)));
          case Position.Waiting _ -> Optional.of(new EndpointValue(BY_NAME));
          case Position.StandingBack _, Position.HandsOff _, Position.Left _ -> Optional.empty();
        };
    return new Underway(value, versions.getLast().version(), ago(120), to);
  }

  private void mayComeThrough(Underway sent) {
    var value = sent.value().map(EndpointValue::text).orElse(BY_NAME);
    switch (random.nextInt(5)) {
      case 0 -> put(THEIRS, value);
      case 1 -> put(value, value);
      case 2, 3 -> put(value);
      default -> {
        // It did not.
      }
    }
  }

  /** What a fallback may begin with: an entry, or a name in place of an address of theirs. */
  private Position first() {
    return oneIn(4)
        ? new Position.Left(ago(120))
        : new Position.Pinned(one(IDS), one(ADDRESSES), NOON.plusSeconds(random.nextInt(1500)));
  }

  private Position position() {
    var row = oneOf("fallback.takenByOthers", "fallback.returnedByOthers");
    return switch (random.nextInt(12)) {
      case 0, 1 -> new Position.Waiting(ago(600));
      case 2 -> new Position.StandingBack(NOON.plusSeconds(random.nextInt(-300, 300)));
      case 3 -> new Position.HandsOff(ago(600), row);
      case 4 ->
          new Position.HandsOff(
              ago(600),
              "fallback.wroteOverOthers",
              Optional.of(versions.getLast().version() - random.nextInt(2)));
      case 5 -> new Position.Left(ago(600));
      default ->
          new Position.Pinned(
              one(IDS), one(ADDRESSES), NOON.plusSeconds(random.nextInt(-300, 1500)));
    };
  }

  private Observation observation(Dossier dossier) {
    var seen = new Seen();
    var tasks = IDS.stream().filter(_ -> !oneIn(3)).map(id -> task(id, one(ADDRESSES))).toList();
    seen.tasks(tasks.toArray(Task[]::new));
    switch (random.nextInt(16)) {
      case 0 -> seen.noEcsService();
      case 1 -> seen.ecsUnread();
      case 2 -> seen.ecs(Sample.twoColours(1));
      case 3 -> seen.ecs(Sample.oneColour(DEPLOYMENT));
      case 4, 5 -> seen.ecs(Sample.ecs(0));
      default ->
          seen.ecs(new EcsService("ACTIVE", 1, Set.of(), new Deployment.Rolling(1, DEPLOYMENT)));
    }
    if (oneIn(10)) {
      seen.tasksPartly();
    }
    var reads = Arrays.stream(Reads.values()).filter(_ -> random.nextBoolean());
    return seen.service(Viewed.service(one(EnterFallback.values()), reads.toArray(Reads[]::new)))
        .holds(holds())
        .memory(Memory.NONE.keeping(vigil()))
        .dossier(dossier)
        .observation();
  }

  private Task task(TaskId id, Ipv4 address) {
    var task =
        switch (random.nextInt(12)) {
          case 0 -> Sample.stopped(id, address);
          case 1 -> Sample.stopping(id, address);
          case 2 -> Sample.unhealthy(id, address);
          case 3 -> Sample.running(id, OUTSIDE);
          case 4 -> Sample.withoutAddress(id);
          case 5 -> Sample.starting(id, address);
          default -> Sample.running(id, address, Duration.ofMinutes(random.nextInt(1, 60)));
        };
    return oneIn(4) ? Sample.startedBy("ecs-svc/of-the-other-colour", task) : task;
  }

  private Seen asked() {
    var asked = new Seen();
    if (oneIn(6)) {
      return asked;
    }
    for (var address : List.of(IP1, IP2, IP3, OUTSIDE)) {
      switch (random.nextInt(8)) {
        case 0 -> asked.rejected(address);
        case 1 -> asked.down(address);
        case 2 -> asked.silent(address);
        case 3 -> asked.unasked(address);
        default -> asked.ok(address);
      }
    }
    return asked;
  }

  private NameVerdict name(Observation observation) {
    var rows = Arrays.stream(Row.values()).filter(row -> row != Row.ASLEEP).toArray(Row[]::new);
    var row = observation.isAsleep() ? Row.ASLEEP : oneIn(3) ? Row.EMPTIED : one(rows);
    return new NameVerdict(row, "the name is " + row.row());
  }

  private Reading<List<Alarm>> alarms() {
    var alarms =
        oneIn(6)
            ? List.<Alarm>of()
            : List.of(
                new Alarm(
                    ALARM, oneIn(2) ? Alarm.State.ALARM : one(Alarm.State.values()), oneIn(8)));
    return oneIn(8)
        ? new Reading.Partial<>(alarms, "DescribeAlarms was throttled")
        : new Reading.Complete<>(alarms);
  }

  /** Mostly nobody asks for anything. */
  private Hold[] holds() {
    return oneIn(2)
        ? new Hold[0]
        : Stream.of(Hold.Kind.values())
            .filter(_ -> oneIn(6))
            .map(kind ->
                new Hold(kind, maybe(NOON.plusSeconds(random.nextInt(1, 3600))), "asked for"))
            .toArray(Hold[]::new);
  }

  private Vigil vigil() {
    return new Vigil(
        maybe(ago(600)),
        maybe(ago(2 * 3600)),
        random.nextInt(9),
        maybe(ago(300)),
        maybe(ago(300)),
        maybe(ago(300)));
  }

  private void put(String... values) {
    for (var value : values) {
      versions.add(new Parameter(PARAMETER, type, value, versions.size() + 1L));
    }
  }

  private List<Instant> times(int most) {
    return Stream.generate(() -> ago(30 * 3600)).limit(random.nextInt(most)).toList();
  }

  private Instant ago(int seconds) {
    return NOON.minusSeconds(1 + random.nextInt(seconds));
  }

  private <T> Optional<T> maybe(T value) {
    return random.nextBoolean() ? Optional.of(value) : Optional.empty();
  }

  private String oneOf(String... values) {
    return one(values);
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private <T> T one(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }
}
