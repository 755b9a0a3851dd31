package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.plan.Candidates.Candidate;

/** How a fallback is moved on or left, whatever the reason: what is there already is not put. */
final class Leaving {
  private final EndpointView view;
  private final Fallback file;
  private final Parameter now;

  /** Of {@code file}, while the parameter holds what we wrote. */
  Leaving(EndpointView view, Fallback file, Parameter now) {
    this.view = view;
    this.file = file;
    this.now = now;
  }

  /** Back to what was there before; where that was an address itself, to the name. */
  Decision leave(Situation row, String because) {
    var left = new Position.Left(view.at());
    if (file.before().byAddress()) {
      return put(new Action.Target.Value(view.byName()), left, row, because);
    }
    return file.before().hasValueOf(now)
        ? Decision.stay(row, because).at(left)
        : move(new Action.Target.Before(file.before()), left, row, because);
  }

  /** To another task: never an entry. */
  Decision follow(Candidate to, String because) {
    return put(
        new Action.Target.Value(to.endpoint(view)),
        Entering.pinned(view, to),
        Situation.FALLBACK_FOLLOW,
        because + "; task " + to.id() + " " + to.verdict().inWords() + " by its address");
  }

  /** By name until somebody answers: better no answer than another service's task. */
  Decision await(Situation row, String because) {
    return put(
        new Action.Target.Value(view.byName()), new Position.Waiting(view.at()), row, because);
  }

  /** Whoever got the address of one who is gone, say, needs no put. */
  private Decision put(Action.Target.Value target, Position then, Situation row, String because) {
    return target.value().equals(now.endpoint())
        ? Decision.stay(row, because).at(then)
        : move(target, then, row, because);
  }

  private Decision move(Action.Target target, Position then, Situation row, String because) {
    return Decision.move(new Action.Move(now, target, then, row, because));
  }
}
