package ai.hokus.remediation.observation;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Sees all that a pass needs, in three round trips:
 *
 * <pre>
 * DescribeServices ─┐
 * ListTasks ────────┼─ DescribeTasks ── Probe (addresses and name)
 * ListInstances ────┘
 * </pre>
 */
public final class Observer {
  private final TaskCatalog catalog;
  private final Registry registry;
  private final Prober prober;
  private final Parallel parallel;
  private final InstantSource clock;

  /** The clock only tells how much of a pass's time is left. */
  public Observer(
      TaskCatalog catalog,
      Registry registry,
      Prober prober,
      Parallel parallel,
      InstantSource clock) {
    this.catalog = catalog;
    this.registry = registry;
    this.prober = prober;
    this.parallel = parallel;
    this.clock = clock;
  }

  /** Looks at everything once. */
  public Observation observe(Look look, TimeBudget budget) {
    var service = look.service();
    var name = service.ecsService();
    var describing = parallel.begin(() -> catalog.service(name));
    var listing = parallel.begin(() -> registry.list(service, look.guard()));
    var finding = parallel.begin(() -> catalog.running(name));
    var running = inTime(finding, budget, Set.<TaskId>of(), "the list of the tasks of " + name);
    Reading<Listing> instances =
        inTime(listing, budget, new Listing.Unread(), "the instances of " + service.cloudMap());
    var asking = parallel.begin(() -> catalog.describe(behind(look, running, instances.value())));
    var ecs = inTime(describing, budget, Optional.empty(), "the description of " + name);
    var dangling = dangling(ecs.value(), instances.value(), budget);
    var tasks =
        inTime(asking, budget, Tasks.NONE, "the description of the tasks").restingOn(running);
    var blind = new Observation(look, ecs, tasks, instances, dangling, Answer.NONE);
    return blind.with(ask(question(blind), budget));
  }

  /**
   * Which of the Cloud Map services that ECS registers with are gone: asked only where ours is not
   * among them, beside DescribeTasks. Who cannot be told of is not counted: it changes nothing but
   * words.
   */
  private Set<String> dangling(Optional<EcsService> ecs, Listing listing, TimeBudget budget) {
    if (!(listing instanceof Listing.Found(CloudMapService ours, _)) || ecs.isEmpty()) {
      return Set.of();
    }
    var named = ecs.get().registries();
    var looking =
        parallel.begin(() ->
            named.contains(ours.arn())
                ? Set.<String>of()
                : named.stream().filter(arn -> isGone(arn, ours)).collect(toSet()));
    return Parallel.await(looking, budget.toRead(clock.instant())).orElse(Set.of());
  }

  private boolean isGone(String arn, CloudMapService ours) {
    try {
      return arn.startsWith(ours.arn().replace(ours.id(), "")) && !registry.knows(arn);
    } catch (Unavailable untold) {
      return false;
    }
  }

  /** What takes longer than the pass can wait is unread: each of its pages may take its time. */
  private <T> Reading<T> inTime(
      Future<Reading<T>> reading, TimeBudget budget, T unread, String what) {
    return Parallel.await(reading, budget.toRead(clock.instant()))
        .orElseGet(() -> new Reading.Partial<>(unread, what + " did not come in time"));
  }

  /** Asks the name again after a write, and probes each address that it answers with. */
  public Answer askName(GuardedService service, CloudMapService cloudMap, TimeBudget budget) {
    var question =
        new Question(
            service.probe(),
            service.port(),
            service.within(),
            Map.of(),
            Optional.of(name(cloudMap)));
    return ask(question, budget);
  }

  private Answer ask(Question question, TimeBudget budget) {
    return budget.allowsAQuestion(clock.instant())
        ? prober.ask(question)
        : Answer.unasked(question, "no time was left to ask");
  }

  /**
   * The listed tasks, those behind instances, and who the endpoint is pinned to: ListTasks leaves
   * draining ones out.
   */
  private static Set<TaskId> behind(Look look, Reading<Set<TaskId>> running, Listing listing) {
    var ids = new TreeSet<>(running.value());
    look.dossier().pinned().map(Fallback.Position.Pinned::task).ifPresent(ids::add);
    if (listing instanceof Listing.Found found) {
      found.instances().stream()
          .filter(Instance.Removable.class::isInstance)
          .flatMap(instance -> instance.task().stream())
          .forEach(ids::add);
    }
    return ids;
  }

  /** The running tasks, and where nobody should be any more: whose task ECS no longer knows. */
  private static Question question(Observation seen) {
    var service = seen.service();
    // Nobody waits in here for a young one: a lease is held meanwhile.
    var addresses =
        Stream.concat(
                seen.missing().stream().map(Instance::address),
                seen.tasks().value().running().stream().map(Task::address))
            .flatMap(Optional::stream)
            .filter(service::admits)
            .distinct()
            .collect(toMap(address -> address, _ -> Duration.ZERO));
    return new Question(
        service.probe(), service.port(), service.within(), addresses, nameToAsk(seen.listing()));
  }

  /** An emptied name is not asked for: that would plant a negative answer in the resolver. */
  private static Optional<Question.Name> nameToAsk(Reading<Listing> listing) {
    return switch (listing) {
      case Reading.Complete<Listing>(Listing.Found found) when found.instances().isEmpty() ->
          Optional.empty();
      case Reading.Complete<Listing>(Listing.Found found) -> Optional.of(name(found.service()));
      case Reading.Partial<Listing>(Listing.Found found, _) -> Optional.of(name(found.service()));
      case Reading.Complete<Listing> _, Reading.Partial<Listing> _ -> Optional.empty();
    };
  }

  private static Question.Name name(CloudMapService cloudMap) {
    return new Question.Name(cloudMap.name(), cloudMap.recordTypes());
  }
}
