package ai.hokus.remediation.proof;

import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.world.DelegatingLedger;
import java.time.Instant;
import java.util.Optional;

/** The ledger; somebody is told whom it gives a lease. */
final class WatchedLedger extends DelegatingLedger {
  private final Leases leases;

  /** Who wants to know whose turn it is. */
  interface Leases {

    /** Whoever makes a call now got the service's lease, or renewed it, with what people asked. */
    void taken(String service, Holds holds);

    /** Whoever makes a call now gave it back, or left one that it had or had lost. */
    void returned(String service);
  }

  WatchedLedger(Ledger ledger, Leases leases) {
    super(ledger);
    this.leases = leases;
  }

  @Override
  public Turn take(String service, Instant until, Instant latest) {
    var turn = super.take(service, until, latest);
    if (turn instanceof Turn.Taken(var lease)) {
      leases.taken(service, lease.holds());
    }
    return turn;
  }

  @Override
  public Optional<Lease> renew(Lease lease, Memory memory) {
    var renewed = super.renew(lease, memory);
    renewed.ifPresent(held -> leases.taken(held.service(), held.holds()));
    return renewed;
  }

  @Override
  public Return giveBack(Lease lease, Memory memory) {
    var returned = super.giveBack(lease, memory);
    if (returned instanceof Return.Returned) {
      leases.returned(lease.service());
    }
    return returned;
  }

  @Override
  public void leave(Lease lease, Memory memory) {
    super.leave(lease, memory);
    leases.returned(lease.service());
  }
}
