package ai.hokus.remediation.incidents;

import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Stop;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.plan.NameVerdict.Row;
import ai.hokus.remediation.plan.Remark;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is true at the end of a pass, each with how and when it was verified. */
final class Facts {
  /** More tasks than these say no more. */
  private static final int TASKS = 5;

  /** Here Cloud Map's own list was enough, and the resolver was not asked. */
  private static final Set<Row> BY_LIST = Set.of(Row.EMPTIED, Row.ASLEEP);

  private final Report report;
  private final String when;

  private Facts(Report report) {
    this.report = report;
    this.when = Lines.of(report.seen().at());
  }

  static List<String> of(Report report) {
    var facts = new Facts(report);
    return Stream.of(
            Stream.of(facts.name()),
            Text.first(TASKS, facts.tasks()).stream(),
            facts.holds(),
            facts.fallback(),
            facts.mandate().stream())
        .flatMap(each -> each)
        .map(Lines::cut)
        .toList();
  }

  private String name() {
    var name = report.name();
    return name.inWords()
        + " ("
        + name.row().row()
        + "), "
        + (BY_LIST.contains(name.row()) ? "by Cloud Map's list at " : "asked by name at ")
        + when;
  }

  private List<String> tasks() {
    return report.seen().tasks().value().running().stream()
        .flatMap(task -> task.address().stream().map(address -> task(task, address)))
        .toList();
  }

  private String task(Task task, Ipv4 address) {
    return address
        + " "
        + report.seen().answer().of(address).inWords()
        + ": task "
        + task.id()
        + ", asked at "
        + when
        + " with Host "
        + report.service().probe().hostFor(address);
  }

  private Stream<String> holds() {
    return report
        .endpoint()
        .parameter()
        .map(parameter ->
            parameter.name()
                + " holds "
                + parameter.shown()
                + ": version "
                + parameter.version()
                + ", read at "
                + when)
        .stream();
  }

  /** Where nothing was said of it, it is where it was put; what people have to mend is advice. */
  private Stream<String> fallback() {
    var said =
        report.endpoint().says().stream()
            .filter(remark -> !Advice.isAdvice(remark))
            .map(Remark::because)
            .toList();
    return said.isEmpty()
        ? report.endpoint().dossier().fallback().map(Facts::goesOn).stream()
        : said.stream();
  }

  private static String goesOn(Fallback fallback) {
    return fallback
        .underway()
        .map(put -> "what became of the put of " + Lines.of(put.at()) + " is not known yet")
        .orElseGet(() -> goesOn(fallback.position()));
  }

  private static String goesOn(Position position) {
    return switch (position) {
      case Position.Pinned(var task, var address, var until) ->
          "by address until "
              + Lines.of(until)
              + ": task "
              + task
              + " at "
              + address
              + "; it is followed, renewed and left without a hand";
      case Position.Waiting(var since) ->
          "nobody to point at since "
              + Lines.of(since)
              + ": the first task that answers is followed";
      case Position.StandingBack(var until) ->
          "others put the endpoint back: judged anew from " + Lines.of(until) + " on";
      case Position.HandsOff(var since, _, _) ->
          "not touched since " + Lines.of(since) + ", until a person resumes";
      case Position.Left(var at, _) -> "the fallback is over since " + Lines.of(at);
    };
  }

  private Optional<String> mandate() {
    return report
        .mandate()
        .stop()
        .map(Stop::inWords)
        .or(() ->
            report.mandate().policy() == Policy.OBSERVE
                ? Optional.of("policy observe: everything is said, nothing is done")
                : Optional.empty());
  }
}
