package ai.hokus.remediation;

import ai.hokus.remediation.execution.Round;
import ai.hokus.remediation.model.TimeBudget;
import ai.hokus.remediation.ports.Outbox;
import java.time.InstantSource;
import java.util.List;

/**
 * Has messages sent that were forgotten: whose delivery used its retries up, while a channel was
 * away for longer than they last, say. To touch a box is a change of it, which calls {@code Notify}
 * as any other does.
 */
public final class Reminding implements Chore {
  /**
   * Each is a call, and the others are the next sweep's: whoever was touched is not found again.
   */
  static final int AT_ONCE = 25;

  private final Outbox outbox;
  private final InstantSource clock;

  public Reminding(Outbox outbox, InstantSource clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public List<String> after(Round round, TimeBudget budget) {
    if (isLate(budget)) {
      return List.of();
    }
    var now = clock.instant();
    long touched =
        outbox.forgotten(now, AT_ONCE).stream()
            .sorted()
            .takeWhile(_ -> !isLate(budget))
            .filter(thread -> outbox.touch(thread, now))
            .count();
    return touched == 0
        ? List.of()
        : List.of(
            "messages of %d threads were not sent for %d minutes, and are tried again"
                .formatted(touched, Outbox.FORGOTTEN_AFTER.toMinutes()));
  }

  private boolean isLate(TimeBudget budget) {
    return !clock.instant().isBefore(budget.lastLedgerCall());
  }
}
