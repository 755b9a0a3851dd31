package ai.hokus.remediation;

import ai.hokus.remediation.execution.BrokenOff;
import ai.hokus.remediation.execution.Pass;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Ledger.Return;
import ai.hokus.remediation.ports.Unavailable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One turn under a lease, from its taking to its end.
 *
 * <pre>
 * after a pass         | what follows
 * ---------------------+-------------------------------------------------------------------
 * nobody rang          | the lease is given back with what the pass remembers
 * somebody rang        | a pause, then another pass on what the ledger says after the pause
 * no time for that     | the lease is left, and the mark, if there is one, for the next sweep
 * no answer in time    | the lease is left, and who rang to the next sweep
 * the lease was lost   | said
 * the ledger is silent | said: the lease ends by itself, and nothing that was done fails
 * a mistake of ours    | the lease is given back with what was remembered before
 * </pre>
 */
final class LeasedTurn {
  private static final String LOST = "the lease ended before the pass, and another took it";

  private final Ledger ledger;
  private final GuardedService service;
  private final BiFunction<Lease, Memory, Report> look;
  private final Function<Report, Optional<Entry>> chronicle;
  private final Function<Report, Optional<Turned.Waiting>> patience;
  private final Pauses pauses;
  private final BooleanSupplier mayAskTheLedger;
  private final List<Pass> passes = new ArrayList<>();
  private final List<String> says = new ArrayList<>();

  /**
   * A turn that has not begun.
   *
   * @param look makes a pass
   * @param chronicle what is to be written down after a pass
   * @param patience for whom this invocation would wait after a pass
   * @param mayAskTheLedger whether there is time for a call that hangs
   */
  LeasedTurn(
      Ledger ledger,
      GuardedService service,
      BiFunction<Lease, Memory, Report> look,
      Function<Report, Optional<Entry>> chronicle,
      Function<Report, Optional<Turned.Waiting>> patience,
      Pauses pauses,
      BooleanSupplier mayAskTheLedger) {
    this.ledger = ledger;
    this.service = service;
    this.look = look;
    this.chronicle = chronicle;
    this.patience = patience;
    this.pauses = pauses;
    this.mayAskTheLedger = mayAskTheLedger;
  }

  /** Makes the passes of this turn. */
  Turned run(Lease lease, Memory memory) {
    Report report;
    try {
      report = look.apply(lease, memory);
    } catch (RuntimeException why) {
      passes.add(new BrokenOff(service, why));
      return leave(lease, memory);
    }
    passes.add(report);
    file(lease, report);
    var remembered = report.memory();
    // Giving it back clears the mark of who rang: only one who can look again may do that.
    if (!pauses.isTimeLeft()) {
      return leave(lease, remembered);
    }
    // Only one invocation of a burst waits for a young task; the others leave it to that one.
    var waiting = patience.apply(report);
    var withOurs = waiting.map(ours -> withOurs(remembered, ours)).orElse(remembered);
    Return end;
    try {
      end = asked(() -> ledger.giveBack(lease, withOurs), mayAskTheLedger);
    } catch (Unavailable why) {
      return ended(notGivenBack(lease, why));
    }
    return switch (end) {
      case Return.Returned _ -> ended(waiting);
      case Return.Lost _ -> ended(LOST);
      case Return.Rung _ -> again(lease, remembered);
    };
  }

  /**
   * Before the lease is given back: whoever comes next goes on from what is on file. Whatever goes
   * wrong with it, what was done is done, and the lease is still to be given back.
   */
  private void file(Lease lease, Report report) {
    try {
      chronicle.apply(report).ifPresent(entry -> file(lease, entry));
    } catch (RuntimeException why) {
      says.add("what happened could not be written down: " + why.getMessage());
    }
  }

  private void file(Lease lease, Entry entry) {
    asked(
        () -> {
          ledger.file(lease, entry);
          return entry;
        },
        pauses::isTimeLeft);
  }

  private Turned again(Lease lease, Memory memory) {
    // Before the mark is cleared: whoever rings or holds during the pause is heard by the pass.
    pauses.pause();
    Optional<Lease> renewed;
    try {
      renewed = asked(() -> ledger.renew(lease, memory), pauses::isTimeLeft);
    } catch (Unavailable why) {
      says.add("who rang is left to the next sweep: " + why.getMessage());
      return leave(lease, memory);
    }
    return renewed.map(held -> run(held, memory)).orElseGet(() -> ended(LOST));
  }

  private Turned leave(Lease lease, Memory memory) {
    try {
      return asked(
          () -> {
            ledger.leave(lease, memory);
            return ended(Optional.empty());
          },
          mayAskTheLedger);
    } catch (Unavailable why) {
      return ended(notGivenBack(lease, why));
    }
  }

  /**
   * The ledger's answer. One that was lost is asked for once more, while there is time for what
   * follows: each of these calls done twice is the same as once.
   */
  private <T> T asked(Supplier<T> call, BooleanSupplier onceMore) {
    if (!mayAskTheLedger.getAsBoolean()) {
      throw new Unavailable("no time was left");
    }
    try {
      return call.get();
    } catch (Unavailable why) {
      if (onceMore.getAsBoolean()) {
        return call.get();
      }
      throw why;
    }
  }

  private static Memory withOurs(Memory memory, Turned.Waiting ours) {
    var all = new HashMap<>(memory.waiting());
    all.putAll(ours.asRemembered());
    return memory.waiting(all);
  }

  private static String notGivenBack(Lease lease, Unavailable why) {
    return "the lease could not be given back, and ends at "
        + lease.until()
        + ": "
        + why.getMessage();
  }

  private Turned ended(String said) {
    says.add(said);
    return ended(Optional.empty());
  }

  private Turned ended(Optional<Turned.Waiting> waiting) {
    return new Turned(new Visit(service, passes, says), waiting);
  }
}
