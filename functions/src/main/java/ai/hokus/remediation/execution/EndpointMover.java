package ai.hokus.remediation.execution;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Look;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Action.Target;
import ai.hokus.remediation.plan.Settlement;
import ai.hokus.remediation.ports.EndpointStore;
import ai.hokus.remediation.ports.Journal;
import ai.hokus.remediation.ports.Unavailable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Writes an endpoint parameter so that nothing of before is lost, wherever it is killed:
 *
 * <pre>
 * step                               | killed after it, the next pass finds
 * -----------------------------------+------------------------------------------------------------
 * the snapshot and what is about to  | a put under way, and the version that was read: it did not
 * be written go to the ledger        | come through
 * the parameter is put, once         | a put under way, and the next version with its value: it did
 * it is read back, and settled       | the same
 * </pre>
 *
 * <p>SSM has no conditional write. What became of a put is {@link Settlement}'s to say, here as in
 * the next pass; what it cannot say yet stays under way. SSM's answer to the put counts where a
 * read directly after it still shows the version of before; where there was no answer, such a read
 * proves nothing, as the put may still arrive: the next pass looks again.
 */
public final class EndpointMover {
  private final EndpointStore store;
  private final InstantSource clock;

  public EndpointMover(EndpointStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * What was heard of a put.
   *
   * @param version that it made, by SSM's own word
   * @param unheard why there was no answer
   * @param at when it was answered, or given up
   */
  private record Sent(Optional<Long> version, Optional<String> unheard, Instant at) {}

  /**
   * What came of a move.
   *
   * @param now the parameter, as it was read back; absent where it was not
   */
  public record Moved(Outcome outcome, Dossier dossier, Optional<Parameter> now) {}

  /**
   * Tries once; never throws.
   *
   * @param standing the fallback that goes on; absent where this move begins one
   * @param hold that goes with it
   */
  public Moved move(
      Action.Move move,
      Optional<Fallback> standing,
      Optional<Hold> hold,
      Look look,
      Dossier before,
      Journal journal) {
    var written = before;
    try {
      var text = text(move);
      var underway = move.underway(look.at());
      var file =
          standing
              .map(fallback -> fallback.attempting(underway))
              .orElseGet(() -> Fallback.begin(snapshot(move.read()), underway));
      var open =
          before
              .incident()
              .orElseGet(() -> Incident.open(look.service(), look.at(), move.because()));
      var incident = standing.isPresent() ? open : open.goingBy(look.service().endpoint());
      written = (move.isEntry() ? before.entering(look.at()) : before).with(incident.with(file));
      journal.file(new Entry(written, List.of(), Optional.empty(), hold));
      return put(move, file, text, look, written);
    } catch (Unavailable why) {
      return new Moved(failed(move, String.valueOf(why.getMessage())), written, Optional.empty());
    }
  }

  private Snapshot snapshot(Parameter read) {
    return Snapshot.of(read, store.kept(read));
  }

  private Moved put(Action.Move move, Fallback file, String text, Look look, Dossier written) {
    var sent = sent(file, text);
    var now = store.read(move.read().name()).map(read -> answered(move.read(), sent, text, read));
    if (sent.unheard().isPresent() && isAsBefore(move, now)) {
      return new Moved(failed(move, sent.unheard().get()), written, now);
    }
    // Somebody else's put in between is for the next pass: it reads the history for it.
    var none = new Reading.Partial<List<Parameter>>(List.of(), "somebody else wrote meanwhile");
    // Who read the parameter between the pass's beginning and the put read the value of before.
    var by = sent.unheard().isPresent() ? clock.instant() : sent.at();
    return switch (Settlement.of(file, now, none, look.at(), by)) {
      case Settlement.Settled(var settled) when settled.position().equals(move.then()) ->
          new Moved(new Outcome.Done(move), with(written, settled), now);
      case Settlement.Settled(var settled) ->
          new Moved(
              failed(move, sent.unheard().orElse("it did not come through")),
              with(written, settled),
              now);
      case Settlement.Unsettled(String why) -> new Moved(failed(move, why), written, now);
    };
  }

  private Sent sent(Fallback file, String text) {
    try {
      var version = store.put(file.before(), text);
      return new Sent(Optional.of(version), Optional.empty(), clock.instant());
    } catch (Unavailable why) {
      return new Sent(
          Optional.empty(), Optional.of(String.valueOf(why.getMessage())), clock.instant());
    }
  }

  /** What the parameter holds by SSM's answer to the put, where the read does not show it yet. */
  private static Parameter answered(Parameter before, Sent sent, String text, Parameter read) {
    return sent.version()
        .filter(version -> version > read.version())
        .map(version -> new Parameter(before.name(), before.type(), text, version))
        .orElse(read);
  }

  private static boolean isAsBefore(Action.Move move, Optional<Parameter> now) {
    return now.filter(read -> read.version() == move.read().version()).isPresent();
  }

  private static Dossier with(Dossier written, Fallback settled) {
    return written.with(written.incident().orElseThrow().with(settled));
  }

  private String text(Action.Move move) {
    return switch (move.to()) {
      case Target.Value(EndpointValue value) -> value.text();
      case Target.Before(Snapshot snapshot) ->
          snapshot.value().orElseGet(() -> ofHistory(move.read(), snapshot.version()));
      case Target.Others(long version) -> ofHistory(move.read(), version);
    };
  }

  private String ofHistory(Parameter read, long version) {
    return store
        .valueOf(read.name(), version)
        .orElseThrow(() ->
            new Unavailable(
                "the history of %s no longer has version %d".formatted(read.name(), version)));
  }

  private static Outcome failed(Action.Move move, String why) {
    return new Outcome.Failed(move, why);
  }
}
