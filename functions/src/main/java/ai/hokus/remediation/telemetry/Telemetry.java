package ai.hokus.remediation.telemetry;

import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.entry;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.plan.Remark;
import com.amazonaws.services.lambda.runtime.Context;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * The log and the metrics of passes. A constant message and keys, so that one search finds every
 * case; never an event's body, an environment value or what a task answered.
 */
public final class Telemetry {
  private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

  private final PassMetrics metrics = new PassMetrics();

  /** Runs an invocation whose log lines carry the function's name and the request's id. */
  public <T> T during(Context invocation, Supplier<T> work) {
    return PowertoolsLogging.withLogging(invocation, work);
  }

  /** An event that asked for nothing, or could not be understood. */
  public void ignored(String why) {
    LOG.info("event ignored", entry("why", why));
  }

  /** The first event after a restore will take longer than it could. */
  public void notPrimed(RuntimeException why) {
    LOG.warn("not primed", entry("why", Text.brief(String.valueOf(why.getMessage()))));
  }

  /** A line for each action and remark, a summary, and the metrics of each pass. */
  public void tell(List<Report> reports) {
    reports.forEach(this::tell);
  }

  private void tell(Report report) {
    var service = report.seen().service().name();
    report.execution().outcomes().forEach(outcome -> log(service, outcome));
    report.remarks().forEach(remark -> log(service, remark));
    LOG.info(
        "pass ended",
        entry("guarded_service", service),
        entry("seen", report.sawInWords()),
        entry("name", report.name().row().row()),
        entry("done", report.done().size()),
        entry("held", report.held().size()),
        entry("failed", report.failed().size()));
    try {
      metrics.emit(report);
    } catch (RuntimeException e) {
      // Metrics never fail a remediation: what they would count has already happened.
      LOG.warn("metrics lost", e);
    }
  }

  private static void log(String service, Outcome outcome) {
    var action = entry("action", outcome.action().inWords());
    var because = entry("because", outcome.action().because());
    var situation = entry("situation", outcome.action().situation().row());
    var guarded = entry("guarded_service", service);
    switch (outcome) {
      case Outcome.Done _ -> LOG.info("action done", guarded, action, because, situation);
      case Outcome.Held(_, String why) ->
          LOG.info("action held", guarded, action, because, situation, entry("why", why));
      case Outcome.Failed(_, String why) ->
          LOG.warn("action failed", guarded, action, because, situation, entry("why", why));
    }
  }

  private static void log(String service, Remark remark) {
    LOG.info(
        "remark",
        entry("guarded_service", service),
        entry("situation", remark.situation().row()),
        entry("because", remark.because()));
  }
}
