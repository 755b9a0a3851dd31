package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Hold;
import java.util.Optional;

/**
 * A person's word that the endpoint return to its name. It counts where the name is good, or where
 * the person forces it: a name that does not answer is worse than an address that does. Until then
 * it moves nothing, and takes no pause and no hands-off away.
 */
final class ReturnAskedFor {
  private final EndpointView view;

  ReturnAskedFor(EndpointView view) {
    this.view = view;
  }

  /** The word that counts now. */
  Optional<Hold> now() {
    return asked().filter(this::counts);
  }

  /** What to say of one that does not count yet. */
  Optional<Remark> notYet() {
    return asked()
        .filter(hold -> !counts(hold))
        .map(hold ->
            new Remark(
                Situation.FALLBACK_HELD,
                hold.inWords() + "; it does not return yet: " + view.name().inWords()));
  }

  private Optional<Hold> asked() {
    return view.hold(Hold.Kind.RESTORE);
  }

  private boolean counts(Hold hold) {
    return hold.forced() || new ToldName(view).isGood();
  }
}
