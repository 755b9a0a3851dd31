package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.plan.Candidates.Candidate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is done while no fallback is on file. The first row that fits:
 *
 * <pre>
 * the parameter                              | said                     | done
 * -------------------------------------------+--------------------------+----------------------
 * any; nobody is wanted and nobody runs      |                          |
 * is not there                               | endpointMissing          |
 * holds an address, and a person asked for   | endpointAlreadyByAddress | byName
 * the name since it was last put back        |                          |
 * holds an address of one that may be used   | endpointAlreadyByAddress |
 * and is not down; or not all was read       |                          |
 * holds another address                      | endpointAlreadyByAddress | enter, if nothing
 *                                            |                          | stands against it
 * leads to another name, or nowhere          | endpointNamesAnother     | enter, if a person
 *                                            |                          | asks for it
 * holds the name; byName is another          | endpointNamesAnother     | the same
 * holds the name                             |                          | enter, if nothing
 *                                            |                          | stands against it
 * </pre>
 */
final class Unmoved {
  private static final String ASK_FOR_RESTORE = "; ask for restore to have the name put there";

  private final EndpointView view;
  private final Entering entering;

  Unmoved(EndpointView view) {
    this.view = view;
    this.entering = new Entering(view);
  }

  Decision decide() {
    return view.seen().isAsleep()
        ? Decision.NOTHING
        : view.parameter().value().map(this::holding).orElseGet(this::missing);
  }

  private Decision missing() {
    return Decision.stay(
        Situation.ENDPOINT_MISSING,
        "there is no parameter "
            + view.endpoint().parameter()
            + ": it is never created here, and without it there is no fallback");
  }

  private Decision holding(Parameter now) {
    return now.endpoint()
        .address()
        .map(address -> byAddress(now, address))
        .orElseGet(() -> byName(now));
  }

  private Decision byName(Parameter now) {
    var told = new ToldName(view);
    if (told.another().isPresent()) {
      return ifAsked(now);
    }
    return told.another(now.name() + " holds " + now.shown(), now.endpoint())
        .map(says -> ifAsked(now).after(List.of(says)))
        .orElseGet(() -> entering.decide(now));
  }

  private Decision ifAsked(Parameter now) {
    var asked = view.isHeld(Hold.Kind.FALLBACK) ? entering.decide(now) : Decision.NOTHING;
    return asked.orRow(Situation.ENDPOINT_NAMES_ANOTHER);
  }

  private Decision byAddress(Parameter now, Ipv4 address) {
    var there = new Candidates(view).at(address);
    return adopted(now)
        .or(() -> alive(now, there))
        .or(() -> unclear(now))
        .orElseGet(() -> dead(now, there))
        .after(new ReturnAskedFor(view).notYet().stream().toList());
  }

  /**
   * Not again and again: who writes an address after the hold has had its way is left alone with
   * it, until a person asks once more.
   */
  private Optional<Decision> adopted(Parameter now) {
    return new ReturnAskedFor(view)
        .now()
        .filter(hold -> !isPutBackSince(view.askedAt(hold)))
        .map(hold ->
            Decision.move(
                new Action.Move(
                    now,
                    new Action.Target.Value(view.byName()),
                    new Position.Left(view.at()),
                    Situation.ENDPOINT_ALREADY_BY_ADDRESS,
                    inWords(now) + hold.inWords())));
  }

  private Optional<Decision> alive(Parameter now, Optional<Candidate> there) {
    return there
        .filter(each -> !each.verdict().speaksAgainst())
        .map(each ->
            Decision.stay(
                Situation.ENDPOINT_ALREADY_BY_ADDRESS,
                inWords(now)
                    + "task "
                    + each.id()
                    + " has it and "
                    + each.verdict().inWords()
                    + ", so it is left as it is, and nobody follows that task"
                    + ASK_FOR_RESTORE));
  }

  private Optional<Decision> unclear(Parameter now) {
    return view.seen().isComplete()
        ? Optional.empty()
        : Optional.of(
            Decision.stay(
                Situation.ENDPOINT_ALREADY_BY_ADDRESS,
                inWords(now) + "not everything could be read, so it is left as it is"));
  }

  private Decision dead(Parameter now, Optional<Candidate> there) {
    var why =
        there
            .map(each -> "task " + each.id() + " is there and " + each.verdict().inWords())
            .orElse("no task that may be used has it");
    var says = new Remark(Situation.ENDPOINT_DEAD_ADDRESS, inWords(now) + why + ASK_FOR_RESTORE);
    return entering.decide(now).orRow(says.situation()).after(List.of(says));
  }

  private boolean isPutBackSince(Instant asked) {
    return view.seen()
        .look()
        .dossier()
        .incident()
        .flatMap(Incident::fallback)
        .filter(file -> file.written().isPresent())
        .map(Fallback::position)
        .filter(position -> position instanceof Position.Left(Instant at, _) && !at.isBefore(asked))
        .isPresent();
  }

  private static String inWords(Parameter now) {
    return now.name() + " holds " + now.shown() + ", an address that this program did not write: ";
  }
}
