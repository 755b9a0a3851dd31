package ai.hokus.remediation.health;

import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.TargetGroup;
import ai.hokus.remediation.model.TargetGroup.HealthCheck;
import ai.hokus.remediation.model.TargetGroup.Target;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why an alarm may call although every service that it is linked to answers by its name: what the
 * load balancers before their consumers say, for people to mend.
 *
 * <pre>
 * a target group          | what is said of it
 * ------------------------+-----------------------------------------------------------
 * no listener leads to it | that: nobody asks its targets
 * it has no target        | that
 * a target fails          | what the health check asks, and why the balancer is not content
 * all targets are healthy | that
 * anything else           | how many of its targets are in which state
 * </pre>
 */
public final class AlarmDiagnosis {
  private AlarmDiagnosis() {}

  /**
   * Of an alarm in ALARM, one line for each thing.
   *
   * @param answering the guarded services that it is linked to
   * @param before the target groups by ECS service
   */
  public static List<String> of(
      String alarm, List<String> answering, Reading<Map<String, List<TargetGroup>>> before) {
    var groups = new TreeMap<>(before.value());
    return Stream.of(
            Stream.of(
                "alarm %s is in ALARM, and %s by name: the cause is elsewhere; nothing was changed"
                    .formatted(
                        alarm,
                        String.join(", ", answering)
                            + (answering.size() == 1 ? " answers" : " answer"))),
            groups.entrySet().stream()
                .flatMap(service ->
                    service.getValue().stream()
                        .map(group ->
                            "target group %s of %s: %s"
                                .formatted(group.name(), service.getKey(), inWords(group)))),
            rest(groups, before))
        .flatMap(lines -> lines)
        .toList();
  }

  private static Stream<String> rest(
      Map<String, List<TargetGroup>> groups, Reading<Map<String, List<TargetGroup>>> before) {
    var services = String.join(", ", groups.keySet());
    return switch (before) {
      case Reading.Partial<?>(_, String why) -> Stream.of("not everything could be read: " + why);
      case Reading.Complete<?> _ when groups.values().stream().allMatch(List::isEmpty) ->
          Stream.of("no load balancer stands before " + services);
      case Reading.Complete<?> _ -> Stream.empty();
    };
  }

  private static String inWords(TargetGroup group) {
    var targets = group.targets();
    var failing = targets.stream().filter(Target::fails).toList();
    if (!group.forwardedTo()) {
      return "no listener of a load balancer forwards to it";
    }
    if (targets.isEmpty()) {
      return "it has no target";
    }
    if (!failing.isEmpty()) {
      return "its health check %s, and %d of %d targets %s it (%s)"
          .formatted(
              asks(group.healthCheck()),
              failing.size(),
              targets.size(),
              failing.size() == 1 ? "fails" : "fail",
              failing.stream().map(Target::why).distinct().collect(Collectors.joining("; ")));
    }
    return targets.stream()
        .collect(Collectors.groupingBy(Target::state, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(state -> state.getValue() + " " + state.getKey())
        .collect(Collectors.joining(", ", "its targets: ", ""));
  }

  private static String asks(HealthCheck check) {
    var port = check.port().equals("traffic-port") ? "" : " at port " + check.port();
    return check.path().isEmpty()
        ? "connects" + port
        : "asks " + check.path() + port + " for " + check.expects();
  }
}
