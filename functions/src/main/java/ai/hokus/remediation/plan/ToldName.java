package ai.hokus.remediation.plan;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.CloudMapRef;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Listing;
import ai.hokus.remediation.model.Text;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether the name works for those who are told it. A verdict is about the name that Cloud Map
 * answers for; what only the endpoint knows is added here. The first row that fits:
 *
 * <pre>
 * the verdict  | and                                             | so the name is
 * -------------+-------------------------------------------------+---------------
 * any          | consumers are told another name                 | unknown
 * rejectedBoth | a task answers by its address                   | broken
 * zoneNotSeen  | in an earlier pass, too, and an alarm calls     | broken
 * else         |                                                 | as judged
 * </pre>
 */
final class ToldName {
  private final EndpointView view;

  ToldName(EndpointView view) {
    this.view = view;
  }

  NameVerdict.State state() {
    if (isAnother(view.byName())) {
      return NameVerdict.State.UNKNOWN;
    }
    boolean isBrokenAllTheSame =
        switch (view.name().row()) {
          case REJECTED_BOTH -> !new Candidates(view).verified().isEmpty();
          case ZONE_NOT_SEEN -> isUnseenAgain();
          case ASLEEP, EMPTIED, SETTLING, NO_RECORD, GOOD, HALF, ONLY_BY_ADDRESS, BLIND -> false;
        };
    return isBrokenAllTheSame ? NameVerdict.State.BROKEN : view.name().state();
  }

  boolean isGood() {
    return state() == NameVerdict.State.GOOD;
  }

  /** What to say where byName leads to another name than Cloud Map's. */
  Optional<Remark> another() {
    return another("byName is " + Text.brief(view.byName().text()), view.byName());
  }

  /**
   * What to say where a value leads to another name than the one that this program keeps and
   * judges.
   *
   * @param said by whom, and what may be shown of it
   */
  Optional<Remark> another(String said, EndpointValue value) {
    return isAnother(value)
        ? Optional.of(
            new Remark(
                Situation.ENDPOINT_NAMES_ANOTHER,
                said
                    + ", and Cloud Map answers for "
                    + kept().orElse("nothing")
                    + ": tasks are registered; the endpoint neither leaves its name nor returns to"
                    + " it on the word of the other one"))
        : Optional.empty();
  }

  /** Names have no case, and may end with a dot. Where ours is not known, nothing is another. */
  private boolean isAnother(EndpointValue value) {
    return kept()
        .map(ours -> value.host().filter(host -> plain(host).equals(plain(ours))).isEmpty())
        .orElse(false);
  }

  private Optional<String> kept() {
    return switch (view.seen().listing().value()) {
      case Listing.Found found -> Optional.of(found.service().name());
      case Listing.Gone _, Listing.Unread _ ->
          view.seen().service().cloudMap() instanceof CloudMapRef.ByName named
              ? Optional.of(named.toString())
              : Optional.empty();
    };
  }

  private static String plain(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private boolean isUnseenAgain() {
    return view.seen().memory().vigil().zoneUnseenSince().isPresent()
        && view.alarms().value().stream().anyMatch(Alarm::calls);
  }
}
