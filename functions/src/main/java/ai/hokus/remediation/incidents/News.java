package ai.hokus.remediation.incidents;

import ai.hokus.remediation.model.Incident.Moment;
import ai.hokus.remediation.model.Message.Weight;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One thing that is new.
 *
 * @param headline may stand alone after the service's name
 * @param moment the same for a timeline, with its reason
 */
record News(Kind kind, String headline, Moment moment) {

  /** What it is; the first of several is a message's headline. */
  enum Kind {
    /** The recovery was verified. */
    CLOSED(Weight.GOOD, false),
    /** Closed at a person's word, whatever stands: this program does not see it. */
    FORGOTTEN(Weight.ALERT, false),
    /** The endpoint is somebody else's from now on. */
    HANDS_OFF(Weight.ALERT, false),
    /** Somebody put the endpoint back. */
    PUT_BACK(Weight.ALERT, false),
    /** The endpoint left its name. */
    ENTERED(Weight.ALERT, true),
    RETURNED(Weight.CHANGE, true),
    /** A person had the incident undone, and nothing of it stands any more. */
    UNDONE(Weight.CHANGE, false),
    FOLLOWED(Weight.CHANGE, true),
    /** We wrote over somebody, and put theirs back. */
    GIVEN_BACK(Weight.CHANGE, true),
    /** Nobody is left to point at. */
    WAITING(Weight.ALERT, true),
    /** The name has been failing for too long. */
    LOST(Weight.ALERT, false),
    /** The endpoint leads to nobody who answers. */
    NOBODY(Weight.ALERT, false),
    FAILED(Weight.ALERT, true),
    /** Opened, and none of the above says why. */
    BEGUN(Weight.ALERT, false),
    REGISTERED(Weight.CHANGE, true),
    REDEPLOYED(Weight.CHANGE, true),
    /** An instance was called unhealthy or healthy, or one was withdrawn that ECS forgot. */
    TENDED(Weight.CHANGE, true),
    /** What the policy keeps from being done. */
    WITHHELD(Weight.CHANGE, true),
    /** The fallback lives on. */
    REMINDED(Weight.ALERT, false),
    /** Done, and nothing to write home about: ours went with its task. */
    ROUTINE(true),
    /** For the timeline alone. */
    NOTED(false);

    private final Optional<Weight> weight;
    private final boolean isDeed;

    Kind(Weight weight, boolean isDeed) {
      this.weight = Optional.of(weight);
      this.isDeed = isDeed;
    }

    Kind(boolean isDeed) {
      this.weight = Optional.empty();
      this.isDeed = isDeed;
    }
  }

  /** Whether it is a reason to tell people. */
  boolean isTold() {
    return kind.weight.isPresent();
  }

  /** Whether it is about something that was done, or was to be. */
  boolean isDeed() {
    return kind.isDeed;
  }

  boolean is(Kind other) {
    return kind == other;
  }

  static boolean anyTold(List<News> news) {
    return news.stream().anyMatch(News::isTold);
  }

  static boolean any(List<News> news, Kind... kinds) {
    return news.stream().anyMatch(each -> List.of(kinds).contains(each.kind));
  }

  /** In the order in which people want to read them. */
  static List<News> sorted(List<News> news) {
    return news.stream().sorted(Comparator.comparing(News::kind)).toList();
  }

  /** The loudest headline, and how many more there are of its kind. */
  static String headline(List<News> news) {
    var first = sorted(news).getFirst();
    long more = news.stream().filter(each -> each.is(first.kind)).count() - 1;
    return first.headline + (more == 0 ? "" : " (and " + more + " more)");
  }

  /** As loud as the loudest of them. */
  static Weight weight(List<News> news) {
    var weights = sorted(news).stream().flatMap(each -> each.kind.weight.stream()).toList();
    return weights.contains(Weight.ALERT) ? Weight.ALERT : weights.getFirst();
  }
}
