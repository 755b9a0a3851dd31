package ai.hokus.remediation.proof;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.SampleConfiguration.BY_NAME;
import static ai.hokus.remediation.world.SampleConfiguration.PARAMETER;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.world.InMemoryAlarmBoard;
import ai.hokus.remediation.world.InMemoryConsumers;
import ai.hokus.remediation.world.InMemoryEndpointStore;
import ai.hokus.remediation.world.InMemoryLedger;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Sample;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** One guarded service, its endpoint, who reads that, and what people do to them. */
final class Stage {
  static final String SERVICE = "mlflow";

  private static final String ALARM = "hokusai-api-502-errors";
  private static final String API = "hokusai-api-development";

  private final InMemoryWorld world = new InMemoryWorld();
  private final InMemoryLedger ledger = new InMemoryLedger(world, Sample.GUARD.owner());
  private final InMemoryEndpointStore store = new InMemoryEndpointStore();
  private final InMemoryAlarmBoard alarms = new InMemoryAlarmBoard();
  private final InMemoryConsumers consumers = new InMemoryConsumers(world).runs(API);
  private final Set<String> peoples = new HashSet<>();
  private final Set<TaskId> serving = new HashSet<>(Set.of(A));

  /** ECS forgot to register the one task; the alarm calls, and every registration succeeds. */
  Stage() {
    world.ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1);
    alarms.shows(ALARM, Alarm.State.ALARM);
    edits(BY_NAME);
  }

  InMemoryWorld world() {
    return world;
  }

  InMemoryLedger ledger() {
    return ledger;
  }

  InMemoryEndpointStore store() {
    return store;
  }

  InMemoryAlarmBoard alarms() {
    return alarms;
  }

  InMemoryConsumers consumers() {
    return consumers;
  }

  /** What the endpoint holds. */
  String endpoint() {
    return store.value(PARAMETER).orElseThrow();
  }

  /** That of what the endpoint holds. */
  long version() {
    return store.version(PARAMETER);
  }

  /** Whether this is what people once wrote there. */
  boolean isPeoples(String value) {
    return peoples.contains(value);
  }

  /** Whether this task runs and answers, whoever knows of it. */
  boolean isServing(String task) {
    return serving.stream().anyMatch(id -> id.value().equals(task));
  }

  // What happens.

  Stage nothingCanBeRegistered() {
    world.ends(A, InMemoryWorld.Ending.FAIL).ends(B, InMemoryWorld.Ending.FAIL);
    return this;
  }

  Stage recovers() {
    world.recovers();
    return this;
  }

  /** A person, or Terraform, writes the endpoint. */
  Stage edits(String value) {
    peoples.add(value);
    store.holds(PARAMETER, value);
    return this;
  }

  Stage starts(TaskId task, Ipv4 address) {
    world.tasks(running(task, address)).ok(address);
    serving.add(task);
    return this;
  }

  Stage stops(TaskId task, Ipv4 address) {
    world.tasks(Sample.stopped(task, address)).answers(address, new Verdict.Down("refused"));
    serving.remove(task);
    return this;
  }

  Stage alarm(Alarm.State state) {
    alarms.shows(ALARM, state);
    return this;
  }

  Stage asks(Hold.Kind kind, boolean forced) {
    ledger.hold(SERVICE, new Hold(kind, Optional.empty(), "in a proof", "alice", forced));
    return this;
  }

  Stage resumes() {
    ledger.resume(SERVICE);
    return this;
  }

  /** A new deployment of the consumer is complete, if there is one. */
  Stage settles() {
    consumers.settles(API);
    return this;
  }
}
