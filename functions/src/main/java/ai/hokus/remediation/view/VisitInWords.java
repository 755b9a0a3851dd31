package ai.hokus.remediation.view;

import ai.hokus.remediation.execution.BrokenOff;
import ai.hokus.remediation.execution.LeftToAnother;
import ai.hokus.remediation.execution.LeftToSweep;
import ai.hokus.remediation.execution.Outcome;
import ai.hokus.remediation.execution.Pass;
import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.execution.Visit;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Stop;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.plan.NameVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A visit to a guarded service as an answer tells it: an entry for each pass, or one line. */
final class VisitInWords {
  /** Of one kind in one pass: a service of hundreds of tasks must not fill the whole answer. */
  private static final int MOST_LINES = 20;

  private VisitInWords() {}

  /** The one line of a visit that did nothing, and had nothing to say but that all is well. */
  static Optional<String> inSync(Visit visit) {
    return Optional.of(visit.last())
        .filter(Report.class::isInstance)
        .map(Report.class::cast)
        .filter(report -> visit.passes().size() == 1 && visit.says().isEmpty() && isQuiet(report))
        .map(report ->
            report.mandate().inWords() + ": " + report.sawInWords() + "; " + name(report));
  }

  private static boolean isQuiet(Report report) {
    return report.mandate().stop().isEmpty()
        && report.execution().outcomes().isEmpty()
        && report.endpoint().outcomes().isEmpty()
        && report.says().isEmpty()
        && report.name().state() == NameVerdict.State.GOOD;
  }

  static List<Map<String, Object>> of(Visit visit) {
    var entries = new ArrayList<Map<String, Object>>();
    for (var pass : visit.passes()) {
      var entry = new LinkedHashMap<String, Object>();
      entry.put("service", visit.service().name());
      if (visit.passes().size() > 1) {
        entry.put("pass", (entries.size() + 1) + " of " + visit.passes().size());
      }
      put(entry, pass);
      entries.add(entry);
    }
    if (!visit.says().isEmpty()) {
      entries.getLast().put("lease", visit.says());
    }
    return entries;
  }

  private static void put(Map<String, Object> entry, Pass pass) {
    switch (pass) {
      case Report report -> put(entry, report);
      case LeftToAnother left -> entry.put("left", left.inWords());
      case LeftToSweep left -> entry.put("left", left.inWords());
      case BrokenOff broken -> entry.put("failed", broken.unfinished());
    }
  }

  private static void put(Map<String, Object> entry, Report report) {
    entry.put("policy", report.mandate().inWords());
    report.mandate().stop().map(Stop::inWords).ifPresent(why -> entry.put("stopped", why));
    entry.put("seen", report.sawInWords());
    entry.put("done", inWords(report.done()));
    entry.put("held", inWords(report.held()));
    entry.put("failed", inWords(report.failed()));
    entry.put(
        "says",
        Text.first(
            MOST_LINES,
            report.says().stream()
                .map(remark -> remark.situation().row() + ": " + remark.because())
                .toList()));
    entry.put("name", name(report));
    report.endpoint().parameter().ifPresent(now -> entry.put("endpoint", endpoint(report, now)));
  }

  /** What consumers are told, and for how long where that is an address. */
  private static String endpoint(Report report, Parameter now) {
    return now.shown()
        + report.endpoint().dossier().fallback().map(Fallback::inWords).map(" "::concat).orElse("");
  }

  private static String name(Report report) {
    return report.name().row().row() + ": " + report.name().inWords();
  }

  private static List<String> inWords(List<? extends Outcome> outcomes) {
    return Text.first(MOST_LINES, outcomes.stream().map(Outcome::inWords).toList());
  }
}
