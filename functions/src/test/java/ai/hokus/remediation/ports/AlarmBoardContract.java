package ai.hokus.remediation.ports;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Alarm.State;
import ai.hokus.remediation.model.Reading;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What {@link AlarmBoard} promises. Kept by the adapter in the local world and by the fake, so that
 * what is proven with the fake holds for the adapter.
 */
public abstract class AlarmBoardContract {

  protected abstract AlarmBoard board();

  /** Makes an alarm on a metric, or changes its state. */
  protected abstract void metric(String name, State state);

  /** The same with one that is made of other alarms. */
  protected abstract void composite(String name, State state);

  /** Disables the actions of an alarm on a metric. */
  protected abstract void disableActions(String name);

  /** Suppresses the actions of a composite one by another alarm. */
  protected abstract void suppress(String name);

  /** From now on nothing can be read. */
  protected abstract void letFail();

  @AfterEach
  protected abstract void heal();

  @Test
  void knowsAlarmsOfBothTypesInTheOrderOfTheirNames() {
    metric("both-b", State.OK);
    composite("both-a", State.ALARM);

    assertThat(board().alarms(Set.of("both-b", "both-a", "both-nobody")))
        .isEqualTo(
            new Reading.Complete<>(
                List.of(
                    new Alarm("both-a", State.ALARM, false),
                    new Alarm("both-b", State.OK, false))));
  }

  @Test
  void tellsTheStateAsItIsNow() {
    for (var state : State.values()) {
      metric("state", state);

      assertThat(board().alarms(Set.of("state")).value())
          .containsExactly(new Alarm("state", state, false));
    }
  }

  @Test
  void tellsWhoseActionsAreDisabled() {
    metric("disabled", State.ALARM);
    disableActions("disabled");

    assertThat(board().alarms(Set.of("disabled")).value())
        .containsExactly(new Alarm("disabled", State.ALARM, true));
  }

  @Test
  void tellsWhoseActionsAreSuppressed() {
    composite("suppressed", State.ALARM);
    suppress("suppressed");

    assertThat(board().alarms(Set.of("suppressed")).value())
        .containsExactly(new Alarm("suppressed", State.ALARM, true));
  }

  @Test
  void asksAboutMoreThanOneCallTakes() {
    metric("many-001", State.OK);
    metric("many-250", State.OK);
    var names =
        IntStream.rangeClosed(1, 250).mapToObj("many-%03d"::formatted).collect(Collectors.toSet());

    assertThat(board().alarms(names))
        .isEqualTo(
            new Reading.Complete<>(
                List.of(
                    new Alarm("many-001", State.OK, false),
                    new Alarm("many-250", State.OK, false))));
  }

  @Test
  void asksNobodyAboutNothing() {
    letFail();

    assertThat(board().alarms(Set.of())).isEqualTo(new Reading.Complete<>(List.of()));
  }

  @Test
  void isPartialWhereItCouldNotBeRead() {
    metric("unread", State.ALARM);
    letFail();

    assertThat(board().alarms(Set.of("unread"))).isInstanceOf(Reading.Partial.class);
  }
}
