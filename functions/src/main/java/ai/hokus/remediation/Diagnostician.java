package ai.hokus.remediation;

import ai.hokus.remediation.execution.Pass;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.health.AlarmDiagnosis;
import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.GuardedService.Consumer;
import ai.hokus.remediation.model.GuardedService.EndpointParameter;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.plan.NameVerdict;
import ai.hokus.remediation.ports.AlarmBoard;
import ai.hokus.remediation.ports.LoadBalancers;
import ai.hokus.remediation.ports.Parallel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks further where an alarm calls and the passes found nothing to do: what people have to mend
 * is then elsewhere. It asks CloudWatch, as the event is only a doorbell, and changes nothing.
 *
 * <pre>
 * the passes  | the alarm           | what follows
 * ------------+---------------------+----------------------------------------------
 * did or lack |                     | nothing: their reports say what there is to say
 * all is well | OK, no data         | nothing: nobody suffers
 * all is well | ALARM, muted        | that it is muted
 * all is well | ALARM               | what the load balancers before the consumers say
 * all is well | gone, or not read   | that
 * </pre>
 */
public final class Diagnostician {
  static final String OK = "is OK again";

  private final AlarmBoard alarms;
  private final LoadBalancers balancers;
  private final Parallel parallel;

  public Diagnostician(AlarmBoard alarms, LoadBalancers balancers, Parallel parallel) {
    this.alarms = alarms;
    this.balancers = balancers;
    this.parallel = parallel;
  }

  /** What follows from an alarm. */
  public sealed interface Diagnosis {
    /** What was seen, one for each thing; none where there is nothing to add. */
    List<String> lines();

    /** It calls for people: the cause is nothing that this program mends. */
    record Elsewhere(List<String> lines) implements Diagnosis {
      public Elsewhere {
        lines = List.copyOf(lines);
      }
    }

    /**
     * It is silent.
     *
     * @param why in words, after its name
     */
    record Silent(String why) implements Diagnosis {
      @Override
      public List<String> lines() {
        return List.of();
      }
    }

    /** Nobody looked, or could. */
    record Unclear(List<String> lines) implements Diagnosis {
      public Unclear {
        lines = List.copyOf(lines);
      }
    }
  }

  /**
   * Looks further, where the passes leave a reason to.
   *
   * @param round what the alarm rang for came to
   * @param atMost how long it may take
   */
  public Diagnosis diagnose(String alarm, Round round, Duration atMost) {
    if (!round.carriedOver().isEmpty()
        || !round.visits().stream().allMatch(Diagnostician::isWell)) {
      return new Diagnosis.Unclear(List.of());
    }
    var services = round.visits().stream().map(Visit::service).toList();
    return Parallel.await(parallel.begin(() -> look(alarm, services)), atMost)
        .orElseGet(() -> unclear("no time was left to look further for alarm " + alarm));
  }

  private static Diagnosis unclear(String line) {
    return new Diagnosis.Unclear(List.of(line));
  }

  private Diagnosis look(String alarm, List<GuardedService> services) {
    return switch (alarms.alarms(Set.of(alarm))) {
      case Reading.Partial<List<Alarm>>(_, String why) ->
          unclear("alarm " + alarm + " could not be looked at: " + why);
      case Reading.Complete<List<Alarm>>(List<Alarm> found) ->
          found.stream()
              .findFirst()
              .map(now -> look(now, services))
              .orElseGet(() -> unclear("CloudWatch has no alarm " + alarm));
    };
  }

  private Diagnosis look(Alarm now, List<GuardedService> services) {
    return switch (now.state()) {
      case OK -> new Diagnosis.Silent(OK);
      case INSUFFICIENT_DATA -> new Diagnosis.Unclear(List.of());
      case ALARM ->
          now.muted()
              ? unclear("alarm " + now.name() + " is in ALARM and muted: nobody looks further")
              : new Diagnosis.Elsewhere(
                  AlarmDiagnosis.of(
                      now.name(),
                      services.stream().map(GuardedService::name).toList(),
                      balancers.targetGroups(around(services))));
    };
  }

  /** Whoever calls the services, and they themselves. */
  private static Set<String> around(List<GuardedService> services) {
    var all = new TreeSet<String>();
    services.forEach(service -> {
      all.add(service.ecsService());
      service.consumers().stream().map(Consumer::ecsService).forEach(all::add);
    });
    return all;
  }

  /** It is found, it answers, consumers are told so, and there was nothing to do. */
  static boolean isWell(Visit visit) {
    return visit.passes().stream().allMatch(Diagnostician::isIdle)
        && visit.last() instanceof Report report
        && report.name().row() == NameVerdict.Row.GOOD
        && isAsConfigured(report);
  }

  private static boolean isIdle(Pass pass) {
    return pass instanceof Report report
        && report.execution().outcomes().isEmpty()
        && report.endpoint().outcomes().isEmpty();
  }

  private static boolean isAsConfigured(Report report) {
    var wanted = report.service().endpoint().map(EndpointParameter::byName);
    return wanted.isEmpty() || wanted.equals(report.endpoint().parameter().map(Parameter::value));
  }
}
