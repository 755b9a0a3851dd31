package ai.hokus.remediation.execution;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Incident.Redeployment;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.ports.Consumers;
import ai.hokus.remediation.ports.Journal;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Instant;
import java.util.Optional;

/**
 * Asks ECS for deployments of consumers. That one is about to be asked for goes to the ledger
 * first: whatever becomes of the call, it counts, and is not made again a moment later.
 */
public final class Redeployer {
  private final Consumers consumers;

  public Redeployer(Consumers consumers) {
    this.consumers = consumers;
  }

  /** What came of it. */
  public record Redeployed(Outcome outcome, Dossier dossier) {}

  /** Tries once; never throws. */
  public Redeployed redeploy(Action.Redeploy asked, Instant at, Dossier before, Journal journal) {
    var counted = with(before, new Redeployment(asked.ecsService(), at, Optional.empty()));
    try {
      journal.file(Entry.of(counted));
    } catch (Unavailable why) {
      return new Redeployed(failed(asked, why), before);
    }
    try {
      var id = consumers.redeploy(asked.ecsService());
      return new Redeployed(
          new Outcome.Done(asked),
          with(before, new Redeployment(asked.ecsService(), at, Optional.of(id))));
    } catch (Unavailable why) {
      return new Redeployed(failed(asked, why), counted);
    }
  }

  private static Dossier with(Dossier dossier, Redeployment asked) {
    return dossier
        .incident()
        .map(incident -> dossier.with(incident.redeployed(asked)))
        .orElse(dossier);
  }

  private static Outcome failed(Action.Redeploy asked, Unavailable why) {
    return new Outcome.Failed(asked, String.valueOf(why.getMessage()));
  }
}
