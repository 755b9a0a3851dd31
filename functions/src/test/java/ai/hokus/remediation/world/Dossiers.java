package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Cidr;
import ai.hokus.remediation.model.CloudMapRef;
import ai.hokus.remediation.model.Dossier;
import ai.hokus.remediation.model.EndpointSettings;
import ai.hokus.remediation.model.EndpointValue;
import ai.hokus.remediation.model.Estate;
import ai.hokus.remediation.model.Fallback;
import ai.hokus.remediation.model.Fallback.Position;
import ai.hokus.remediation.model.Fallback.Underway;
import ai.hokus.remediation.model.Fallback.Written;
import ai.hokus.remediation.model.Finding;
import ai.hokus.remediation.model.GuardedService;
import ai.hokus.remediation.model.GuardedService.Consumer;
import ai.hokus.remediation.model.GuardedService.EndpointParameter;
import ai.hokus.remediation.model.GuardedService.EnterFallback;
import ai.hokus.remediation.model.Incident;
import ai.hokus.remediation.model.Incident.Moment;
import ai.hokus.remediation.model.Incident.Redeployment;
import ai.hokus.remediation.model.Parameter;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.ProbeRequest;
import ai.hokus.remediation.model.Settings;
import ai.hokus.remediation.model.Snapshot;
import ai.hokus.remediation.model.Snapshot.Kept;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Dossiers for tests: one with something in each of its parts, and any. */
public final class Dossiers {
  private static final Instant NOON = Sample.NOON;
  private static final EndpointValue BY_ADDRESS = new EndpointValue("http://10.0.0.1:5000");

  /** As people write them, and as nobody should. */
  private static final List<String> TEXTS =
      List.of("", "mlflow", "two\nlines", "\"quoted\" \\ ü 🙂", "{\"a\": [1]}", "null", " ");

  private final SplittableRandom random;

  private Dossiers(SplittableRandom random) {
    this.random = random;
  }

  /** In mid-fallback, about to be followed, with something in each of its parts. */
  public static Dossier full(String service) {
    return new Dossier(
        Optional.of(incident(service)),
        List.of(NOON, NOON.plusSeconds(60)),
        List.of(NOON.plusSeconds(30)),
        Map.of("registryForgotten", new Finding(NOON, NOON.plusSeconds(9), NOON.plusMillis(5), 2)),
        List.of(service + "-20250731T120000Z"),
        Optional.of(
            new Estate(
                Sample.MLFLOW, Optional.of("srv-mlflow"), List.of(Sample.A.value(), "another"))));
  }

  /** An open one of {@link #full}. */
  public static Incident incident(String service) {
    return new Incident(
        service + "-20250801T120000Z",
        service,
        NOON,
        "the name has no record",
        Optional.of(
            new EndpointParameter("/mlflow/uri", "http://mlflow.hokusai-development.local:5000")),
        Optional.of(fallback(new Position.Pinned(Sample.A, Sample.IP1, NOON.plusSeconds(1800)))),
        List.of(
            new Redeployment("api", NOON.plusSeconds(5), Optional.of(Sample.DEPLOYMENT)),
            new Redeployment("worker", NOON.plusSeconds(6), Optional.empty())),
        List.of(
            new Moment(NOON, "the name has no record", Optional.empty()),
            new Moment(NOON.plusSeconds(4), "moved to 10.0.0.1", Optional.of("ada"))),
        3,
        Optional.empty(),
        Optional.empty(),
        List.of(Sample.A, Sample.B));
  }

  /** A fallback with something in each of its parts. */
  public static Fallback fallback(Position position) {
    return new Fallback(
        Snapshot.of(
            new Parameter("/mlflow/uri", Parameter.Type.STRING, "http://mlflow.old:5000", 7),
            new Kept(
                Optional.of("alias/endpoint"),
                Optional.of("Advanced"),
                Optional.of("text"),
                Optional.of("^http.*$"),
                Optional.of("[{\"Type\":\"Expiration\"}]"))),
        NOON,
        position,
        Optional.of(new Written(BY_ADDRESS, 8, NOON.plusSeconds(1))),
        Optional.of(
            new Underway(
                Optional.of(new EndpointValue("http://10.0.0.2:5000")),
                8,
                NOON.plusSeconds(2),
                new Position.Waiting(NOON.plusSeconds(2)))));
  }

  /** One of each kind: a new one does not compile until it is here. */
  public static List<Position> positions() {
    return Stream.of(
            new Position.Pinned(Sample.B, Sample.IP2, NOON),
            new Position.Waiting(NOON.plusMillis(1)),
            new Position.StandingBack(NOON.plusNanos(1)),
            new Position.HandsOff(NOON, "takenByOthers"),
            new Position.Left(NOON.plusSeconds(1)))
        .map(Dossiers::known)
        .toList();
  }

  private static Position known(Position any) {
    return switch (any) {
      case Position.Pinned pinned -> pinned;
      case Position.Waiting waiting -> waiting;
      case Position.StandingBack back -> back;
      case Position.HandsOff off -> off;
      case Position.Left left -> left;
    };
  }

  /** Any, also one that no pass would leave. */
  public static Dossier any(SplittableRandom random) {
    return new Dossiers(random).dossier();
  }

  private Dossier dossier() {
    return new Dossier(
        maybe(this::incident),
        list(this::time),
        list(this::time),
        list(this::text).stream()
            .distinct()
            .collect(Collectors.toMap(Function.identity(), _ -> finding())),
        list(this::text),
        maybe(this::estate));
  }

  private Estate estate() {
    var entry =
        new GuardedService(
            text(),
            oneOf(List.of(Policy.values())),
            text(),
            random.nextInt(1, 65_536),
            random.nextBoolean()
                ? new CloudMapRef.ByArn(text())
                : new CloudMapRef.ByName(text(), text()),
            new ProbeRequest(text(), text(), text(), Set.of(200, 302), text(), duration()),
            list(() -> Cidr.parse("10.0." + random.nextInt(0, 5) + ".0/24")),
            settings(),
            maybe(() -> new EndpointParameter(text(), text())),
            list(() ->
                new Consumer(
                    text(), oneOf(List.of(Consumer.Reads.values())), random.nextBoolean())),
            Set.copyOf(list(this::text)),
            oneOf(List.of(EnterFallback.values())));
    return new Estate(entry, maybe(this::text), list(this::text));
  }

  private Settings settings() {
    return new Settings(
        duration(),
        duration(),
        duration(),
        duration(),
        new EndpointSettings(
            duration(),
            duration(),
            duration(),
            random.nextInt(0, 5),
            random.nextInt(0, 5),
            duration(),
            random.nextInt(0, 5),
            duration()));
  }

  private Duration duration() {
    // As long as a configuration may say.
    return Duration.ofMillis(random.nextLong(0, Duration.ofHours(9_999).toMillis() + 1));
  }

  private Incident incident() {
    return new Incident(
        text(),
        text(),
        time(),
        text(),
        maybe(() -> new EndpointParameter(text(), text())),
        maybe(this::fallback),
        list(() -> new Redeployment(text(), time(), maybe(this::text))),
        list(() -> new Moment(time(), text(), maybe(this::text))),
        random.nextInt(0, 5),
        maybe(this::time),
        maybe(this::time),
        list(() -> oneOf(List.of(Sample.A, Sample.B, Sample.C))));
  }

  private Fallback fallback() {
    return new Fallback(
        Snapshot.of(
            new Parameter(text(), oneOf(List.of(Parameter.Type.values())), text(), version()),
            new Kept(
                maybe(this::text),
                maybe(this::text),
                maybe(this::text),
                maybe(this::text),
                maybe(this::text))),
        time(),
        oneOf(positions()),
        maybe(() -> new Written(value(), version(), time())),
        maybe(() -> new Underway(maybe(this::value), version(), time(), oneOf(positions()))));
  }

  private Finding finding() {
    return new Finding(time(), time(), time(), random.nextInt(0, 5), text());
  }

  private EndpointValue value() {
    return new EndpointValue(text());
  }

  private long version() {
    return random.nextLong(1, Long.MAX_VALUE);
  }

  private Instant time() {
    return NOON.plusNanos(random.nextLong(-1_000_000_000_000_000L, 1_000_000_000_000_000L));
  }

  private String text() {
    return oneOf(TEXTS);
  }

  private <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> List<T> list(Supplier<T> value) {
    return IntStream.range(0, random.nextInt(4)).mapToObj(_ -> value.get()).toList();
  }
}
