package ai.hokus.remediation.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.ports.Outbox.Box;
import ai.hokus.remediation.ports.Outbox.Letter;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What nobody but a person or a mistake would write into the table. */
class OutboxItemTest {
  private static final String NOON = "2026-03-02T12:00:00Z";

  @ParameterizedTest(name = "{0}")
  @MethodSource("senseless")
  void saysWhatMakesNoSense(String situation, String name, AttributeValue value, String why) {
    assertThat(item(name, value).box()).isEqualTo(new Box.Senseless("t", NOON, why));
  }

  static Stream<Arguments> senseless() {
    return Stream.of(
        arguments(
            "no number", "last", AttributeValue.fromS("two"), "last is AttributeValue(S=two)"),
        arguments("not a whole one", "last", number("1.5"), "last is AttributeValue(N=1.5)"),
        arguments("a negative one", "last", number("-1"), "last is AttributeValue(N=-1)"),
        arguments("more than can have been", "last", number("4001"), "last is 4001"),
        arguments(
            "a channel's that is none",
            "sent_slack",
            AttributeValue.fromBool(true),
            "sent_slack is AttributeValue(BOOL=true)"));
  }

  @Test
  void saysWhatIsAbsent() {
    assertThat(new OutboxItem("t", Map.of("due", AttributeValue.fromS(NOON))).box())
        .isEqualTo(new Box.Senseless("t", NOON, "last is absent"));
  }

  @Test
  void passesOverWhatItDoesNotKnow() {
    assertThat(item("m0", number("7")).box()).isEqualTo(new Box.Full("t", 1, Map.of(), Map.of()));
  }

  @Test
  void namesAMessageThatIsNoText() {
    assertThat(item("m1", number("7")).box())
        .isInstanceOfSatisfying(
            Box.Full.class,
            box ->
                assertThat(box.waitingFor("slack"))
                    .singleElement()
                    .isInstanceOf(Letter.Illegible.class));
  }

  private static OutboxItem item(String name, AttributeValue value) {
    var attributes = new TreeMap<>(Map.of("due", AttributeValue.fromS(NOON), "last", number("1")));
    attributes.put(name, value);
    return new OutboxItem("t", attributes);
  }

  private static AttributeValue number(String digits) {
    return AttributeValue.fromN(digits);
  }
}
