package ai.hokus.remediation.aws;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.model.Text;
import ai.hokus.remediation.ports.AlarmBoard;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/**
 * CloudWatch, asked about alarms of any type by name. Mute rules, which are newer than this SDK, it
 * cannot see.
 */
final class CloudWatchAlarmBoard implements AlarmBoard {
  /** What one DescribeAlarms takes. */
  private static final int BATCH = 100;

  private final CloudWatchClient cloudWatch;
  private final Place place;

  CloudWatchAlarmBoard(CloudWatchClient cloudWatch) {
    this.cloudWatch = cloudWatch;
    this.place = Place.of("CloudWatch", cloudWatch.serviceClientConfiguration());
  }

  @Override
  public Reading<List<Alarm>> alarms(Set<String> names) {
    var seen = new TreeSet<>(Comparator.comparing(Alarm::name));
    try {
      new TreeSet<>(names)
          .stream()
              .gather(Gatherers.windowFixed(BATCH))
              .flatMap(this::described)
              .forEach(seen::add);
      return new Reading.Complete<>(List.copyOf(seen));
    } catch (SdkException e) {
      return new Reading.Partial<>(
          List.copyOf(seen),
          place.why("describing alarms " + Text.brief(String.join(", ", new TreeSet<>(names))), e));
    }
  }

  /** Unless told so, DescribeAlarms leaves out composite ones. */
  private Stream<Alarm> described(List<String> names) {
    return cloudWatch
        .describeAlarmsPaginator(asked ->
            asked.alarmNames(names).alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM))
        .stream()
        .flatMap(CloudWatchAlarmBoard::alarms);
  }

  private static Stream<Alarm> alarms(DescribeAlarmsResponse page) {
    return Stream.concat(
        page.metricAlarms().stream().map(CloudWatchAlarmBoard::alarm),
        page.compositeAlarms().stream().map(CloudWatchAlarmBoard::alarm));
  }

  private static Alarm alarm(MetricAlarm metric) {
    return new Alarm(
        metric.alarmName(), state(metric.stateValueAsString()), isOff(metric.actionsEnabled()));
  }

  private static Alarm alarm(CompositeAlarm composite) {
    return new Alarm(
        composite.alarmName(),
        state(composite.stateValueAsString()),
        isOff(composite.actionsEnabled()) || composite.actionsSuppressedByAsString() != null);
  }

  private static boolean isOff(@Nullable Boolean actionsEnabled) {
    return Boolean.FALSE.equals(actionsEnabled);
  }

  /** A word that is newer than this program says as little as one that says nothing. */
  private static Alarm.State state(String word) {
    return Stream.of(Alarm.State.values())
        .filter(state -> state.name().equals(word))
        .findFirst()
        .orElse(Alarm.State.INSUFFICIENT_DATA);
  }
}
