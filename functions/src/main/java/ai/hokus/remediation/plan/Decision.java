package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Vigil;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one row of a table comes to; the parts are those of {@link EndpointPlan}.
 *
 * @param says in order
 */
record Decision(
    Optional<Situation> row,
    Optional<Action.Move> move,
    Optional<Position> position,
    Optional<Hold> hold,
    List<Remark> says) {

  /** Nothing was to be decided. */
  static final Decision NOTHING =
      new Decision(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  /** All stays as it is. */
  static Decision stay(Situation row, String because) {
    return new Decision(
        Optional.of(row),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(new Remark(row, because)));
  }

  static Decision move(Action.Move move) {
    return new Decision(
        Optional.of(move.situation()),
        Optional.of(move),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** The fallback is somewhere else from now on, without a put. */
  Decision at(Position next) {
    return new Decision(row, move, Optional.of(next), hold, says);
  }

  /** Nobody but a person may say what is to become of it. */
  Decision handsOff(String why) {
    var until = new Hold(Hold.Kind.ENDPOINT, Optional.empty(), why);
    return new Decision(row, move, position, Optional.of(until), says);
  }

  /** The row that fitted where none of another table did. */
  Decision orRow(Situation fitted) {
    return new Decision(row.or(() -> Optional.of(fitted)), move, position, hold, says);
  }

  /** With something to say before it. */
  Decision after(List<Remark> first) {
    return new Decision(
        row, move, position, hold, Stream.concat(first.stream(), says.stream()).toList());
  }

  EndpointPlan plan(Optional<Fallback> settled, Optional<Fallback.Underway> unseen, Vigil vigil) {
    return new EndpointPlan(row, settled, move, position, hold, says, unseen, vigil);
  }
}
