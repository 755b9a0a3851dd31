package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Reading;
import java.util.List;
import java.util.Optional;

/**
 * From what is known of the endpoint to what should become of it. Pure: no clock, no chance, no
 * call. What policies and pauses then let through is the permission's to say.
 *
 * <pre>
 * the parameter    | a put whose outcome   | a fallback | decided by
 *                  | nobody knew           | on file    |
 * -----------------+-----------------------+------------+----------------------------
 * could not be read|                       |            | nothing is: said
 * was read         | cannot be settled yet |            | nothing is: said
 * was read         | none, or settled      | no         | {@link Unmoved}
 * was read         | none, or settled      | yes        | {@link Lasting}
 * </pre>
 *
 * In each the vigil is kept: it is about the name and the tasks.
 */
public final class EndpointPlanner {

  public EndpointPlan plan(EndpointView view) {
    var file = view.seen().look().dossier().fallback();
    return switch (view.parameter()) {
      case Reading.Partial<Optional<Parameter>>(_, String why) -> undecided(view, file, why);
      case Reading.Complete<Optional<Parameter>>(var now) ->
          file.map(each -> settle(view, each, now)).orElseGet(() -> decide(view, file));
    };
  }

  private static EndpointPlan settle(EndpointView view, Fallback file, Optional<Parameter> now) {
    return switch (Settlement.of(file, now, view.earlier(), view.at())) {
      case Settlement.Settled(var settled) -> decide(view, Optional.of(settled));
      case Settlement.Unsettled(String why) -> undecided(view, Optional.of(file), why);
    };
  }

  private static EndpointPlan decide(EndpointView view, Optional<Fallback> settled) {
    var vigil = VigilKeeper.keep(view, settled);
    var decision =
        settled
            .filter(Fallback::isOn)
            .map(file -> new Lasting(view, file, vigil).decide())
            .orElseGet(() -> new Unmoved(view).decide());
    var unseen =
        view.seen()
            .look()
            .dossier()
            .fallback()
            .flatMap(file -> Settlement.unseen(file, view.parameter().value(), view.at()));
    var another = view.seen().isAsleep() ? Optional.<Remark>empty() : new ToldName(view).another();
    return decision.after(another.stream().toList()).plan(settled, unseen, vigil);
  }

  private static EndpointPlan undecided(EndpointView view, Optional<Fallback> file, String why) {
    return Decision.NOTHING
        .after(List.of(new Remark(Situation.INCOMPLETE, "the endpoint is left as it is: " + why)))
        .plan(file, Optional.empty(), VigilKeeper.keep(view, file));
  }
}
