package ai.hokus.remediation;

import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.ports.Prober;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
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

  /** Until when to wait after this pass; empty where it waits for nobody, or there is no time. */
  Optional<Instant> until(Report report, TimeBudget budget) {
    var now = clock.instant();
    var time = budget.patienceAt(now);
    boolean awaited =
        report.remarks().stream().anyMatch(remark -> remark.situation() == Situation.YOUNG);
    return awaited && time.isPositive() ? Optional.of(now.plus(time)) : Optional.empty();
  }

  /**
   * Asks those that were young, in one question; whether any of them answers or refuses by then.
   */
  boolean anyAnswers(Observation seen, Instant until) {
    var service = seen.service();
    var question =
        new Question(
            service.probe(),
            service.port(),
            service.within(),
            young(seen, Duration.between(clock.instant(), until)),
            Optional.empty());
    return prober.ask(question).verdicts().values().stream().anyMatch(Patience::isAnswer);
  }

  private static Map<Ipv4, Duration> young(Observation seen, Duration time) {
    var addresses = new TreeMap<Ipv4, Duration>();
    for (var task : seen.tasks().value().running()) {
      task.address()
          .filter(seen.service()::admits)
          .filter(address -> isYoung(task, seen))
          .filter(address -> mayStillStart(seen.answer().unweighed(address)))
          .ifPresent(address -> addresses.put(address, time));
    }
    return addresses;
  }

  private static boolean isYoung(Task task, Observation seen) {
    return task.runningFor(seen.at()).compareTo(seen.service().settings().youngFor()) < 0;
  }

  private static boolean mayStillStart(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Down _, Verdict.Silent _ -> true;
      case Verdict.Ok _, Verdict.Rejected _, Verdict.Unasked _ -> false;
    };
  }

  private static boolean isAnswer(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Ok _, Verdict.Rejected _ -> true;
      case Verdict.Down _, Verdict.Silent _, Verdict.Unasked _ -> false;
    };
  }
}
