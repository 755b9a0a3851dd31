package ai.hokus.remediation.incidents;

import static ai.hokus.remediation.world.Sample.MLFLOW;
import static ai.hokus.remediation.world.Sample.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Entry;
import ai.hokus.remediation.model.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The owners' own case, as people hear of it: alarm on, name fine, the cause elsewhere. */
class AlarmsTest {
  private static final Incidents INCIDENTS = new Incidents(new Commands("live"));
  private static final String ALARM = "hokusai-api-502-errors";
  private static final String PATH =
      "target group api of hokusai-api: its health check asks /health/alb for 200";
  private static final String TARGET = "target group api of hokusai-api: it has no target";

  /**
   * Something that happens.
   *
   * @param minute after noon
   */
  record Event(long minute, BiFunction<Dossier, Instant, Optional<Entry>> written) {}

  @ParameterizedTest(name = "{0}", quoteTextArguments = false)
  @MethodSource
  void tells(String situation, List<Event> events, List<String> told) {
    var messages = new ArrayList<String>();
    var dossier = Dossier.EMPTY;
    for (var event : events) {
      var at = NOON.plus(Duration.ofMinutes(event.minute()));
      var entry = event.written().apply(dossier, at);
      messages.addAll(Told.of(dossier, entry));
      dossier = entry.map(Entry::dossier).orElse(dossier);
    }

    assertThat(messages)
        .usingElementComparator((line, beginning) -> line.startsWith(beginning) ? 0 : 1)
        .isEqualTo(told);
  }

  static Stream<Arguments> tells() {
    var first = "alarm 1! " + headline();
    return Stream.of(
        on("it calls", List.of(calls(0, PATH)), first),
        on(
            "it calls again and again",
            List.of(calls(0, PATH), calls(5, PATH), calls(60, PATH)),
            first),
        on(
            "something else is seen",
            List.of(calls(0, PATH), calls(10, TARGET), calls(11, TARGET)),
            first,
            "alarm 2! " + headline()),
        on(
            "something else is seen a moment later",
            List.of(calls(0, PATH), calls(9, TARGET)),
            first),
        on("a sweep sees that it still calls", List.of(calls(0, PATH), stillCalls(23 * 60)), first),
        on(
            "it still calls a day later, and what is seen then is told once",
            List.of(calls(0, PATH), stillCalls(24 * 60), calls(24 * 60 + 1, PATH)),
            first,
            "alarm 2! still, for 1 d: alarm " + ALARM + " is in ALARM"),
        on("it calls, and nobody was told of it", List.of(stillCalls(0))),
        on(
            "it is OK",
            List.of(calls(0, PATH), isOk(10), isOk(11)),
            first,
            "alarm 2+ alarm " + ALARM + " is OK again, after 10 min",
            "forgot alarm " + ALARM),
        on("it flaps", List.of(calls(0, PATH), isOk(2), calls(4, PATH), isOk(6)), first),
        on("it is OK, and nobody was told of it", List.of(isOk(0))),
        on(
            "it calls anew",
            List.of(calls(0, PATH), isOk(10), calls(30, PATH)),
            first,
            "alarm 2+ ",
            "forgot alarm " + ALARM,
            first));
  }

  @Test
  void saysWhatPeopleHaveToLookAt() {
    assertThat(message(calls(0, PATH, TARGET)))
        .satisfies(told -> {
          assertThat(told.you()).containsExactly(PATH, TARGET);
          assertThat(told.done()).isEmpty();
          assertThat(told.back()).isEmpty();
        });
  }

  /** One that comes again is another thread: a number is never told twice with another text. */
  @Test
  void beginsAThreadForEachEpisode() {
    assertThat(message(calls(0, PATH)).thread())
        .isNotEqualTo(message(calls(30, PATH)).thread())
        .startsWith("finding-mlflow-alarm-");
  }

  @Test
  void keepsWhatIsOnFileOfOtherThings() {
    var before = OnFile.finding("registryForgotten", NOON, NOON, 1);
    var during = calls(0, PATH).written().apply(before, NOON).orElseThrow().dossier();
    var after = isOk(10).written().apply(during, NOON.plusSeconds(600)).orElseThrow().dossier();

    assertThat(Incidents.alarms(during)).containsExactly(ALARM);
    assertThat(during.findings()).containsKey("registryForgotten");
    assertThat(after).isEqualTo(before);
  }

  private static Message message(Event event) {
    var at = NOON.plus(Duration.ofMinutes(event.minute()));
    return event.written().apply(Dossier.EMPTY, at).orElseThrow().messages().getFirst();
  }

  private static Event calls(long minute, String... lines) {
    var seen = Stream.concat(Stream.of(headline()), Stream.of(lines)).toList();
    return new Event(
        minute, (dossier, at) -> INCIDENTS.whileItCalls(MLFLOW, dossier, at, ALARM, seen));
  }

  private static Event stillCalls(long minute) {
    return new Event(
        minute, (dossier, at) -> INCIDENTS.whileItCalls(MLFLOW, dossier, at, ALARM, List.of()));
  }

  private static Event isOk(long minute) {
    return new Event(
        minute,
        (dossier, at) -> INCIDENTS.onceItIsSilent(MLFLOW, dossier, at, ALARM, "is OK again"));
  }

  private static String headline() {
    return "alarm " + ALARM + " is in ALARM, and mlflow answers by name: the cause is elsewhere";
  }

  private static Arguments on(String situation, List<Event> events, String... told) {
    return arguments(situation, events, List.of(told));
  }
}
