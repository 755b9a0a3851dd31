package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Notice;
import ai.hokus.remediation.ports.Ledger;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Another ledger, of which a test changes a call. */
public class DelegatingLedger implements Ledger {
  private final Ledger ledger;

  public DelegatingLedger(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String owner() {
    return ledger.owner();
  }

  @Override
  public Turn take(String service, Instant until, Instant latest) {
    return ledger.take(service, until, latest);
  }

  @Override
  public OnFile onFile(String service) {
    return ledger.onFile(service);
  }

  @Override
  public Return giveBack(Lease lease, Memory memory) {
    return ledger.giveBack(lease, memory);
  }

  @Override
  public Optional<Lease> renew(Lease lease, Memory memory) {
    return ledger.renew(lease, memory);
  }

  @Override
  public void leave(Lease lease, Memory memory) {
    ledger.leave(lease, memory);
  }

  @Override
  public void file(Lease lease, Entry entry) {
    ledger.file(lease, entry);
  }

  @Override
  public Set<String> estates() {
    return ledger.estates();
  }

  @Override
  public Optional<Incident> incident(String id) {
    return ledger.incident(id);
  }

  @Override
  public void amend(Incident closed) {
    ledger.amend(closed);
  }

  @Override
  public Optional<Notice> hold(String service, Hold hold) {
    return ledger.hold(service, hold);
  }

  @Override
  public Held holdBeside(String service, Hold.Kind kind, Function<Optional<Hold>, Hold> beside) {
    return ledger.holdBeside(service, kind, beside);
  }

  @Override
  public boolean hasReached(Notice notice) {
    return ledger.hasReached(notice);
  }

  @Override
  public Holds resume(String service) {
    return ledger.resume(service);
  }

  @Override
  public void holdEvery(Hold hold) {
    ledger.holdEvery(hold);
  }

  @Override
  public Optional<Notice> ring(String service) {
    return ledger.ring(service);
  }

  @Override
  public Holds holdsOnEvery() {
    return ledger.holdsOnEvery();
  }

  @Override
  public Holds resumeEvery() {
    return ledger.resumeEvery();
  }
}
