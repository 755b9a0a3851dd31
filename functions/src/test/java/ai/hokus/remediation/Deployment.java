package ai.hokus.remediation;

import ai.hokus.remediation.execution.Executor;
import ai.hokus.remediation.execution.Pass;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.incidents.Commands;
import ai.hokus.remediation.incidents.Incidents;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.observation.Observer;
import ai.hokus.remediation.plan.Planner;
import ai.hokus.remediation.ports.AlarmBoard;
import ai.hokus.remediation.ports.Bookmark;
import ai.hokus.remediation.ports.ConfigurationSource.Document;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.EndpointStore;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.world.Endpoints;
import ai.hokus.remediation.world.InMemoryAlarmBoard;
import ai.hokus.remediation.world.InMemoryBookmark;
import ai.hokus.remediation.world.InMemoryConsumers;
import ai.hokus.remediation.world.InMemoryEndpointStore;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.SampleConfiguration;
import ai.hokus.remediation.world.SimulatedInvocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The program over a world in memory, with as many invocations at a time as a test likes. */
public final class Deployment {
  public static final Duration FOR_AN_EVENT = Duration.ofSeconds(30);
  public static final Duration FOR_A_SWEEP = Duration.ofSeconds(55);

  private static final Incidents INCIDENTS = new Incidents(new Commands("live"));

  private final Interleaving interleaving;
  private final InMemoryWorld world;
  private final Ledger ledger;
  private final Bookmark bookmark;
  private final Prober prober;
  private final Registry registry;
  private final TaskCatalog catalog;
  private final String configuration;
  private final EndpointStore store;
  private final AlarmBoard alarms;
  private final Consumers consumers;
  private final List<Round> rounds = new ArrayList<>();
  private Optional<Rounds> only = Optional.empty();

  private Deployment(
      Interleaving interleaving,
      InMemoryWorld world,
      Ledger ledger,
      Bookmark bookmark,
      Prober prober,
      Registry registry,
      TaskCatalog catalog,
      String configuration,
      EndpointStore store,
      AlarmBoard alarms,
      Consumers consumers) {
    this.interleaving = interleaving;
    this.world = world;
    this.ledger = ledger;
    this.bookmark = bookmark;
    this.prober = prober;
    this.registry = registry;
    this.catalog = catalog;
    this.configuration = configuration;
    this.store = store;
    this.alarms = alarms;
    this.consumers = consumers;
  }

  /** Guards MLFlow. */
  public static Deployment over(InMemoryWorld world, Ledger ledger, Interleaving interleaving) {
    return new Deployment(
        interleaving,
        world,
        ledger,
        new InMemoryBookmark(),
        world,
        world,
        world,
        SampleConfiguration.guarding("sync", List.of("mlflow")),
        new InMemoryEndpointStore(),
        new InMemoryAlarmBoard(),
        new InMemoryConsumers(world));
  }

  public Deployment asking(Prober other) {
    return with(bookmark, other, registry, catalog, configuration, store, alarms, consumers);
  }

  public Deployment writingTo(Registry other) {
    return with(bookmark, prober, other, catalog, configuration, store, alarms, consumers);
  }

  public Deployment reading(TaskCatalog other) {
    return with(bookmark, prober, registry, other, configuration, store, alarms, consumers);
  }

  Deployment guarding(List<String> others, Bookmark from) {
    return with(
        from,
        prober,
        registry,
        catalog,
        SampleConfiguration.guarding("sync", others),
        store,
        alarms,
        consumers);
  }

  /** Guards MLflow by this document, with these parameters, alarms and consumers. */
  public Deployment moving(
      String document,
      EndpointStore endpoints,
      AlarmBoard board,
      Consumers readers) {
    return with(bookmark, prober, registry, catalog, document, endpoints, board, readers);
  }

  private Deployment with(
      Bookmark from,
      Prober asked,
      Registry written,
      TaskCatalog read,
      String document,
      EndpointStore endpoints,
      AlarmBoard board,
      Consumers readers) {
    return new Deployment(
        interleaving, world, ledger, from, asked, written, read, document, endpoints, board, readers);
  }

  /** As Lambda does where they come one after the other; otherwise each has one of its own. */
  Deployment inOneEnvironment() {
    only = Optional.of(wired());
    return this;
  }

  /** An event about MLflow. */
  Deployment rings(Duration after) {
    return rings(after, SimulatedInvocation.of(FOR_AN_EVENT));
  }

  public Deployment rings(Duration after, SimulatedInvocation invocation) {
    var ecsService = SampleConfiguration.ecsService("mlflow");
    return begins(after, invocation, each -> each.ring(ecsService, invocation.timeout()));
  }

  public Deployment sweeps(Duration after) {
    return sweeps(after, SimulatedInvocation.of(FOR_A_SWEEP));
  }

  public Deployment sweeps(Duration after, SimulatedInvocation invocation) {
    return begins(after, invocation, each -> each.sweep(invocation.timeout()));
  }

  /** Until all have ended. */
  public Deployment run() {
    interleaving.run();
    return this;
  }

  /** What became of the invocations that came to an end, in the order of their ends. */
  List<Round> rounds() {
    return rounds;
  }

  List<Pass> passes() {
    return rounds.stream()
        .flatMap(round -> round.visits().stream())
        .flatMap(visit -> visit.passes().stream())
        .toList();
  }

  List<Report> reports() {
    return passes().stream()
        .flatMap(pass -> pass instanceof Report report ? Stream.of(report) : Stream.empty())
        .toList();
  }

  private Deployment begins(
      Duration after, SimulatedInvocation invocation, Function<Rounds, Round> trigger) {
    interleaving.invoke(
        after, invocation, () -> rounds.add(trigger.apply(only.orElseGet(this::wired))));
    return this;
  }

  private Rounds wired() {
    var parallel = new Parallel(interleaving.executor());
    var cloudMap = interleaving.stepping(Registry.class, registry);
    var asked = interleaving.stepping(Prober.class, prober);
    var reconciler =
        new Reconciler(
            new Observer(
                interleaving.stepping(TaskCatalog.class, catalog), cloudMap, asked, parallel, world),
            new Planner(),
            new Executor(cloudMap, parallel, world),
            Endpoints.over(
                interleaving.stepping(EndpointStore.class, store),
                interleaving.stepping(AlarmBoard.class, alarms),
                interleaving.stepping(Consumers.class, consumers),
                asked,
                parallel,
                world));
    var patience = new Patience(asked, world);
    var turns =
        new Turns(
            interleaving.stepping(Ledger.class, ledger),
            reconciler,
            patience,
            INCIDENTS::after,
            world,
            interleaving,
            Sample.GUARD,
            Policy.SYNC);
    var places =
        new Circuit(parallel, interleaving.stepping(Bookmark.class, bookmark), world, interleaving);
    var document = new Document("REMEDIATION_CONFIG", configuration);
    return new Rounds(
        () -> List.of(document),
        new Visits(turns, patience, world, interleaving),
        places,
        parallel,
        world);
  }
}
