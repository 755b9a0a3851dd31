package ai.hokus.remediation.incidents;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Incident.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was told of an incident so far: whatever its moments say is not said again. So what a killed
 * pass did and did not tell, the next one tells.
 */
record Timeline(List<Moment> moments) {
  static final Timeline NOTHING = new Timeline(List.of());

  /** A number of a request, an operation or a time: it makes no other failure of the same one. */
  private static final String NUMBERS = "[0-9a-fA-F][0-9a-fA-F:.-]{7,}|[0-9]+";

  private static final String FAILED = "; failed: ";
  private static final String HELD = "; held: ";

  Timeline {
    moments = List.copyOf(moments);
  }

  /** As long as nobody was told of it, nothing was. */
  static Timeline of(Incident incident) {
    return new Timeline(incident.told() == 0 ? List.of() : incident.timeline());
  }

  boolean says(String beginning) {
    return last(beginning).isPresent();
  }

  /** Whether there is such a moment of then, or was before the oldest went. */
  boolean says(Instant then, String beginning) {
    return isForgotten(then) || that(beginning).anyMatch(moment -> moment.at().equals(then));
  }

  /** Whether there is such a moment of then or later, or was before the oldest went. */
  boolean saysSince(Instant then, String beginning) {
    return isForgotten(then)
        || last(beginning).filter(moment -> !moment.at().isBefore(then)).isPresent();
  }

  /** Whether the last moment that begins so comes after the last that begins otherwise. */
  boolean saysAfter(String otherwise, String beginning) {
    return last(beginning).map(moments::lastIndexOf).orElse(-1)
        > last(otherwise).map(moments::lastIndexOf).orElse(-1);
  }

  Optional<Moment> last(String beginning) {
    return that(beginning).findFirst();
  }

  /**
   * Whether it says that this was not done, and for the same reason. Once it was done, a failure is
   * a new one.
   */
  boolean saysOf(Outcome undone) {
    var line = Lines.of(undone);
    for (var moment : moments.reversed()) {
      if (moment.what().startsWith(Lines.of(undone.action()) + ": ")) {
        if (!isUndone(moment.what())) {
          return false;
        }
        if (why(moment.what()).equals(why(line))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Of so long ago, what was told is no longer known. */
  private boolean isForgotten(Instant then) {
    return moments.size() == Incident.LONGEST && then.isBefore(moments.getFirst().at());
  }

  /** The last first; what was tried and not done is none of it. */
  private Stream<Moment> that(String beginning) {
    return moments.reversed().stream()
        .filter(moment -> moment.what().startsWith(beginning) && !isUndone(moment.what()));
  }

  private static boolean isUndone(String what) {
    return what.contains(FAILED) || what.contains(HELD);
  }

  private static String why(String what) {
    int from = Math.max(what.lastIndexOf(FAILED), what.lastIndexOf(HELD));
    return what.substring(Math.max(0, from)).replaceAll(NUMBERS, "#");
  }
}
