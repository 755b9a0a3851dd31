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
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Many services of one cluster, each with a task, a Cloud Map service and a name of its own: a
 * world in memory each, by one clock.
 */
public final class Region implements TaskCatalog, Registry, Prober {
  private static final int IN_A_BLOCK = 200;

  private final InMemoryWorld clock;
  private final Map<String, Place> places = new TreeMap<>();

  /** A service, the one task that serves there, and where. */
  private record Place(
      String ecsService, CloudMapService cloudMap, TaskId task, Ipv4 address, InMemoryWorld world) {
    boolean isAsked(Question question) {
      return question.addresses().containsKey(address)
          || question.name().filter(name -> name.host().equals(cloudMap.name())).isPresent();
    }

    boolean isItsOwn(Instance instance) {
      return instance.id().equals(task.value()) && instance.address().equals(Optional.of(address));
    }
  }

  /**
   * Each with a task that runs and answers, and that ECS forgot to register.
   *
   * @param clock moved on where somebody waits for an operation
   * @param names of {@link SampleConfiguration#movingEachApart}
   */
  public Region(InMemoryWorld clock, List<String> names) {
    this.clock = clock;
    for (int number = 0; number < names.size(); number++) {
      places.put(names.get(number), place(names.get(number), number));
    }
  }

  private static Place place(String name, int number) {
    var like = Sample.CLOUD_MAP;
    var cloudMap =
        new CloudMapService(
            "srv-" + name,
            like.arn().replace(like.id(), "srv-" + name),
            name + "." + like.zone(),
            like.zone(),
            like.recordTypes(),
            like.recordTtl(),
            like.customHealth(),
            like.answersWithAll());
    var task = new TaskId("%032x".formatted(number + 1));
    var address = new Ipv4("10.0.%d.%d".formatted(number / IN_A_BLOCK, 1 + number % IN_A_BLOCK));
    var world =
        new InMemoryWorld()
            .cloudMapIs(cloudMap)
            .ecs(Sample.forgetful(1))
            .tasks(Sample.running(task, address))
            .ok(address);
    return new Place(SampleConfiguration.ecsService(name), cloudMap, task, address, world);
  }

  // What can be asked about it.

  /** Those whose task is registered, as ours. */
  public List<String> registered() {
    return places.keySet().stream().filter(name -> isRegistered(places.get(name))).toList();
  }

  /** Whether there is no instance but a task's own. */
  public boolean isSound() {
    return places.values().stream()
        .allMatch(place -> now(place).instances().stream().allMatch(place::isItsOwn));
  }

  /** The name of the service that has this Cloud Map service. */
  public static String serviceOf(CloudMapService cloudMap) {
    return cloudMap.name().substring(0, cloudMap.name().length() - cloudMap.zone().length() - 1);
  }

  /** Whether it is the one task that serves there, where it runs. */
  public boolean runs(CloudMapService cloudMap, Registration registration) {
    var place = places.get(serviceOf(cloudMap));
    return registration.task().equals(place.task())
        && registration.address().equals(place.address());
  }

  /** Where the service's one task runs. */
  public Ipv4 addressOf(String service) {
    return places.get(service).address();
  }

  /** How many calls changed anything. */
  public int writes() {
    return places.values().stream().mapToInt(place -> place.world().writes()).sum();
  }

  // The ports.

  @Override
  public Reading<Optional<EcsService>> service(String ecsService) {
    return of(ecsService).service(ecsService);
  }

  @Override
  public Reading<Set<TaskId>> running(String ecsService) {
    return of(ecsService).running(ecsService);
  }

  @Override
  public Reading<Tasks> describe(Collection<TaskId> ids) {
    var known = new ArrayList<Task>();
    var missing = new TreeSet<>(ids);
    for (var place : places.values()) {
      if (missing.remove(place.task())) {
        known.addAll(place.world().describe(List.of(place.task())).value().known());
      }
    }
    return new Reading.Complete<>(new Tasks(known, missing));
  }

  @Override
  public Reading<Listing> list(GuardedService service, Guard guard) {
    return of(service.ecsService()).list(service, guard);
  }

  @Override
  public boolean knows(String serviceArn) {
    return places.values().stream().anyMatch(place -> place.cloudMap().arn().equals(serviceArn));
  }

  @Override
  public Optional<Instance> find(
      GuardedService service, Guard guard, CloudMapService in, String id) {
    return of(in).find(service, guard, in, id);
  }

  @Override
  public boolean awaitTurn(Instant deadline) {
    return clock.awaitTurn(deadline);
  }

  @Override
  public Operation register(CloudMapService in, Registration registration) {
    return numbered(in, world -> world.register(in, registration));
  }

  @Override
  public Operation remove(CloudMapService from, Instance.Removable instance) {
    return numbered(from, world -> world.remove(from, instance));
  }

  @Override
  public void pushHealth(CloudMapService in, Instance.Ours instance, boolean healthy) {
    of(in).pushHealth(in, instance, healthy);
  }

  @Override
  public Operation follow(Operation.Running operation, Instant deadline) {
    var parts = operation.id().split(" ", 2);
    var world = now(places.get(parts[0]));
    var outcome = world.follow(new Operation.Running(parts[1]), deadline);
    if (clock.instant().isBefore(world.instant())) {
      clock.at(world.instant());
    }
    return outcome instanceof Operation.Running ? operation : outcome;
  }

  @Override
  public Answer ask(Question question) {
    return places.values().stream()
        .filter(place -> place.isAsked(question))
        .findFirst()
        .map(place -> now(place).ask(question))
        .orElseGet(() -> clock.ask(question));
  }

  /** Operations of two worlds may have the same id. */
  private Operation numbered(CloudMapService in, Function<InMemoryWorld, Operation> change) {
    var operation = change.apply(of(in));
    return operation instanceof Operation.Running(var id)
        ? new Operation.Running(serviceOf(in) + " " + id)
        : operation;
  }

  private InMemoryWorld of(String ecsService) {
    return places.values().stream()
        .filter(place -> place.ecsService().equals(ecsService))
        .findFirst()
        .map(this::now)
        .orElseThrow();
  }

  private InMemoryWorld of(CloudMapService cloudMap) {
    return now(places.get(serviceOf(cloudMap)));
  }

  private boolean isRegistered(Place place) {
    return now(place).instances().stream()
        .anyMatch(instance -> instance instanceof Instance.Ours && place.isItsOwn(instance));
  }

  private InMemoryWorld now(Place place) {
    return place.world().at(clock.instant());
  }
}
