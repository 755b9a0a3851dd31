package ai.hokus.remediation;

import ai.hokus.remediation.ByHand.Handled;
import ai.hokus.remediation.config.LastReading;
import ai.hokus.remediation.delivery.Courier;
import ai.hokus.remediation.execution.Acting;
import ai.hokus.remediation.execution.Executor;
import ai.hokus.remediation.execution.Pass;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.incidents.Commands;
import ai.hokus.remediation.incidents.Incidents;
import ai.hokus.remediation.model.Message;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.observation.Observer;
import ai.hokus.remediation.plan.EndpointPlan;
import ai.hokus.remediation.plan.EndpointPlanner;
import ai.hokus.remediation.plan.EndpointView;
import ai.hokus.remediation.plan.Plan;
import ai.hokus.remediation.plan.Planner;
import ai.hokus.remediation.ports.AlarmBoard;
import ai.hokus.remediation.ports.Bookmark;
import ai.hokus.remediation.ports.Channel;
import ai.hokus.remediation.ports.ConfigurationSource.Document;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.EndpointStore;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Outbox;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.RehearsalBook;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.rollback.Call;
import ai.hokus.remediation.rollback.Clerk;
import ai.hokus.remediation.rollback.Drafts;
import ai.hokus.remediation.rollback.Request;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The program over a world in memory, with as many invocations at a time as a test likes. */
public final class Deployment {
  public static final Duration FOR_AN_EVENT = Duration.ofSeconds(30);
  public static final Duration FOR_A_SWEEP = Duration.ofSeconds(55);
  public static final Duration FOR_A_PERSON = Duration.ofSeconds(45);
  public static final Duration FOR_A_DELIVERY = Duration.ofSeconds(60);

  static final String SHADOW = "/remediation-rehearsal/remediation";

  /** Each for all environments: what documents say does not depend on who reads them. */
  private static final Map<List<Document>, LastReading> READINGS = new ConcurrentHashMap<>();

  private static final Incidents INCIDENTS = new Incidents(new Commands("live"));

  private final Interleaving interleaving;
  private final InMemoryWorld world;
  private final InstantSource clock;
  private final Ledger ledger;
  private final Bookmark bookmark;
  private final Prober prober;
  private final Registry registry;
  private final TaskCatalog catalog;
  private final Supplier<String> configuration;
  private final EndpointStore store;
  private final AlarmBoard alarms;
  private final Consumers consumers;
  private final List<Round> rounds = new ArrayList<>();
  private final List<Handled> handled = new ArrayList<>();
  private final Environments forEvents = new Environments(this::wired);
  private final Environments forSweeps = new Environments(this::wired);
  private Optional<Rounds> only = Optional.empty();
  private boolean isReusing;
  private Optional<RehearsalBook> rehearsals = Optional.empty();
  private Optional<Outbox> outbox = Optional.empty();
  private List<Channel> channels = List.of();
  private Function<Observation, Plan> planner = new Planner()::plan;
  private Function<EndpointView, EndpointPlan> endpointPlanner = new EndpointPlanner()::plan;
  private Staffing staffing = Executor::new;

  /** Who is to do what is planned. */
  @FunctionalInterface
  public interface Staffing {
    Acting with(Registry registry, Parallel parallel, InstantSource clock);
  }

  private Deployment(
      Interleaving interleaving,
      InMemoryWorld world,
      Ledger ledger,
      Bookmark bookmark,
      Prober prober,
      Registry registry,
      TaskCatalog catalog,
      Supplier<String> configuration,
      EndpointStore store,
      AlarmBoard alarms,
      Consumers consumers) {
    this.interleaving = interleaving;
    this.world = world;
    this.clock = interleaving.clock();
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
        () -> SampleConfiguration.guarding("sync", List.of("mlflow")),
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

  /** Its sweeps keep there where they stopped. */
  public Deployment markingIn(Bookmark other) {
    return with(other, prober, registry, catalog, configuration, store, alarms, consumers);
  }

  Deployment guarding(List<String> others, Bookmark from) {
    return with(
        from,
        prober,
        registry,
        catalog,
        () -> SampleConfiguration.guarding("sync", others),
        store,
        alarms,
        consumers);
  }

  /** Guards MLflow by this document, with these parameters, alarms and consumers. */
  public Deployment moving(
      String document, EndpointStore endpoints, AlarmBoard board, Consumers readers) {
    return moving(() -> document, endpoints, board, readers);
  }

  /** The same by a document that may change. */
  public Deployment moving(
      Supplier<String> document, EndpointStore endpoints, AlarmBoard board, Consumers readers) {
    return with(bookmark, prober, registry, catalog, document, endpoints, board, readers);
  }

  private Deployment with(
      Bookmark from,
      Prober asked,
      Registry written,
      TaskCatalog read,
      Supplier<String> document,
      EndpointStore endpoints,
      AlarmBoard board,
      Consumers readers) {
    return new Deployment(
            interleaving,
            world,
            ledger,
            from,
            asked,
            written,
            read,
            document,
            endpoints,
            board,
            readers)
        .by(planner, endpointPlanner, staffing);
  }

  /** As Lambda does where they come one after the other; otherwise each has one of its own. */
  Deployment inOneEnvironment() {
    only = Optional.of(wired());
    return this;
  }

  /** As Lambda does: an environment in which nobody is at work any more is used again. */
  public Deployment inWarmEnvironments() {
    isReusing = true;
    return this;
  }

  /** Its sweeps rehearse fallbacks on {@link #SHADOW}. */
  Deployment rehearsing(RehearsalBook book) {
    rehearsals = Optional.of(book);
    return this;
  }

  /** Its sweeps have forgotten messages sent. */
  Deployment reminding(Outbox box) {
    outbox = Optional.of(box);
    return this;
  }

  /** The same, and they are sent there. */
  public Deployment sending(Outbox box, List<Channel> to) {
    channels = to.stream().map(this::stepping).toList();
    return reminding(box);
  }

  private Channel stepping(Channel channel) {
    var sending = interleaving.stepping(Channel.class, channel);
    return new Channel() {
      @Override
      public String name() {
        return channel.name();
      }

      @Override
      public Delivery send(Message message) {
        return sending.send(message);
      }
    };
  }

  /** An event about MLflow. */
  Deployment rings(Duration after) {
    return rings(after, SimulatedInvocation.of(FOR_AN_EVENT));
  }

  public Deployment rings(Duration after, SimulatedInvocation invocation) {
    var ecsService = SampleConfiguration.ecsService("mlflow");
    return begins(
        after, forEvents, invocation, each -> each.ring(ecsService, invocation.timeout()));
  }

  public Deployment sweeps(Duration after) {
    return sweeps(after, SimulatedInvocation.of(FOR_A_SWEEP));
  }

  public Deployment sweeps(Duration after, SimulatedInvocation invocation) {
    return begins(after, forSweeps, invocation, each -> each.sweep(invocation.timeout()));
  }

  /**
   * The table's stream calls {@code Notify}.
   *
   * @param threads in whose boxes something waits then
   */
  public Deployment delivers(
      Duration after, Supplier<List<String>> threads, SimulatedInvocation invocation) {
    interleaving.invoke(
        after,
        invocation,
        () -> {
          var until = clock.instant().plus(invocation.timeout());
          threads.get().forEach(thread -> courier().deliver(thread, until));
        });
    return this;
  }

  private Courier courier() {
    return new Courier(
        interleaving.stepping(Outbox.class, outbox.orElseThrow()), channels, clock, interleaving);
  }

  /** Where others decide and act. */
  public Deployment by(
      Function<Observation, Plan> ofNames,
      Function<EndpointView, EndpointPlan> ofEndpoints,
      Staffing other) {
    planner = ofNames;
    endpointPlanner = ofEndpoints;
    staffing = other;
    return this;
  }

  /** A person asks {@code Rollback}. */
  public Deployment asks(Duration after, Request request, SimulatedInvocation invocation) {
    return asks(after, () -> Optional.of(request), invocation);
  }

  /** The same, if there is anything to ask for by then. */
  public Deployment asks(
      Duration after, Supplier<Optional<Request>> request, SimulatedInvocation invocation) {
    interleaving.invoke(
        after,
        invocation,
        () -> request.get().ifPresent(asked -> handled.add(handle(asked, invocation.timeout()))));
    return this;
  }

  /** What became of what people asked for. */
  List<Handled> handled() {
    return handled;
  }

  private Handled handle(Request request, Duration remaining) {
    var asked = interleaving.stepping(Ledger.class, ledger);
    var clerk =
        new Clerk(
            asked, this::documents, new Parallel(interleaving.executor()), clock, interleaving);
    var byHand =
        new ByHand(
            clerk,
            new Drafts(this::documents),
            only.orElseGet(this::wired),
            asked,
            clock,
            interleaving);
    var call = new Call("request-" + clock.instant(), remaining);
    return switch (request) {
      case Request.Order order -> byHand.handle(order, call);
      case Request.DryRun(var order) -> byHand.onPaper(order, call);
      case Request.Status status -> byHand.status(status, call);
      case Request.Rehearse _ -> throw new IllegalArgumentException("rehearsals are a chore");
      case Request.Malformed malformed -> throw new IllegalArgumentException(malformed.wanted());
    };
  }

  private List<Document> documents() {
    return List.of(new Document("REMEDIATION_CONFIG", configuration.get()));
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
      Duration after,
      Environments function,
      SimulatedInvocation invocation,
      Function<Rounds, Round> trigger) {
    interleaving.invoke(
        after,
        invocation,
        () ->
            rounds.add(
                isReusing
                    ? function.invoke(trigger, _ -> !invocation.isOver(world.instant()))
                    : trigger.apply(only.orElseGet(this::wired))));
    return this;
  }

  private Rounds wired() {
    var parallel = new Parallel(interleaving.executor());
    var cloudMap = interleaving.stepping(Registry.class, registry);
    var asked = interleaving.stepping(Prober.class, prober);
    var observer =
        new Observer(
            interleaving.stepping(TaskCatalog.class, catalog), cloudMap, asked, parallel, clock);
    var endpoints =
        Endpoints.over(
            interleaving.stepping(EndpointStore.class, store),
            interleaving.stepping(AlarmBoard.class, alarms),
            interleaving.stepping(Consumers.class, consumers),
            asked,
            parallel,
            clock,
            endpointPlanner);
    var reconciler =
        new Reconciler(observer, planner, staffing.with(cloudMap, parallel, clock), endpoints);
    var patience = new Patience(asked, clock);
    var stepping = interleaving.stepping(Ledger.class, ledger);
    var turns =
        new Turns(
            stepping,
            reconciler,
            patience,
            INCIDENTS::after,
            clock,
            interleaving,
            Sample.GUARD,
            Policy.SYNC);
    var places =
        new Circuit(parallel, interleaving.stepping(Bookmark.class, bookmark), clock, interleaving);
    var visits = new Visits(turns, patience, clock, interleaving);
    var retired = new Retired(stepping, parallel);
    return new Rounds(
        this::documents,
        READINGS.computeIfAbsent(documents(), _ -> new LastReading()),
        visits,
        places,
        new Sweeper(
            visits, places, stepping, retired, chores(stepping, observer, endpoints, asked), clock),
        retired,
        parallel,
        clock);
  }

  private List<Chore> chores(
      Ledger shared, Observer observer, EndpointReconciler endpoints, Prober asked) {
    var reminding =
        outbox.map(box -> new Reminding(interleaving.stepping(Outbox.class, box), clock));
    var rehearsing =
        rehearsals.map(book ->
            new Rehearsing(
                new Rehearsal(
                    shared, observer, endpoints, asked, clock, Sample.GUARD, Policy.SYNC, SHADOW),
                interleaving.stepping(RehearsalBook.class, book),
                shared,
                INCIDENTS,
                clock));
    return Stream.<Chore>concat(reminding.stream(), rehearsing.stream()).toList();
  }
}
