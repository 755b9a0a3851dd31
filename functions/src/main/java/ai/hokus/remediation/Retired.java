package ai.hokus.remediation;

import static java.util.stream.Collectors.toSet;

import ai.hokus.remediation.model.Estate;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.ports.Ledger;
import java.util.List;
import java.util.Optional;

/**
 * Services that the configuration has no more, while something of ours still stands for them: each
 * as it was configured last.
 */
public final class Retired {
  private final Ledger ledger;

  public Retired(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * All of them.
   *
   * @throws ai.hokus.remediation.ports.Unavailable if the ledger did not answer
   */
  List<GuardedService> besides(List<GuardedService> configured) {
    var names = configured.stream().map(GuardedService::name).collect(toSet());
    return ledger.estates().stream()
        .filter(name -> !names.contains(name))
        .sorted()
        .flatMap(name -> called(name).stream())
        .toList();
  }

  /**
   * The one of this name, which is not configured.
   *
   * @throws ai.hokus.remediation.ports.Unavailable if the ledger did not answer
   */
  Optional<GuardedService> called(String name) {
    return ledger.onFile(name).dossier().estate().map(Estate::as);
  }
}
