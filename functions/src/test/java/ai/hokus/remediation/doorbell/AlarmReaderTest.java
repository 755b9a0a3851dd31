package ai.hokus.remediation.doorbell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.doorbell.Doorbell.Elsewhere;
import ai.hokus.remediation.doorbell.Doorbell.Malformed;
import ai.hokus.remediation.doorbell.Doorbell.RingsByAlarm;
import ai.hokus.remediation.model.Guard;
import com.amazonaws.services.lambda.runtime.events.CloudWatchCompositeAlarmEvent;
import com.amazonaws.services.lambda.runtime.events.CloudWatchMetricAlarmEvent;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.tests.annotations.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmReaderTest {

  private static final String ALARM = "hokusai-api-502-errors";
  private static final AlarmReader READER = readerIn("us-east-1:123456789012");
  private static final Doorbell RINGS = new RingsByAlarm(ALARM);

  private static final Path SAMPLES = Path.of("..", "events");

  /** Events as others published them; not part of this repository. */
  private static final Path SAMPLES_OF_OTHERS =
      Path.of(System.getProperty("shared.events", "../../shared/events"));

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void hears(String sample, Doorbell doorbell) {
    assertThat(READER.read(bytes(sample))).isEqualTo(doorbell);
  }

  static Stream<Arguments> samples() {
    var another = new Elsewhere("an event that CloudWatch did not send");
    return Stream.of(
        arguments("alarm-state-change", RINGS),
        arguments("alarm-composite", RINGS),
        arguments("alarm-action-direct", RINGS),
        arguments("alarm-action-composite", RINGS),
        arguments("task-running", another),
        arguments("service-steady-state", another),
        arguments("scheduled", another),
        arguments("probe", new Malformed("$.source", "nothing", "text")),
        arguments("rollback-pause", new Malformed("$.source", "nothing", "text")));
  }

  /** What we take for the alarm's own action is what AWS's own class takes for it. */
  @ParameterizedTest
  @Event(value = "events/alarm-action-direct.json", type = CloudWatchMetricAlarmEvent.class)
  void theActionIsThatOfAMetricAlarm(CloudWatchMetricAlarmEvent event) {
    assertThat(event.getAccountId()).isEqualTo("123456789012");
    assertThat(event.getAlarmData().getAlarmName()).isEqualTo(ALARM);
    assertThat(event.getAlarmData().getState().getValue()).isEqualTo("ALARM");
    assertThat(event.getAlarmData().getPreviousState().getValue()).isEqualTo("OK");
    assertThat(event.getAlarmData().getConfiguration().getMetrics()).hasSize(3);
  }

  @ParameterizedTest
  @Event(value = "events/alarm-action-composite.json", type = CloudWatchCompositeAlarmEvent.class)
  void theActionIsThatOfACompositeAlarm(CloudWatchCompositeAlarmEvent event) {
    assertThat(event.getAlarmData().getAlarmName()).isEqualTo(ALARM);
    assertThat(event.getAlarmData().getState().getValue()).isEqualTo("ALARM");
    assertThat(event.getAlarmData().getPreviousState().getValue()).isEqualTo("ALARM");
    assertThat(event.getAlarmData().getPreviousState().getActionsSuppressedBy())
        .isEqualTo("WaitPeriod");
    assertThat(event.getAlarmData().getConfiguration().getAlarmRule()).contains(ALARM);
  }

  /** The same for EventBridge's envelope; what is in it has no class. */
  @ParameterizedTest
  @Event(value = "events/alarm-state-change.json", type = ScheduledEvent.class)
  void theStateChangeIsAnEventOfEventBridge(ScheduledEvent event) {
    assertIsAStateChange(event);
  }

  @ParameterizedTest
  @Event(value = "events/alarm-composite.json", type = ScheduledEvent.class)
  void theCompositeOnesIsToo(ScheduledEvent event) {
    assertIsAStateChange(event);
  }

  private static void assertIsAStateChange(ScheduledEvent event) {
    assertThat(event.getDetailType()).isEqualTo("CloudWatch Alarm State Change");
    assertThat(event.getSource()).isEqualTo("aws.cloudwatch");
    assertThat(event.getDetail())
        .containsEntry("alarmName", ALARM)
        .extractingByKey("state")
        .isInstanceOfSatisfying(
            Map.class, state -> assertThat(state.get("value")).isEqualTo("ALARM"));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({
    "aws-cloudwatch-state-change-for-a-single-metric-alarm, us-east-1:123456789012, ServerCpuTooHigh",
    "lambda-alarm-action-metric, us-east-1:444455556666, lambda-demo-metric-alarm",
  })
  void hearsTheEventsOfOthersInTheirOwnAccounts(String sample, String home, String alarm) {
    assumeThat(SAMPLES_OF_OTHERS).isDirectory();

    assertThat(readerIn(home).read(ofOthers(sample))).isEqualTo(new RingsByAlarm(alarm));
  }

  @Test
  void takesNoChangeOfAConfigurationForAChangeOfState() {
    assumeThat(SAMPLES_OF_OTHERS).isDirectory();

    assertThat(READER.read(ofOthers("aws-cloudwatch-config-update-of-a-metric-alarm")))
        .isEqualTo(new Elsewhere("a CloudWatch event of another kind"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unusual")
  void understands(String situation, String event, Doorbell doorbell) {
    assertThat(READER.read(event.getBytes(UTF_8))).isEqualTo(doorbell);
  }

  static Stream<Arguments> unusual() {
    var account = new Elsewhere("an alarm of another account");
    var region = new Elsewhere("an alarm of another Region");
    return Stream.of(
        arguments("it is well again", bridged().replace("\"ALARM\"", "\"OK\""), RINGS),
        arguments("it has no data", bridged().replace("\"ALARM\"", "\"INSUFFICIENT_DATA\""), RINGS),
        arguments("a state nobody knows", action().replace("\"ALARM\"", "\"BORED\""), RINGS),
        arguments("no state at all", action().replace("\"state\"", "\"status\""), RINGS),
        arguments("from ALARM to ALARM", sample("alarm-composite"), RINGS),
        arguments(
            "no reasons", bridged().replaceAll("\"reasonData\": \"(\\\\.|[^\"])*\",", ""), RINGS),
        arguments(
            "a reason that is no text",
            bridged().replaceAll("\"reasonData\": \"(\\\\.|[^\"])*\"", "\"reasonData\": [7]"),
            RINGS),
        arguments("a time that is none", action().replace("12:02:31.138+0000", "soon"), RINGS),
        arguments("no time", action().replace("\"time\"", "\"when\""), RINGS),
        arguments(
            "fields nobody knows",
            action().replace("\"alarmName\"", "\"alarmTags\": {\"a\": []}, \"alarmName\""),
            RINGS),
        arguments(
            "an ARN of another name",
            action().replace("alarm:" + ALARM, "alarm:SuppressionDemo.Main"),
            RINGS),
        arguments("no ARN", action().replace("\"alarmArn\"", "\"arn\""), RINGS),
        arguments(
            "a name with all that a name may have",
            bridged().replace("\"" + ALARM + "\"", "\"EC2 (CPU): zu hoch, größer 10 %\""),
            new RingsByAlarm("EC2 (CPU): zu hoch, größer 10 %")),
        arguments(
            "another account",
            bridged().replace("\"account\": \"123456789012\"", "\"account\": \"210987654321\""),
            account),
        arguments(
            "the action of another account",
            action().replace("\"accountId\": \"123456789012\"", "\"accountId\": \"210987654321\""),
            account),
        arguments("another Region", bridged().replace("us-east-1", "eu-west-1"), region),
        arguments(
            "the action of another Region", action().replace("us-east-1", "eu-west-1"), region),
        arguments(
            "another kind",
            bridged().replace("State Change", "Configuration Change"),
            new Elsewhere("a CloudWatch event of another kind")),
        arguments(
            "another source",
            action().replace("aws.cloudwatch", "my.cloudwatch"),
            new Elsewhere("an event that CloudWatch did not send")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void answers(String situation, String event, Malformed answer) {
    assertThat(READER.read(event.getBytes(UTF_8))).isEqualTo(answer);
  }

  static Stream<Arguments> malformed() {
    var name = "the name of an alarm";
    return Stream.of(
        arguments("nothing", "", envelope("nothing")),
        arguments("a batch", "[" + bridged() + "]", envelope("a list")),
        arguments("a batch of actions", "[" + action() + ", " + action() + "]", envelope("a list")),
        arguments("null", "null", envelope("null")),
        arguments("half an event", "{\"source\": ", envelope("no JSON at line 1, column 12")),
        arguments("an empty object", "{}", new Malformed("$.source", "nothing", "text")),
        arguments(
            "neither kind nor alarm",
            "{\"source\": \"aws.cloudwatch\"}",
            new Malformed("$.detail-type", "nothing", "text, or alarmData in its place")),
        arguments(
            "no account",
            bridged().replace("\"account\"", "\"owner\""),
            new Malformed("$.account", "nothing", "text")),
        arguments(
            "an action with the other envelope's account",
            action().replace("\"accountId\"", "\"account\""),
            new Malformed("$.accountId", "nothing", "text")),
        arguments(
            "an account that is a number",
            action().replace("\"123456789012\"", "123456789012"),
            new Malformed("$.accountId", "a number", "text")),
        arguments(
            "no Region",
            bridged().replace("\"region\"", "\"place\""),
            new Malformed("$.region", "nothing", "text")),
        arguments(
            "no detail",
            bridged().replace("\"detail\"", "\"details\""),
            new Malformed("$.detail", "nothing", "an object")),
        arguments(
            "alarm data that is text",
            action().replaceAll("(?s)\"alarmData\": \\{.*", "\"alarmData\": \"{}\"}"),
            new Malformed("$.alarmData", "text of 2 characters", "an object")),
        arguments(
            "no name",
            bridged().replace("\"alarmName\"", "\"name\""),
            new Malformed("$.detail.alarmName", "nothing", name)),
        arguments(
            "an action without a name, which its ARN has",
            action().replace("\"alarmName\"", "\"name\""),
            new Malformed("$.alarmData.alarmName", "nothing", name)),
        arguments(
            "an empty name",
            bridged().replace("\"" + ALARM + "\"", "\"\""),
            new Malformed("$.detail.alarmName", "text of 0 characters", name)),
        arguments(
            "a name of two lines",
            bridged().replace("\"" + ALARM + "\"", "\"a\\nb\""),
            new Malformed("$.detail.alarmName", "text of 3 characters", name)),
        arguments(
            "a name that is longer than CloudWatch takes",
            action().replace("\"" + ALARM + "\"", "\"" + "a".repeat(256) + "\""),
            new Malformed("$.alarmData.alarmName", "text of 256 characters", name)));
  }

  /**
   * Up to eight bytes changed, cut out or doubled: an answer each time, and no name of two lines.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void neverThrows(long seed) {
    var random = new SplittableRandom(seed);
    var event = List.of(bridged(), action()).get(random.nextInt(2)).getBytes(UTF_8);
    for (int changes = random.nextInt(1, 9); changes > 0; changes--) {
      event = changed(event, random);
    }

    var doorbell = READER.read(event);

    if (doorbell instanceof RingsByAlarm(String alarm)) {
      assertThat(alarm).hasSizeBetween(1, 255).doesNotContainPattern("\\p{Cntrl}");
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\nb", "a\u2028b", "\u0000"})
  void aNameIsOneLine(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RingsByAlarm(name))
        .withMessageStartingWith("not the name of an alarm: \"");
  }

  private static Malformed envelope(String found) {
    return new Malformed("$", found, "one EventBridge event");
  }

  private static AlarmReader readerIn(String home) {
    return new AlarmReader(
        new Guard("arn:aws:ecs:" + home + ":cluster/hokusai-development", "owner"));
  }

  private static byte[] changed(byte[] event, SplittableRandom random) {
    int at = random.nextInt(event.length - 40);
    switch (random.nextInt(3)) {
      case 0 -> event[at] = (byte) random.nextInt(256);
      case 1 -> event[at] = (byte) "{}[]\",:0".charAt(random.nextInt(8));
      default -> {
        int length = random.nextInt(1, 40);
        var shorter = Arrays.copyOf(event, event.length - length);
        System.arraycopy(event, at + length, shorter, at, event.length - at - length);
        return shorter;
      }
    }
    return event;
  }

  private static String bridged() {
    return sample("alarm-state-change");
  }

  private static String action() {
    return sample("alarm-action-direct");
  }

  private static String sample(String name) {
    return new String(bytes(name), UTF_8);
  }

  private static byte[] bytes(String sample) {
    return bytes(SAMPLES.resolve(sample + ".json"));
  }

  private static byte[] ofOthers(String sample) {
    return bytes(SAMPLES_OF_OTHERS.resolve(sample + ".json"));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
