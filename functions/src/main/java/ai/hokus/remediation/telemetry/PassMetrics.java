package ai.hokus.remediation.telemetry;

import ai.hokus.remediation.execution.Report;
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
 * TimeToRegister  ms from the pass's beginning to Cloud Map's SUCCESS; only where it registered
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

  void emit(Report report) {
    metrics.get().flushMetrics(pass -> fill(pass, report));
  }

  private static void fill(Metrics pass, Report report) {
    // In one set with the default: addDimension would make a second one, and every metric two.
    pass.setDefaultDimensions(
        pass.getDefaultDimensions().addDimension("GuardedService", report.service().name()));
    pass.addMetric("Passes", 1, MetricUnit.COUNT);
    pass.addMetric("Writes", report.done().size(), MetricUnit.COUNT);
    pass.addMetric("Held", report.held().size(), MetricUnit.COUNT);
    pass.addMetric("Failed", report.failed().size(), MetricUnit.COUNT);
    report
        .timeToRegister()
        .map(Duration::toMillis)
        .ifPresent(
            took -> pass.addMetric("TimeToRegister", (double) took, MetricUnit.MILLISECONDS));
    if (report.isGood()) {
      pass.addMetric(
          "LastGoodPass", (double) report.seen().at().getEpochSecond(), MetricUnit.SECONDS);
    }
  }
}
