package ai.hokus.remediation;

import ai.hokus.remediation.execution.LeftToAnother;
import ai.hokus.remediation.execution.LeftToSweep;
import ai.hokus.remediation.execution.Pass;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Estate;
import ai.hokus.remediation.model.Guard;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Mandate;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Stop;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.ports.Journal;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Ledger.OnFile;
import ai.hokus.remediation.ports.Ledger.Turn;
import ai.hokus.remediation.ports.Sleeper;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Whose turn it is to make passes over a guarded service, and what each of them may do.
 *
 * <pre>
 * its lease is   | what follows
 * ---------------+-------------------------------------------------------------
 * free           | passes under it: {@link LeasedTurn}
 * another's      | nothing: the other looks again after our ring
 * not to be read | a pass that only observes, but no two of them within a minute;
 *                | for a moment no other service's lease is asked for: {@link Silence}
 * </pre>
 */
public final class Turns {
  /** A little less than between two sweeps: each of them observes. */
  private static final Duration UNLED_EVERY = Duration.ofSeconds(50);

  private final Ledger ledger;
  private final Reconciler reconciler;
  private final Patience patience;
  private final Function<Report, Optional<Entry>> chronicle;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final Guard guard;
  private final Policy most;
  private final Silence silence;

  /** With the owner id that the ledger has, once it was read: it stays the same. */
  private volatile Optional<Guard> known = Optional.empty();

  /** When a service was last observed without the ledger. */
  private final Map<String, Instant> unled = new ConcurrentHashMap<>();

  /**
   * The turns of this deployment.
   *
   * @param chronicle what is to be written down after a pass, if anything changed
   * @param guard with the owner id to go by where the ledger's could not be read
   * @param most that any service's own policy may do
   */
  public Turns(
      Ledger ledger,
      Reconciler reconciler,
      Patience patience,
      Function<Report, Optional<Entry>> chronicle,
      InstantSource clock,
      Sleeper sleeper,
      Guard guard,
      Policy most) {
    this.ledger = ledger;
    this.reconciler = reconciler;
    this.patience = patience;
    this.chronicle = chronicle;
    this.clock = clock;
    this.sleeper = sleeper;
    this.guard = guard;
    this.most = most;
    this.silence = new Silence(clock);
  }

  /** Reads who we are, so that no turn has to wait for it. */
  Guard learn() {
    var marked = guard.marking(ledger.owner());
    known = Optional.of(marked);
    return marked;
  }

  /**
   * A turn, if there is one for us.
   *
   * @param waited for whom this invocation said that it would wait, and until when: from now on it
   *     does not
   */
  Turned take(GuardedService service, TimeBudget budget, Map<TaskId, Instant> waited) {
    return take(service, budget, waited, look -> look);
  }

  /**
   * The same.
   *
   * @param before each pass, what it starts from besides what the ledger says
   */
  Turned take(
      GuardedService service,
      TimeBudget budget,
      Map<TaskId, Instant> waited,
      UnaryOperator<Look> before) {
    var inVain = whyInVain(budget);
    if (inVain.isPresent()) {
      return Turned.of(unled(service, budget, inVain.get()));
    }
    Guard marked;
    Turn turn;
    try {
      marked = known.orElseGet(this::learn);
      var latest = budget.lastCallForATurn(clock.instant());
      turn = ledger.take(service.name(), budget.leaseEnds(), latest);
    } catch (Unavailable unanswered) {
      var why = String.valueOf(unanswered.getMessage());
      silence.begins(why);
      return Turned.of(unled(service, budget, why));
    }
    silence.ends();
    return switch (turn) {
      case Turn.Busy(var until) -> Turned.of(new LeftToAnother(service, until));
      case Turn.Taken(var lease) ->
          new LeasedTurn(
                  ledger,
                  service,
                  (held, memory) ->
                      underLease(before.apply(look(service, marked, memory, held)), budget, held),
                  chronicle,
                  report -> patience.after(report, budget),
                  new Pauses(clock, sleeper, budget.lastPass()),
                  () -> clock.instant().isBefore(budget.lastLedgerCall()))
              .run(lease, withoutWait(lease.memory(), waited));
    };
  }

  /** A pass that writes nothing, whatever the policy; so it needs no turn. */
  Report observe(GuardedService service, TimeBudget budget) {
    var mandate = new Mandate(service.policy(), Policy.OBSERVE, Optional.empty());
    return reconciler.reconcile(onlyLooking(service), mandate, Journal.CLOSED, budget);
  }

  /**
   * A pass on what stands in the ledger now, without the lease: all is looked at and planned, and
   * nothing is done or written.
   *
   * @param asked what is asked for, which the ledger is not told
   */
  Report onPaper(GuardedService service, OnPaper asked, TimeBudget budget) {
    OnFile file;
    Guard marked;
    try {
      marked = known.orElseGet(this::learn);
      file = asked.holding().apply(ledger.onFile(service.name()));
    } catch (Unavailable why) {
      var stop = new Stop.LedgerUnread(String.valueOf(why.getMessage()));
      return reconciler.reconcile(
          onlyLooking(service), mandate(service, Optional.of(stop)), Journal.CLOSED, budget);
    }
    var holds = file.holds().and(file.onEvery());
    var look = new Look(service, marked, file.memory(), holds, file.dossier(), clock.instant());
    var mandate = mandate(service, paused(holds, look.at())).onPaper(asked.why());
    return reconciler.reconcile(look, mandate, Journal.CLOSED, budget);
  }

  private static Optional<Stop> paused(Holds holds, Instant at) {
    return holds.inForce(Hold.Kind.PAUSE, at).map(Stop.Paused::new);
  }

  private Mandate mandate(GuardedService service, Optional<Stop> stop) {
    return new Mandate(service.policy(), most, stop);
  }

  private Report underLease(Look look, TimeBudget budget, Lease lease) {
    var mandate = mandate(look.service(), paused(lease.holds(), look.at()));
    return reconciler.reconcile(
        look, mandate, entry -> ledger.file(lease, standing(entry, look.service())), budget);
  }

  /**
   * Whoever looks after what is no longer configured finds it by this, also if we are killed now.
   */
  private static Entry standing(Entry entry, GuardedService service) {
    var stands =
        entry.dossier().estate().orElseGet(() -> new Estate(service, Optional.empty(), List.of()));
    return new Entry(
        entry.dossier().leaving(Optional.of(stands)),
        entry.messages(),
        entry.closed(),
        entry.hold());
  }

  /** Why the ledger would be asked for nothing, now. */
  private Optional<String> whyInVain(TimeBudget budget) {
    var now = clock.instant();
    return now.isBefore(budget.lastCallForATurn(now))
        ? silence.why()
        : Optional.of("there was no time left to ask for the lease");
  }

  private Pass unled(GuardedService service, TimeBudget budget, String why) {
    if (!isDue(service.name())) {
      return new LeftToSweep(service, why);
    }
    var mandate = mandate(service, Optional.of(new Stop.LedgerUnread(why)));
    return reconciler.reconcile(onlyLooking(service), mandate, Journal.CLOSED, budget);
  }

  private boolean isDue(String service) {
    var now = clock.instant();
    return unled
        .merge(service, now, (last, _) -> last.plus(UNLED_EVERY).isAfter(now) ? last : now)
        .equals(now);
  }

  private Look look(GuardedService service, Guard as, Memory memory, Lease held) {
    return new Look(service, as, memory, held.holds(), held.dossier(), clock.instant());
  }

  /** Without a lease nothing is known of what was there before. */
  private Look onlyLooking(GuardedService service) {
    return new Look(service, known.orElse(guard), Memory.NONE, clock.instant());
  }

  private static Memory withoutWait(Memory memory, Map<TaskId, Instant> waited) {
    var others = new HashMap<>(memory.waiting());
    waited.forEach(others::remove);
    return memory.waiting(others);
  }
}
