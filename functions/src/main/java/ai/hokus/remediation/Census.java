package ai.hokus.remediation;

import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.plan.NameVerdict;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many names look broken in one sweep. More than a third of the guarded services at once, and
 * at least three: that may be our view, and not their names. Then no endpoint leaves its name
 * unless an alarm calls, which sees with other eyes than ours.
 *
 * <pre>
 * a pass of            | by what it knows of the others
 * ---------------------+---------------------------------------------------------------------
 * this sweep's visits  | nobody is counted yet: as if there were many, but where a trouble is
 *                      | so old that a sweep before this one has counted it
 * this sweep's second  | the count
 * visits, where that   |
 * was all that stood   |
 * against a fallback   |
 * an event, a person   | the last sweep's count, a hold on every service that lasts for four
 *                      | minutes; it is written as soon as there are many
 * </pre>
 */
final class Census {
  /**
   * Four sweeps: one may be killed, its leases keep the next from looking at all, and the one after
   * that may come late.
   */
  private static final Duration LASTS = Duration.ofMinutes(4);

  private static final int FEWEST = 3;

  private static final Hold NOT_COUNTED =
      new Hold(Hold.Kind.DOUBT, Optional.empty(), "this sweep has not looked at every service yet");

  private final Ledger ledger;
  private final InstantSource clock;
  private final int guarded;
  private final AtomicInteger looked = new AtomicInteger();
  private final AtomicInteger broken = new AtomicInteger();
  private final AtomicBoolean written = new AtomicBoolean();
  private final Queue<String> unwritten = new ConcurrentLinkedQueue<>();

  /**
   * One that begins.
   *
   * @param guarded how many services are guarded
   */
  Census(Ledger ledger, InstantSource clock, int guarded) {
    this.ledger = ledger;
    this.clock = clock;
    this.guarded = guarded;
  }

  /** What a pass may go by before everybody was counted. */
  Look before(Look look) {
    var troubled = look.memory().vigil().troubledSince();
    boolean wasCounted =
        troubled.filter(since -> !since.plus(LASTS).isAfter(look.at())).isPresent();
    boolean isDoubted = look.holds().inForce(Hold.Kind.DOUBT, look.at()).isPresent();
    return wasCounted || isDoubted ? look : look.holding(NOT_COUNTED);
  }

  Visit count(Visit visit) {
    if (visit.last() instanceof Report report) {
      looked.incrementAndGet();
      if (isBroken(report) && isMany(broken.incrementAndGet(), guarded)) {
        write();
      }
    }
    return visit;
  }

  /**
   * All were visited for whom there was time: it is one third of those.
   *
   * @return what is to be said of it, one line each
   */
  List<String> end() {
    if (isMany(broken.get(), looked.get())) {
      write();
    }
    var says = new ArrayList<>(unwritten);
    if (isDoubtful()) {
      says.addFirst(
          "%d of %d guarded services look broken at once, so our view may be wrong: no endpoint"
                  .formatted(broken.get(), looked.get())
              + " leaves its name unless an alarm calls");
    }
    return List.copyOf(says);
  }

  /** Whether so many look broken that our view may be wrong. */
  boolean isDoubtful() {
    return written.get();
  }

  private static boolean isMany(int broken, int of) {
    return broken >= FEWEST && broken * 3 > of;
  }

  /** That a task answers by its address where the name refuses only its vigil knows. */
  private static boolean isBroken(Report report) {
    return report.name().state() == NameVerdict.State.BROKEN
        || (report.name().row() == NameVerdict.Row.REJECTED_BOTH
            && report.endpoint().vigil().troubledSince().isPresent());
  }

  /** At once, and once in a sweep: the services that are visited later have it with their lease. */
  private void write() {
    if (written.getAndSet(true)) {
      return;
    }
    var until = clock.instant().plus(LASTS).truncatedTo(ChronoUnit.SECONDS);
    try {
      ledger.holdEvery(
          new Hold(
              Hold.Kind.DOUBT,
              Optional.of(until),
              "so many guarded services look broken at once that our view may be wrong"));
    } catch (Unavailable why) {
      unwritten.add("that could not be written down for other passes: " + why.getMessage());
    }
  }
}
