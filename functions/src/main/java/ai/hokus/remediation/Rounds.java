package ai.hokus.remediation;

import ai.hokus.remediation.config.Configuration;
import ai.hokus.remediation.config.ConfigurationReader;
import ai.hokus.remediation.execution.BrokenOff;
import ai.hokus.remediation.execution.Pass;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.ports.ConfigurationSource;
import ai.hokus.remediation.ports.Parallel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;

/** Which guarded services a trigger makes us look at, and how much time each look may take. */
public final class Rounds {
  /**
   * As long as a young task may be asked again: most start in less, and 30 s must hold the rest.
   */
  private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(20);

  /** Kept back from an invocation's time for the report, its log lines and metrics. */
  private static final Duration TO_REPORT = Duration.ofSeconds(1);

  private final ConfigurationSource source;
  private final Reconciler reconciler;
  private final Parallel parallel;
  private final InstantSource clock;

  public Rounds(
      ConfigurationSource source, Reconciler reconciler, Parallel parallel, InstantSource clock) {
    this.source = source;
    this.reconciler = reconciler;
    this.parallel = parallel;
    this.clock = clock;
  }

  /**
   * An event said that something changed about an ECS service.
   *
   * @param remaining time until the invocation ends
   * @return the pass over the guarded service behind it; none where none is guarded
   */
  public List<Pass> ring(String ecsService, Duration remaining) {
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
    return ConfigurationReader.read(source.documents());
  }
}
