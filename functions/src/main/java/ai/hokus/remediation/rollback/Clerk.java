package ai.hokus.remediation.rollback;

import ai.hokus.remediation.config.ConfigurationMistakes;
import ai.hokus.remediation.config.ConfigurationReader;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Notice;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.ports.ConfigurationSource;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Parallel;
import ai.hokus.remediation.ports.Sleeper;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.rollback.Archive.Found.Undoable;
import ai.hokus.remediation.rollback.Reply.Ending;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes down what a person asked for, and waits until no pass runs that has not read it.
 *
 * <p>It is written before it is known whether a service of that name is guarded, or which services
 * there are to wait for: the configuration says so afterwards. Before, it says only how long what
 * was asked for without an end is to last, and where it cannot be read that is as usual.
 */
public final class Clerk {
  /** Most passes end sooner; and 30 s must hold the rest. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  /** Soon enough for a person, and seldom enough for hundreds of services. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  /** A sweep lives for a minute, and its leases for five seconds longer. */
  private static final Duration LONGEST_PASS = Duration.ofSeconds(65);

  /** Kept back from the invocation's time for the answer. */
  private static final Duration TO_ANSWER = Duration.ofSeconds(1);

  private final Ledger ledger;
  private final ConfigurationSource source;
  private final Drafts drafts;
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
    this.drafts = new Drafts(source);
    this.parallel = parallel;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /** Writes a pause, and waits for passes that run. */
  public Reply pause(Request.Pause asked, Call call) {
    var begun = clock.instant();
    var hold = Drafts.of(asked, call.request(), begun);
    var latest = begun.plus(waiting(call.remaining()));
    return asked
        .service()
        .map(name -> one(name, service -> hold(service, hold), latest))
        .orElseGet(() -> pauseEvery(hold, latest));
  }

  /** Writes down what the passes are to do from now on, and waits for one that runs. */
  public Reply ask(Request.Ask asked, Call call) {
    var begun = clock.instant();
    var hold = drafts.of(asked, call.request(), begun);
    return one(
        asked.about(), service -> hold(service, hold), begun.plus(waiting(call.remaining())));
  }

  /** The same for an incident that can be undone. */
  public Reply undo(Request.Undo asked, Undoable found, Call call) {
    var begun = clock.instant();
    return one(
        asked.about(),
        service -> undo(service, asked, found, call.request(), begun),
        begun.plus(waiting(call.remaining())));
  }

  /** Others may have something undone at the same moment: all of it is. */
  private Standing undo(
      String service, Request.Undo asked, Undoable found, String request, Instant now) {
    return standing(
        service,
        () -> {
          var held =
              ledger.holdBeside(
                  service,
                  Hold.Kind.UNDO,
                  others -> Drafts.of(asked, found.incident(), others, request, now));
          return told(service, held.hold(), held.notice());
        });
  }

  /** Where nothing was written, as no guarded service has that name. */
  public Reply notGuarded(String name) {
    return new Reply(
        Ending.NEVER_AGAIN,
        List.of(),
        List.of(
            "no guarded service is called %s; guarded: %s"
                .formatted(name, String.join(", ", guarded()))));
  }

  /** A look that hangs still becomes an answer. */
  private static Duration waiting(Duration remaining) {
    var lookable = remaining.minus(TimeBudget.ONE_CALL).minus(TO_ANSWER);
    return lookable.compareTo(LONGEST_WAIT) < 0 ? lookable : LONGEST_WAIT;
  }

  /** Takes holds away. Nobody is waited for: a pass that does not know of it writes less. */
  public Reply resume(Request.Resume asked) {
    var now = clock.instant();
    return asked
        .service()
        .map(name -> one(name, this::resume, now))
        .orElseGet(() -> resumeEvery(now));
  }

  private Reply one(String name, Function<String, Standing> write, Instant latest) {
    var written = List.of(write.apply(name));
    try {
      var guarded = guarded();
      return guarded.contains(name) || isRetired(name)
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

  private Reply pauseEvery(Hold hold, Instant latest) {
    var written =
        standing(
            Standing.EVERY,
            () -> {
              ledger.holdEvery(hold);
              return new Standing.Everywhere(hold, clock.instant().plus(LONGEST_PASS));
            });
    return every(
        written,
        service -> told(service, hold, () -> ledger.ring(service)),
        latest,
        Ending.DONE,
        "no pass was waited for, as which services are guarded could not be read: ");
  }

  private Reply resumeEvery(Instant latest) {
    var written =
        standing(Standing.EVERY, () -> new Standing.Resumed(Standing.EVERY, ledger.resumeEvery()));
    return every(
        written,
        this::resume,
        latest,
        Ending.COME_AGAIN,
        "what is paused by its name stays so, as which services are guarded could not be read: ");
  }

  /**
   * How it stands with every service that is guarded now.
   *
   * @param written what was written about every one before
   * @param unread what follows where it cannot be known which they are
   * @param says the same in words, before the reason
   */
  private Reply every(
      Standing written,
      Function<String, Standing> write,
      Instant latest,
      Ending unread,
      String says) {
    try {
      var calls = guarded().stream().<Callable<Standing>>map(name -> () -> write.apply(name));
      var standings = new ArrayList<>(List.of(written));
      standings.addAll(parallel.all(calls.toList()));
      return reply(await(standings, latest), Ending.DONE);
    } catch (Unavailable | ConfigurationMistakes why) {
      return reply(List.of(written), unread, says + Text.brief(String.valueOf(why.getMessage())));
    }
  }

  private static Reply reply(List<Standing> standings, Ending otherwise, String... says) {
    boolean unknown = standings.stream().anyMatch(Standing.Unknown.class::isInstance);
    return new Reply(unknown ? Ending.COME_AGAIN : otherwise, standings, List.of(says));
  }

  private Standing hold(String service, Hold hold) {
    return told(service, hold, () -> ledger.hold(service, hold));
  }

  private static Standing told(String service, Hold hold, Supplier<Optional<Notice>> ring) {
    return standing(service, () -> told(service, hold, ring.get()));
  }

  private static Standing told(String service, Hold hold, Optional<Notice> unreached) {
    return unreached
        .<Standing>map(notice -> new Standing.Accepted(service, hold, notice))
        .orElseGet(() -> new Standing.InForce(service, hold));
  }

  private Standing resume(String service) {
    return standing(
        service,
        () -> {
          var resumed = new Standing.Resumed(service, ledger.resume(service));
          return ledger
              .holdsOnEvery()
              .inForce(Hold.Kind.PAUSE, clock.instant())
              .<Standing>map(hold -> new Standing.StillHeld(resumed, hold))
              .orElse(resumed);
        });
  }

  private static Standing standing(String service, Supplier<Standing> call) {
    try {
      return call.get();
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

  /** Whether it is configured no more, and something of ours still stands for it. */
  private boolean isRetired(String name) {
    return ledger.onFile(name).dossier().estate().isPresent();
  }

  private List<String> guarded() {
    return services().stream().map(GuardedService::name).toList();
  }

  private List<GuardedService> services() {
    return ConfigurationReader.read(source.documents()).services();
  }
}
