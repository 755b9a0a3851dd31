package ai.hokus.remediation.ports;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Holds;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Lease;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Notice;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What invocations share about each guarded service: whose turn it is, what people asked for, what
 * earlier passes saw, and what must not be lost. A service that was never written about has no
 * holds, no memory and nothing on file.
 *
 * <p>A memory that cannot be read counts as none; holds and a dossier that cannot be read make the
 * ledger unreadable: they might be a pause, or what was there before the endpoint was moved.
 *
 * <p>Every call throws {@link Unavailable} where the ledger did not answer in time or throttled
 * every retry; what was asked may have taken effect all the same.
 */
public interface Ledger {

  /**
   * So many messages of a thread are kept, the newest: as many days of a finding that nobody mends.
   */
  int MESSAGES_KEPT = 50;

  /** So many times a hold is written beside others before it is given up. */
  int TRIES = 5;

  /** Whether the turn is ours. */
  sealed interface Turn {

    /** It is, until the lease's end. */
    record Taken(Lease lease) implements Turn {}

    /** Another invocation has it until then at the latest, and will look again after our ring. */
    record Busy(Instant until) implements Turn {}
  }

  /** What became of a lease that was given back. */
  sealed interface Return {

    /** Given back. */
    record Returned() implements Return {}

    /** Somebody rang meanwhile: nothing was written, and the lease is still ours. */
    record Rung() implements Return {}

    /** It had ended, and another took it: nothing was written. */
    record Lost() implements Return {}
  }

  /**
   * What stands about one service, read without its lease.
   *
   * @param heldUntil when the lease ends by itself that somebody holds now; empty where nobody does
   * @param holds on the service alone
   * @param onEvery on every service
   */
  record OnFile(
      Optional<Instant> heldUntil, Holds holds, Holds onEvery, Memory memory, Dossier dossier) {

    /** The same, after other holds on the service. */
    public OnFile holding(Holds others) {
      return new OnFile(heldUntil, others, onEvery, memory, dossier);
    }

    /** The same, after other holds on every service. */
    public OnFile holdingEvery(Holds others) {
      return new OnFile(heldUntil, holds, others, memory, dossier);
    }
  }

  /**
   * A hold, written beside what stood.
   *
   * @param notice whom it may not have reached yet; empty where nobody holds the lease
   */
  record Held(Hold hold, Optional<Notice> notice) {}

  /**
   * What {@link #holdBeside} throws where others were first each time: then nothing was written.
   */
  static Unavailable overtaken(String service) {
    return new Unavailable(
        "others ask for %s at the same time, again and again".formatted(service));
  }

  /** A memory could not be read, and counts as none. */
  record Forgotten(String service, String why) {}

  /** What {@link #file} throws where the lease was lost: then nothing was written. */
  static Unavailable lost(Lease lease) {
    return new Unavailable(
        "the lease of %s ended, and nothing may be written without it".formatted(lease.service()));
  }

  /**
   * The owner id that marks every instance of ours, under whatever name a service is guarded: made
   * once, by who asks first, and then kept.
   */
  String owner();

  /**
   * Takes the lease, and clears the mark of those who rang before: whoever takes it looks at the
   * world after that. Where another holds it, leaves a mark, unless there is one, and takes
   * nothing: a thousand rings are a read each, and one write. A lease past its end counts as free.
   * Where it could not be seen whether the lease was taken, it is given back, if that can be done.
   *
   * @param until when the lease is to end by itself
   * @param latest when to begin no more call of those that this takes, and to throw; one more may
   *     be made then to give back what may have been taken
   */
  Turn take(String service, Instant until, Instant latest);

  /** What stands about the service now. Nothing is written, and nobody is rung for. */
  OnFile onFile(String service);

  /**
   * Gives the lease back and keeps {@code memory}, in one step; where somebody rang since the lease
   * was taken or renewed, does nothing. Doing it twice is the same as once.
   */
  Return giveBack(Lease lease, Memory memory);

  /**
   * Clears the mark of those who rang and keeps {@code memory}, in one step, and goes on holding
   * the lease: whoever renews it looks at the world after that, at once. Doing it twice is the same
   * as once.
   *
   * @return the lease, with what the ledger says now; empty where it had ended and another took it,
   *     and nothing was written
   */
  Optional<Lease> renew(Lease lease, Memory memory);

  /**
   * Gives the lease back and keeps {@code memory}, although somebody may have rung; the mark stays,
   * and the next to take the lease clears it. Nothing happens to a lease that was lost.
   */
  void leave(Lease lease, Memory memory);

  /**
   * Writes all of an entry or nothing, while the lease is ours; doing it twice is the same as once.
   * It rings for nobody, and replaces the dossier: who holds the lease is the only one to write it.
   * A closed incident is kept as it was filed first, for 90 days; a message of the outbox is what
   * its number was filed with last, until 90 days after the newest of its thread.
   *
   * @throws Unavailable where it is not certain that it stands; {@link #lost} where the lease had
   *     been given back, or had ended and another took it
   */
  void file(Lease lease, Entry entry);

  /**
   * Short names of the services of which something of ours stands on file ({@link
   * Dossier#estate()}), whatever is configured. May not know of the last seconds.
   */
  Set<String> estates();

  /** An incident that is closed, for 90 days; one that is open stands in its service's dossier. */
  Optional<Incident> incident(String id);

  /**
   * Writes a closed incident anew, as it is from now on: undone, for one. Doing it twice is the
   * same as once, and filing it again changes nothing any more. One that is no longer kept is not
   * kept again.
   */
  void amend(Incident closed);

  /**
   * Writes down what a person asked for, in place of an earlier hold of its kind, and rings:
   * whoever holds the lease goes on holding it, and looks again with all holds.
   *
   * @return whom it may not have reached yet; empty where nobody holds the lease
   */
  Optional<Notice> hold(String service, Hold hold);

  /**
   * The same of a hold that is made of what stands of its kind: whatever others write meanwhile,
   * none of it is lost. They may do so several times before it is given up.
   *
   * @param beside what stands; it is asked anew where others wrote since, and writes nothing itself
   */
  Held holdBeside(String service, Hold.Kind kind, Function<Optional<Hold>, Hold> beside);

  /** Whether the one who held the lease then has read all holds since, or holds it no more. */
  boolean hasReached(Notice notice);

  /**
   * Takes every hold on this service away, and rings.
   *
   * @return those that there were
   */
  Holds resume(String service);

  /**
   * Writes down what a person asked for about every service, those that are guarded later, too, in
   * place of an earlier such hold of its kind. Whoever takes or renews a lease after that has it;
   * it rings for nobody.
   */
  void holdEvery(Hold hold);

  /**
   * Rings: whoever holds the lease goes on holding it, and looks again with all holds.
   *
   * @return whom it may not have reached yet; empty where nobody holds the lease
   */
  Optional<Notice> ring(String service);

  /** The holds on every service. */
  Holds holdsOnEvery();

  /**
   * Takes every hold on every service away; those on single services stay. It rings for nobody.
   *
   * @return those that there were
   */
  Holds resumeEvery();
}
