package ai.hokus.remediation.observation;

import static java.util.stream.Collectors.toMap;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Answer;
import ai.hokus.remediation.model.Audience;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.EndpointSight;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.GuardedService.Consumer;
import ai.hokus.remediation.model.GuardedService.EndpointParameter;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Observation;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.ports.AlarmBoard;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.EndpointStore;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Sees what a decision about an endpoint takes. The parameter is read in each pass, beside the
 * rest; tasks are asked by their addresses, and the alarms, only where something is up.
 */
public final class EndpointObserver {
  private final EndpointStore store;
  private final AlarmBoard alarms;
  private final Consumers consumers;
  private final Prober prober;
  private final Parallel parallel;
  private final InstantSource clock;

  /** The clock only tells how much of a pass's time is left. */
  public EndpointObserver(
      EndpointStore store,
      AlarmBoard alarms,
      Consumers consumers,
      Prober prober,
      Parallel parallel,
      InstantSource clock) {
    this.store = store;
    this.alarms = alarms;
    this.consumers = consumers;
    this.prober = prober;
    this.parallel = parallel;
    this.clock = clock;
  }

  /** Begins to read the parameter, if there is an endpoint at all. */
  public Future<Reading<Optional<Parameter>>> begin(Optional<EndpointParameter> endpoint) {
    return endpoint
        .map(each -> parallel.begin(() -> read(each.parameter())))
        .orElseGet(
            () -> CompletableFuture.completedFuture(new Reading.Complete<>(Optional.empty())));
  }

  private Reading<Optional<Parameter>> read(String parameter) {
    try {
      return new Reading.Complete<>(store.read(parameter));
    } catch (Unavailable why) {
      return new Reading.Partial<>(Optional.empty(), String.valueOf(why.getMessage()));
    }
  }

  /**
   * Looks at the parameter and, where something is up, at all that it may be moved for.
   *
   * @param troubled whether the name does not work as it should
   */
  public EndpointSight look(
      Observation seen,
      EndpointParameter endpoint,
      boolean troubled,
      Future<Reading<Optional<Parameter>>> reading,
      TimeBudget budget) {
    Reading<Optional<Parameter>> parameter =
        inTime(reading, budget, Optional.empty(), "parameter " + endpoint.parameter());
    if (!isAnythingUp(seen, endpoint, troubled, parameter)) {
      return EndpointSight.of(parameter);
    }
    var service = seen.service();
    var board = parallel.begin(() -> alarms.alarms(service.alarms()));
    var byAddress = ask(question(seen, endpoint, parameter), budget);
    Reading<List<Alarm>> told = inTime(board, budget, List.of(), "the alarms of " + service.name());
    return new EndpointSight(parameter, byAddress, told);
  }

  /** Whether it takes more than the parameter to see that nothing is to be done. */
  private static boolean isAnythingUp(
      Observation seen,
      EndpointParameter endpoint,
      boolean troubled,
      Reading<Optional<Parameter>> parameter) {
    boolean known = parameter instanceof Reading.Complete<Optional<Parameter>>;
    boolean asConfigured =
        parameter.value().filter(now -> now.value().equals(endpoint.byName())).isPresent();
    return known
        && !seen.isAsleep()
        && (seen.look().dossier().fallback().isPresent()
            || seen.look().holds().inForce(Hold.Kind.FALLBACK, seen.at()).isPresent()
            || !asConfigured
            || troubled);
  }

  /** Running tasks, who the endpoint is pinned to, and the address that somebody wrote into it. */
  private static Question question(
      Observation seen, EndpointParameter endpoint, Reading<Optional<Parameter>> parameter) {
    var service = seen.service();
    var addresses =
        Stream.of(
                seen.tasks().value().running().stream()
                    .map(Task::address)
                    .flatMap(Optional::stream),
                seen.look().dossier().pinned().map(Fallback.Position.Pinned::address).stream(),
                parameter.value().flatMap(now -> now.endpoint().address()).stream())
            .flatMap(each -> each)
            .filter(service::admits)
            .distinct()
            .collect(toMap(each -> each, _ -> Duration.ZERO));
    return new Question(
        service.probe().byAddress(new EndpointValue(endpoint.byName()), service.port()),
        service.port(),
        service.within(),
        addresses,
        Optional.empty());
  }

  /**
   * Earlier versions of the parameter, without those that its history no longer has.
   *
   * @param now as it was read in this pass
   */
  public Reading<List<Parameter>> earlier(Parameter now, Set<Long> versions, TimeBudget budget) {
    return inTime(
        parallel.begin(() -> earlier(now, versions)),
        budget,
        List.of(),
        "the history of " + now.name());
  }

  private Reading<List<Parameter>> earlier(Parameter now, Set<Long> versions) {
    try {
      return new Reading.Complete<>(
          versions.stream()
              .sorted()
              .flatMap(version ->
                  store
                      .valueOf(now.name(), version)
                      .map(value -> new Parameter(now.name(), now.type(), value, version))
                      .stream())
              .toList());
    } catch (Unavailable why) {
      return new Reading.Partial<>(List.of(), String.valueOf(why.getMessage()));
    }
  }

  /** Those that hold what they read at their start: while the endpoint was written, they matter. */
  public List<Consumer> consumers(GuardedService service, Dossier dossier) {
    boolean written = dossier.incident().flatMap(incident -> incident.fallback()).isPresent();
    return written
        ? service.consumers().stream()
            .filter(consumer -> consumer.reads() == Consumer.Reads.ENV_AT_START)
            .toList()
        : List.of();
  }

  /** Who listens to a consumer's endpoint now. */
  public Reading<Optional<Audience>> audience(Consumer consumer, TimeBudget budget) {
    return inTime(
        parallel.begin(() -> consumers.look(consumer.ecsService())),
        budget,
        Optional.empty(),
        "the tasks of " + consumer.ecsService());
  }

  private Answer ask(Question question, TimeBudget budget) {
    return budget.allowsAQuestion(clock.instant())
        ? prober.ask(question)
        : Answer.unasked(question, "no time was left to ask");
  }

  private <T> Reading<T> inTime(
      Future<Reading<T>> reading, TimeBudget budget, T unread, String what) {
    return Parallel.await(reading, budget.toRead(clock.instant()))
        .orElseGet(() -> new Reading.Partial<>(unread, what + " did not come in time"));
  }
}
