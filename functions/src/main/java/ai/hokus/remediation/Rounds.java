package ai.hokus.remediation;

import ai.hokus.remediation.config.Configuration;
import ai.hokus.remediation.config.ConfigurationMistakes;
import ai.hokus.remediation.config.LastReading;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.ports.ConfigurationSource;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Which guarded services a trigger makes us look at, and how much time each look may take. */
public final class Rounds {
  /**
   * As long as a young task may be asked again: most start in less, and 30 s must hold the rest.
   */
  private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(20);

  /** Half of what Lambda gives a restored environment to get ready, and no event waits longer. */
  private static final Duration TO_LEARN = Duration.ofSeconds(5);

  private final ConfigurationSource source;
  private final LastReading lastReading;
  private final Visits visits;
  private final Circuit circuit;
  private final Sweeper sweeper;
  private final Retired retired;
  private final Parallel parallel;
  private final InstantSource clock;

  /** As read last, however long ago: enough to leave alone what it does not guard. */
  private volatile Optional<Configuration> known = Optional.empty();

  public Rounds(
      ConfigurationSource source,
      LastReading lastReading,
      Visits visits,
      Circuit circuit,
      Sweeper sweeper,
      Retired retired,
      Parallel parallel,
      InstantSource clock) {
    this.source = source;
    this.lastReading = lastReading;
    this.visits = visits;
    this.circuit = circuit;
    this.sweeper = sweeper;
    this.retired = retired;
    this.parallel = parallel;
    this.clock = clock;
  }

  /**
   * Reads the configuration before the first event, so that one about a service that nobody guards
   * costs no call, and what no visit should have to wait for. What the configuration was before, in
   * a snapshot months ago perhaps, is forgotten. What cannot be read now, the first event that
   * needs it says.
   */
  public void learn() {
    known = Optional.empty();
    var reading =
        parallel.begin(
            () -> parallel.all(List.<Callable<Object>>of(visits::learn, this::configuration)));
    try {
      Parallel.await(reading, TO_LEARN);
    } catch (Unavailable | ConfigurationMistakes saidByTheFirstEvent) {
      // Nothing is known then, so that each event reads for itself.
    }
  }

  /**
   * An event said that something changed about an ECS service. Where the configuration read last,
   * of whatever age, does not guard it, nothing is read: a newly guarded service is the sweep's to
   * find.
   *
   * @param remaining time until the invocation ends
   * @return the visit to the guarded service behind it; none where none is guarded
   */
  public Round ring(String ecsService, Duration remaining) {
    if (known.filter(last -> last.find(ecsService).isEmpty()).isPresent()) {
      return Round.of(List.of());
    }
    var budget = budget(remaining, LONGEST_PATIENCE);
    return Round.of(
        configuration().find(ecsService).stream()
            .map(service -> visits.to(service, budget))
            .toList());
  }

  /**
   * An alarm changed. Where the configuration read last links it to nothing, nothing is read.
   *
   * @param remaining time until the invocation ends
   * @return the visits to the guarded services whose consumers it speaks for, as far as there is
   *     time; none where none is linked to it
   */
  public Round ringByAlarm(String alarm, Duration remaining) {
    if (known.filter(last -> last.linkedTo(alarm).isEmpty()).isPresent()) {
      return Round.of(List.of());
    }
    var budget = budget(remaining, LONGEST_PATIENCE);
    return circuit.apart(
        configuration().linkedTo(alarm), service -> visits.to(service, budget), budget);
  }

  /**
   * Every guarded service, as far as there is time; each is asked once: the next is a minute away.
   */
  public Round sweep(Duration remaining) {
    var budget = budget(remaining, Duration.ZERO);
    return sweeper.sweep(configuration().services(), budget);
  }

  /**
   * A person asked for something about one service: it is visited at once. It is asked once, as the
   * person waits.
   *
   * @param service its short name
   * @return no visit where none is guarded by that name, nor anything of ours stands for one
   */
  public Round call(String service, Duration remaining) {
    var budget = budget(remaining, Duration.ZERO);
    return Round.of(
        named(Optional.of(service)).stream().map(each -> visits.to(each, budget)).toList());
  }

  /**
   * What would be done, and nothing is.
   *
   * @param service short name; empty: every guarded service, as far as there is time
   */
  public Round onPaper(Optional<String> service, OnPaper asked, Duration remaining) {
    var budget = budget(remaining, Duration.ZERO);
    return circuit.apart(named(service), each -> visits.onPaper(each, asked, budget), budget);
  }

  private List<GuardedService> named(Optional<String> service) {
    var configured = configuration().services();
    return service.map(name -> called(name, configured)).orElse(configured);
  }

  private List<GuardedService> called(String name, List<GuardedService> configured) {
    return configured.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .or(() -> retired.called(name))
        .stream()
        .toList();
  }

  /** The first few guarded services as a sweep sees them, and nothing is written. */
  public Round observe(Duration remaining) {
    var budget = budget(remaining, Duration.ZERO);
    return circuit.rehearse(
        configuration().services(), service -> visits.onlyLooking(service, budget));
  }

  /** Begins now, before the configuration is read: that takes its time too. */
  private TimeBudget budget(Duration remaining, Duration patience) {
    return TimeBudget.until(clock.instant().plus(remaining), patience);
  }

  private Configuration configuration() {
    var read = lastReading.of(source.documents());
    known = Optional.of(read);
    return read;
  }
}
