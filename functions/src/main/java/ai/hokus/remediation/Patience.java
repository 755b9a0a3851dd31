package ai.hokus.remediation;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.plan.Permission;
import ai.hokus.remediation.plan.Plan;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.ports.Prober;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gives young tasks time to start. No lease is held meanwhile, so a slow starter delays nobody
 * else's registration.
 */
public final class Patience {
  private final Prober prober;
  private final InstantSource clock;

  public Patience(Prober prober, InstantSource clock) {
    this.prober = prober;
    this.clock = clock;
  }

  /**
   * For whom to wait after this pass, and how long; empty where others wait for them already, where
   * there is no time, and where nobody could be registered in the end.
   */
  Optional<Turned.Waiting> after(Report report, TimeBudget budget) {
    var now = clock.instant();
    var time = budget.patienceAt(now);
    if (!time.isPositive() || !isWorthIt(report)) {
      return Optional.empty();
    }
    var young = young(report);
    young.keySet().removeAll(report.memory().waiting().keySet());
    return Optional.of(new Turned.Waiting(report, young, now.plus(time)))
        .filter(waiting -> !waiting.tasks().isEmpty());
  }

  /** Asks them in one question, until one answers or refuses; which of them did. */
  Set<TaskId> answering(Turned.Waiting waiting) {
    var service = waiting.report().service();
    var time = Duration.between(clock.instant(), waiting.until());
    if (!time.isPositive()) {
      return Set.of();
    }
    var question =
        new Question(
            service.probe(),
            service.port(),
            service.within(),
            waiting.tasks().values().stream()
                .distinct()
                .collect(toMap(address -> address, _ -> time)),
            Optional.empty());
    var answer = prober.ask(question);
    return waiting.tasks().entrySet().stream()
        .filter(task -> answer.unweighed(task.getValue()).answers())
        .map(Map.Entry::getKey)
        .collect(toSet());
  }

  private static boolean isWorthIt(Report report) {
    var mandate = report.mandate();
    var said = new Plan(List.copyOf(report.remarks()));
    return said.says(Situation.YOUNG)
        && mandate.stop().isEmpty()
        && Permission.againstAll(mandate.policy(), said).isEmpty();
  }

  /** Only those that would be registered once they answer. */
  private static Map<TaskId, Ipv4> young(Report report) {
    var young = new TreeMap<TaskId, Ipv4>();
    for (var remark : report.remarks()) {
      remark
          .young()
          .flatMap(report.seen().tasks().value()::find)
          .flatMap(Task::address)
          .ifPresent(address -> young.put(remark.young().orElseThrow(), address));
    }
    return young;
  }
}
