package ai.hokus.remediation.telemetry;

import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.entry;

import ai.hokus.remediation.execution.BrokenOff;
import ai.hokus.remediation.execution.LeftToAnother;
import ai.hokus.remediation.execution.LeftToSweep;
import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.ports.ConfigurationSource;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.rollback.Reply;
import com.amazonaws.services.lambda.runtime.Context;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.logging.argument.StructuredArgument;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;

/**
 * The log and the metrics of passes. A constant message and keys, so that one search finds every
 * case; never an event's body, an environment value or what a task answered.
 */
public final class Telemetry {
  private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

  private final PassMetrics metrics;

  /** To standard output, as {@code POWERTOOLS_*} in the environment says. */
  public Telemetry() {
    this(MetricsFactory::getMetricsInstance);
  }

  Telemetry(Supplier<Metrics> metrics) {
    this.metrics = new PassMetrics(metrics);
  }

  /** Runs an invocation whose log lines carry the function's name and the request's id. */
  public <T> T during(Context invocation, Supplier<T> work) {
    return PowertoolsLogging.withLogging(invocation, work);
  }

  /** An event that asked for nothing, or could not be understood. */
  public void ignored(String why) {
    LOG.info("event ignored", text("why", why));
  }

  /** An old configuration had to stand in. */
  public void stale(ConfigurationSource.Stale configuration) {
    LOG.warn(
        "configuration stale",
        entry("age_seconds", configuration.age().toSeconds()),
        text("why", String.valueOf(configuration.why().getMessage())));
  }

  /** What earlier passes saw of a service is lost. */
  public void forgotten(Ledger.Forgotten memory) {
    LOG.warn(
        "memory forgotten", text("guarded_service", memory.service()), text("why", memory.why()));
  }

  /** The first event after a restore will take longer than it could. */
  public void notPrimed(RuntimeException why) {
    LOG.warn("not primed", why(why));
  }

  /** A line for each service that a person's request was about; who asked is not known. */
  public void tell(Reply reply) {
    reply
        .standings()
        .forEach(standing ->
            LOG.info(
                "request",
                text("guarded_service", standing.service()),
                text("state", standing.state()),
                text("says", standing.inWords())));
    reply.says().forEach(line -> LOG.warn("request doubtful", text("why", line)));
  }

  /** A line for each thing that was seen where an alarm called and nothing was to be done. */
  public void diagnosed(String alarm, List<String> diagnosis) {
    diagnosis.forEach(line -> LOG.info("diagnosis", text("alarm", alarm), text("says", line)));
  }

  /**
   * A line for each action and remark, a summary and the metrics of each pass, and what was out of
   * the ordinary.
   */
  public void tell(Round round) {
    round.visits().forEach(this::tell);
    round.says().forEach(line -> LOG.warn("sweep says", text("why", line)));
    if (!round.carriedOver().isEmpty()) {
      LOG.warn(
          "carried over",
          entry("count", round.carriedOver().size()),
          text("next", round.carriedOver().getFirst()));
      emit(() -> metrics.carriedOver(round.carriedOver().size()), "all");
    }
  }

  private void tell(Visit visit) {
    var guarded = text("guarded_service", visit.service().name());
    visit
        .passes()
        .forEach(pass -> {
          switch (pass) {
            case Report report -> tell(report);
            case LeftToAnother left -> {
              LOG.info("left to another", guarded, text("why", left.inWords()));
              emit(() -> metrics.left(left), visit.service().name());
            }
            case LeftToSweep left -> {
              LOG.warn("left to the sweep", guarded, text("why", left.inWords()));
              emit(() -> metrics.left(left), visit.service().name());
            }
            case BrokenOff(_, var why) -> LOG.error("pass broke off", guarded, why);
          }
        });
    visit.says().forEach(line -> LOG.warn("lease", guarded, text("why", line)));
  }

  private void tell(Report report) {
    var service = report.service().name();
    report.execution().outcomes().forEach(outcome -> log(service, outcome));
    report.endpoint().outcomes().forEach(outcome -> log(service, outcome));
    report.says().forEach(remark -> log(service, remark));
    report
        .mandate()
        .stop()
        .ifPresent(stop ->
            LOG.warn(
                "only observed", text("guarded_service", service), text("why", stop.inWords())));
    LOG.info(
        "pass ended",
        text("guarded_service", service),
        text("seen", report.sawInWords()),
        text("name", report.name().row().row()),
        entry("done", report.done().size()),
        entry("held", report.held().size()),
        entry("failed", report.failed().size()));
    emit(() -> metrics.of(report), service);
  }

  /** Metrics never fail a remediation: what they would count has already happened. */
  private static void emit(Runnable metrics, String service) {
    try {
      metrics.run();
    } catch (RuntimeException e) {
      LOG.warn("metrics lost", text("guarded_service", service), why(e));
    }
  }

  private static void log(String service, Outcome outcome) {
    var action = text("action", outcome.action().inWords());
    var because = text("because", outcome.action().because());
    var situation = text("situation", outcome.action().situation().row());
    var guarded = text("guarded_service", service);
    switch (outcome) {
      case Outcome.Done _ -> LOG.info("action done", guarded, action, because, situation);
      case Outcome.Held(_, String why) ->
          LOG.info("action held", guarded, action, because, situation, text("why", why));
      case Outcome.Failed(_, String why) ->
          LOG.warn("action failed", guarded, action, because, situation, text("why", why));
    }
  }

  private static void log(String service, Remark remark) {
    LOG.info(
        "remark",
        text("guarded_service", service),
        text("situation", remark.situation().row()),
        text("because", remark.because()));
  }

  private static StructuredArgument why(RuntimeException why) {
    return text("why", Text.brief(why.toString()));
  }

  /** Powertools writes control characters as they are, and such a line would be no JSON. */
  private static StructuredArgument text(String key, String value) {
    return entry(key, Text.line(value));
  }
}
