package ai.hokus.remediation;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.ports.Ledger;
import ai.hokus.remediation.ports.Ledger.Turn;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** What is written of a service beside its passes: under its own lease, as all that is. */
final class Margin {
  private final Ledger ledger;
  private final InstantSource clock;

  Margin(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * Writes what follows from what is on file.
   *
   * @return false where another has the lease, and nothing was written
   * @throws ai.hokus.remediation.ports.Unavailable where it is not certain that it stands
   */
  boolean write(
      GuardedService service, TimeBudget budget, Function<Dossier, Optional<Entry>> entry) {
    var latest = budget.lastCallForATurn(clock.instant());
    return switch (ledger.take(service.name(), budget.leaseEnds(), latest)) {
      case Turn.Busy _ -> false;
      case Turn.Taken(var lease) -> {
        try {
          entry.apply(lease.dossier()).ifPresent(each -> ledger.file(lease, each));
        } finally {
          // Whoever rang meanwhile is left to the next sweep: no pass is made here.
          ledger.leave(lease, lease.memory());
        }
        yield true;
      }
    };
  }
}
