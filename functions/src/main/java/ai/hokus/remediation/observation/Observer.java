package ai.hokus.remediation.observation;

import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.CloudMapService;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Tasks;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;

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
    var tasks = describe(running, instances.value(), budget);
    var ecs = inTime(describing, budget, Optional.empty(), "the description of " + name);
    var answer = ask(question(service, tasks.value(), instances), budget);
    return new Observation(look, ecs, tasks, instances, answer);
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

  /** The listed tasks, and those behind instances: ListTasks leaves draining ones out. */
  private Reading<Tasks> describe(
      Reading<Set<TaskId>> running, Listing listing, TimeBudget budget) {
    var ids = new TreeSet<>(running.value());
    if (listing instanceof Listing.Found found) {
      found.instances().stream()
          .filter(Instance.Removable.class::isInstance)
          .flatMap(instance -> taskId(instance).stream())
          .forEach(ids::add);
    }
    var describing = parallel.begin(() -> catalog.describe(ids));
    return inTime(describing, budget, Tasks.NONE, "the description of the tasks")
        .restingOn(running);
  }

  private Question question(GuardedService service, Tasks tasks, Reading<Listing> listing) {
    var addresses = new TreeMap<Ipv4, Duration>();
    for (var task : tasks.running()) {
      // Nobody waits in here for a young one: a lease is held meanwhile.
      task.address()
          .filter(service::admits)
          .ifPresent(address -> addresses.put(address, Duration.ZERO));
    }
    return new Question(
        service.probe(), service.port(), service.within(), addresses, nameToAsk(listing));
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

  private static Optional<TaskId> taskId(Instance instance) {
    try {
      return Optional.of(new TaskId(instance.id())).filter(TaskId::canBeAskedAbout);
    } catch (IllegalArgumentException noTaskBehindIt) {
      // Somebody gave it an id of another form; ECS would refuse the question.
      return Optional.empty();
    }
  }
}
