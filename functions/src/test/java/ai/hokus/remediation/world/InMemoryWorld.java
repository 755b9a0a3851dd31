package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Operation;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Registration;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.world.Operations.Effect;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * ECS, Cloud Map, its DNS and the network around one guarded service, in memory: it keeps the
 * ports' promises, can be told to refuse, and counts what it is asked. Its clock moves when it is
 * told to, and while somebody waits for an operation.
 */
public final class InMemoryWorld implements TaskCatalog, Registry, Prober, InstantSource {

  /** What the world can be asked; each kind can be refused, and is counted. */
  public enum Call {
    SERVICE,
    RUNNING,
    DESCRIBE,
    LIST,
    KNOWS,
    FIND,
    REGISTER,
    REMOVE,
    PUSH_HEALTH,
    FOLLOW,
    ASK
  }

  /** What becomes of an operation on an instance. */
  public enum Ending {
    SUCCESS,
    FAIL,
    /** Accepted, and still running whenever it is looked at. */
    NEVER,
    /** Not accepted: another one on the same instance is in flight, which will fail. */
    BUSY,
    /** Not accepted, and nothing done: throttled at every try. */
    REFUSED
  }

  /** How long resolvers keep a negative answer. */
  public static final Duration NEGATIVE_TTL = Duration.ofSeconds(15);

  /** Until what was told of an instance's health is heard by who answers. */
  public static final Duration HEALTH_TAKES = Duration.ofSeconds(30);

  private static final int MOST_IN_AN_ANSWER = 8;

  private Instant now = Sample.NOON;
  private Optional<EcsService> ecs = Optional.of(Sample.ecs(1));
  private final Map<TaskId, Task> tasks = new TreeMap<>();
  private Optional<CloudMapService> cloudMap = Optional.of(Sample.CLOUD_MAP);
  private final Set<String> others = new HashSet<>();
  private final Map<String, Instance> instances = new TreeMap<>();
  private final Set<Call> refused = EnumSet.noneOf(Call.class);
  private final Set<String> unlisted = new HashSet<>();
  private final Set<String> unseen = new HashSet<>();
  private boolean listsWhatIsAccepted;
  private final Set<String> withoutRecord = new HashSet<>();
  private final Set<String> heldBack = new HashSet<>();
  private final Map<Call, Integer> counted = new EnumMap<>(Call.class);
  private final List<Question> questions = new ArrayList<>();
  private final Operations operations = new Operations(this);
  private final ToldHealth told = new ToldHealth(this);
  private final Hosts hosts = new Hosts(this);
  private final Resolver resolver = new Resolver(this);

  /** All of the world but what it counted: where it is taken back to. */
  private record State(
      Instant now,
      Optional<EcsService> ecs,
      Map<TaskId, Task> tasks,
      Optional<CloudMapService> cloudMap,
      Map<String, Instance> instances,
      Set<Call> refused,
      Set<String> withoutRecord,
      Object operations,
      Object told,
      Object hosts,
      Object resolver) {}

  // What the world is told.

  public synchronized InMemoryWorld at(Instant time) {
    now = time;
    return this;
  }

  public synchronized InMemoryWorld passes(Duration time) {
    return at(now.plus(time));
  }

  public synchronized InMemoryWorld ecs(EcsService described) {
    ecs = Optional.of(described);
    return this;
  }

  /** Adds tasks, or changes them. */
  public synchronized InMemoryWorld tasks(Task... changed) {
    for (var task : changed) {
      tasks.put(task.id(), task);
    }
    return this;
  }

  /**
   * Adds instances, or replaces them, past every operation. What was told of their health stays, as
   * where one is registered anew: AWS does not say so, but it would be the worse.
   */
  public synchronized InMemoryWorld instances(Instance... changed) {
    for (var instance : changed) {
      stands(instance);
    }
    return this;
  }

  /** ECS knows no such task any more; after {@link #tasks} it does again. */
  public synchronized InMemoryWorld forgets(TaskId id) {
    tasks.remove(id);
    return this;
  }

  /** Takes an instance away past every operation, as its owner does, and what was told of it. */
  public synchronized InMemoryWorld loses(String instance) {
    takeEffect();
    instances.remove(instance);
    told.forget(instance);
    return this;
  }

  public synchronized InMemoryWorld cloudMapGone() {
    cloudMap = Optional.empty();
    instances.clear();
    told.forgetAll();
    return this;
  }

  /** There is a Cloud Map service again, and no instance in it. */
  public synchronized InMemoryWorld cloudMapIs(CloudMapService created) {
    cloudMap = Optional.of(created);
    return this;
  }

  /** Cloud Map has another service of this ARN. */
  public synchronized InMemoryWorld hasToo(String serviceArn) {
    others.add(serviceArn);
    return this;
  }

  /** What an address answers from now on; where nothing was told, nobody answers. */
  public synchronized InMemoryWorld answers(Ipv4 address, Verdict verdict) {
    hosts.answer(address, verdict);
    return this;
  }

  public synchronized InMemoryWorld ok(Ipv4... addresses) {
    for (var address : addresses) {
      answers(address, new Verdict.Ok(200));
    }
    return this;
  }

  /** Who serves there knows a Host by its name only, as MLflow does; or by its address, too. */
  public synchronized InMemoryWorld refusesAddresses(Ipv4 address, boolean isSo) {
    hosts.refusesAddresses(address, isSo);
    return this;
  }

  /** Refuses connections, and answers well once so much time has passed. */
  public synchronized InMemoryWorld comesUp(Ipv4 address, Duration after) {
    hosts.comesUp(address, after);
    return this;
  }

  /** Readings become partial (nothing of it is seen), writes throw, nobody is asked. */
  public synchronized InMemoryWorld refuses(Call... calls) {
    refused.addAll(List.of(calls));
    return this;
  }

  /** Nothing is refused any more. */
  public synchronized InMemoryWorld heals() {
    refused.clear();
    return this;
  }

  /** Leaves the instance out of lists, as one whose registration has not reached them yet. */
  public synchronized InMemoryWorld doesNotList(Instance instance) {
    instances(instance);
    unlisted.add(instance.id());
    return this;
  }

  /** From now on the lists of these guarded services are empty, and of no others. */
  public synchronized InMemoryWorld showsNothingOf(Set<String> services) {
    replace(unseen, services);
    return this;
  }

  /** Lists an instance from its acceptance on, as Cloud Map may, even if its operation FAILs. */
  public synchronized InMemoryWorld listsWhatIsAccepted() {
    listsWhatIsAccepted = true;
    return this;
  }

  /** Lists the instance, and does not answer with it: its registration never ended in SUCCESS. */
  public synchronized InMemoryWorld doesNotAnswerWith(Instance instance) {
    instances(instance);
    withoutRecord.add(instance.id());
    return this;
  }

  /** Does not answer with the instance while there are others, however often it is registered. */
  public synchronized InMemoryWorld holdsBack(TaskId id) {
    heldBack.add(id.value());
    return this;
  }

  /** How operations on the instance under {@code id} end; SUCCESS where nothing was told. */
  public synchronized InMemoryWorld ends(TaskId id, Ending ending) {
    operations.end(id.value(), ending);
    return this;
  }

  /** From now on every operation that is begun ends in SUCCESS. */
  public synchronized InMemoryWorld recovers() {
    operations.recover();
    return this;
  }

  /** Another's operation is in flight, and leaves {@code instance} when it ends. */
  public synchronized InMemoryWorld inFlight(Instance instance) {
    operations.inFlight(instance.id(), new Effect.Stands(instance));
    return this;
  }

  /** Another's operation is in flight, and takes the instance under {@code id} away. */
  public synchronized InMemoryWorld inFlightRemoval(TaskId id) {
    operations.inFlight(id.value(), new Effect.Gone(id.value()));
    return this;
  }

  /** From acceptance to the end of an operation. */
  public synchronized InMemoryWorld operationsTake(Duration time) {
    operations.take(time);
    return this;
  }

  /** By default {@link #HEALTH_TAKES}. */
  public synchronized InMemoryWorld healthTakes(Duration time) {
    told.take(time);
    return this;
  }

  /** Whoever asks the name next hears the zone itself. */
  public synchronized InMemoryWorld resolverForgets() {
    resolver.forget();
    return this;
  }

  // To be taken back to where it was.

  /**
   * As it is now, for {@link #become}; what others, lists and held back ones it was told stays.
   *
   * @param remembered the ids of operations that somebody may still ask about
   */
  public synchronized Object state(Set<String> remembered) {
    return state(now, remembered);
  }

  /** Worlds of which this is equal go on alike at the same time. */
  public synchronized Object alike(Set<String> remembered) {
    return state(Instant.MIN, remembered);
  }

  private State state(Instant at, Set<String> remembered) {
    takeEffect();
    return new State(
        at,
        ecs,
        new TreeMap<>(tasks),
        cloudMap,
        new TreeMap<>(instances),
        Set.copyOf(refused),
        Set.copyOf(withoutRecord),
        operations.state(remembered),
        told.state(),
        hosts.state(),
        resolver.state());
  }

  /** As it was then. */
  public synchronized void become(Object then) {
    var state = (State) then;
    now = state.now();
    ecs = state.ecs();
    cloudMap = state.cloudMap();
    replace(tasks, state.tasks());
    replace(instances, state.instances());
    operations.become(state.operations());
    told.become(state.told());
    hosts.become(state.hosts());
    resolver.become(state.resolver());
    replace(refused, state.refused());
    replace(withoutRecord, state.withoutRecord());
    questions.clear();
  }

  private static <K, V> void replace(Map<K, V> all, Map<K, V> by) {
    all.clear();
    all.putAll(by);
  }

  private static <T> void replace(Set<T> all, Set<T> by) {
    all.clear();
    all.addAll(by);
  }

  // What the world tells a test.

  public synchronized List<Instance> instances() {
    takeEffect();
    return List.copyOf(instances.values());
  }

  /** Those that the name answers with: all who are healthy, or all where none is. */
  public synchronized List<Instance> answeredWith() {
    var inDns =
        instances().stream().filter(instance -> !withoutRecord.contains(instance.id())).toList();
    var healthy = inDns.stream().filter(this::isHealthy).toList();
    return healthy.isEmpty() ? inDns : healthy;
  }

  private boolean isHealthy(Instance instance) {
    return !heldBack.contains(instance.id()) && told.isHealthy(instance);
  }

  public synchronized boolean hasCloudMap() {
    return cloudMap.isPresent();
  }

  public synchronized Optional<Task> task(String id) {
    return tasks.values().stream().filter(task -> task.id().value().equals(id)).findFirst();
  }

  /** How its ECS service is deployed, whether or not that can be read. */
  public synchronized EcsService.Deployment deployment() {
    return ecs.orElseThrow().deployment();
  }

  /** Whether people want no task of its ECS service, whether or not that can be read. */
  public synchronized boolean wantsNoTask() {
    return ecs.filter(service -> service.status().equals("ACTIVE"))
        .filter(service -> service.desiredCount() == 0)
        .isPresent();
  }

  /** Whether another than its guest changes it meanwhile. */
  public synchronized boolean isChangedByAnother() {
    return operations.isChangedByAnother();
  }

  /** Whom an operation registers that its guest began. */
  public synchronized Optional<TaskId> registeredBy(Operation.Running operation) {
    return operations.registeredBy(operation).map(TaskId::new);
  }

  public synchronized int count(Call call) {
    return counted.getOrDefault(call, 0);
  }

  /** How often anything was changed, or tried to be. */
  public synchronized int writes() {
    return count(Call.REGISTER) + count(Call.REMOVE) + count(Call.PUSH_HEALTH);
  }

  public synchronized List<Question> questions() {
    return List.copyOf(questions);
  }

  // The ports.

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized Reading<Optional<EcsService>> service(String ecsService) {
    return read(Call.SERVICE, ecs, Optional.empty());
  }

  @Override
  public synchronized Reading<Set<TaskId>> running(String ecsService) {
    var wanted =
        tasks.values().stream()
            .filter(task -> task.desiredStatus().equals("RUNNING"))
            .map(Task::id)
            .collect(Collectors.toSet());
    return read(Call.RUNNING, wanted, Set.of());
  }

  @Override
  public synchronized Reading<Tasks> describe(Collection<TaskId> ids) {
    if (ids.isEmpty()) {
      return new Reading.Complete<>(Tasks.NONE);
    }
    if (!ids.stream().allMatch(TaskId::canBeAskedAbout)) {
      return new Reading.Partial<>(Tasks.NONE, "taskId length should be one of [32,36]");
    }
    var missing = new TreeSet<>(ids);
    missing.removeAll(tasks.keySet());
    var known = ids.stream().filter(tasks::containsKey).map(tasks::get).toList();
    return read(Call.DESCRIBE, new Tasks(known, missing), Tasks.NONE);
  }

  @Override
  public synchronized Reading<Listing> list(GuardedService service, Guard guard) {
    takeEffect();
    var listed =
        instances.values().stream()
            .filter(instance -> !unlisted.contains(instance.id()))
            .filter(_ -> !unseen.contains(service.name()))
            .toList();
    return read(
        Call.LIST,
        cloudMap
            .<Listing>map(there -> new Listing.Found(there, listed))
            .orElseGet(() -> new Listing.Gone("Cloud Map has no service " + service.cloudMap())),
        // The first page came; with it, what service it is.
        cloudMap
            .<Listing>map(
                there -> new Listing.Found(there, listed.subList(0, (listed.size() + 1) / 2)))
            .orElseGet(Listing.Unread::new));
  }

  @Override
  public synchronized boolean awaitTurn(Instant deadline) {
    return instant().isBefore(deadline);
  }

  @Override
  public synchronized boolean knows(String serviceArn) {
    call(Call.KNOWS);
    return others.contains(serviceArn)
        || cloudMap.filter(there -> there.arn().equals(serviceArn)).isPresent();
  }

  @Override
  public synchronized Optional<Instance> find(
      GuardedService service, Guard guard, CloudMapService in, String id) {
    call(Call.FIND);
    takeEffect();
    return Optional.ofNullable(instances.get(id));
  }

  @Override
  public synchronized Operation register(CloudMapService in, Registration registration) {
    call(Call.REGISTER);
    var id = registration.task().value();
    var instance = new Instance.Ours(id, registration.attributes());
    var operation = operations.accept(id, new Effect.Stands(instance));
    if (operation instanceof Operation.Running && listsWhatIsAccepted) {
      if (!instances.containsKey(id)) {
        withoutRecord.add(id);
      }
      stands(instance);
    }
    return operation;
  }

  @Override
  public synchronized Operation remove(CloudMapService from, Instance.Removable instance) {
    call(Call.REMOVE);
    return instances.containsKey(instance.id()) || operations.isRefused(instance.id())
        ? operations.accept(instance.id(), new Effect.Gone(instance.id()))
        : new Operation.Succeeded(now);
  }

  @Override
  public synchronized void pushHealth(CloudMapService in, Instance.Ours instance, boolean healthy) {
    call(Call.PUSH_HEALTH);
    takeEffect();
    if (!instances.containsKey(instance.id()) || !in.customHealth()) {
      throw new Unavailable("Cloud Map keeps no health of " + instance.id());
    }
    told.tell(instance, healthy);
  }

  @Override
  public synchronized Operation follow(Operation.Running operation, Instant deadline) {
    call(Call.FOLLOW);
    var end = operations.endOf(operation).filter(at -> !at.isAfter(deadline));
    waitUntil(end.orElse(deadline));
    takeEffect();
    return end.isPresent() ? operations.outcome(operation) : operation;
  }

  @Override
  public synchronized Answer ask(Question question) {
    if (question.isEmpty()) {
      return new Answer(Map.of(), new Resolution.NotAsked("nothing to ask"));
    }
    count(Call.ASK, 1);
    questions.add(question);
    if (refused.contains(Call.ASK)) {
      return Answer.unasked(question, "Probe is not there");
    }
    var resolution =
        question
            .name()
            .map(_ -> resolver.resolve(this::fromZone))
            .orElseGet(() -> new Resolution.NotAsked("no name in question"));
    question.addresses().forEach(this::waitFor);
    var verdicts = new TreeMap<Ipv4, Verdict>();
    Stream.concat(question.addresses().keySet().stream(), addresses(resolution))
        .forEach(address -> verdicts.put(address, hosts.asked(question, address)));
    return new Answer(verdicts, resolution);
  }

  /** Patience takes time only where it is rewarded: a test that waits in vain need not know it. */
  private void waitFor(Ipv4 address, Duration patience) {
    hosts.upWithin(address, patience).ifPresent(this::waitUntil);
  }

  /** As Route 53 answers. */
  private Resolver.FromZone fromZone() {
    var records =
        answeredWith().stream()
            .flatMap(instance -> instance.address().stream())
            .distinct()
            .limit(MOST_IN_AN_ANSWER)
            .toList();
    return records.isEmpty()
        ? new Resolver.FromZone(
            new Resolution.NoRecord(Sample.CLOUD_MAP.zone(), NEGATIVE_TTL), NEGATIVE_TTL)
        : new Resolver.FromZone(
            new Resolution.Addresses(records), cloudMap.orElse(Sample.CLOUD_MAP).recordTtl());
  }

  private static Stream<Ipv4> addresses(Resolution resolution) {
    return resolution instanceof Resolution.Addresses(var addresses)
        ? addresses.stream()
        : Stream.empty();
  }

  private void takeEffect() {
    for (var effect : operations.due()) {
      switch (effect) {
        case Effect.Stands(var instance) -> {
          stands(instance);
          withoutRecord.remove(instance.id());
        }
        case Effect.Gone(var id) -> loses(id);
      }
    }
  }

  private void stands(Instance instance) {
    instances.put(instance.id(), instance);
    told.stands(instance);
  }

  private void waitUntil(Instant time) {
    now = time.isAfter(now) ? time : now;
  }

  private <T> Reading<T> read(Call call, T whole, T part) {
    count(call, 1);
    return refused.contains(call)
        ? new Reading.Partial<>(part, call + " was throttled")
        : new Reading.Complete<>(whole);
  }

  private void call(Call call) {
    count(call, 1);
    if (refused.contains(call)) {
      throw new Unavailable(call + " was throttled", new IllegalStateException("Rate exceeded"));
    }
  }

  private void count(Call call, int more) {
    counted.merge(call, more, Integer::sum);
  }
}
