package ai.hokus.remediation;

import ai.hokus.remediation.execution.Pass;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Visit;
import java.time.Instant;
import java.util.Optional;

/**
 * How a turn ended.
 *
 * @param waiting what remains to be done without the lease
 */
record Turned(Visit visit, Optional<Waiting> waiting) {

  /**
   * Young tasks of the last pass, which nobody else waits for.
   *
   * @param until as the ledger has it
   */
  record Waiting(Report report, Instant until) {}

  static Turned of(Pass pass) {
    return new Turned(Visit.of(pass), Optional.empty());
  }
}
