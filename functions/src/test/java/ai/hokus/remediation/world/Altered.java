package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.GuardedService.EndpointParameter;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.model.Vigil;
import ai.hokus.remediation.plan.EndpointView;
import ai.hokus.remediation.plan.NameVerdict;
import ai.hokus.remediation.plan.Repair;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Another view, which differs from one in what is said here. */
public final class Altered {
  private final Observation seen;
  private GuardedService service;
  private Reading<Optional<EcsService>> ecs;
  private Reading<Tasks> tasks;
  private Memory memory;
  private Holds holds;
  private Dossier dossier;
  private Instant at;
  private final EndpointParameter endpoint;
  private NameVerdict name;
  private Repair repair;
  private final Optional<Instant> succeeded;
  private Reading<Optional<Parameter>> parameter;
  private Reading<List<Parameter>> earlier;
  private Answer byAddress;
  private Reading<List<Alarm>> alarms;

  public Altered(EndpointView from) {
    seen = from.seen();
    service = seen.service();
    ecs = seen.ecs();
    tasks = seen.tasks();
    memory = seen.memory();
    holds = seen.look().holds();
    dossier = seen.look().dossier();
    at = seen.at();
    endpoint = from.endpoint();
    name = from.name();
    repair = from.repair();
    succeeded = from.succeeded();
    parameter = from.parameter();
    earlier = from.earlier();
    byAddress = from.byAddress();
    alarms = from.alarms();
  }

  public Altered service(GuardedService other) {
    service = other;
    return this;
  }

  public Altered ecs(EcsService other) {
    ecs = new Reading.Complete<>(Optional.of(other));
    return this;
  }

  public Altered tasks(Tasks others) {
    tasks = new Reading.Complete<>(others);
    return this;
  }

  public Altered vigil(Vigil other) {
    memory = memory.keeping(other);
    return this;
  }

  public Altered holds(Hold... others) {
    return holds(new Holds(List.of(others)));
  }

  public Altered holds(Holds others) {
    holds = others;
    return this;
  }

  public Altered dossier(Dossier other) {
    dossier = other;
    return this;
  }

  public Altered at(Instant other) {
    at = other;
    return this;
  }

  public Altered name(NameVerdict.Row row) {
    name = new NameVerdict(row, "the name is " + row.row());
    return this;
  }

  public Altered repair(Repair other) {
    repair = other;
    return this;
  }

  public Altered parameter(Reading<Optional<Parameter>> other) {
    parameter = other;
    return this;
  }

  public Altered earlier(Reading<List<Parameter>> other) {
    earlier = other;
    return this;
  }

  public Altered byAddress(Answer other) {
    byAddress = other;
    return this;
  }

  public Altered alarms(Reading<List<Alarm>> others) {
    alarms = others;
    return this;
  }

  /** So many names look broken at once that our view may be wrong. */
  public Altered doubted() {
    return holds(holds.and(new Holds(List.of(Viewed.hold(Hold.Kind.DOUBT)))));
  }

  public EndpointView view() {
    return new EndpointView(
        new Observation(
            new Look(service, seen.guard(), memory, holds, dossier, at),
            ecs,
            tasks,
            seen.listing(),
            seen.dangling(),
            seen.answer()),
        endpoint,
        name,
        repair,
        succeeded,
        parameter,
        earlier,
        byAddress,
        alarms);
  }
}
