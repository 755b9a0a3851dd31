package ai.hokus.remediation.view;

import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.incidents.Commands;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Hold;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Incident.Moment;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Look;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is on file of a guarded service, for whoever has to know it at once. What is true in the
 * world, and what would be done, is the pass's to say.
 */
final class StatusInWords {
  /** The newest: what was done before them is in the messages. */
  private static final int MOMENTS = 20;

  private StatusInWords() {}

  static Map<String, Object> of(Report report, Commands commands) {
    var look = report.seen().look();
    var status = new LinkedHashMap<String, Object>();
    status.put("service", report.service().name());
    if (!report.isLed()) {
      status.put("unknown", "what is on file could not be read, and nothing of it is told");
      return status;
    }
    status.put("holds", inForce(look).stream().map(StatusInWords::hold).toList());
    look.dossier().incident().ifPresent(open -> status.put("incident", incident(open, look)));
    look.dossier().fallback().ifPresent(fallback -> status.put("fallback", fallback(fallback)));
    status.put("findings", findings(look.dossier()));
    status.put("closed", look.dossier().closed());
    status.put("wayBack", wayBack(report, commands));
    return status;
  }

  private static List<Hold> inForce(Look look) {
    return look.holds().all().stream().filter(hold -> !hold.isOver(look.at())).toList();
  }

  private static String hold(Hold hold) {
    return hold.inWords()
        + hold.since().map(at -> "; asked for at " + at).orElse("")
        + (hold.request().isEmpty() ? "" : " by request " + hold.request());
  }

  private static Map<String, Object> incident(Incident open, Look look) {
    var lines = new LinkedHashMap<String, Object>();
    lines.put("id", open.id());
    lines.put("since", open.opened().toString());
    lines.put("cause", open.cause());
    open.undoneUnder(look.holds(), look.at()).ifPresent(at -> lines.put("undone", at.toString()));
    var moments = open.timeline();
    lines.put(
        "happened",
        moments.subList(Math.max(0, moments.size() - MOMENTS), moments.size()).stream()
            .map(StatusInWords::moment)
            .toList());
    return lines;
  }

  private static String moment(Moment moment) {
    return moment.at()
        + " "
        + moment.what()
        + moment.by().map(who -> " (says to be " + who + ")").orElse("");
  }

  private static String fallback(Fallback fallback) {
    return "before it: "
        + fallback.before().shown()
        + "; moved at "
        + fallback.entered()
        + " "
        + fallback.inWords();
  }

  private static List<String> findings(Dossier dossier) {
    return new TreeMap<>(dossier.findings())
        .entrySet().stream()
            .map(each -> each.getKey() + " since " + each.getValue().since())
            .toList();
  }

  /** As they are to be pasted: what undoes most comes first. */
  private static List<String> wayBack(Report report, Commands commands) {
    var service = report.service().name();
    var look = report.seen().look();
    var lines = new ArrayList<String>();
    look.dossier().incident().map(commands::undo).ifPresent(lines::add);
    look.dossier().fallback().map(_ -> commands.restore(service)).ifPresent(lines::add);
    if (report.seen().instances().stream().anyMatch(Instance.Ours.class::isInstance)) {
      lines.add(commands.release(service));
    }
    if (!inForce(look).isEmpty()) {
      lines.add(commands.resume(service));
    }
    lines.add(commands.pause(service));
    return lines;
  }
}
