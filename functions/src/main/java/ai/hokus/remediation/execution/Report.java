package ai.hokus.remediation.execution;

import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Mandate;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Stop;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.NameVerdict;
import ai.hokus.remediation.plan.Remark;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one pass over one guarded service saw, did and says. Everything that tells people about a
 * pass (response, log, metrics, later chat) is made from this.
 *
 * @param mandate how far it could go
 * @param name whether the name works, as it was at the end of the pass
 * @param endpoint what was seen and done about where consumers are told to find the service
 */
public record Report(
    Mandate mandate,
    Observation seen,
    List<Remark> remarks,
    Execution execution,
    NameVerdict name,
    EndpointReport endpoint)
    implements Pass {
  public Report {
    remarks = List.copyOf(remarks);
  }

  /** What became of every action: of those on Cloud Map, then of those on the endpoint. */
  public List<Outcome> outcomes() {
    return Stream.concat(execution.outcomes().stream(), endpoint.outcomes().stream()).toList();
  }

  public List<Outcome.Done> done() {
    return of(Outcome.Done.class);
  }

  public List<Outcome.Held> held() {
    return of(Outcome.Held.class);
  }

  public List<Outcome.Failed> failed() {
    return of(Outcome.Failed.class);
  }

  /**
   * Writes that were tried and did not come through. What failed so lately that it was not tried
   * again is not among them.
   */
  public List<Outcome.Failed> failedWrites() {
    return failed().stream()
        .filter(
            failed -> hasSent(failed.action()) || !Attempt.isTooSoon(seen.look(), failed.action()))
        .toList();
  }

  /** Or heard of what an earlier pass sent. */
  private boolean hasSent(Action action) {
    return action instanceof Action.Register register
        && execution.unproven().containsKey(register.registration().task());
  }

  /**
   * Whom this pass registered, or an earlier one whose operation is under way; also where nobody
   * heard whether it succeeded: Cloud Map may have it all the same. Not where only another's
   * operation is under way.
   */
  public List<TaskId> registered() {
    var tried =
        Stream.concat(done().stream(), failedWrites().stream())
            .map(Outcome::action)
            .filter(Action.Register.class::isInstance)
            .map(action -> ((Action.Register) action).registration().task());
    var sent =
        execution.unproven().entrySet().stream()
            .filter(each -> each.getValue().isOurs())
            .map(Map.Entry::getKey);
    var underway = seen.memory().unproven().keySet().stream().filter(this::isUnderway);
    return Stream.of(tried, sent, underway).flatMap(each -> each).distinct().sorted().toList();
  }

  /** Whether its registration, which an earlier pass sent, may still come through. */
  public boolean isUnderway(TaskId task) {
    return Optional.ofNullable(seen.memory().unproven().get(task))
        .filter(sent -> sent.isOurs() && sent.isUnderway(seen.at()))
        .isPresent();
  }

  /** All that people should know: about the registrations first, then about the endpoint. */
  public List<Remark> says() {
    return Stream.concat(remarks.stream(), endpoint.says().stream()).toList();
  }

  @Override
  public GuardedService service() {
    return seen.service();
  }

  @Override
  public List<String> unfinished() {
    return Stream.of(
            seen.unread().stream(),
            endpoint.unread().stream(),
            failed().stream().map(Outcome::inWords))
        .flatMap(each -> each)
        .toList();
  }

  /** What the next pass has to know of this one. */
  public Memory memory() {
    return Recollection.of(seen, execution).keeping(endpoint.vigil());
  }

  /**
   * From the pass's beginning to Cloud Map's word that the last registration holds, or from that of
   * the earlier pass that sent one whose end was heard now; empty where nothing was registered.
   * Never negative, whatever the two clocks say.
   */
  public Optional<Duration> timeToRegister() {
    return execution
        .registered()
        .map(at -> Duration.between(firstSent(), at))
        .map(took -> took.isNegative() ? Duration.ZERO : took);
  }

  /** Of what this pass saw end: an earlier one may have begun it. */
  private Instant firstSent() {
    return done().stream()
        .flatMap(done -> Attempt.sent(seen.look(), done.action()).stream())
        .filter(sent -> sent.isOurs() && sent.isUnderway(seen.at()))
        .map(Memory.Sent::at)
        .min(Comparator.naturalOrder())
        .orElse(seen.at());
  }

  /**
   * What the pass saw, in one line: {@code 1 of 2 tasks running, 2 instances (1 foreign, 1 ours)}.
   */
  public String sawInWords() {
    long running = seen.tasks().value().known().stream().filter(Task::isRunning).count();
    var tasks =
        seen.ecs()
            .value()
            .map(ecs -> running + " of " + counted(ecs.desiredCount(), "task"))
            .orElseGet(() -> counted(running, "task"));
    return tasks + " running, " + instances(seen.instances());
  }

  /** Whether the ledger told what people asked for; where it did not, each sweep tries again. */
  public boolean isLed() {
    return mandate.stop().filter(Stop.LedgerUnread.class::isInstance).isEmpty();
  }

  private static String instances(List<Instance> instances) {
    var whose =
        instances.stream()
            .collect(Collectors.groupingBy(Instance::whose, TreeMap::new, Collectors.counting()));
    var parts =
        whose.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    return counted(instances.size(), "instance") + (parts.isEmpty() ? "" : " (" + parts + ")");
  }

  private static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private <T extends Outcome> List<T> of(Class<T> kind) {
    return outcomes().stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
