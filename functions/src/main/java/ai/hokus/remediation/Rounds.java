package ai.hokus.remediation;

import ai.hokus.remediation.config.Configuration;
import ai.hokus.remediation.config.ConfigurationReader;
import ai.hokus.remediation.execution.BrokenOff;
import ai.hokus.remediation.execution.Pass;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.ports.ConfigurationSource;
import ai.hokus.remediation.ports.Parallel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;

/** Which guarded services a trigger makes us look at, and how much time each look may take. */
public final class Rounds {
  /**
   * As long as a young task may be asked again: most start in less, and 30 s must hold the rest.
   */
  private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(20);

  /**
   * What a pass needs beside its patience: three reads, a registration, its operation, the name.
   */
  private static final Duration PASS_WITHOUT_PATIENCE = Duration.ofSeconds(8);

  /** Kept back from an invocation's time, so that a hung call still becomes a report. */
  private static final Duration TO_REPORT = Duration.ofSeconds(2);

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
    var patience = remaining.minus(PASS_WITHOUT_PATIENCE).minus(TO_REPORT);
    return look(
        configuration().find(ecsService).stream().toList(),
        shorter(patience, LONGEST_PATIENCE),
        remaining);
  }

  /** Every guarded service, each asked once: the next sweep is a minute away. */
  public List<Pass> sweep(Duration remaining) {
    return look(configuration().services(), Duration.ZERO, remaining);
  }

  /** Every guarded service as a sweep sees it, and nothing is written whatever its policy. */
  public List<Pass> observe(Duration remaining) {
    return look(
        configuration().services().stream().map(GuardedService::observed).toList(),
        Duration.ZERO,
        remaining);
  }

  private List<Pass> look(List<GuardedService> services, Duration patience, Duration remaining) {
    Instant deadline = clock.instant().plus(remaining).minus(TO_REPORT);
    return parallel.all(
        services.stream()
            .<Callable<Pass>>map(service -> () -> look(service, patience, deadline))
            .toList());
  }

  /** Whatever happens to one guarded service, the others are looked at and told about. */
  private Pass look(GuardedService service, Duration patience, Instant deadline) {
    try {
      return reconciler.reconcile(service, patience, deadline);
    } catch (RuntimeException why) {
      return new BrokenOff(service, why);
    }
  }

  private Configuration configuration() {
    return ConfigurationReader.read(source.documents());
  }

  private static Duration shorter(Duration wished, Duration longest) {
    var possible = wished.isNegative() ? Duration.ZERO : wished;
    return possible.compareTo(longest) < 0 ? possible : longest;
  }
}
