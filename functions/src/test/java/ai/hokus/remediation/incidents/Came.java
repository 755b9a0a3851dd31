package ai.hokus.remediation.incidents;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.CLOUD_MAP;
import static ai.hokus.remediation.world.Sample.GUARD;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;

import ai.hokus.remediation.execution.EndpointReport;
import ai.hokus.remediation.execution.Execution;
import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.GuardedService.Consumer;
import ai.hokus.remediation.model.GuardedService.EndpointParameter;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Mandate;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Stop;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Vigil;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.NameVerdict;
import ai.hokus.remediation.plan.NameVerdict.Row;
import ai.hokus.remediation.plan.NameWatch;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a pass came to, in the making. Unless told otherwise: at noon, policy repair, one task,
 * whose instance stands, the name good, no endpoint, nothing done and nothing on file.
 */
final class Came {
  static final String PARAMETER = "/hokusai/development/mlflow/endpoint";
  static final String BY_NAME = "http://mlflow.hokusai-development.local:5000";
  static final String CONSUMER = "hokusai-api-development";

  private Seen seen = new Seen().tasks(running(A, IP1)).instances(ours(A, IP1)).ok(IP1);
  private Instant at = NOON;
  private Policy policy = Policy.REPAIR;
  private Optional<Stop> stop = Optional.empty();
  private Holds holds = Holds.NONE;
  private Dossier before = Dossier.EMPTY;
  private Optional<Dossier> after = Optional.empty();
  private Memory memory = Memory.NONE;
  private Optional<Vigil> vigil = Optional.empty();
  private Row row = Row.GOOD;
  private Consumer consumer = new Consumer(CONSUMER, Consumer.Reads.RUNTIME_READ, false);
  private Optional<Parameter> parameter = Optional.empty();
  private Optional<Situation> decided = Optional.empty();
  private Optional<Hold> hold = Optional.empty();
  private final List<Remark> remarks = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<Remark> says = new ArrayList<>();
  private final List<Outcome> puts = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();

  /** After noon; negative: before. */
  Came at(Duration afterNoon) {
    at = NOON.plus(afterNoon);
    return this;
  }

  Came minutes(long afterNoon) {
    return at(Duration.ofMinutes(afterNoon));
  }

  Came saw(Seen other) {
    seen = other;
    return this;
  }

  Came under(Policy other) {
    policy = other;
    return this;
  }

  Came paused() {
    stop = Optional.of(new Stop.Paused(new Hold(Hold.Kind.PAUSE, Optional.empty(), "moving")));
    return this;
  }

  Came ledgerUnread() {
    stop = Optional.of(new Stop.LedgerUnread("DynamoDB was throttled"));
    return this;
  }

  Came held(Hold.Kind kind) {
    return holding(new Holds(List.of(new Hold(kind, Optional.empty(), ""))));
  }

  Came holding(Holds inForce) {
    holds = inForce;
    return this;
  }

  /** What is on file when the pass begins. */
  Came with(Dossier onFile) {
    before = onFile;
    return this;
  }

  /** What the endpoint's part of the pass made of it. */
  Came left(Dossier onFile) {
    after = Optional.of(onFile);
    return this;
  }

  Came name(Row verdict) {
    row = verdict;
    return this;
  }

  /** The name is in trouble since so many seconds before the pass. */
  Came name(Row verdict, long seconds) {
    return remembers(
            Memory.NONE.keeping(
                Vigil.NONE.ofName(
                    Optional.of(at.minusSeconds(seconds)), Optional.empty(), 0, Optional.empty())))
        .name(verdict);
  }

  Came remembers(Memory earlier) {
    memory = earlier;
    return this;
  }

  /** What whoever keeps the vigil over the endpoint made of the name. */
  Came keeping(Vigil afterThePass) {
    vigil = Optional.of(afterThePass);
    return this;
  }

  Came did(Action action) {
    outcomes.add(new Outcome.Done(action));
    return this;
  }

  Came failed(Action action, String why) {
    outcomes.add(new Outcome.Failed(action, why));
    return this;
  }

  Came withheld(Action action) {
    outcomes.add(new Outcome.Held(action, "policy observe: said, not done"));
    return this;
  }

  Came remarked(Situation situation) {
    remarks.add(new Remark(situation, "what is said of " + situation.row()));
    return this;
  }

  Came remarked(Situation situation, String because) {
    remarks.add(new Remark(situation, because));
    return this;
  }

  Came consumer(Consumer.Reads reads, boolean redeploy) {
    consumer = new Consumer(CONSUMER, reads, redeploy);
    return this;
  }

  Came holds(Parameter.Type type, String value, long version) {
    parameter = Optional.of(new Parameter(PARAMETER, type, value, version));
    return this;
  }

  Came decided(Situation ofTheEndpoint) {
    decided = Optional.of(ofTheEndpoint);
    return this;
  }

  Came said(Situation situation) {
    says.add(new Remark(situation, "what is said of " + situation.row()));
    return this;
  }

  Came put(Outcome outcome) {
    puts.add(outcome);
    return this;
  }

  Came unread(String what) {
    unread.add(what);
    return this;
  }

  Came asksForHold() {
    hold = Optional.of(new Hold(Hold.Kind.ENDPOINT, Optional.empty(), "takenByOthers"));
    return this;
  }

  Report report() {
    var whole = seen.observation();
    var name = new NameVerdict(row, CLOUD_MAP.name() + " is " + row.row());
    var observation =
        new Observation(
            new Look(service(), GUARD, memory, holds, before, at),
            whole.ecs(),
            whole.tasks(),
            whole.listing(),
            whole.dangling(),
            whole.answer());
    return new Report(
        new Mandate(policy, Policy.SYNC, stop),
        observation,
        remarks,
        new Execution(outcomes, Map.of(), Optional.empty()),
        name,
        new EndpointReport(
            parameter,
            decided,
            puts,
            says,
            unread,
            after.orElse(before),
            hold,
            vigil.orElseGet(() -> NameWatch.keep(observation, name))));
  }

  private GuardedService service() {
    var plain = Sample.guarded(policy);
    return new GuardedService(
        plain.name(),
        plain.policy(),
        plain.ecsService(),
        plain.port(),
        plain.cloudMap(),
        plain.probe(),
        plain.within(),
        plain.settings(),
        Optional.of(new EndpointParameter(PARAMETER, BY_NAME)),
        List.of(consumer),
        Set.of(),
        GuardedService.EnterFallback.ON_NAME_FAILURE);
  }

  static Action.Register register(TaskId task, Ipv4 address) {
    return register(task, address, Situation.REGISTRY_FORGOTTEN);
  }

  static Action.Register register(TaskId task, Ipv4 address, Situation situation) {
    return new Action.Register(
        CLOUD_MAP,
        Sample.registration(task, address),
        Optional.empty(),
        situation,
        "it answered 200");
  }

  static Action.Withdraw withdraw(TaskId task, Ipv4 address, Situation situation) {
    return new Action.Withdraw(CLOUD_MAP, ours(task, address), situation, "its task has stopped");
  }
}
