package ai.hokus.remediation;

import ai.hokus.remediation.config.Configuration;
import ai.hokus.remediation.config.ConfigurationMistakes;
import ai.hokus.remediation.config.ConfigurationReader;
import ai.hokus.remediation.execution.BrokenOff;
import ai.hokus.remediation.execution.Pass;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.ports.ConfigurationSource;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Which guarded services a trigger makes us look at, and how much time each look may take. */
public final class Rounds {
  /**
   * As long as a young task may be asked again: most start in less, and 30 s must hold the rest.
   */
  private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(20);

  /** Kept back from an invocation's time for the report, its log lines and metrics. */
  private static final Duration TO_REPORT = Duration.ofSeconds(1);

  /** Half of what Lambda gives a restored environment to get ready, and no event waits longer. */
  private static final Duration TO_LEARN = Duration.ofSeconds(5);

  private final ConfigurationSource source;
  private final Reconciler reconciler;
  private final Parallel parallel;
  private final InstantSource clock;

  /** As read last, however long ago: enough to leave alone what it does not guard. */
  private volatile Optional<Configuration> known = Optional.empty();

  public Rounds(
      ConfigurationSource source, Reconciler reconciler, Parallel parallel, InstantSource clock) {
    this.source = source;
    this.reconciler = reconciler;
    this.parallel = parallel;
    this.clock = clock;
  }

  /**
   * Reads the configuration before the first event, so that one about a service that nobody guards
   * costs no call; what was known before, in a snapshot months ago perhaps, is forgotten. Where it
   * cannot be used now, the first event that needs it says so.
   */
  public void learn() {
    known = Optional.empty();
    var reading = parallel.begin(this::configuration);
    try {
      Parallel.await(reading, TO_LEARN);
    } catch (Unavailable | ConfigurationMistakes saidByTheFirstEvent) {
      // Nothing is known then, so that each event reads for itself.
    }
  }

  /**
   * An event said that something changed about an ECS service. Where the configuration read last,
   * of whatever age, does not guard it, nothing is read: a newly guarded service is the sweep's to
   * find.
   *
   * @param remaining time until the invocation ends
   * @return the pass over the guarded service behind it; none where none is guarded
   */
  public List<Pass> ring(String ecsService, Duration remaining) {
    if (known.filter(last -> last.find(ecsService).isEmpty()).isPresent()) {
      return List.of();
    }
    var budget = budget(remaining, LONGEST_PATIENCE);
    return look(configuration().find(ecsService).stream().toList(), budget);
  }

  /** Every guarded service, each asked once: the next sweep is a minute away. */
  public List<Pass> sweep(Duration remaining) {
    var budget = budget(remaining, Duration.ZERO);
    return look(configuration().services(), budget);
  }

  /** Every guarded service as a sweep sees it, and nothing is written whatever its policy. */
  public List<Pass> observe(Duration remaining) {
    var budget = budget(remaining, Duration.ZERO);
    return look(configuration().services().stream().map(GuardedService::observed).toList(), budget);
  }

  /** Begins now, before the configuration is read: that takes its time too. */
  private TimeBudget budget(Duration remaining, Duration patience) {
    return new TimeBudget(clock.instant().plus(remaining).minus(TO_REPORT), patience);
  }

  private List<Pass> look(List<GuardedService> services, TimeBudget budget) {
    return parallel.all(
        services.stream().<Callable<Pass>>map(service -> () -> look(service, budget)).toList());
  }

  /** Whatever happens to one guarded service, the others are looked at and told about. */
  private Pass look(GuardedService service, TimeBudget budget) {
    try {
      return reconciler.reconcile(service, budget);
    } catch (RuntimeException why) {
      return new BrokenOff(service, why);
    }
  }

  private Configuration configuration() {
    var read = ConfigurationReader.read(source.documents());
    known = Optional.of(read);
    return read;
  }
}
