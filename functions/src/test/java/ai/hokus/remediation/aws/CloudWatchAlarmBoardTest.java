package ai.hokus.remediation.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Alarm.State;
import ai.hokus.remediation.model.Reading;
import ai.hokus.remediation.ports.AlarmBoard;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CloudWatchAlarmBoardTest {
  private static final String NAME = "hokusai-api-502-errors";

  private ScriptedAws aws;
  private AlarmBoard board;

  @BeforeEach
  void open() {
    aws = new ScriptedAws();
    board = ScriptedAws.ports().alarms();
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("alarms")
  void tellsAnAlarm(String situation, String type, String fields, Alarm expected) {
    aws.answers("DescribeAlarms", page("", type, alarm(NAME, fields)));

    assertThat(board.alarms(Set.of(NAME))).isEqualTo(new Reading.Complete<>(List.of(expected)));
  }

  static Stream<Arguments> alarms() {
    var metric = "MetricAlarms";
    var composite = "CompositeAlarms";
    return Stream.of(
        arguments("it calls", metric, state("ALARM") + actions(true), alarm(State.ALARM, false)),
        arguments(
            "it has no data",
            metric,
            state("INSUFFICIENT_DATA"),
            alarm(State.INSUFFICIENT_DATA, false)),
        arguments(
            "a word newer than this program",
            metric,
            state("DREAMING"),
            alarm(State.INSUFFICIENT_DATA, false)),
        arguments(
            "its actions are off",
            metric,
            state("ALARM") + actions(false),
            alarm(State.ALARM, true)),
        arguments(
            "a composite one", composite, state("OK") + actions(true), alarm(State.OK, false)),
        arguments(
            "a composite one, off",
            composite,
            state("ALARM") + actions(false),
            alarm(State.ALARM, true)),
        arguments(
            "suppressed by another alarm",
            composite,
            state("ALARM") + actions(true) + "<ActionsSuppressedBy>Alarm</ActionsSuppressedBy>",
            alarm(State.ALARM, true)),
        arguments(
            "suppressed, and waiting",
            composite,
            state("ALARM") + "<ActionsSuppressedBy>WaitPeriod</ActionsSuppressedBy>",
            alarm(State.ALARM, true)));
  }

  @Test
  void asksForBothTypes() {
    aws.answers("DescribeAlarms", page("", "MetricAlarms"));

    board.alarms(Set.of(NAME));

    assertThat(aws.asked("DescribeAlarms"))
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.at("/AlarmNames.member.1").asText()).isEqualTo(NAME);
          assertThat(asked.at("/AlarmTypes.member.1").asText()).isEqualTo("MetricAlarm");
          assertThat(asked.at("/AlarmTypes.member.2").asText()).isEqualTo("CompositeAlarm");
        });
  }

  @Test
  void readsAllPages() {
    aws.answers(
            "DescribeAlarms",
            page("<NextToken>2</NextToken>", "MetricAlarms", alarm("b", state("OK"))))
        .answers("DescribeAlarms", page("", "MetricAlarms", alarm("a", state("OK"))));

    assertThat(board.alarms(Set.of("a", "b")))
        .isEqualTo(
            new Reading.Complete<>(
                List.of(new Alarm("a", State.OK, false), new Alarm("b", State.OK, false))));
  }

  @Test
  void keepsWhatItSawBeforeAPageFailed() {
    aws.answers(
            "DescribeAlarms",
            page("<NextToken>2</NextToken>", "MetricAlarms", alarm("b", state("OK"))))
        .refusesInXml("DescribeAlarms", 403, "AccessDenied", "not authorized");

    assertThat(board.alarms(Set.of("a", "b")))
        .isEqualTo(
            new Reading.Partial<>(
                List.of(new Alarm("b", State.OK, false)),
                "CloudWatch at %s does not let this function's role do this (describing alarms a, b): AccessDenied; are the stack's parameters complete?"
                    .formatted(aws.endpoint())));
  }

  @Test
  void asksAboutAHundredAtATime() {
    aws.answers("DescribeAlarms", page("", "MetricAlarms"));
    var names =
        IntStream.range(0, 250).mapToObj("alarm-%03d"::formatted).collect(Collectors.toSet());

    assertThat(board.alarms(names)).isEqualTo(new Reading.Complete<>(List.of()));
    assertThat(aws.asked("DescribeAlarms"))
        .extracting(
            asked -> asked.has("AlarmNames.member.100"), asked -> asked.has("AlarmNames.member.51"))
        .containsExactly(tuple(true, true), tuple(true, true), tuple(false, false));
  }

  @Test
  void asksNobodyAboutNothing() {
    assertThat(board.alarms(Set.of())).isEqualTo(new Reading.Complete<>(List.of()));
    assertThat(aws.asked("DescribeAlarms")).isEmpty();
  }

  private static Alarm alarm(State state, boolean muted) {
    return new Alarm(NAME, state, muted);
  }

  private static String page(String token, String type, String... alarms) {
    return "<DescribeAlarmsResponse><DescribeAlarmsResult>%s<%s>%s</%s></DescribeAlarmsResult></DescribeAlarmsResponse>"
        .formatted(token, type, String.join("", alarms), type);
  }

  private static String alarm(String name, String fields) {
    return "<member><AlarmName>%s</AlarmName>%s</member>".formatted(name, fields);
  }

  private static String state(String word) {
    return "<StateValue>" + word + "</StateValue>";
  }

  private static String actions(boolean enabled) {
    return "<ActionsEnabled>" + enabled + "</ActionsEnabled>";
  }
}
