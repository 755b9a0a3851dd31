package ai.hokus.remediation.proof;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.C;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.SampleConfiguration.BY_NAME;
import static ai.hokus.remediation.world.SampleConfiguration.PARAMETER;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Reversal;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.world.InMemoryAlarmBoard;
import ai.hokus.remediation.world.InMemoryChannel;
import ai.hokus.remediation.world.InMemoryConsumers;
import ai.hokus.remediation.world.InMemoryEndpointStore;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.SampleConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** One guarded service, its endpoint, who reads that, and what people do to them. */
final class Stage {
  static final String SERVICE = "mlflow";

  private static final String ALARM = "hokusai-api-502-errors";
  private static final String API = "hokusai-api-development";

  private final InMemoryWorld world = new InMemoryWorld();
  private final Interleaving interleaving;
  private final Books books;
  private final InMemoryEndpointStore store = new InMemoryEndpointStore();
  private final InMemoryAlarmBoard alarms = new InMemoryAlarmBoard();
  private final InMemoryConsumers consumers = new InMemoryConsumers(world).runs(API);
  private final List<InMemoryChannel> channels =
      List.of(new InMemoryChannel("slack"), new InMemoryChannel("sns"));
  private String configuration = guarding("repair");
  private final Truth truth = new Truth();

  /** All of it but what is only counted. */
  private record State(
      Object world,
      Object books,
      Object store,
      Object alarms,
      Object consumers,
      List<Object> channels,
      String configuration,
      Object truth) {}

  /**
   * ECS forgot to register the one task; the alarm calls, and every registration succeeds.
   *
   * @param played how the invocations are played over it
   * @param kept in what the program writes down what it does
   */
  Stage(Function<InMemoryWorld, Interleaving> played, Books.In kept) {
    interleaving = played.apply(world);
    books = kept.kept(interleaving);
    world.ecs(forgetful(1)).tasks(running(A, IP1)).ok(IP1);
    alarms.shows(ALARM, Alarm.State.ALARM);
    truth.serves(A);
    edits(BY_NAME);
  }

  /** As it is now, for {@link #become}. */
  Object state() {
    return state(
        world.state(books.underway(SERVICE)),
        books.state(),
        channels.stream().map(InMemoryChannel::state).toList());
  }

  /** Stages of which this is equal go on alike at the same time. */
  Object alike() {
    return state(
        world.alike(books.underway(SERVICE)),
        books.alike(),
        channels.stream().map(InMemoryChannel::alike).toList());
  }

  private Object state(Object ofWorld, Object ofBooks, List<Object> ofChannels) {
    return new State(
        ofWorld,
        ofBooks,
        store.state(),
        alarms.state(),
        consumers.state(),
        ofChannels,
        configuration,
        truth.state());
  }

  /** As it was then. */
  void become(Object then) {
    var state = (State) then;
    world.become(state.world());
    books.become(state.books());
    store.become(state.store());
    alarms.become(state.alarms());
    consumers.become(state.consumers());
    for (int number = 0; number < channels.size(); number++) {
      channels.get(number).become(state.channels().get(number));
    }
    configuration = state.configuration();
    truth.become(state.truth());
  }

  Interleaving interleaving() {
    return interleaving;
  }

  InMemoryWorld world() {
    return world;
  }

  Books books() {
    return books;
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

  List<InMemoryChannel> channels() {
    return channels;
  }

  Truth truth() {
    return truth;
  }

  boolean hasEndpoint() {
    return store.value(PARAMETER).isPresent();
  }

  /** What the endpoint holds. */
  String endpoint() {
    return store.value(PARAMETER).orElseThrow();
  }

  boolean isRegistered(TaskId task) {
    return standing(task.value()).isPresent();
  }

  /** The instance of this id, whosever it is. */
  Optional<Instance> standing(String id) {
    return world.instances().stream().filter(instance -> instance.id().equals(id)).findFirst();
  }

  boolean isByName() {
    return endpoint().equals(BY_NAME);
  }

  /** Whether the endpoint is by the address of somebody who serves. */
  boolean isByAddress() {
    return new EndpointValue(endpoint())
        .address()
        .filter(address ->
            truth.serving().stream()
                .anyMatch(
                    task -> world.task(task).flatMap(Task::address).equals(Optional.of(address))))
        .isPresent();
  }

  /** That of what the endpoint holds. */
  long version() {
    return store.version(PARAMETER);
  }

  /** What the deployer has configured. */
  String configuration() {
    return configuration;
  }

  private static String guarding(String policy) {
    return SampleConfiguration.moving(policy, "onAlarm", "envAtStart", Timers.settings());
  }

  // What happens.

  /** The one task is registered, and the alarm is over. */
  Stage isWell() {
    world.instances(Sample.ours(A, IP1));
    return isQuiet();
  }

  /** The same, of two tasks. */
  Stage isWellWithTwo() {
    world.instances(Sample.ours(B, IP2));
    return isWell().wants(2).starts(B, IP2);
  }

  /** No chat takes a message, until it is up again. */
  Stage chatIsDown(boolean isSo) {
    channels.forEach(channel -> channel.isDown(isSo));
    return this;
  }

  Stage isQuiet() {
    return alarm(Alarm.State.OK);
  }

  Stage isMended() {
    return recovers().isQuiet();
  }

  Stage nothingCanBeRegistered() {
    List.of(A, B, C).forEach(task -> world.ends(task, InMemoryWorld.Ending.FAIL));
    return this;
  }

  Stage recovers() {
    world.recovers();
    return this;
  }

  /** A person, or Terraform, writes the endpoint. */
  Stage edits(String value) {
    store.holds(PARAMETER, value);
    return isWritten(value);
  }

  /** A person deletes the endpoint's parameter. */
  Stage losesItsEndpoint() {
    store.gone(PARAMETER);
    return this;
  }

  /** So many tasks have been running and registered for an hour; nothing is wrong. */
  Stage has(int count) {
    stops(A, IP1).alarm(Alarm.State.OK).wants(count).starts(1, count);
    world.forgets(A);
    for (int number = 1; number <= count; number++) {
      world.instances(Sample.ours(id(number), address(number)));
    }
    return this;
  }

  /** The endpoint is a SecureString, with all that can be kept with one. */
  Stage keepsASecret(String value) {
    var kept =
        new Snapshot.Kept(
            Optional.of("alias/of-theirs"),
            Optional.of("Advanced"),
            Optional.of("text"),
            Optional.of("http://.*"),
            Optional.of("[]"));
    store.holds(PARAMETER, Parameter.Type.SECURE_STRING, value, kept);
    return isWritten(value);
  }

  /** The endpoint takes no value but one by a name. */
  Stage refusesAddresses() {
    var kept =
        new Snapshot.Kept(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("http://[a-z.-]+:5000"),
            Optional.empty());
    store.holds(PARAMETER, Parameter.Type.STRING, BY_NAME, kept);
    return isWritten(BY_NAME);
  }

  private Stage isWritten(String value) {
    truth.peopleWrite(version(), store.type(PARAMETER), value, store.keptWith(PARAMETER));
    return this;
  }

  Stage wants(int count) {
    world.ecs(forgetful(count));
    return this;
  }

  Stage starts(int first, int last) {
    for (int number = first; number <= last; number++) {
      starts(id(number), address(number));
    }
    return this;
  }

  Stage stops(int first, int last) {
    for (int number = first; number <= last; number++) {
      stops(id(number), address(number));
    }
    return this;
  }

  /** They are gone, and ECS knows nothing of them. */
  Stage vanish(int first, int last) {
    for (int number = first; number <= last; number++) {
      stops(id(number), address(number));
      world.forgets(id(number));
    }
    return this;
  }

  /** ECS knows nothing of them, though they serve. */
  Stage areForgotten(int first, int last) {
    for (int number = first; number <= last; number++) {
      world.forgets(id(number));
    }
    return this;
  }

  private static TaskId id(int number) {
    return new TaskId("%032x".formatted(number));
  }

  private static Ipv4 address(int number) {
    return new Ipv4("10.0.1." + number);
  }

  /** ECS registers nobody, and has tasks of one colour. */
  Stage hasOneColour() {
    return isDeployed(new EcsService.Deployment.OneColour(Sample.DEPLOYMENT));
  }

  /** The same, of two. */
  Stage hasTwoColours() {
    return isDeployed(new EcsService.Deployment.TwoColours());
  }

  private Stage isDeployed(EcsService.Deployment so) {
    world.ecs(new EcsService("ACTIVE", 1, Set.of(), so));
    return this;
  }

  /** Of a colour that is not in production, until ECS registers it. */
  Stage startsApart(TaskId task, Ipv4 address) {
    truth.setsApart(task);
    return starts(task, address);
  }

  /** Its colour is in production from now on. */
  Stage isInProduction(TaskId task) {
    truth.entersProduction(task);
    return this;
  }

  /** It runs, and ECS has registered it. */
  Stage isOfEcs(TaskId task, Ipv4 address) {
    world.instances(Sample.ofEcs(task, address));
    return isInProduction(task).starts(task, address);
  }

  Stage policy(String other) {
    return configured(guarding(other));
  }

  /** From now on a fallback has to be renewed so soon after it began. */
  Stage expiringAfter(Duration time) {
    return configured(
        SampleConfiguration.moving("repair", "onAlarm", "envAtStart", Timers.settings(time)));
  }

  /** Whoever reads the endpoint reads it whenever it asks. */
  Stage isReadWhenAsked() {
    return configured(
        SampleConfiguration.moving("repair", "onAlarm", "runtimeRead", Timers.settings()));
  }

  /** A name that is broken is enough to move the endpoint. */
  Stage needsNoAlarm() {
    return configured(
        SampleConfiguration.moving("repair", "onNameFailure", "envAtStart", Timers.settings()));
  }

  private Stage configured(String document) {
    configuration = document;
    return this;
  }

  /** Nothing is guarded any more. */
  Stage retires() {
    return configured(SampleConfiguration.guarding("repair", List.of()));
  }

  /** The endpoint was moved from its name so often today. */
  Stage hasEntered(int times) {
    var entries =
        Stream.iterate(world.instant(), at -> at.minusSeconds(3600)).skip(1).limit(times).toList();
    entries.forEach(truth::enters);
    books.hasOnFile(
        SERVICE, new Dossier(Optional.empty(), entries.reversed(), List.of(), Map.of()));
    return this;
  }

  Stage starts(TaskId task, Ipv4 address) {
    world.tasks(running(task, address)).ok(address);
    truth.serves(task);
    return this;
  }

  /** It is asked to stop, and answers for a while. */
  Stage drains(TaskId task, Ipv4 address) {
    world.tasks(Sample.stopping(task, address));
    truth.servesNoMore(task);
    return this;
  }

  /** Its container's health check fails; it answers all the same. */
  Stage sickens(TaskId task, Ipv4 address) {
    world.tasks(Sample.unhealthy(task, address));
    return this;
  }

  /** Its container's health check passes again. */
  Stage isHealthy(TaskId task, Ipv4 address) {
    world.tasks(Sample.healthy(task, address));
    return this;
  }

  /** Who serves there answers who asks by its address; else only who asks by the name. */
  Stage knowsItsAddress(Ipv4 address, boolean isSo) {
    world.refusesAddresses(address, !isSo);
    return this;
  }

  /** Somebody else's task has been given the address, and answers there. */
  Stage isReused(Ipv4 address) {
    world.ok(address);
    return this;
  }

  Stage stops(TaskId task, Ipv4 address) {
    world.tasks(Sample.stopped(task, address)).answers(address, new Verdict.Down("refused"));
    truth.servesNoMore(task);
    return this;
  }

  Stage alarm(Alarm.State state) {
    alarms.shows(ALARM, state);
    return this;
  }

  Stage asks(Hold.Kind kind, boolean forced) {
    books.byHand().hold(SERVICE, new Hold(kind, Optional.empty(), "in a proof", "alice", forced));
    return this;
  }

  /** A person undoes the incident that is open, if one is. */
  Stage undoes() {
    books
        .dossier(SERVICE)
        .incident()
        .map(incident ->
            new Hold(Hold.Kind.UNDO, Optional.empty(), "in a proof")
                .asked(world.instant(), "request")
                .undoing(List.of(Reversal.of(incident))))
        .ifPresent(hold -> books.byHand().hold(SERVICE, hold));
    return this;
  }

  Stage resumes() {
    books.byHand().resume(SERVICE);
    return this;
  }

  /** A new deployment of the consumer is complete, if there is one. */
  Stage settles() {
    consumers.settles(API);
    return this;
  }
}
