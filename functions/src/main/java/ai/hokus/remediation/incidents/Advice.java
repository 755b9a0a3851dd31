package ai.hokus.remediation.incidents;

import ai.hokus.remediation.execution.Report;
import ai.hokus.remediation.model.GuardedService.Consumer;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.plan.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What people have to do. */
final class Advice {
  private static final String IGNORE_CHANGES =
      "so that no terraform apply undoes a fallback, give the parameter lifecycle { ignore_changes ="
          + " [value] }";

  private final Report report;
  private final Commands commands;

  Advice(Report report, Commands commands) {
    this.report = report;
    this.commands = commands;
  }

  static boolean isAdvice(Remark remark) {
    return remark.situation() == Situation.REDEPLOY_CONSUMER || Mending.of(remark).isPresent();
  }

  /** Of everything that stands, and of what is new. */
  List<String> onIncident(List<News> news) {
    var advice = new ArrayList<String>();
    if (News.any(news, News.Kind.CLOSED)) {
      return mend().toList();
    }
    if (News.any(news, News.Kind.HANDS_OFF)) {
      advice.add("if what it holds is meant to stay, do nothing; to have it looked after again:");
      advice.add(commands.resume(report.service().name()));
    }
    if (News.any(news, News.Kind.ENTERED, News.Kind.PUT_BACK)) {
      advice.add(IGNORE_CHANGES);
    }
    if (News.any(news, News.Kind.ENTERED, News.Kind.FOLLOWED, News.Kind.RETURNED)) {
      untouched().forEach(advice::add);
    }
    Stream.concat(consumers(), mend()).forEach(advice::add);
    return advice;
  }

  /** Those who read it only when they start, and whom nobody starts anew. */
  private Stream<String> untouched() {
    return report.service().consumers().stream()
        .filter(consumer -> consumer.reads() == Consumer.Reads.ENV_AT_START && !consumer.redeploy())
        .map(Consumer::ecsService)
        .filter(name -> consumers().noneMatch(line -> line.contains(name)))
        .map(name -> "nothing changes for " + name + " until it is redeployed");
  }

  private Stream<String> consumers() {
    return report.endpoint().says().stream()
        .filter(remark -> remark.situation() == Situation.REDEPLOY_CONSUMER)
        .flatMap(remark -> Lines.of(remark).stream());
  }

  private Stream<String> mend() {
    return Mending.seen(report).values().stream().flatMap(List::stream);
  }
}
