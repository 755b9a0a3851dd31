package ai.hokus.remediation.proof;

import static ai.hokus.remediation.world.Sample.A;
import static ai.hokus.remediation.world.Sample.IP1;
import static ai.hokus.remediation.world.Sample.forgetful;
import static ai.hokus.remediation.world.Sample.ofEcs;
import static ai.hokus.remediation.world.Sample.running;
import static ai.hokus.remediation.world.SampleConfiguration.BY_NAME;
import static ai.hokus.remediation.world.SampleConfiguration.byName;
import static ai.hokus.remediation.world.SampleConfiguration.parameter;

import ai.hokus.remediation.Deployment;
import ai.hokus.remediation.ports.Prober;
import ai.hokus.remediation.ports.Registry;
import ai.hokus.remediation.ports.TaskCatalog;
import ai.hokus.remediation.world.InMemoryAlarmBoard;
import ai.hokus.remediation.world.InMemoryBookmark;
import ai.hokus.remediation.world.InMemoryChannel;
import ai.hokus.remediation.world.InMemoryConsumers;
import ai.hokus.remediation.world.InMemoryEndpointStore;
import ai.hokus.remediation.world.InMemoryWorld;
import ai.hokus.remediation.world.Interleaving;
import ai.hokus.remediation.world.Region;
import ai.hokus.remediation.world.Sample;
import ai.hokus.remediation.world.SampleConfiguration;
import ai.hokus.remediation.world.SimulatedInvocation;
import ai.hokus.remediation.world.SimulatedInvocation.Meets;
import ai.hokus.remediation.world.Witness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Many guarded services at once, and an event about the first of them every minute. Each call takes
 * up to a tenth of a second, so that the places of a sweep overtake each other; in the same order
 * whenever a schedule is played.
 */
final class Fleet implements Scene, Rules {
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  /** The sweep has told of its doubts by then, where it could visit all. */
  private static final Duration FOR_AN_EVENT = Duration.ofSeconds(50);

  private static final Duration FOR_MESSAGES = Duration.ofSeconds(59);
  private static final Duration LONGEST_CALL = Duration.ofMillis(100);
  private static final String FIRST = "mlflow";

  /** Of the plight. */
  private static final int MINUTES = 3;

  /** In minutes, how long a doubt lasts. */
  private static final int A_DOUBT = 4;

  /** In minutes: a round of sweeps repairs, and two see that the name is good. */
  private static final int THREE_ROUNDS = 12;

  /** In a minute. */
  private static final int INVOCATIONS = 3;

  private final Plight plight;
  private final UnaryOperator<Hands> broken;
  private final InMemoryWorld world = new InMemoryWorld();
  private final Optional<Region> region;
  private Random random = new Random(1);
  private final Interleaving interleaving =
      new Interleaving(world, most -> random.nextInt(most), LONGEST_CALL);
  private final Books books = Books.In.MEMORY.kept(interleaving);
  private final InMemoryBookmark bookmark = new InMemoryBookmark();
  private final InMemoryEndpointStore store = new InMemoryEndpointStore();
  private final InMemoryAlarmBoard alarms = new InMemoryAlarmBoard();
  private final InMemoryConsumers consumers = new InMemoryConsumers(world);
  private final InMemoryChannel channel = new InMemoryChannel("slack");
  private final List<Breach> breaches = new ArrayList<>();
  private final Messages messages = new Messages(books, List.of(channel), this);
  private final Trace trace = new Trace();

  /** Three a minute, whether they make a call or not. */
  private final List<SimulatedInvocation> invocations = new ArrayList<>();

  private final FleetJudge judge;
  private Optional<Story> story = Optional.empty();
  private boolean wasStruck;

  /** What is wrong with them, for three minutes, or until somebody mends it. */
  enum Plight {
    /**
     * Of more than a third of them Cloud Map shows no instance and takes none, though their names
     * work.
     */
    VIEW_WRONG("viewWrong", 9, 4, Fleet.A_DOUBT),
    /** The same, of so many that no sweep can visit them all. */
    THREE_HUNDRED("threeHundred", 300, 120, Fleet.A_DOUBT),
    /** Each has a name and a task of its own, and all names are lost at once. */
    FEW_LOST("fewLost", 9, 0, Fleet.THREE_ROUNDS),
    /** The same, of so many. */
    ALL_LOST("allLost", 300, 0, Fleet.THREE_ROUNDS);

    private final String plight;
    private final int services;
    private final int unseen;
    private final int timer;

    Plight(String plight, int services, int unseen, int timer) {
      this.plight = plight;
      this.services = services;
      this.unseen = unseen;
      this.timer = timer;
    }

    static Optional<Plight> named(String name) {
      return Stream.of(values()).filter(each -> each.plight.equals(name)).findFirst();
    }

    private List<String> services() {
      return Stream.concat(
              Stream.of(FIRST), IntStream.range(1, services).mapToObj("service-%03d"::formatted))
          .toList();
    }

    @Override
    public String toString() {
      return plight;
    }
  }

  /**
   * All is well.
   *
   * @param broken how the program uses what it has of the world
   */
  Fleet(Plight plight, UnaryOperator<Hands> broken) {
    this.plight = plight;
    this.broken = broken;
    region =
        Optional.of(plight)
            .filter(each -> each.unseen == 0)
            .map(each -> new Region(world, each.services()));
    judge = new FleetJudge(interleaving, region, this);
    world.ecs(forgetful(1)).tasks(running(A, IP1)).instances(ofEcs(A, IP1)).ok(IP1);
    plight.services().forEach(name -> store.holds(parameter(name), nameOf(name)));
  }

  @Override
  public Fleet told(Story by) {
    story = Optional.of(by);
    return this;
  }

  @Override
  public boolean wasStruck() {
    return wasStruck;
  }

  @Override
  public List<Breach> play(Schedule schedule) {
    wasStruck = true;
    world
        .showsNothingOf(Set.copyOf(plight.services().subList(0, plight.unseen)))
        .ends(A, InMemoryWorld.Ending.FAIL);
    for (int number = 0; number < MINUTES; number++) {
      minute(number, schedule.of(number));
    }
    world.showsNothingOf(Set.of()).recovers();
    int settled = MINUTES + plight.timer + Course.SWEEPS_LEFT;
    for (int number = MINUTES; number < settled; number++) {
      minute(number, schedule.of(number));
    }
    int before = writes();
    minute(settled, new Lot.Plain());
    must(7, writes() == before, "something is written where nothing changed");
    plight.services().forEach(this::end);
    messages.haveArrived();
    return breaches;
  }

  /** The calls of the invocations so far, three a minute: a sweep, an event, and a delivery. */
  Trace trace() {
    return trace;
  }

  /**
   * A blow on any call of the bad minutes that were played, and after it two minutes in which all
   * comes at once, in an order of their own. Where a view is wrong, not in the first, whose sweep
   * is the one that counts: what an event does before that is the gap that {@code docs/design.md}
   * names.
   */
  List<Blow> blows() {
    var undisturbed = Schedule.parse(plight.toString());
    var blows = new ArrayList<Blow>();
    for (int minute = plight.unseen == 0 ? 0 : 1; minute < MINUTES; minute++) {
      for (int whose = 0; whose < INVOCATIONS; whose++) {
        var calls = trace.of(invocations.get(minute * INVOCATIONS + whose));
        for (int call = 0; call < calls.size(); call++) {
          for (var met : Search.meets(calls.get(call), Map.of())) {
            var order = new Lot.Shuffled(blows.size());
            var schedule =
                undisturbed
                    .with(minute, new Lot.Met(met, whose, call + 1))
                    .with(minute + 1, order)
                    .with(minute + 2, order);
            blows.add(new Blow(schedule, met, whose + " " + calls.get(call).call()));
          }
        }
      }
    }
    Collections.shuffle(blows, new Random(1));
    return blows;
  }

  /**
   * Something that befalls one call.
   *
   * @param kind alike for calls of one name, of one of the three invocations of any minute
   */
  record Blow(Schedule schedule, Meets met, String kind) {
    boolean kills() {
      return met == Meets.DEATH;
    }
  }

  private void minute(int number, Lot lot) {
    var witness = trace.and(judge);
    interleaving.before(story.<Witness>map(witness::and).orElse(witness));
    var end = Sample.NOON.plus(A_MINUTE.multipliedBy(number + 1L));
    boolean isAtOnce = shuffles(lot);
    var deployment = deployment();
    deployment
        .sweeps(Duration.ZERO, next(lot, 0, Deployment.FOR_A_SWEEP))
        .rings(isAtOnce ? Duration.ZERO : FOR_AN_EVENT, next(lot, 1, Deployment.FOR_AN_EVENT))
        .delivers(
            isAtOnce ? Duration.ZERO : FOR_MESSAGES,
            books::waiting,
            next(lot, 2, Deployment.FOR_A_DELIVERY))
        .run();
    wasStruck &= lot.befell(invocations.subList(number * INVOCATIONS, invocations.size()));
    if (world.instant().isBefore(end)) {
      world.at(end);
    }
    rest();
    story.ifPresent(each -> each.minute(number, breaches));
  }

  private SimulatedInvocation next(Lot lot, int whose, Duration time) {
    var invocation = lot.befalls(whose, SimulatedInvocation.of(time));
    invocations.add(invocation);
    return invocation;
  }

  /** Whether all comes at once, and then by its seed. */
  private boolean shuffles(Lot lot) {
    return switch (lot) {
      case Lot.Shuffled(int seed) -> {
        random = new Random(seed);
        yield true;
      }
      case Lot.Plain _, Lot.Met _, Lot.Skewed _ -> false;
      case Lot.AtOnce _, Lot.Lost _, Lot.Late _ ->
          throw new IllegalArgumentException("not of many services: " + lot);
    };
  }

  private Deployment deployment() {
    return broken
        .apply(hands())
        .deployed(world, interleaving, this::configuration, alarms)
        .markingIn(bookmark)
        .sending(books.outbox(), List.of(channel));
  }

  private Hands hands() {
    return region.map(many -> hands(many, many, many)).orElseGet(() -> hands(world, world, world));
  }

  private Hands hands(TaskCatalog catalog, Registry registry, Prober prober) {
    return new Hands(
        judge.over(books.ledger()),
        catalog,
        judge.over(registry),
        prober,
        judge.over(store),
        consumers,
        channel);
  }

  private String nameOf(String service) {
    return region.isPresent() ? byName(service) : BY_NAME;
  }

  private String configuration() {
    return region.isPresent()
        ? SampleConfiguration.movingEachApart("repair", "onNameFailure", plight.services())
        : SampleConfiguration.movingEach("repair", "onNameFailure", plight.services());
  }

  /** Whenever nobody is at work; each change was judged when it came. */
  private void rest() {
    must(
        1,
        region.isPresent() || world.instances().equals(List.of(ofEcs(A, IP1))),
        "what is not ours is changed");
    must(2, region.map(Region::isSound).orElse(true), "an instance is no running task's");
    messages.areInOrder();
  }

  private int writes() {
    return store.count(InMemoryEndpointStore.Call.PUT)
        + region.map(Region::writes).orElseGet(world::writes);
  }

  private void end(String service) {
    must(10, !books.isHeld(service), "the lease of " + service + " never came free");
    must(10, books.dossier(service).incident().isEmpty(), service + "'s incident stays open");
    must(6, books.dossier(service).fallback().isEmpty(), service + "'s fallback is on file");
    must(
        6,
        store.value(parameter(service)).equals(Optional.of(nameOf(service))),
        service + "'s endpoint is not by its name");
    must(
        8,
        region.map(many -> many.registered().contains(service)).orElse(true),
        service + " is not registered");
  }

  @Override
  public void must(int rule, boolean holds, String otherwise) {
    if (!holds) {
      breaches.add(new Breach(rule, otherwise));
    }
  }
}
