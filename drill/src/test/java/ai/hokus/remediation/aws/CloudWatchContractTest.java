package ai.hokus.remediation.aws;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.ports.AlarmBoard;
import ai.hokus.remediation.ports.AlarmBoardContract;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** One world for all: every test has alarms of its own. */
class CloudWatchContractTest extends AlarmBoardContract {
  private static final String SUPPRESSOR = "suppressor";

  private static AwsOfTheWorld aws;
  private static AlarmBoard board;

  /** As its owners reach it. */
  private static CloudWatchClient cloudWatch;

  @BeforeAll
  static void up() {
    aws = AwsOfTheWorld.up();
    board = aws.aws().alarms();
    cloudWatch = AwsOfTheWorld.clients().cloudWatch();
  }

  @AfterAll
  static void down() {
    aws.close();
  }

  @Override
  protected AlarmBoard board() {
    return board;
  }

  @Override
  protected void metric(String name, Alarm.State state) {
    cloudWatch.putMetricAlarm(alarm ->
        alarm
            .alarmName(name)
            .namespace("Contract")
            .metricName(name)
            .statistic(Statistic.SUM)
            .period(60)
            .evaluationPeriods(1)
            .threshold(0.0)
            .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
    aws.world().tell("set-alarm", name, state.name());
  }

  @Override
  protected void composite(String name, Alarm.State state) {
    cloudWatch.putCompositeAlarm(alarm -> alarm.alarmName(name).alarmRule("FALSE"));
    aws.world().tell("set-alarm", name, state.name());
  }

  @Override
  protected void disableActions(String name) {
    cloudWatch.disableAlarmActions(asked -> asked.alarmNames(name));
  }

  @Override
  protected void suppress(String name) {
    metric(SUPPRESSOR, Alarm.State.ALARM);
    cloudWatch.putCompositeAlarm(alarm ->
        alarm
            .alarmName(name)
            .alarmRule("FALSE")
            .actionsSuppressor(SUPPRESSOR)
            .actionsSuppressorWaitPeriod(60)
            .actionsSuppressorExtensionPeriod(60));
  }

  @Override
  protected void letFail() {
    aws.world().tell("throttle", "DescribeAlarms");
  }

  @AfterEach
  @Override
  protected void heal() {
    aws.world().tell("throttle", "off");
  }

  @Test
  void knowsTheAlarmOfTheSample() {
    assertThat(board.alarms(Set.of("hokusai-api-502-errors")).value())
        .extracting(Alarm::name)
        .containsExactly("hokusai-api-502-errors");
  }
}
