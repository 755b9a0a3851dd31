package ai.hokus.remediation.telemetry;

import ai.hokus.remediation.execution.LeftToAnother;
import ai.hokus.remediation.execution.LeftToSweep;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Stop;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/**
 * A pass in numbers, as EMF on standard output. Its dimensions are Powertools' {@code Service} and
 * the guarded service, together: each combination is a metric that somebody pays for, so no task
 * and no incident is one.
 *
 * <pre>
 * Passes          1 for each
 * Writes          actions that took effect
 * Held, Failed    actions that did not, by choice or not
 * Paused          1 for each that a person's pause let only observe
 * LedgerUnread    1 for each that could only observe, since the ledger did not answer, and for each
 *                 call that was left to the sweep therefore: no pass
 * LeftToAnother   1 for each call that another invocation looks to instead: no pass
 * CarriedOver     guarded services that a sweep had no time for; of all services together
 * TimeToRegister  ms from the sending pass's beginning to Cloud Map's SUCCESS; where it registered
 * LastGoodPass    seconds since 1970; only where everything was read and nothing failed
 * </pre>
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">EMF</a>
 */
final class PassMetrics {
  private final Supplier<Metrics> metrics;

  PassMetrics(Supplier<Metrics> metrics) {
    this.metrics = metrics;
  }

  void of(Report report) {
    metrics.get().flushMetrics(pass -> fill(pass, report));
  }

  void left(LeftToAnother left) {
    metrics
        .get()
        .flushMetrics(call -> {
          about(call, left.service());
          call.addMetric("LeftToAnother", 1, MetricUnit.COUNT);
        });
  }

  void left(LeftToSweep left) {
    metrics
        .get()
        .flushMetrics(call -> {
          about(call, left.service());
          call.addMetric("LedgerUnread", 1, MetricUnit.COUNT);
        });
  }

  void carriedOver(int services) {
    metrics.get().flushMetrics(sweep -> sweep.addMetric("CarriedOver", services, MetricUnit.COUNT));
  }

  /** In one set with the default: addDimension would make a second one, and every metric two. */
  private static void about(Metrics any, GuardedService service) {
    any.setDefaultDimensions(
        any.getDefaultDimensions().addDimension("GuardedService", service.name()));
  }

  private static void fill(Metrics pass, Report report) {
    about(pass, report.service());
    pass.addMetric("Passes", 1, MetricUnit.COUNT);
    pass.addMetric("Writes", report.done().size(), MetricUnit.COUNT);
    pass.addMetric("Held", report.held().size(), MetricUnit.COUNT);
    pass.addMetric("Failed", report.failed().size(), MetricUnit.COUNT);
    report.mandate().stop().ifPresent(stop -> pass.addMetric(metricOf(stop), 1, MetricUnit.COUNT));
    report
        .timeToRegister()
        .map(Duration::toMillis)
        .ifPresent(
            took -> pass.addMetric("TimeToRegister", (double) took, MetricUnit.MILLISECONDS));
    if (report.isGood() && report.isLed()) {
      pass.addMetric(
          "LastGoodPass", (double) report.seen().at().getEpochSecond(), MetricUnit.SECONDS);
    }
  }

  private static String metricOf(Stop stop) {
    return switch (stop) {
      case Stop.Paused _ -> "Paused";
      case Stop.LedgerUnread _ -> "LedgerUnread";
    };
  }
}
