package ai.hokus.remediation.handlers;

import ai.hokus.remediation.AlarmTelling;
import ai.hokus.remediation.ByHand;
import ai.hokus.remediation.Circuit;
import ai.hokus.remediation.Diagnostician;
import ai.hokus.remediation.Patience;
import ai.hokus.remediation.Reconciler;
import ai.hokus.remediation.RehearsalsByHand;
import ai.hokus.remediation.Retired;
import ai.hokus.remediation.Rounds;
import ai.hokus.remediation.Sweeper;
import ai.hokus.remediation.Turns;
import ai.hokus.remediation.Visits;
import ai.hokus.remediation.config.LastReading;
import ai.hokus.remediation.doorbell.AlarmReader;
import ai.hokus.remediation.doorbell.DoorbellReader;
import ai.hokus.remediation.execution.Executor;
import ai.hokus.remediation.incidents.Commands;
import ai.hokus.remediation.incidents.Incidents;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.observation.Observer;
import ai.hokus.remediation.plan.Planner;
import ai.hokus.remediation.ports.ConfigurationSource;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.rollback.Clerk;
import ai.hokus.remediation.rollback.Drafts;
import ai.hokus.remediation.telemetry.Telemetry;
import ai.hokus.remediation.world.Endpoints;
import ai.hokus.remediation.world.InMemoryAlarmBoard;
import ai.hokus.remediation.world.InMemoryBookmark;
import ai.hokus.remediation.world.InMemoryConsumers;
import ai.hokus.remediation.world.InMemoryEndpointStore;
import ai.hokus.remediation.world.InMemoryLedger;
import ai.hokus.remediation.world.InMemoryLoadBalancers;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.InMemoryWorld.Call;
import ai.hokus.remediation.world.InlineExecutor;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.SampleConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Passes put together as {@link PassWiring} does, over the world in memory in place of AWS. */
final class Wired implements ConfigurationSource {
  final InMemoryWorld world;

  private final TaskCatalog catalog;
  private final Registry registry;
  final InMemoryLedger ledger;
  final InMemoryBookmark bookmark = new InMemoryBookmark();
  final InMemoryEndpointStore endpoints = new InMemoryEndpointStore();
  final InMemoryAlarmBoard alarms = new InMemoryAlarmBoard();
  final InMemoryLoadBalancers balancers = new InMemoryLoadBalancers();

  /** For all environments: what documents say does not depend on who reads them. */
  private static final LastReading READING = new LastReading();

  private String configuration = guarding("repair", "mlflow");
  private Policy most = Policy.SYNC;
  private boolean unreadable;
  private int configurationReads;

  Wired() {
    this(new InMemoryWorld());
  }

  private Wired(InMemoryWorld world) {
    this(world, world);
  }

  /** {@code catalog} in place of the world's own. */
  Wired(TaskCatalog catalog, InMemoryWorld world) {
    this(catalog, world, world);
  }

  /** {@code catalog} and {@code registry} in place of the world's own. */
  Wired(TaskCatalog catalog, Registry registry, InMemoryWorld world) {
    this.catalog = catalog;
    this.registry = registry;
    this.world = world;
    this.ledger = new InMemoryLedger(world, Sample.GUARD.owner());
  }

  /** A configuration under which the world's tasks are guarded by each of these names. */
  static String guarding(String policy, String... names) {
    return SampleConfiguration.guarding(policy, List.of(names));
  }

  Wired configured(String json) {
    configuration = json;
    return this;
  }

  /** What the deployment lets any service's policy do. */
  Wired atMost(Policy policy) {
    most = policy;
    return this;
  }

  /** Reading the configuration fails as it does where SSM cannot be reached. */
  Wired withoutConfiguration() {
    unreadable = true;
    return this;
  }

  Wired withConfiguration() {
    unreadable = false;
    return this;
  }

  int configurationReads() {
    return configurationReads;
  }

  /** How often anything was asked of the world, or changed in it. */
  int calls() {
    return Stream.of(Call.values()).mapToInt(world::count).sum();
  }

  @Override
  public List<Document> documents() {
    configurationReads++;
    if (unreadable) {
      throw new Unavailable("could not reach SSM", new IllegalStateException("refused"));
    }
    return List.of(new Document("REMEDIATION_CONFIG", configuration));
  }

  Passes passes() {
    return passes(rounds());
  }

  /** The same in an environment that has learnt what is guarded, as each does when it starts. */
  Passes learnt() {
    var rounds = rounds();
    rounds.learn();
    return passes(rounds);
  }

  /** What a person asks. */
  Requests requests() {
    var clerk = new Clerk(ledger, this, new Parallel(new InlineExecutor()), world, world::passes);
    return new Requests(
        new ByHand(clerk, new Drafts(this), rounds(), ledger, world, world::passes),
        new RehearsalsByHand(this, Optional.empty(), world),
        new Telemetry());
  }

  private Passes passes(Rounds rounds) {
    return new Passes(
        new DoorbellReader(Sample.GUARD),
        new AlarmReader(Sample.GUARD),
        rounds,
        diagnostician(),
        alarmTelling(),
        new Telemetry());
  }

  private Diagnostician diagnostician() {
    return new Diagnostician(alarms, balancers, new Parallel(new InlineExecutor()));
  }

  private AlarmTelling alarmTelling() {
    return new AlarmTelling(
        alarms, diagnostician(), ledger, new Incidents(new Commands("live")), world, world::passes);
  }

  Rounds rounds() {
    var parallel = new Parallel(new InlineExecutor());
    var observer = new Observer(catalog, registry, world, parallel, world);
    var reconciler =
        new Reconciler(
            observer,
            new Planner()::plan,
            new Executor(registry, parallel, world),
            Endpoints.over(
                endpoints, alarms, new InMemoryConsumers(world), world, parallel, world));
    var patience = new Patience(world, world);
    var turns =
        new Turns(
            ledger,
            reconciler,
            patience,
            _ -> Optional.empty(),
            world,
            world::passes,
            Sample.GUARD,
            most);
    var visits = new Visits(turns, patience, world, world::passes);
    var circuit = new Circuit(parallel, bookmark, world, world::passes);
    var retired = new Retired(ledger, parallel);
    return new Rounds(
        this,
        READING,
        visits,
        circuit,
        new Sweeper(visits, circuit, ledger, retired, List.of(alarmTelling()), world),
        retired,
        parallel,
        world);
  }
}
