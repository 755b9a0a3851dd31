package ai.hokus.remediation.incidents;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Finding;
import ai.hokus.remediation.model.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * An alarm that calls although all is well is a finding: the cause is elsewhere, and stands until
 * the alarm is silent.
 *
 * <pre>
 * the alarm                | it was told       | what follows
 * -------------------------+-------------------+----------------------------
 * calls, and why was seen  | never             | told
 *                          | with this reason  | nothing
 *                          | with another one, | told, as it is now
 *                          | ten minutes ago   |
 * calls                    | a day ago or more | told that it still does
 * is silent                | ten minutes ago   | told; forgotten
 *                          | or more           |
 *                          | since             | nothing yet: it may flap
 * </pre>
 */
final class Alarms {
  private static final String ROW = "alarm";

  /** Before the alarm's name, which has no row in a table. */
  private static final String KEY = ROW + " ";

  private final String service;
  private final String alarm;

  Alarms(String service, String alarm) {
    this.service = service;
    this.alarm = alarm;
  }

  /** Which alarms are told of. */
  static List<String> in(Dossier dossier) {
    return dossier.findings().keySet().stream()
        .filter(key -> key.startsWith(KEY))
        .map(key -> key.substring(KEY.length()))
        .sorted()
        .toList();
  }

  /**
   * It calls.
   *
   * @param seen the headline first, then what people have to look at; none where nobody looked
   *     again
   */
  Optional<Entry> calls(Dossier before, Instant at, List<String> seen) {
    var onFile = onFile(before);
    if (onFile.isEmpty()) {
      return seen.isEmpty()
          ? Optional.empty()
          : Optional.of(told(before, at, seen, Optional.empty()));
    }
    var finding = onFile.get();
    if (isOver(finding, at, Reminders.DAILY)) {
      return Optional.of(told(before, at, seen, onFile));
    }
    boolean isAnother = !seen.isEmpty() && !finding.what().equals(what(seen));
    return isAnother && isOver(finding, at, Findings.COMES_AND_GOES)
        ? Optional.of(told(before, at, seen, onFile))
        : Optional.empty();
  }

  /**
   * It is silent.
   *
   * @param why in words, after its name
   */
  Optional<Entry> silent(Dossier before, Instant at, String why) {
    return onFile(before)
        .filter(finding -> isOver(finding, at, Findings.COMES_AND_GOES))
        .map(finding -> mended(before, at, finding, why));
  }

  private Optional<Finding> onFile(Dossier before) {
    return Optional.ofNullable(before.findings().get(KEY + alarm));
  }

  private static boolean isOver(Finding finding, Instant at, Duration sinceTold) {
    return !at.isBefore(finding.told().plus(sinceTold));
  }

  /** To know it again, not to be read. */
  private static String what(List<String> seen) {
    return Integer.toHexString(seen.hashCode());
  }

  private Entry told(Dossier before, Instant at, List<String> seen, Optional<Finding> onFile) {
    var what = seen.isEmpty() ? onFile.map(Finding::what).orElse("") : what(seen);
    var now =
        onFile
            .map(was -> new Finding(was.since(), at, at, was.messages() + 1, what))
            .orElseGet(() -> new Finding(at, at, at, 1, what));
    var findings = new HashMap<>(before.findings());
    findings.put(KEY + alarm, now);
    var message =
        new Letter(service, at, List.of("its name answers, and its endpoint is as it should be"))
            .of(
                Findings.thread(service, ROW, now.since()),
                now.messages(),
                Message.Weight.ALERT,
                headline(at, seen, now),
                List.of(),
                advice(seen),
                Optional.empty());
    return new Entry(
        before.finding(findings), List.of(message), Optional.empty(), Optional.empty());
  }

  private String headline(Instant at, List<String> seen, Finding now) {
    return Headlines.cut(
        seen.stream()
            .findFirst()
            .orElseGet(() ->
                "still, for "
                    + Lines.of(Duration.between(now.since(), at))
                    + ": alarm "
                    + alarm
                    + " is in ALARM, and the cause is elsewhere"));
  }

  private static List<String> advice(List<String> seen) {
    return seen.isEmpty()
        ? List.of("what was seen is in the messages before this one")
        : seen.stream().skip(1).map(Lines::cut).toList();
  }

  private Entry mended(Dossier before, Instant at, Finding finding, String why) {
    var findings = new HashMap<>(before.findings());
    findings.remove(KEY + alarm);
    var message =
        new Letter(service, at, List.of())
            .of(
                Findings.thread(service, ROW, finding.since()),
                finding.messages() + 1,
                Message.Weight.GOOD,
                Headlines.cut(
                    "alarm "
                        + alarm
                        + " "
                        + why
                        + ", after "
                        + Lines.of(Duration.between(finding.since(), at))),
                List.of(),
                List.of(),
                Optional.empty());
    return new Entry(
        before.finding(findings), List.of(message), Optional.empty(), Optional.empty());
  }
}
