package ai.hokus.remediation;

import ai.hokus.remediation.config.ConfigurationMistakes;
import ai.hokus.remediation.execution.LeftToAnother;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.incidents.Undoing;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Incident.Moment;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Sleeper;
import ai.hokus.remediation.ports.Unavailable;
import ai.hokus.remediation.rollback.Archive;
import ai.hokus.remediation.rollback.Archive.Found;
import ai.hokus.remediation.rollback.Call;
import ai.hokus.remediation.rollback.Clerk;
import ai.hokus.remediation.rollback.Drafts;
import ai.hokus.remediation.rollback.Drafts.Draft;
import ai.hokus.remediation.rollback.Reply;
import ai.hokus.remediation.rollback.Reply.Ending;
import ai.hokus.remediation.rollback.Request;
import ai.hokus.remediation.rollback.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What becomes of a person's request. It is written down first, for every later pass; then this
 * invocation makes the next one itself, as any other does.
 *
 * <pre>
 * asked for                        | written      | pass
 * ---------------------------------+--------------+------------------------------------------
 * pause                            | a hold       | none: it would write nothing
 * restore, fallback, release, undo | a hold       | one, once no other runs
 * a release that is refused        | a hold that  | the same, which refuses it
 *                                  | is over then |
 * resume one service               | holds away   | the same
 * resume every service             | holds away   | the next sweep's
 * an incident that nobody knows,   | nothing      | none
 * did nothing, or is undone        |              |
 * the same as a dry run; status    | nothing      | one that does nothing, without the lease
 * </pre>
 */
public final class ByHand {
  private static final String LEFT =
      "another pass is at work on the service: it does this when it looks again, or the next one,"
          + " within a minute";

  private final Clerk clerk;
  private final Drafts drafts;
  private final Archive archive;
  private final Rounds rounds;
  private final Ledger ledger;
  private final InstantSource clock;
  private final Sleeper sleeper;

  public ByHand(
      Clerk clerk,
      Drafts drafts,
      Rounds rounds,
      Ledger ledger,
      InstantSource clock,
      Sleeper sleeper) {
    this.clerk = clerk;
    this.drafts = drafts;
    this.archive = new Archive(ledger);
    this.rounds = rounds;
    this.ledger = ledger;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * What a request came to.
   *
   * @param round the passes that were made for it; may be none
   */
  public record Handled(Reply reply, Round round) {
    /** One for which no pass was made. */
    public static Handled of(Reply reply) {
      return new Handled(reply, Round.of(List.of()));
    }

    private Handled saying(List<String> lines) {
      return new Handled(reply.saying(lines), round);
    }

    private Handled standing(Standing instead) {
      return new Handled(new Reply(reply.ending(), List.of(instead), reply.says()), round);
    }
  }

  /** Has it done. */
  public Handled handle(Request.Order order, Call call) {
    var ends = clock.instant().plus(call.remaining());
    return switch (order) {
      case Request.Pause pause -> Handled.of(clerk.pause(pause, call));
      case Request.Ask ask -> refusing(ask, after(clerk.ask(ask, call), ask.service(), ends));
      case Request.Resume resume -> after(clerk.resume(resume), resume.service(), ends);
      case Request.Undo undo -> undo(undo, call, ends);
    };
  }

  /** Says what would be done. */
  public Handled onPaper(Request.Order order, Call call) {
    var now = clock.instant();
    return switch (order) {
      case Request.Pause pause -> onPaper(pause, drafts.draft(pause, call.request(), now), call);
      case Request.Ask ask -> onPaper(ask, drafts.draft(ask, call.request(), now), call);
      case Request.Resume resume -> onPaper(resume, drafts.draft(resume), call);
      case Request.Undo undo ->
          found(undo, todo -> onPaper(undo, drafts.draft(undo, todo, call.request(), now), call));
    };
  }

  /** Says what is true now, and what would be done. */
  public Handled status(Request.Status asked, Call call) {
    return looking(
        asked.service(),
        new OnPaper("status: said, not done", file -> file),
        Standing.LookedAt::new,
        call);
  }

  private Handled onPaper(Request.Order order, Draft draft, Call call) {
    return looking(
        order.service(),
        new OnPaper("dry run: said, not done", draft.holding()),
        service -> new Standing.OnPaper(service, draft.inWords()),
        call);
  }

  private Handled looking(
      Optional<String> service, OnPaper asked, Function<String, Standing> standing, Call call) {
    try {
      var round = rounds.onPaper(service, asked, call.remaining());
      return service.isPresent() && round.visits().isEmpty() && round.carriedOver().isEmpty()
          ? Handled.of(clerk.notGuarded(service.get()))
          : new Handled(
              new Reply(
                  round.isGood() ? Ending.DONE : Ending.COME_AGAIN,
                  List.of(standing.apply(service.orElse(Standing.EVERY))),
                  List.of()),
              round);
    } catch (Unavailable | ConfigurationMistakes why) {
      return Handled.of(
          new Reply(
              Ending.COME_AGAIN,
              List.of(),
              List.of("which services are guarded could not be read: " + inWords(why))));
    }
  }

  /** What was refused does not stand for later passes either: nobody else would register then. */
  private Handled refusing(Request.Ask asked, Handled handled) {
    if (asked.kind() != Hold.Kind.RELEASE || asked.force() || !isRefused(handled.round())) {
      return handled;
    }
    try {
      var over = Optional.of(clock.instant());
      ledger.hold(asked.about(), new Hold(Hold.Kind.RELEASE, over, "refused"));
      return handled.standing(new Standing.Refused(asked.about()));
    } catch (Unavailable why) {
      return handled.saying(
          List.of(
              "refused, and yet nothing is registered until somebody resumes: " + inWords(why)));
    }
  }

  private static boolean isRefused(Round round) {
    return reports(round)
        .anyMatch(report ->
            report.says().stream().anyMatch(remark -> remark.situation() == Situation.RELEASED));
  }

  private static Stream<Report> reports(Round round) {
    return round.visits().stream()
        .map(Visit::last)
        .filter(Report.class::isInstance)
        .map(Report.class::cast);
  }

  private Handled undo(Request.Undo asked, Call call, Instant ends) {
    return found(
        asked,
        todo -> {
          var handled = after(clerk.undo(asked, todo, call), asked.service(), ends);
          return reports(handled.round())
              .findFirst()
              .map(report -> undone(handled, report, todo.incident(), asked))
              .orElse(handled);
        });
  }

  private Handled found(Request.Undo asked, Function<Found.Undoable, Handled> undoing) {
    try {
      return switch (archive.find(asked, clock.instant())) {
        case Found.Undoable todo -> undoing.apply(todo);
        case Found.Already(var incident, var at) ->
            Handled.of(Reply.of(new Standing.AlreadyUndone(asked.about(), incident.id(), at)));
        case Found.Idle(var incident) ->
            Handled.of(Reply.of(new Standing.NothingToUndo(asked.about(), incident.id())));
        case Found.Unknown(var known) -> Handled.of(unknown(asked, known));
      };
    } catch (Unavailable why) {
      return Handled.of(
          new Reply(
              Ending.COME_AGAIN,
              List.of(new Standing.Unknown(asked.about(), inWords(why))),
              List.of()));
    }
  }

  private static Reply unknown(Request.Undo asked, List<String> known) {
    return new Reply(
        Ending.NEVER_AGAIN,
        List.of(),
        List.of(
            "no incident %s of %s is on file, and nothing was written; known: %s"
                .formatted(
                    asked.incident(),
                    asked.about(),
                    known.isEmpty() ? "none" : String.join(", ", known))));
  }

  /** One that is closed is no pass's to write. */
  private Handled undone(Handled handled, Report report, Incident incident, Request.Undo asked) {
    var undoing = new Undoing(report, incident);
    var says = new ArrayList<>(undoing.left());
    if (!incident.isOpen() && undoing.isDone()) {
      var at = report.seen().at();
      var by = Optional.of(asked.word().by()).filter(name -> !name.isEmpty());
      try {
        ledger.amend(incident.noting(new Moment(at, "undone", by)).undo(at));
      } catch (Unavailable why) {
        says.add("that it is undone could not be written down: " + inWords(why));
      }
    }
    return handled.saying(says);
  }

  /** The pass after what was written, where it is about one service and stands there for sure. */
  private Handled after(Reply reply, Optional<String> service, Instant ends) {
    if (service.isEmpty() || reply.ending() != Ending.DONE) {
      return Handled.of(reply);
    }
    if (reply.standings().stream().anyMatch(Standing.Accepted.class::isInstance)) {
      return Handled.of(reply.saying(List.of(LEFT)));
    }
    try {
      var round = visit(service.get(), ends);
      return new Handled(round.isGood() ? reply : reply.ending(Ending.COME_AGAIN), round)
          .saying(isLeft(round) ? List.of(LEFT) : List.of());
    } catch (Unavailable | ConfigurationMistakes why) {
      return Handled.of(
          reply.saying(List.of("no pass was made, and the next sweep makes one: " + inWords(why))));
    }
  }

  /** Who is at it looks again after each ring, so nobody rings while he is. */
  private Round visit(String service, Instant ends) {
    var pauses = new Pauses(clock, sleeper, TimeBudget.until(ends, Duration.ZERO).lastPass());
    var round = rounds.call(service, left(ends));
    while (isLeft(round) && pauses.isTimeLeft()) {
      pauses.pause();
      if (ledger.onFile(service).heldUntil().isEmpty()) {
        round = rounds.call(service, left(ends));
      }
    }
    return round;
  }

  private Duration left(Instant ends) {
    return Duration.between(clock.instant(), ends);
  }

  private static boolean isLeft(Round round) {
    return round.visits().stream().anyMatch(visit -> visit.last() instanceof LeftToAnother);
  }

  private static String inWords(RuntimeException why) {
    return Text.brief(String.valueOf(why.getMessage()));
  }
}
