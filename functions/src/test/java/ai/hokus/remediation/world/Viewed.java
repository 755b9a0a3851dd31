package ai.hokus.remediation.world;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.MLFLOW;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.running;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Alarm.State;
import ai.hokus.remediation.model.CloudMapRef;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Fallback.Underway;
import ai.hokus.remediation.model.Fallback.Written;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.GuardedService.Consumer;
import ai.hokus.remediation.model.GuardedService.Consumer.Reads;
import ai.hokus.remediation.model.GuardedService.EndpointParameter;
import ai.hokus.remediation.model.GuardedService.EnterFallback;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Operation;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A view of an endpoint in the making, for one row of a table. Unless told otherwise it is the hour
 * of need: the parameter holds the name, the name is emptied, registering cannot help, the one task
 * answers by its address, and the alarm calls.
 */
public final class Viewed {
  public static final String PARAMETER = "/hokusai/development/mlflow/endpoint";
  public static final String BY_NAME = "http://mlflow.hokusai-development.local:5000";

  /** The alarm of {@link #service}. */
  public static final String ALARM = "mlflow-5xx";

  /** When a fallback of these tests was entered. */
  public static final Instant ENTERED = NOON.minus(Duration.ofMinutes(20));

  /** The version that the parameter had before anything of ours. */
  public static final long BEFORE = 5;

  private final Seen asked = new Seen();
  private Seen seen = new Seen().ecs(Sample.forgetful(1)).tasks(running(A, IP1));
  private GuardedService service = service(EnterFallback.ON_ALARM, Reads.ENV_AT_START);
  private EndpointParameter endpoint = new EndpointParameter(PARAMETER, BY_NAME);
  private NameVerdict name = new NameVerdict(Row.EMPTIED, "mlflow has no instance in Cloud Map");
  private Repair repair = Repair.CANNOT_HELP;
  private Optional<Instant> succeeded = Optional.empty();
  private Reading<Optional<Parameter>> parameter = holding(BY_NAME, BEFORE);
  private Reading<List<Parameter>> earlier = new Reading.Complete<>(List.of());
  private Reading<List<Alarm>> alarms =
      new Reading.Complete<>(List.of(new Alarm(ALARM, State.ALARM, false)));
  private Vigil vigil = Vigil.NONE;
  private Memory memory = Memory.NONE;
  private Dossier dossier = Dossier.EMPTY;
  private boolean isAnswered;

  /** The sample's service with an endpoint and, where {@code reads} has any, consumers. */
  public static GuardedService service(EnterFallback fallback, Reads... reads) {
    return of(MLFLOW.cloudMap(), fallback, reads);
  }

  private static GuardedService of(CloudMapRef cloudMap, EnterFallback fallback, Reads... reads) {
    return new GuardedService(
        MLFLOW.name(),
        MLFLOW.policy(),
        MLFLOW.ecsService(),
        MLFLOW.port(),
        cloudMap,
        MLFLOW.probe(),
        MLFLOW.within(),
        MLFLOW.settings(),
        Optional.of(new EndpointParameter(PARAMETER, BY_NAME)),
        Arrays.stream(reads).map(each -> new Consumer("api-" + each, each, false)).toList(),
        Set.of(ALARM),
        fallback);
  }

  /** The same, and its Cloud Map service is configured by its ARN. */
  public static GuardedService byArn() {
    return of(new CloudMapRef.ByArn(Sample.CLOUD_MAP.arn()), EnterFallback.ON_ALARM);
  }

  public Viewed service(GuardedService guarded) {
    service = guarded;
    return this;
  }

  /** In place of the one task: {@code observed} as a whole. */
  public Viewed seen(Seen observed) {
    seen = observed;
    return this;
  }

  public Viewed ecs(EcsService described) {
    seen.ecs(described);
    return this;
  }

  public Viewed tasks(Task... known) {
    seen.tasks(known);
    return this;
  }

  public Viewed holds(Hold.Kind... kinds) {
    seen.holds(Arrays.stream(kinds).map(Viewed::hold).toArray(Hold[]::new));
    return this;
  }

  /** The same, and whoever asked forced it. */
  public Viewed forces(Hold.Kind... kinds) {
    seen.holds(
        Arrays.stream(kinds)
            .map(Viewed::hold)
            .map(hold -> new Hold(hold.kind(), hold.until(), hold.why(), hold.by(), true))
            .toArray(Hold[]::new));
    return this;
  }

  /** As a person asks for it at 11:50, for an hour. */
  public static Hold hold(Hold.Kind kind) {
    return new Hold(kind, Optional.of(NOON.plus(Duration.ofMinutes(50))), "asked for");
  }

  public Viewed byName(String value) {
    endpoint = new EndpointParameter(PARAMETER, value);
    return this;
  }

  public Viewed name(Row row) {
    name = new NameVerdict(row, "mlflow is " + row.row());
    return this;
  }

  public Viewed repair(Repair came) {
    repair = came;
    return this;
  }

  /** A registration ended in SUCCESS so long ago. */
  public Viewed succeeded(Duration ago) {
    succeeded = Optional.of(NOON.minus(ago));
    return repair(Repair.SUCCEEDED);
  }

  public Viewed parameter(String value, long version) {
    parameter = holding(value, version);
    return this;
  }

  public Viewed secret(String value, long version) {
    parameter =
        new Reading.Complete<>(
            Optional.of(new Parameter(PARAMETER, Parameter.Type.SECURE_STRING, value, version)));
    return this;
  }

  public Viewed noParameter() {
    parameter = new Reading.Complete<>(Optional.empty());
    return this;
  }

  public Viewed parameterUnread() {
    parameter = new Reading.Partial<>(Optional.empty(), "GetParameter was throttled");
    return this;
  }

  /** What the history has of the versions in question, from {@link #BEFORE} on. */
  public Viewed history(String... values) {
    var versions =
        Stream.iterate(0, n -> n < values.length, n -> n + 1)
            .map(n -> string(values[n], BEFORE + n))
            .toList();
    earlier = new Reading.Complete<>(versions);
    return this;
  }

  public Viewed historyUnread() {
    earlier = new Reading.Partial<>(List.of(), "GetParameterHistory was throttled");
    return this;
  }

  /** By address; whoever is in no such list was not asked. Without any, the one task is ok. */
  public Viewed ok(Ipv4... addresses) {
    asked.ok(addresses);
    isAnswered = true;
    return this;
  }

  public Viewed rejected(Ipv4... addresses) {
    asked.rejected(addresses);
    isAnswered = true;
    return this;
  }

  public Viewed down(Ipv4... addresses) {
    asked.down(addresses);
    isAnswered = true;
    return this;
  }

  public Viewed silent(Ipv4... addresses) {
    asked.silent(addresses);
    isAnswered = true;
    return this;
  }

  public Viewed nobodyAsked() {
    isAnswered = true;
    return this;
  }

  public Viewed alarm(State state) {
    return alarms(new Alarm(ALARM, state, false));
  }

  public Viewed alarms(Alarm... known) {
    alarms = new Reading.Complete<>(List.of(known));
    return this;
  }

  /** With what could be read all the same. */
  public Viewed alarmsPartly(Alarm... known) {
    alarms = new Reading.Partial<>(List.of(known), "DescribeAlarms was throttled");
    return this;
  }

  /** The name has been failing for so long. */
  public Viewed troubled(Duration since) {
    return vigil(
        vigil.ofName(Optional.of(NOON.minus(since)), Optional.empty(), 0, Optional.empty()));
  }

  /** A registration of task A was sent so long ago, and is under way. */
  public Viewed sent(Duration since) {
    var operation = new Memory.Underway(new Operation.Running("operation"), true);
    memory = Sample.unproven(Map.of(Sample.A, new Memory.Sent(NOON.minus(since), operation)));
    return this;
  }

  public Viewed vigil(Vigil earlierPasses) {
    vigil = earlierPasses;
    return this;
  }

  /** The name was good in so many passes, the first of them so long ago. */
  public Viewed goodFor(Duration since, int passes) {
    name(Row.GOOD);
    return vigil(
        vigil.ofName(Optional.empty(), Optional.of(NOON.minus(since)), passes, Optional.empty()));
  }

  public Viewed pinDownFor(Duration since) {
    return vigil(vigil.ofPin(Optional.of(NOON.minus(since)), vigil.pinMissingSince()));
  }

  public Viewed pinMissingFor(Duration since) {
    return vigil(vigil.ofPin(vigil.pinDownSince(), Optional.of(NOON.minus(since))));
  }

  /** Moved so often in the last hours. */
  public Viewed entered(int times) {
    for (int n = 0; n < times; n++) {
      dossier = dossier.entering(NOON.minus(Duration.ofHours(n + 1)));
    }
    return this;
  }

  public Viewed returned(Duration ago) {
    dossier = dossier.returned(NOON.minus(ago));
    return this;
  }

  /** At this task, for ten minutes more. */
  public Viewed pinned(TaskId task, Ipv4 address) {
    return pinned(task, address, Duration.ofMinutes(10));
  }

  public Viewed pinned(TaskId task, Ipv4 address, Duration left) {
    return wrote(byAddress(address), new Position.Pinned(task, address, NOON.plus(left)));
  }

  /** By name since ten minutes ago. */
  public Viewed waiting() {
    return wrote(BY_NAME, new Position.Waiting(NOON.minus(Duration.ofMinutes(10))));
  }

  /** Others put it back, and we stand back for so long from now on. */
  public Viewed standingBack(Duration left) {
    wrote(byAddress(IP1), new Position.StandingBack(NOON.plus(left)));
    return parameter(BY_NAME, BEFORE + 2);
  }

  public Viewed handsOff(String row, Long... owed) {
    return handsOff(ENTERED, row, owed);
  }

  public Viewed handsOff(Instant since, String row, Long... owed) {
    return wrote(
        byAddress(IP1), new Position.HandsOff(since, row, Arrays.stream(owed).findFirst()));
  }

  /** We wrote {@code value} when the fallback was entered, and that is what the parameter holds. */
  private Viewed wrote(String value, Position position) {
    var written = new Written(new EndpointValue(value), BEFORE + 1, ENTERED);
    parameter(value, BEFORE + 1);
    return file(new Fallback(before(), ENTERED, position, Optional.of(written), Optional.empty()));
  }

  /** The snapshot of {@link #BY_NAME}. */
  public static Snapshot before() {
    return Snapshot.of(string(BY_NAME, BEFORE), Snapshot.Kept.NOTHING);
  }

  public Viewed file(Fallback fallback) {
    dossier = dossier.with(Incident.open(service, ENTERED, "the name is broken").with(fallback));
    return this;
  }

  /** What was there before is another value. */
  public Viewed before(Parameter value) {
    var file = onFile();
    return file(
        new Fallback(
            Snapshot.of(value, Snapshot.Kept.NOTHING),
            file.entered(),
            file.position(),
            file.written(),
            file.underway()));
  }

  /** A put of which nobody knows what became. */
  public Viewed underway(Underway put) {
    return file(onFile().attempting(put));
  }

  /** A person had the incident's actions undone. */
  public Viewed undone() {
    dossier = dossier.with(dossier.incident().orElseThrow().undo(NOON));
    return this;
  }

  private Fallback onFile() {
    return dossier.incident().flatMap(Incident::fallback).orElseThrow();
  }

  public static String byAddress(Ipv4 address) {
    return "http://" + address + ":5000";
  }

  public static Parameter string(String value, long version) {
    return new Parameter(PARAMETER, Parameter.Type.STRING, value, version);
  }

  public EndpointView view() {
    var observation =
        seen.service(service).memory(memory.keeping(vigil)).dossier(dossier).observation();
    return new EndpointView(
        observation,
        endpoint,
        name,
        repair,
        succeeded,
        parameter,
        earlier,
        (isAnswered ? asked : asked.ok(IP1)).answer(),
        alarms);
  }

  private static Reading<Optional<Parameter>> holding(String value, long version) {
    return new Reading.Complete<>(Optional.of(string(value, version)));
  }
}
