package ai.hokus.remediation.incidents;

import static ai.hokus.remediation.incidents.Came.register;
import static ai.hokus.remediation.incidents.OnFile.fallback;
import static ai.hokus.remediation.incidents.OnFile.finding;
import static ai.hokus.remediation.incidents.OnFile.incident;
import static ai.hokus.remediation.incidents.OnFile.pinned;
import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.B;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.IP2;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.ecs;
import static ai.hokus.remediation.world.Sample.ours;
import static ai.hokus.remediation.world.Sample.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.plan.NameVerdict.Row;
import ai.hokus.remediation.plan.Remark;
import ai.hokus.remediation.plan.Situation;
import ai.hokus.remediation.world.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FindingsTest {
  private static final Incidents INCIDENTS = new Incidents(new Commands("live"));

  private static final String FORGOTTEN = "registryForgotten";
  private static final Instant EARLIER = NOON.minusSeconds(3600);

  @ParameterizedTest(name = "{0}", quoteTextArguments = false)
  @MethodSource({"standing", "another", "patient", "gone", "rejected"})
  void writes(String situation, Dossier before, Came came, List<String> beginnings) {
    var known = Told.standing(INCIDENTS, before, came);
    var report = came.with(known).report();

    assertThat(Told.of(known, INCIDENTS.after(report)))
        .usingElementComparator((line, beginning) -> line.startsWith(beginning) ? 0 : 1)
        .isEqualTo(beginnings);
  }

  static Stream<Arguments> standing() {
    return Stream.of(
        on(
            "seen for the first time",
            Dossier.EMPTY,
            forgotten(),
            "registryForgotten 1! its ECS service does not register with Cloud Map"),
        on(
            "seen for the first time, and registered in its stead: one message",
            Dossier.EMPTY,
            forgotten().did(register(A, IP1)),
            "registryForgotten 1! registered 10.0.0.1:5000 in Cloud Map, because it answered 200"),
        on("seen again", told(1), forgotten()),
        on(
            "another task, registered in its stead",
            told(1),
            forgotten().did(register(B, IP2)),
            "registryForgotten 2~ registered 10.0.0.2:5000"),
        on(
            "registered for another reason, at the same time",
            told(1),
            forgotten().did(register(B, IP2, Situation.OURS_DIFFERS)),
            "registryForgotten 2~ registered 10.0.0.2:5000"),
        on(
            "registered while an incident is open: told there",
            told(1).with(incident()),
            forgotten().name(Row.NO_RECORD).did(register(B, IP2)),
            "I 2~ registered 10.0.0.2:5000"),
        on(
            "a day later",
            told(1),
            forgotten().at(Duration.ofHours(23)),
            "registryForgotten 2! still, for 1 d: its ECS service does not register"),
        on("not yet a day later", told(1), forgotten().at(Duration.ofMinutes(23 * 60 - 1))),
        on(
            "two at once",
            Dossier.EMPTY,
            forgotten().remarked(Situation.ANOTHER_GUARD),
            "registryForgotten 1! ",
            "anotherGuard 1! another stack guards it"),
        on("paused", Dossier.EMPTY, forgotten().paused()),
        on(
            "policy observe",
            Dossier.EMPTY,
            forgotten().under(Policy.OBSERVE).withheld(register(A, IP1)),
            "registryForgotten 1! its ECS service does not register with Cloud Map"));
  }

  /** It is the parameter's value, as often as byName. */
  static Stream<Arguments> another() {
    return Stream.of(
        on(
            "a parameter that leads to another name",
            Dossier.EMPTY,
            new Came().said(Situation.ENDPOINT_NAMES_ANOTHER),
            "endpointNamesAnother 1! its endpoint leads to another name than the one that"));
  }

  static Stream<Arguments> patient() {
    return Stream.of(
        on(
            "one that Terraform may be about to mend",
            Dossier.EMPTY,
            new Came().name(Row.EMPTIED).remarked(Situation.CLOUD_MAP_GONE),
            "kept cloudMapGone"),
        on(
            "the same, a minute later",
            finding("cloudMapGone", NOON.minusSeconds(60), NOON.minusSeconds(60), 0),
            new Came().name(Row.EMPTIED).remarked(Situation.CLOUD_MAP_GONE)),
        on(
            "the same, two minutes later",
            finding("cloudMapGone", NOON.minusSeconds(120), NOON.minusSeconds(120), 0),
            new Came().name(Row.EMPTIED).remarked(Situation.CLOUD_MAP_GONE),
            "cloudMapGone 1! its Cloud Map service is not there"),
        on(
            "the same, mended in between",
            finding("cloudMapGone", NOON.minusSeconds(60), NOON.minusSeconds(60), 0),
            new Came(),
            "forgot cloudMapGone"),
        on(
            "a deployment in two colours",
            Dossier.EMPTY,
            new Came().remarked(Situation.COLOUR_UNKNOWN),
            "kept twoColours"),
        on(
            "the same, an hour later",
            finding("twoColours", EARLIER, EARLIER, 0),
            new Came().remarked(Situation.COLOUR_UNKNOWN),
            "twoColours 1! which of its two colours is in production cannot be told"));
  }

  static Stream<Arguments> gone() {
    return Stream.of(
        on(
            "gone",
            told(3),
            new Came(),
            "registryForgotten 4+ mended, after 1 h: its ECS service does not register",
            "forgot registryForgotten"),
        on("gone, and told nine minutes ago", toldAgo(9), new Came()),
        on(
            "gone, and told ten minutes ago",
            toldAgo(10),
            new Came(),
            "registryForgotten 2+ mended",
            "forgot registryForgotten"),
        on(
            "not seen, and not everything was read",
            told(1),
            new Came().saw(new Seen().ecsUnread())),
        on(
            "not seen, and the ECS service is gone",
            told(1),
            new Came().saw(new Seen().noEcsService())),
        on(
            "not seen, and Cloud Map's service is gone",
            told(1),
            new Came().saw(new Seen().cloudMapGone())),
        on(
            "not seen, and asleep",
            told(1),
            new Came().saw(new Seen().ecs(ecs(0))).name(Row.ASLEEP)),
        on("not seen, and paused", told(1), new Came().paused()),
        on(
            "an address in the endpoint that others wrote: we wrote over it",
            finding("endpointAlreadyByAddress", EARLIER, EARLIER, 1)
                .with(
                    incident("set " + Came.PARAMETER + " to x: y", "name good: it is")
                        .with(fallback(pinned(IP1), NOON.minusSeconds(600)))),
            new Came()),
        on(
            "the endpoint could not be read",
            finding("endpointMissing", EARLIER, EARLIER, 1),
            new Came().unread("the parameter")),
        on(
            "tasks in two colours, of whom nothing else is said",
            finding("noAddress", EARLIER, EARLIER, 1),
            new Came().remarked(Situation.COLOUR_UNKNOWN),
            "kept twoColours"),
        on(
            "of no pass, but of a rehearsal",
            finding("rehearsal", EARLIER, EARLIER, 1),
            new Came()));
  }

  /** The planner says so only where it registers; the application goes on refusing. */
  static Stream<Arguments> rejected() {
    return Stream.of(
        on(
            "refused, and registered all the same",
            Dossier.EMPTY,
            new Came().saw(refusing()).name(Row.REJECTED_BOTH).remarked(Situation.REJECTED),
            "rejected 1! its application answers, and refuses"),
        on(
            "refused, and nothing to register",
            Dossier.EMPTY,
            new Came().saw(refusing()).name(Row.REJECTED_BOTH),
            "rejected 1! its application answers, and refuses"),
        on(
            "refused still",
            finding("rejected", EARLIER, EARLIER, 1),
            new Came().saw(refusing()).name(Row.REJECTED_BOTH)),
        on(
            "nobody could be asked",
            finding("rejected", EARLIER, EARLIER, 1),
            new Came().saw(new Seen().tasks(running(A, IP1)).unasked(IP1)).name(Row.BLIND)),
        on(
            "it answers",
            finding("rejected", EARLIER, EARLIER, 1),
            new Came(),
            "rejected 2+ mended",
            "forgot rejected"));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void isKeptUnderItsRow(Mending mending) {
    assertThat(Mending.of(mending.row())).contains(mending);
    assertThat(
            Stream.of(Situation.values())
                .filter(each -> Mending.of(new Remark(each, "")).equals(Optional.of(mending))))
        .extracting(Situation::row)
        .allMatch(mending.row()::equals);
  }

  private static Came forgotten() {
    return new Came().remarked(Situation.REGISTRY_FORGOTTEN);
  }

  private static Seen refusing() {
    return new Seen().tasks(running(A, IP1)).instances(ours(A, IP1)).rejected(IP1);
  }

  private static Dossier told(int messages) {
    return finding(FORGOTTEN, EARLIER, EARLIER, messages);
  }

  private static Dossier toldAgo(long minutes) {
    return finding(FORGOTTEN, EARLIER, NOON.minus(Duration.ofMinutes(minutes)), 1);
  }

  private static Arguments on(String situation, Dossier before, Came came, String... expected) {
    return arguments(situation, before, came, Arrays.asList(expected));
  }
}
