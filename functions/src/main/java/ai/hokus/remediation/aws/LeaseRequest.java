package ai.hokus.remediation.aws;

import ai.hokus.remediation.aws.LedgerTable.Change;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.ports.Ledger.Turn;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One request for one lease, from the first look at its item to the lease itself. Its id tells what
 * a call of it did whose answer was lost.
 */
final class LeaseRequest {
  /** Each look but the first means that another invocation came first: so many are no chance. */
  private static final int LOOKS = 10;

  private final LedgerTable table;
  private final InstantSource clock;
  private final String service;
  private final String holder;
  private final Instant until;
  private final Instant latest;

  /** Whether it may be held, as far as is known. */
  private boolean mayBeHeld;

  /**
   * Nothing is asked yet.
   *
   * @param holder an id that nobody else has
   * @param until when the lease is to end by itself
   * @param latest when to begin no more call, but for the one that gives back what may be held
   */
  LeaseRequest(
      LedgerTable table,
      InstantSource clock,
      String service,
      String holder,
      Instant until,
      Instant latest) {
    this.table = table;
    this.clock = clock;
    this.service = service;
    this.holder = holder;
    this.until = until;
    this.latest = latest;
  }

  /**
   * Asks for the lease.
   *
   * @param read makes it of its item, with calls of its own
   */
  Turn turn(Function<LedgerItem, Lease> read) {
    try {
      return once(read);
    } catch (Unavailable perhapsTaken) {
      // And then held by nobody who knows.
    }
    try {
      return once(read);
    } catch (Unavailable why) {
      if (mayBeHeld) {
        giveBack(why);
      }
      throw why;
    }
  }

  private Turn once(Function<LedgerItem, Lease> read) {
    var id = LedgerItem.id(service);
    inTime();
    var item = new LedgerItem(id, table.read(id));
    for (int looks = 1; looks <= LOOKS; looks++) {
      if (item.holder().equals(Optional.of(holder))) {
        inTime();
        return new Turn.Taken(read.apply(item));
      }
      boolean held = item.isHeld(clock.instant());
      if (held && item.mark().isPresent()) {
        return new Turn.Busy(item.until());
      }
      inTime();
      var change = held ? ringing(item) : taking(item);
      mayBeHeld |= !held;
      // Made or refused: what stands there now says how it goes on.
      item = new LedgerItem(id, table.change(id, change).item());
    }
    throw new Unavailable(
        "the lease of %s changed hands at each of %d looks".formatted(service, LOOKS));
  }

  private void inTime() {
    if (!clock.instant().isBefore(latest)) {
      throw new Unavailable("there was no time left to take the lease of " + service);
    }
  }

  /** Both changes begin from what was read: whoever came first refuses the other. */
  private Change taking(LedgerItem free) {
    // Else the lease would be nobody's until it ends, and others would be left to nobody.
    free.mustMakeSense();
    return new Change(
        "SET #fence = :next, #holder = :holder, #until = :until REMOVE #rang, #filed",
        "attribute_not_exists(#fence) OR #fence = :fence",
        Map.of(
            ":fence", LedgerItem.number(free.fence()),
            ":next", LedgerItem.number(free.fence() + 1),
            ":holder", LedgerItem.text(holder),
            ":until", LedgerItem.text(until)));
  }

  private Change ringing(LedgerItem held) {
    return new Change(
        "SET #rang = :now",
        LedgerItem.HELD + " AND " + LedgerItem.UNHEARD,
        Map.of(
            ":fence", LedgerItem.number(held.fence()), ":now", LedgerItem.text(clock.instant())));
  }

  /** Otherwise it would be nobody's until it ends, and every ring left to nobody. */
  private void giveBack(Unavailable because) {
    try {
      table.change(
          LedgerItem.id(service),
          new Change(
              "REMOVE #holder, #until",
              "#holder = :holder",
              Map.of(":holder", LedgerItem.text(holder))));
    } catch (Unavailable why) {
      because.addSuppressed(why);
    }
  }
}
