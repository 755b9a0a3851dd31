package ai.hokus.remediation.world;

import static ai.hokus.remediation.world.Sample.CLOUD_MAP;
import static ai.hokus.remediation.world.Sample.DEPLOYMENT;
import static ai.hokus.remediation.world.Sample.NOON;
import static ai.hokus.remediation.world.Sample.OUTSIDE;
import static java.util.stream.Collectors.toMap;

import ai.hokus.remediation.model.EcsService;
import ai.hokus.remediation.model.EcsService.Deployment;
import ai.hokus.remediation.model.Instance;
import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Memory;
import ai.hokus.remediation.model.Policy;
import ai.hokus.remediation.model.Task;
import ai.hokus.remediation.model.TaskId;
import ai.hokus.remediation.model.Verdict;
import ai.hokus.remediation.world.InMemoryWorld.Call;
import ai.hokus.remediation.world.InMemoryWorld.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A world as chance wants it: tasks in every state, instances of every owner, often at each other's
 * addresses, readings that fail, operations that end badly, late or never, or are another's. Most
 * have up to three ids and five addresses, since clashes are common in small worlds; one in four is
 * a crowd. The same seed always makes the same world, and the same memory of one who saw it before.
 */
public final class RandomWorld {
  /** Never more ids than this. */
  public static final int MOST_TASKS = 16;

  private static final List<TaskId> IDS =
      IntStream.range(0, MOST_TASKS).mapToObj(n -> new TaskId("%032x".formatted(n))).toList();
  private static final List<Policy> POLICIES = List.of(Policy.values());
  private static final List<Call> READINGS =
      List.of(Call.RUNNING, Call.DESCRIBE, Call.LIST, Call.ASK);

  private final SplittableRandom random;
  private final List<TaskId> ids;
  private final List<Ipv4> addresses;

  /** In which what is told of health counts at once: what is judged is the world after one pass. */
  private final InMemoryWorld world = new InMemoryWorld().healthTakes(Duration.ZERO);

  private RandomWorld(long seed) {
    random = new SplittableRandom(seed);
    ids = IDS.subList(0, 1 + random.nextInt(oneIn(4) ? MOST_TASKS : 3));
    addresses =
        IntStream.rangeClosed(1, ids.size() + 1).mapToObj(n -> new Ipv4("10.0.0." + n)).toList();
  }

  public static InMemoryWorld of(long seed) {
    var made = new RandomWorld(seed);
    made.make();
    made.withoutRecord(memory(seed).unproven().keySet());
    made.endsOperations();
    return made.world;
  }

  /**
   * The same world, in which the first task has just stopped, and all others run, each registered
   * by us at an address of its own.
   */
  public static InMemoryWorld whereOneWasReplaced(long seed) {
    var made = new RandomWorld(seed);
    made.make();
    for (int n = 0; n < made.ids.size(); n++) {
      var id = made.ids.get(n);
      var address = made.addresses.get(n);
      made.world
          .tasks(n == 0 ? Sample.stopped(id, address) : Sample.running(id, address))
          .instances(Sample.ours(id, address));
    }
    made.withoutRecord(memory(seed).unproven().keySet());
    made.endsOperations();
    return made.world;
  }

  /** The same world, in which every address refuses the connection. */
  public static InMemoryWorld whereAllAreDown(long seed) {
    var made = new RandomWorld(seed);
    made.make();
    made.addresses.forEach(
        address -> made.world.answers(address, new Verdict.Down("connection refused")));
    return made.world;
  }

  /** A policy for the world of this seed. */
  public static Policy policy(long seed) {
    return POLICIES.get((int) (seed % POLICIES.size()));
  }

  /** What somebody remembers who looked at the world of this seed before. */
  public static Memory memory(long seed) {
    var made = new RandomWorld(seed);
    return new Memory(
        made.some(() -> new Memory.Missing(made.earlier(), made.random.nextBoolean())),
        made.some(made::earlier),
        made.some(() -> new Memory.Pushed(made.random.nextBoolean(), made.earlier())),
        made.oneIn(3) ? made.some(() -> new Memory.Sent(made.earlier())) : Map.of(),
        made.oneIn(2) ? Optional.of(made.earlier()) : Optional.empty(),
        Map.of(),
        Map.of(),
        Optional.empty());
  }

  private void make() {
    var status = status();
    world.ecs(
        new EcsService(
            status,
            status.equals("ACTIVE") ? random.nextInt(3) : 0,
            random.nextBoolean() ? Set.of(CLOUD_MAP.arn()) : Set.of(),
            deployment()));
    boolean isForgotten = oneIn(4);
    for (var id : ids) {
      var address = address();
      if (!oneIn(isForgotten ? 2 : 4)) {
        world.tasks(task(id, address));
      }
      if (!oneIn(3)) {
        world.instances(instance(id, oneIn(3) ? address() : address));
      }
    }
    if (oneIn(4)) {
      world.instances(Sample.foreign("by-hand", address()));
    }
    for (var address : addresses) {
      world.answers(address, verdict());
    }
    READINGS.stream().filter(reading -> oneIn(12)).forEach(world::refuses);
    if (oneIn(6)) {
      world.refuses(Call.SERVICE);
    }
  }

  /** Of those whose registration was not seen to end in SUCCESS, some never did. */
  private void withoutRecord(Set<TaskId> unproven) {
    world.instances().stream()
        .filter(Instance.Ours.class::isInstance)
        .filter(ours -> unproven.stream().anyMatch(task -> task.value().equals(ours.id())))
        .filter(_ -> random.nextBoolean())
        .forEach(world::doesNotAnswerWith);
  }

  private void endsOperations() {
    if (random.nextBoolean()) {
      world.listsWhatIsAccepted();
    }
    for (var id : ids) {
      switch (random.nextInt(12)) {
        case 0 -> world.ends(id, Ending.FAIL);
        case 1 -> world.ends(id, Ending.NEVER);
        case 2 -> world.ends(id, Ending.REFUSED);
        default -> {
          // In SUCCESS.
        }
      }
    }
    if (oneIn(6)) {
      world.ends(ids.getFirst(), Ending.BUSY);
    } else if (oneIn(6) && world.instances().stream().noneMatch(this::isOfTheFirst)) {
      world.inFlight(Sample.ofEcs(ids.getFirst(), address()));
    }
  }

  private boolean isOfTheFirst(Instance instance) {
    return instance.id().equals(ids.getFirst().value());
  }

  /** A deleted service is seen so for a while. */
  private String status() {
    return switch (random.nextInt(8)) {
      case 0 -> "DRAINING";
      case 1 -> "INACTIVE";
      default -> "ACTIVE";
    };
  }

  private Deployment deployment() {
    return switch (random.nextInt(8)) {
      case 0 -> new Deployment.TwoColours();
      case 1 -> new Deployment.OneColour(DEPLOYMENT);
      case 2 -> new Deployment.Rolling(2);
      default -> new Deployment.Rolling(1);
    };
  }

  private Task task(TaskId id, Ipv4 address) {
    var task = inSomeState(id, address);
    return oneIn(4) ? Sample.startedBy("ecs-svc/of-the-other-colour", task) : task;
  }

  private Task inSomeState(TaskId id, Ipv4 address) {
    return switch (random.nextInt(16)) {
      case 0 -> Sample.running(id, address, Duration.ofSeconds(5));
      case 1 -> Sample.running(id, address, Duration.ofSeconds(90));
      case 2 -> Sample.running(id, OUTSIDE);
      case 3, 4 -> Sample.unhealthy(id, address);
      case 5 -> Sample.withoutAddress(id);
      case 6 -> Sample.starting(id, address);
      case 7, 8 -> Sample.stopping(id, address);
      case 9, 10 -> Sample.stopped(id, address);
      case 11 -> Sample.stopped(id, address, Duration.ofMinutes(5));
      case 12 -> Sample.healthy(id, address);
      default -> Sample.running(id, address);
    };
  }

  private Instance instance(TaskId id, Ipv4 address) {
    return switch (random.nextInt(16)) {
      case 0 -> ids.size() > 3 ? Sample.ours(id, address) : Sample.anotherGuards(id, address);
      case 1 -> Sample.foreign(id.value(), address);
      case 2 -> Sample.sister(id, address);
      case 3, 4, 5, 6, 7 -> Sample.ofEcs(id, address);
      default -> Sample.ours(id, address);
    };
  }

  private Verdict verdict() {
    return switch (random.nextInt(6)) {
      case 0 -> new Verdict.Rejected(403);
      case 1 -> new Verdict.Down("connection refused");
      case 2 -> new Verdict.Silent("no answer in 2 s");
      default -> new Verdict.Ok(200);
    };
  }

  private Ipv4 address() {
    return addresses.get(random.nextInt(addresses.size()));
  }

  private <T> Map<TaskId, T> some(Supplier<T> what) {
    return ids.stream().filter(_ -> random.nextBoolean()).collect(toMap(id -> id, _ -> what.get()));
  }

  private Instant earlier() {
    return NOON.minusSeconds(1 + random.nextInt(300));
  }

  private boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }
}
