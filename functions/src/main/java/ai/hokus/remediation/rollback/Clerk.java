package ai.hokus.remediation.rollback;

import ai.hokus.remediation.config.ConfigurationMistakes;
import ai.hokus.remediation.config.ConfigurationReader;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.ports.ConfigurationSource;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Sleeper;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.rollback.Reply.Ending;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Writes down what a person asked for, and waits until no pass runs that has not read it.
 *
 * <p>For a single service that is done before anything else is asked: the configuration only says
 * afterwards whether a service of that name is guarded. To know every service takes the
 * configuration first.
 */
public final class Clerk {
  /** Most passes end sooner; and 30 s must hold the rest. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  /** Soon enough for a person, and seldom enough for hundreds of services. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  /** Kept back from the invocation's time for the answer. */
  private static final Duration TO_ANSWER = Duration.ofSeconds(1);

  private final Ledger ledger;
  private final ConfigurationSource source;
  private final Parallel parallel;
  private final InstantSource clock;
  private final Sleeper sleeper;

  public Clerk(
      Ledger ledger,
      ConfigurationSource source,
      Parallel parallel,
      InstantSource clock,
      Sleeper sleeper) {
    this.ledger = ledger;
    this.source = source;
    this.parallel = parallel;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * Writes a pause, and waits for passes that run.
   *
   * @param remaining time until the invocation ends
   */
  public Reply pause(Request.Pause asked, Duration remaining) {
    var begun = clock.instant();
    // People read it, and nobody means a part of a second.
    var until = asked.lasting().map(begun.truncatedTo(ChronoUnit.SECONDS)::plus);
    var hold = new Hold(Hold.Kind.PAUSE, until, asked.why());
    // A look that hangs still becomes an answer.
    var lookable = remaining.minus(TimeBudget.ONE_CALL).minus(TO_ANSWER);
    var wait = lookable.compareTo(LONGEST_WAIT) < 0 ? lookable : LONGEST_WAIT;
    return reply(asked.service(), service -> pause(service, hold), begun.plus(wait));
  }

  /** Takes holds away. Nobody is waited for: a pass that does not know of it writes less. */
  public Reply resume(Request.Resume asked) {
    return reply(asked.service(), this::resume, clock.instant());
  }

  private Reply reply(Optional<String> service, Function<String, Standing> write, Instant latest) {
    return service.map(name -> one(name, write, latest)).orElseGet(() -> every(write, latest));
  }

  private Reply one(String name, Function<String, Standing> write, Instant latest) {
    var written = List.of(write.apply(name));
    try {
      var guarded = guarded();
      return guarded.contains(name)
          ? reply(await(written, latest), Ending.DONE)
          : reply(
              written,
              Ending.NEVER_AGAIN,
              "no guarded service is called %s, though the ledger now knows the name; guarded: %s"
                  .formatted(name, String.join(", ", guarded)));
    } catch (Unavailable | ConfigurationMistakes why) {
      return reply(
          await(written, latest),
          Ending.DONE,
          "whether a guarded service is called %s could not be read: %s"
              .formatted(name, Text.brief(String.valueOf(why.getMessage()))));
    }
  }

  private Reply every(Function<String, Standing> write, Instant latest) {
    try {
      var written =
          parallel.all(
              guarded().stream().<Callable<Standing>>map(name -> () -> write.apply(name)).toList());
      return reply(await(written, latest), Ending.DONE);
    } catch (Unavailable | ConfigurationMistakes why) {
      return reply(
          List.of(),
          Ending.COME_AGAIN,
          "nothing was written, as which services are guarded could not be read (a single one can"
              + " be named all the same): "
              + Text.brief(String.valueOf(why.getMessage())));
    }
  }

  private static Reply reply(List<Standing> standings, Ending otherwise, String... says) {
    boolean unknown = standings.stream().anyMatch(Standing.Unknown.class::isInstance);
    return new Reply(unknown ? Ending.COME_AGAIN : otherwise, standings, List.of(says));
  }

  private Standing pause(String service, Hold hold) {
    try {
      return ledger
          .hold(service, hold)
          .<Standing>map(notice -> new Standing.Accepted(service, hold, notice))
          .orElseGet(() -> new Standing.InForce(service, hold));
    } catch (Unavailable why) {
      return new Standing.Unknown(service, String.valueOf(why.getMessage()));
    }
  }

  private Standing resume(String service) {
    try {
      return new Standing.Resumed(service, ledger.resume(service));
    } catch (Unavailable why) {
      return new Standing.Unknown(service, String.valueOf(why.getMessage()));
    }
  }

  /** Looks again and again at those that are only accepted, until none is left or it is late. */
  private List<Standing> await(List<Standing> written, Instant latest) {
    var standings = written;
    while (standings.stream().anyMatch(Standing.Accepted.class::isInstance)
        && clock.instant().isBefore(latest)
        && sleep()) {
      standings =
          parallel.all(
              standings.stream().<Callable<Standing>>map(each -> () -> look(each)).toList());
    }
    return standings;
  }

  private Standing look(Standing standing) {
    try {
      return standing instanceof Standing.Accepted(var service, var hold, var notice)
              && ledger.hasReached(notice)
          ? new Standing.InForce(service, hold)
          : standing;
    } catch (Unavailable notSeen) {
      // Written it is; the next look may tell more.
      return standing;
    }
  }

  /** Whether this thread may go on. */
  private boolean sleep() {
    try {
      sleeper.sleep(BETWEEN_LOOKS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private List<String> guarded() {
    return ConfigurationReader.read(source.documents()).services().stream()
        .map(GuardedService::name)
        .toList();
  }
}
