package ai.hokus.remediation.incidents;

import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.plan.Action;
import ai.hokus.remediation.plan.Remark;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** How messages and timelines say things. What a SecureString holds is not among them. */
final class Lines {
  /** Room for a reason and AWS's own words; a hundred of them still fit an item of the ledger. */
  private static final int LONGEST = 600;

  private Lines() {}

  /** What was done or not, with its reason and what stood against it. */
  static String of(Outcome outcome) {
    var line =
        of(outcome.action())
            + ": "
            + outcome.action().because()
            + " ("
            + outcome.action().situation().row()
            + ")";
    return cut(
        switch (outcome) {
          case Outcome.Done _ -> line;
          case Outcome.Failed(_, String why) -> line + "; failed: " + why;
          case Outcome.Held(_, String why) -> line + "; held: " + why;
        });
  }

  /** What it does, without the reason. */
  static String of(Action action) {
    return switch (action) {
      case Action.Move move when isSecret(move.read()) ->
          "set " + move.read().name() + ", a SecureString";
      case Action.Move move -> move.inWords();
      case Action.OnRegistry other -> other.inWords();
      case Action.Redeploy redeploy -> redeploy.inWords();
    };
  }

  static boolean isSecret(Parameter parameter) {
    return parameter.type() == Parameter.Type.SECURE_STRING;
  }

  /** What a remark says, each of its lines by itself: some are Terraform. */
  static List<String> of(Remark remark) {
    return remark.because().lines().map(Lines::indented).toList();
  }

  /** One line, cut. */
  static String cut(String text) {
    return Text.brief(LONGEST, text);
  }

  /** To the second, as people read it. */
  static String of(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** In the largest units that say something: {@code 2 d 3 h}, {@code 6 min}, {@code 40 s}. */
  static String of(Duration time) {
    if (time.toDays() > 0) {
      return time.toDays() + " d" + and(time.toHoursPart(), " h");
    }
    if (time.toHours() > 0) {
      return time.toHours() + " h" + and(time.toMinutesPart(), " min");
    }
    return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }

  private static String and(int part, String unit) {
    return part == 0 ? "" : " " + part + unit;
  }

  private static String indented(String line) {
    int indent = line.length() - line.stripLeading().length();
    return " ".repeat(indent) + cut(line);
  }
}
