package ai.hokus.remediation.proof;

import static ai.hokus.remediation.proof.Happening.ALARM_OFF;
import static ai.hokus.remediation.proof.Happening.at;
import static ai.hokus.remediation.world.SampleConfiguration.BY_NAME;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hokus.remediation.figures.Figures;
import ai.hokus.remediation.world.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to the service, to the endpoint and to the program: no rule of {@code
 * docs/design.md} is broken, and all ends well. A sample of it by default; {@code -Dproof=long}
 * plays as many schedules as {@code docs/proof.md} speaks of. The tales are played beside each
 * other, one on each processor.
 */
@ExtendWith(Quiet.class)
class ProofTest {
  private static final boolean IS_LONG = "long".equals(System.getProperty("proof"));
  private static final Search.Bounds BOUNDS =
      IS_LONG ? new Search.Bounds(2_300, 600, 5) : new Search.Bounds(80, 10, 5);

  /** So short that every order of each of their minutes is played; by how many schedules. */
  private static final Map<String, Integer> IN_ALL_ORDERS =
      Map.of(
          "nameLost", 6_000,
          "healthyName", 6_000,
          "lapse", 6_000,
          "ecsThrottled", 6_000,
          "ecsIsFaster", 6_000,
          "leftByEcs", 6_000,
          "leftToEcs", 6_000,
          "observed", 6_000,
          "terraformApply", 20_000,
          "someoneElsesValue", 20_000);

  private static final int MOST_ORDERS = 15_000;

  /** Those in which much is written down. */
  private static final List<String> IN_A_TABLE =
      List.of(
          "nameLost",
          "unrepairable",
          "terraformApply",
          "ledgerLost",
          "pausedInMidPass",
          "undoneInMidPass",
          "movedByHand",
          "diesAlone",
          "retired",
          "budgetUsedUp",
          "someoneElsesValue",
          "secret",
          "scaleIn",
          "rollingFour");

  private static final Search.Bounds BOUNDS_IN_A_TABLE =
      IS_LONG ? new Search.Bounds(2_200, 100, 5) : new Search.Bounds(40, 5, 5);

  /** As {@code docs/proof.md} says. */
  private static final int FEWEST_IN_THE_LONG_FORM = 200_000;

  private static final int CROWDS = IS_LONG ? 8 : 1;

  /** How many blows each meets, one by one, in the short form. */
  private static final Map<Fleet.Plight, Integer> FLEETS =
      Map.of(
          Fleet.Plight.VIEW_WRONG, 6,
          Fleet.Plight.FEW_LOST, 6,
          Fleet.Plight.THREE_HUNDRED, 1,
          Fleet.Plight.ALL_LOST, 0);

  /**
   * On whom the long form plays every blow; on those who are more, a death at each kind of call.
   */
  private static final Set<Fleet.Plight> OF_FEW =
      Set.of(Fleet.Plight.VIEW_WRONG, Fleet.Plight.FEW_LOST);

  /** ECS registers a task between our last look and our registration. */
  private static final String THE_RACE = "ecsTakesItBack/1:atonce@0-2-2-2-2-0-2-2-0-1";

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  private static final String AGAIN = "replay with: bin/test --replay";

  private static final ExecutorService PROCESSORS =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
  private static final Map<String, Future<Search>> SEARCHES = new ConcurrentHashMap<>();
  private static final Map<String, Set<UUID>> CROWDED = new ConcurrentHashMap<>();
  private static final Map<String, Integer> PLAYED = new ConcurrentHashMap<>();

  /** Of all of them: tales that begin alike share some. */
  private static final Set<UUID> TRACES = ConcurrentHashMap.newKeySet();

  private static final long BEGAN = System.nanoTime();
  private static final Set<Broken> CAUGHT = new HashSet<>();

  @BeforeAll
  static void search() {
    Tale.all()
        .forEach(tale ->
            search(
                tale,
                Books.In.MEMORY,
                IS_LONG && IN_ALL_ORDERS.containsKey(tale.name())
                    ? new Search.Bounds(IN_ALL_ORDERS.get(tale.name()), MOST_ORDERS, 5)
                    : BOUNDS));
    IN_A_TABLE.forEach(name -> search(Tale.named(name), Books.In.A_TABLE, BOUNDS_IN_A_TABLE));
  }

  private static void search(Tale tale, Books.In kept, Search.Bounds bounds) {
    SEARCHES.put(
        kept.of(tale),
        PROCESSORS.submit(
            () -> new Search(new Course(tale, kept, UnaryOperator.identity()), bounds).run()));
  }

  /** The names of the tales, and of those whose books are kept in a table, too. */
  static Stream<String> scenes() {
    return Stream.concat(
        Tale.all().map(Tale::name), IN_A_TABLE.stream().map(Tale::named).map(Books.In.A_TABLE::of));
  }

  @AfterAll
  static void count() throws InterruptedException, ExecutionException {
    for (var scene : scenes().toList()) {
      int played = SEARCHES.get(scene).get().distinct();
      int crowded = CROWDED.getOrDefault(scene, Set.of()).size();
      TRACES.addAll(SEARCHES.get(scene).get().traces());
      TRACES.addAll(CROWDED.getOrDefault(scene, Set.of()));
      PLAYED.put(scene, played + crowded);
    }
    PROCESSORS.shutdown();
    int exhausted = 0;
    for (var search : SEARCHES.values()) {
      exhausted += search.get().exhausted();
    }
    Figures.put("orders.exhausted.count", exhausted);
    assertThat(exhausted > 0 || !IS_LONG).as("of some minutes all orders came").isTrue();
    PLAYED.forEach((name, played) -> Figures.put("schedules." + name + ".count", played));
    Figures.put("proof.schedules.count", TRACES.size());
    assertThat(TRACES).hasSizeGreaterThanOrEqualTo(IS_LONG ? FEWEST_IN_THE_LONG_FORM : 1);
    Figures.put("proof.seconds", (System.nanoTime() - BEGAN) / 1e9);
    Figures.put("mutants.count", Broken.all().toList().size());
    Figures.put("mutants.caught.count", CAUGHT.size());
    Figures.put(
        "mutants.rules.count", CAUGHT.stream().map(Broken::rule).distinct().toList().size());
  }

  /** What a red one names is played again by {@code bin/test --replay}. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("scenes")
  void keepsEveryRuleWhateverBefallsIt(String scene)
      throws InterruptedException, ExecutionException {
    var search = SEARCHES.get(scene).get();

    assertThat(search.failures()).as("%s SCHEDULE", AGAIN).isEmpty();
    assertThat(search.distinct()).isPositive();
    assertThat(search.isThrough() || !IS_LONG).as("each blow on it came").isTrue();
    assertThat(search.isExhausted() || !IS_LONG || !IN_ALL_ORDERS.containsKey(scene))
        .as("each order of each minute came")
        .isTrue();
  }

  /**
   * Calls take their time, many events come at once, and some of those who hear them are killed.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("ai.hokus.remediation.proof.Tale#all")
  void keepsEveryRuleInACrowd(Tale tale) {
    var play = new Play(tale, UnaryOperator.identity());
    LongStream.range(0, CROWDS)
        .mapToObj(Crowd::of)
        .forEach(crowd -> {
          var played = play.in(crowd);
          assertThat(played.breaches()).as("%s %s", AGAIN, crowd.in(tale)).isEmpty();
          CROWDED.computeIfAbsent(tale.name(), _ -> new HashSet<>()).add(played.trace());
        });
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void keepsEveryRuleOfMany(Fleet.Plight plight) throws InterruptedException {
    var undisturbed = played(plight, Schedule.parse(plight.toString()));
    var traces = new HashSet<UUID>();
    traces.add(trace(undisturbed));

    var blows =
        picked(plight, undisturbed.blows())
            .map(blow -> (Callable<UUID>) () -> trace(played(plight, blow.schedule())))
            .toList();
    for (var played : PROCESSORS.invokeAll(blows)) {
      assertThat(played).succeedsWithin(Duration.ZERO).satisfies(traces::add);
    }
    TRACES.addAll(traces);
    PLAYED.put(plight.toString(), traces.size());
  }

  private static Stream<Fleet.Blow> picked(Fleet.Plight plight, List<Fleet.Blow> blows) {
    if (!IS_LONG) {
      return blows.stream().limit(FLEETS.get(plight));
    }
    var kinds = new HashSet<String>();
    return OF_FEW.contains(plight)
        ? blows.stream()
        : blows.stream().filter(Fleet.Blow::kills).filter(blow -> kinds.add(blow.kind()));
  }

  private static Fleet played(Fleet.Plight plight, Schedule schedule) {
    var fleet = new Fleet(plight, UnaryOperator.identity());
    assertThat(fleet.play(schedule)).as("%s %s", AGAIN, schedule).isEmpty();
    return fleet;
  }

  private static UUID trace(Fleet played) {
    return played.trace().after(new UUID(0, 0));
  }

  /** Played without a blow: an hour is too long for every blow on it. */
  @Test
  void isBackAfterAnHourWhateverTheAlarmsSay() {
    var anHour =
        new Tale(
                "anHour",
                Stage::nothingCanBeRegistered,
                List.of(
                    at(150, "Cloud Map registers again", Stage::recovers),
                    at(4_200, ALARM_OFF, Stage::isQuiet)),
                BY_NAME)
            .expecting(3_540, 6, "the endpoint is by an address", Stage::isByAddress)
            .expecting(3_960, 6, "the endpoint is by its name", Stage::isByName);

    var course = new Course(anHour, Books.In.MEMORY, UnaryOperator.identity());

    assertThat(course.play(Schedule.of(anHour.name()))).as("%s", anHour).isEmpty();
  }

  /** A proof that catches nobody proves nothing. By what it is caught stands in the document. */
  @ParameterizedTest(name = "{0}, in {2}")
  @MethodSource
  void catches(Broken broken, String said, String killer) {
    var schedule = Schedule.parse(killer);

    var scene = Scene.named(schedule.tale(), broken.hands());
    assertThat(scene.play(schedule))
        .filteredOn(breach -> breach.rule() == broken.rule())
        .extracting(Breach::how)
        .as("%s: %s", killer, said)
        .anyMatch(how -> how.contains(said));
    assertThat(scene.wasStruck()).as("each blow fell").isTrue();
    assertThat(played(killer)).isEmpty();
    CAUGHT.add(broken);
  }

  static List<Arguments> catches() throws IOException {
    var rows = new ArrayList<Arguments>();
    for (var broken : Broken.all().toList()) {
      var killer = Killer.of(broken);
      rows.add(Arguments.of(broken, killer.breach(), killer.schedule()));
    }
    return rows;
  }

  /** Two take the lease at once, and the second one's condition fails where it asks for one. */
  @Test
  void catchesALedgerThatAsksForNoCondition() throws IOException {
    var order = "/0:atonce@0-0-1-0-1-1-0-1-1-0-0-1";
    var careless = "nameLostInACarelessTable" + order;

    assertThat(lines()).anyMatch(line -> line.contains(careless));
    assertThat(played(careless)).extracting(Breach::rule).contains(10);
    assertThat(played("nameLostInATable" + order)).isEmpty();
  }

  private static List<Breach> played(String text) {
    var schedule = Schedule.parse(text);
    return Scene.named(schedule.tale(), UnaryOperator.identity()).play(schedule);
  }

  /** What it found once, by the schedules in the document; and the race that remains. */
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void findsNoMore(String text) {
    var schedule = Schedule.parse(text);
    var scene = Scene.named(schedule.tale(), UnaryOperator.identity());

    assertThat(scene.play(schedule)).isEmpty();
    assertThat(scene.wasStruck()).as("each blow fell").isTrue();
  }

  static Stream<String> findsNoMore() throws IOException {
    var column = Pattern.compile("\\|[^|]+\\|([^|]+)\\|[^|]+\\|");
    var found =
        lines().stream()
            .dropWhile(line -> !line.equals("## What it found"))
            .takeWhile(line -> !line.equals("## Once more, as a story"))
            .flatMap(line -> column.matcher(line).results())
            .flatMap(row -> QUOTED.matcher(row.group(1)).results())
            .map(schedule -> schedule.group(1));
    return Stream.concat(found, Stream.of(THE_RACE));
  }

  @Test
  void hasABrokenOneForEveryRule() {
    assertThat(Broken.all())
        .extracting(Broken::rule)
        .containsAll(IntStream.rangeClosed(1, 12).boxed().toList());
  }

  /** What the document says of a broken one: what the judge says of it, and where. */
  private record Killer(String breach, String schedule) {

    /** The row {@code | rule | broken in | what it does | breach | `schedule` |}. */
    static Killer of(Broken broken) throws IOException {
      var begin = "| %d | %s | %s | ".formatted(broken.rule(), broken.in(), broken.does());
      var row = Pattern.compile(Pattern.quote(begin) + "(.+) \\| `(.+)` \\|");
      var rows = lines().stream().map(row::matcher).filter(Matcher::matches).toList();
      assertThat(rows).as("rows of docs/proof.md that begin with %s", begin).hasSize(1);
      return new Killer(rows.getFirst().group(1), rows.getFirst().group(2));
    }
  }

  /** {@code docs/proof.md} names the tales that there are. */
  @Test
  void namesEveryTale() throws IOException {
    var named = quoted("**A tale** is", "**What befalls it**");
    var tales =
        Stream.concat(
                Stream.concat(Tale.all().map(Tale::name), scenes().filter(named::contains)),
                Stream.of(Fleet.Plight.values()).map(Fleet.Plight::toString))
            .collect(Collectors.toSet());

    assertThat(named).containsAll(tales);
    assertThat(named.stream().filter(name -> Character.isLowerCase(name.charAt(0))))
        .as("nothing else, but for policies")
        .isSubsetOf(Stream.concat(tales.stream(), Stream.of("sync", "repair")).toList());
  }

  /** It names those of which all orders are played, and says how many are in a table. */
  @Test
  void saysWhatIsPlayedOfWhich() throws IOException {
    assertThat(quoted("up to a bound, and to that of the tale; of ", ", the long form plays all"))
        .containsExactlyInAnyOrderElementsOf(IN_ALL_ORDERS.keySet());
    assertThat(text()).contains("Of fourteen tales the books are kept in a table");
    assertThat(IN_A_TABLE).hasSize(14);
  }

  /** It has no row of a broken program that there is not. */
  @Test
  void namesNoOtherBrokenProgram() throws IOException {
    assertThat(lines().stream().filter(line -> line.matches("\\| \\d+ \\|.*")))
        .hasSameSizeAs(Broken.all().toList());
  }

  /** What it has between quotes from here to there. */
  private static Set<String> quoted(String from, String to) throws IOException {
    var text = text();
    int begin = text.indexOf(from);
    assertThat(begin).as(from).isNotNegative();
    return QUOTED
        .matcher(text.substring(begin, text.indexOf(to, begin)))
        .results()
        .map(quoted -> quoted.group(1))
        .collect(Collectors.toSet());
  }

  private static String text() throws IOException {
    return String.join("\n", lines());
  }

  private static List<String> lines() throws IOException {
    return Files.readAllLines(Path.of("..", "docs", "proof.md"));
  }
}
